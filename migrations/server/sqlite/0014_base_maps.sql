-- Why: a city may provide base maps, files of public map data that phones fetch in parts and draw under the grids. The
-- bytes lie in the storage beside photos and other files, under their hash; here stands what they are and whose.
-- One of the same name takes the place of the one before; the row of that one stays, its bytes go.
create table base_maps (
    hash text not null,
    jurisdiction_id text not null references jurisdictions (id),
    name text not null,
    name_en text not null default '',
    kind text not null,
    crs text not null,
    west_e7 integer not null,
    south_e7 integer not null,
    east_e7 integer not null,
    north_e7 integer not null,
    min_zoom integer not null,
    max_zoom integer not null,
    size_bytes integer not null,
    attribution text not null default '',
    made_at_ms integer not null,
    is_current integer not null,
    primary key (hash, jurisdiction_id)
) strict;

create index base_maps_by_jurisdiction on base_maps (jurisdiction_id, name);
