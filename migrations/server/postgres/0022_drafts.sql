-- Why: the catalogue and the calendars are changed at a desk. Nothing is edited in place: a draft is the version it was
-- begun on and the edits made to it, line by line, and becomes a version that holds from a day on. Until that day it
-- waits among the packs; `in_force_at_ms` is null while it never held.

-- Who published a pack, what they wrote, and on which one it was drafted; empty for one that came another way.
alter table packs add column made_by text not null default '';
alter table packs add column note text not null default '';
alter table packs add column base_hash text not null default '';

-- The versions of a kind, the newest first; and what waits for its day.
create index packs_by_kind on packs (kind, made_at_ms, hash);

-- `version` rises with every change: what is asked of a draft names the one that was seen.
create table drafts (
    id text not null primary key,
    kind text not null,
    jurisdiction_id text not null references jurisdictions (id),
    base_hash text not null references packs (hash),
    version bigint not null,
    is_open bigint not null default 1,
    opened_at_ms bigint not null,
    opened_by text not null
);

-- One open draft of each kind and jurisdiction.
create unique index drafts_open on drafts (kind, jurisdiction_id) where is_open = 1;

-- `edit` is the JSON of what was asked, `zh` and `en` what it was said to change.
create table draft_lines (
    draft_id text not null references drafts (id),
    number bigint not null,
    jurisdiction_id text not null references jurisdictions (id),
    at_ms bigint not null,
    account_id text not null references accounts (id),
    author text not null,
    edit text not null,
    zh text not null,
    en text not null,
    changes bigint not null,
    is_taken_back bigint not null default 0,
    primary key (draft_id, number)
);
