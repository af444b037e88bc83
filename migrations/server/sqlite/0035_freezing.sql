-- Why: a month is frozen piece by piece, so that phones hand in their work in between, and one that was cut goes on where it
-- was. What it is frozen from is what was here at its own moment: of shifts it is written down when they were heard of.

-- A version that is being made. Its rows stand under its id already and are seen by nobody: no row in `month_versions` names
-- it. `after_case` is the last case that was read, `actor` who wants it. The row goes when the version is there.
create table month_freezings (
    version_id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    month text not null,
    at_ms integer not null,
    actor text not null,
    reason text not null default '',
    begun_at_ms integer not null,
    heard_at_ms integer not null,
    done integer not null default 0,
    total integer not null default 0,
    after_case text not null default '',
    unique (jurisdiction_id, month, at_ms)
) strict;

-- The hash over all rows of a version, also in the audit. Empty: it was made before there were seals.
alter table month_versions add column seal text not null default '';

-- When the server heard that a shift began, and that it ended. 0: before this was written down.
alter table shifts add column heard_at_ms integer not null default 0;
alter table shifts add column end_heard_at_ms integer not null default 0;

create trigger month_version_seal_stays before update on month_versions
when new.seal <> old.seal
begin select raise(abort, 'a frozen month stays as it is'); end;
