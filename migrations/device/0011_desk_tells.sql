-- Why: what the desk tells and whom one may call is read without a network. Both are copies of the server's, taken whole
-- whenever the hash in its hello is another; what a person may no longer see goes at once. None of it is in the journal: a
-- broken database fetches it again, and that something was read is at worst said once less.

-- Notices of the desk; `body` as it came. Nought in `until_ms`: without an end.
create table announcements (
    id text primary key,
    jurisdiction_id text not null,
    body text not null,
    is_urgent integer not null,
    from_ms integer not null,
    until_ms integer not null default 0,
    is_read integer not null default 0
) strict;

-- What was read here and the server was not told yet. It outlives the notice itself.
create table announcement_reads (
    account_id text not null,
    id text not null,
    read_ms integer not null,
    primary key (account_id, id)
) strict;

-- The part of the directory that the role may see, in the order of the list; `body` as it came.
create table directory_entries (
    number integer primary key,
    body text not null
) strict;

-- By which hash each of the two was taken: `announcements`, `directory`.
create table desk_lists (
    list text primary key,
    hash text not null
) strict;
