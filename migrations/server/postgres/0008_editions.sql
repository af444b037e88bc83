-- Why: boundaries come in editions. One that is imported for a later day waits here and comes into force on its day in
-- its jurisdiction's zone; open cases are then judged by it anew. Days are written 2027-01-01, empty for "always" and
-- "for good". A pack from before has no day: it was always in force, and cases know it already.

alter table packs add column valid_from text not null default '';
alter table packs add column valid_to text not null default '';
alter table packs add column is_withdrawn bigint not null default 0;

-- When it came into force last, and when a whole look at the open cases by it began.
alter table packs add column in_force_at_ms bigint;
alter table packs add column judged_at_ms bigint;

-- Open cases of an area, in the order of their ids.
create index cases_by_state on cases (jurisdiction_id, state, id);
