-- Why: what the cases of a year count as (reported, filed, dispatched right, voided at which stage, …) is summed over
-- columns: a year of a city has 415,000 cases, and their bodies are never opened for it. The columns hold what one pure
-- function says of the body; they are written with it. Rows from before get theirs once, at the next start.

-- How far it has come: 0 reported, 1 accepted, 2 filed, 3 dispatched, 4 dispatched and still or again with the unit it was
-- sent to first; -1 where none of these columns was computed yet.
alter table cases add column reached bigint not null default -1;

-- Where the report came from.
alter table cases add column channel text not null default '';

-- Its reporter had fixed it; counted apart.
alter table cases add column is_self_handled bigint not null default 0;

-- A unit gave it back.
alter table cases add column is_returned bigint not null default 0;

-- From after this moment on it is late; null where it was done in time, was never dispatched, or an appeal was upheld.
alter table cases add column late_after_ms bigint;

-- How it was closed, and at which stage it was voided; empty while it was not.
alter table cases add column closing text not null default '';
alter table cases add column void_kind text not null default '';

-- Holds all that is summed: the window is gone through in it, and no row is opened.
create index cases_figures on cases (
    reported_at_ms, is_training, jurisdiction_id, division, unit_id, state, reached, channel, is_self_handled, is_returned,
    late_after_ms, closing, void_kind
);
create index cases_uncounted on cases (id) where reached = -1;
