-- Why: a desk imports areas and draws duty grids. Whoever looks through the editions wants to know who brought one, what
-- is in it and what it changed, without every pack being unpacked for that; and a drawing takes longer than a sitting.

-- What was known of an edition when it was imported. `before_hash` is the edition that it was made after, empty for none;
-- `counts` and `changes` are JSON. One from before this table has no row.
create table edition_notes (
    hash text not null primary key references packs (hash),
    jurisdiction_id text not null references jurisdictions (id),
    made_by text not null,
    before_hash text not null default '',
    counts text not null,
    changes text not null
) strict;

-- The duty grids of a jurisdiction as they are drawn until they become an edition. `body` is JSON, empty where there is
-- no drawing; `version` rises with every change, so that of two who draw at once the second hears of the first.
create table duty_drawings (
    jurisdiction_id text not null primary key references jurisdictions (id),
    base_hash text not null references packs (hash),
    version integer not null,
    body text not null default '',
    saved_by text not null,
    saved_at_ms integer not null
) strict;
