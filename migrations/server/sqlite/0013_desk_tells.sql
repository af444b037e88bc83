-- Why: a desk tells the people in the field what they are to know today, and whom they may call. Both are read by phones
-- that are offline most of the day: they hold a copy, and a hash in the answer to their hello says when it is old.

-- Notices of the desk. `jurisdiction_id` is whose people they are for, the city's own id for everybody; `roles` are the
-- words of the roles with a space before, between and behind them, empty for all. A notice has no end without `until_ms`.
create table announcements (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    title text not null,
    body text not null,
    importance text not null default 'usual',
    roles text not null default '',
    from_ms integer not null,
    until_ms integer,
    author_id text not null references accounts (id),
    made_at_ms integer not null,
    withdrawn_at_ms integer
) strict;

create index announcements_by_area on announcements (jurisdiction_id, id);
-- Every hello of every phone asks which ones hold: answered from this alone, however many were ever posted.
create index announcements_held on announcements (jurisdiction_id, withdrawn_at_ms, until_ms, from_ms, roles, id);

-- Who has read one, and on which device first; empty for a desk.
create table announcement_reads (
    announcement_id text not null references announcements (id),
    account_id text not null references accounts (id),
    device_id text not null default '',
    jurisdiction_id text not null references jurisdictions (id),
    read_at_ms integer not null,
    primary key (announcement_id, account_id)
) strict;

-- The directory of a jurisdiction, or of the city: a whole list takes the place of the one before it.
create table directories (
    jurisdiction_id text not null primary key references jurisdictions (id),
    version text not null,
    hash text not null,
    made_at_ms integer not null
) strict;

-- Its entries. `unit` is a path from the top down, `roles` as above, `number` the place in the list.
create table directory_entries (
    jurisdiction_id text not null references jurisdictions (id),
    number integer not null,
    unit text not null,
    name text not null default '',
    initials text not null default '',
    post text not null default '',
    mobile text not null default '',
    office_phone text not null default '',
    roles text not null default '',
    primary key (jurisdiction_id, number)
) strict;
