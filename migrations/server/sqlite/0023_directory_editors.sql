-- Why: the directory is looked after by those it tells of. An entry keeps its id through every change, so that two who
-- edit at once are told from each other, a change can be named, and a change can be taken back.

-- Entries with ids of their own in the place of numbers. `place` orders a list, with gaps between; `version` rises with
-- every change of the entry. What came before there were ids is named by whose it is and its number.
create table directory_people (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    place integer not null,
    unit text not null,
    name text not null default '',
    initials text not null default '',
    post text not null default '',
    mobile text not null default '',
    office_phone text not null default '',
    roles text not null default '',
    version integer not null default 1
) strict;

insert into directory_people
    (id, jurisdiction_id, place, unit, name, initials, post, mobile, office_phone, roles, version)
select jurisdiction_id || '-' || cast(number as text), jurisdiction_id, number * 1024, unit, name, initials, post, mobile,
    office_phone, roles, 1
from directory_entries;

drop table directory_entries;
alter table directory_people rename to directory_entries;
create index directory_entries_in_order on directory_entries (jurisdiction_id, place, id);

-- Which account looks after which part of a list: a unit's path and all below it.
create table directory_admins (
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    unit text not null,
    named_by_id text not null references accounts (id),
    named_at_ms integer not null,
    primary key (jurisdiction_id, unit, account_id)
) strict;

create index directory_admins_by_account on directory_admins (account_id);

-- Who changed what, and from what to what. `before` and `after` are the entries that it concerns as JSON, each with the one
-- that it stands behind; of a whole list that was brought in only how many there were. `unit` is where it was done; of a
-- unit that moved where it was, and `moved_to` where it is. `undoes` is the change that this one takes back, `undone_by`
-- the one that took this one back.
create table directory_changes (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    at_ms integer not null,
    account_id text,
    kind text not null,
    unit text not null,
    moved_to text not null default '',
    entries integer not null,
    before text not null default '[]',
    after text not null default '[]',
    undoes text not null default '',
    undone_by text not null default ''
) strict;

create index directory_changes_by_area on directory_changes (jurisdiction_id, id);
