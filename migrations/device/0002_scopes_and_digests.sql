-- Why: what this phone holds is compared with what the server holds, and mended. A mark is 80 bits of the hash over a
-- row as the server sent it, in two numbers that can be summed; -1 until it is computed, and again -1 as soon as
-- anything, a hand included, changes the row. Neighbours' cases warn of duplicates, the clocks keep an anchor within a
-- boot, and the end of a shift has a receipt.

-- `generation` rises with every scope that is taken from nothing; rows carry it in `scope_version`. While `taking` is 1
-- such a scope has not come whole. `scope_purged` is the version of which nothing older is left here. Neighbours' cases
-- reach back to `near_since_ms`, as the server said.
alter table session add column generation integer not null default 0;
alter table session add column taking integer not null default 0;
alter table session add column scope_purged integer not null default 0;
alter table session add column signing_key text not null default '';
alter table session add column near_since_ms integer not null default 0;
update session set generation = scope_version;

alter table cases add column mark_a integer not null default -1;
alter table cases add column mark_b integer not null default -1;
create index cases_marks on cases (id, mark_a, mark_b);
create index cases_unmarked on cases (id) where mark_a = -1;
create trigger cases_lose_their_mark
after update of body, version on cases
begin
    update cases set mark_a = -1, mark_b = -1 where id = new.id;
end;

alter table tasks add column mark_a integer not null default -1;
alter table tasks add column mark_b integer not null default -1;
create index tasks_unmarked on tasks (id) where mark_a = -1;
create trigger tasks_lose_their_mark
after update of body, version on tasks
begin
    update tasks set mark_a = -1, mark_b = -1 where id = new.id;
end;

-- Cases of the last days that others reported in the duty grids: what, where, how far. No names.
create table nearby (
    id text primary key,
    jurisdiction_id text not null,
    category text not null,
    lon_e7 integer not null,
    lat_e7 integer not null,
    received_ms integer not null,
    body text not null,
    version integer not null,
    scope_version integer not null,
    mark_a integer not null default -1,
    mark_b integer not null default -1
) strict;
create index nearby_by_place on nearby (category, lat_e7, lon_e7);
create index nearby_unmarked on nearby (id) where mark_a = -1;
create trigger nearby_lose_their_mark
after update of body, version on nearby
begin
    update nearby set mark_a = -1, mark_b = -1 where id = new.id;
end;

-- Kept unread by the build before; the comparison brings them again.
delete from unread_changes where entity = 'nearby';

-- How often an answered operation was offered again because the server no longer held what it made.
alter table operations add column offered integer not null default 0;

-- What the forward clock showed when the server last told its time; good within that boot, whatever the wall clock does.
alter table contact add column anchor_boot text not null default '';
alter table contact add column anchor_monotonic_ms integer not null default 0;
alter table contact add column anchor_server_ms integer not null default 0;

-- Rows that the comparison mended in a round, and rows that still differ after it.
alter table rounds add column mended integer not null default 0;
alter table rounds add column differing integer not null default 0;

-- Receipts of shifts, as the server signed them; `items` are the ids they are about.
create table shift_receipts (
    day text not null,
    account_id text not null,
    jurisdiction_id text not null,
    made_ms integer not null,
    receipt text not null,
    signature text not null,
    items text not null,
    primary key (account_id, day)
) strict;
