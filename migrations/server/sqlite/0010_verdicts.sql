-- Why: what a photo claims about itself is judged after it came: its signature's chain, its clocks, its place, its pixels,
-- and whether another case has it too. The verdict stands with the shot; what it is drawn from stands beside it. It is
-- written by a job and never on the way in, so that nobody waits for it; a row that waits says `unjudged`.

-- When the row came. Of rows from before only the receipt of their working copy is known.
alter table photos add column handed_in_at_ms integer;

-- The before photo that it was framed by; empty without one.
alter table photos add column pair_sha256 text not null default '';

-- The verdict's word, its reasons and what was measured of the pair (both JSON; empty without a pair), and when that was.
alter table photos add column verdict text not null default 'unjudged';
alter table photos add column reasons text not null default '[]';
alter table photos add column pair text not null default '';
alter table photos add column judged_at_ms integer;

-- Rises whenever something changes that it is judged by: a verdict drawn from what was there before is not written.
alter table photos add column surroundings integer not null default 0;

create index photos_unjudged on photos (id) where verdict = 'unjudged';
create index photos_by_pair on photos (pair_sha256) where pair_sha256 <> '';

-- Its pixels were looked at.
alter table files add column is_examined integer not null default 0;

create index files_unexamined on files (sha256) where is_examined = 0 and verdict = 'image';

-- What a picture looks like, whichever cases it belongs to. `look` is its JSON, `hash` 64 bits in hex; the four bands are
-- 16 bits each: two hashes that differ in three bits agree in one band at least. A picture that shows hardly anything has
-- no bands, for it would be found everywhere. `own_…` is what its EXIF says. `fault` says why nothing is known.
create table file_looks (
    sha256 text not null primary key,
    look text not null default '',
    hash text not null default '',
    band_a integer,
    band_b integer,
    band_c integer,
    band_d integer,
    is_dark integer not null default 0,
    is_blurred integer not null default 0,
    is_small integer not null default 0,
    own_taken_ms integer,
    own_lon_e7 integer,
    own_lat_e7 integer,
    fault text not null default '',
    examined_at_ms integer not null
) strict;

create index file_looks_by_a on file_looks (band_a);
create index file_looks_by_b on file_looks (band_b);
create index file_looks_by_c on file_looks (band_c);
create index file_looks_by_d on file_looks (band_d);

-- Files that were handed in at a desk: no device signed for them. Of rows from before it is not known when that was.
create table unsigned_photos (
    sha256 text not null,
    case_id text not null references cases (id),
    jurisdiction_id text not null references jurisdictions (id),
    handed_in_at_ms integer,
    verdict text not null default 'unjudged',
    reasons text not null default '[]',
    judged_at_ms integer,
    surroundings integer not null default 0,
    primary key (sha256, case_id)
) strict;

create index unsigned_photos_by_case on unsigned_photos (case_id);
create index unsigned_photos_unjudged on unsigned_photos (sha256, case_id) where verdict = 'unjudged';

update photos set handed_in_at_ms = received_at_ms;

insert into unsigned_photos (sha256, case_id, jurisdiction_id)
    select r.sha256, r.case_id, r.jurisdiction_id
    from file_refs r
    where not exists (
        select 1 from photos p where p.case_id = r.case_id and (p.working_sha256 = r.sha256 or p.original_sha256 = r.sha256)
    );
