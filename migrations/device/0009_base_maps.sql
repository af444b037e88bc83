-- Why: base maps of the city that the person keeps on this phone for drawing without a network. Public map data, fetched in
-- parts over days if need be; the bytes lie beside the sealed photos, not sealed, one file for each map.
-- Not in the journal: a broken database loses the list, which comes with the next round, and the choices, which are taken
-- from what lies on the disk.
create table base_maps (
    hash text primary key,
    jurisdiction_id text not null,
    place integer not null,
    body text not null,
    -- Never ahead of the file: bytes are flushed before they are counted here.
    held_bytes integer not null default 0,
    wanted integer not null default 0,
    -- When all of it was here and was what its name says; nought before.
    ready_ms integer not null default 0,
    -- How often what came was not what its name says.
    spoiled integer not null default 0,
    attempts integer not null default 0,
    next_try_ms integer not null default 0
) strict;

-- Which list that is, and the person's choice of networks. One row.
create table base_map_list (
    one integer primary key check (one = 1),
    mark text not null default '',
    fetched_over text not null default 'unmetered'
) strict;
