-- Why: a month is scored by models that are data. Those that were published elsewhere come with the server; what a city
-- drafts itself, and the points that a person gives with a reason, are kept here.

-- Editions of a model count from 1 within its code; the one that has no number yet, 0, is its draft. `body` is the JSON of
-- the model, `from_month` the first month that it counts for, as 2026-10, and empty for a draft. An edition is never
-- changed: a month that was published by it comes out the same for ever.
create table score_models (
    jurisdiction_id text not null references jurisdictions (id),
    code text not null,
    edition integer not null,
    body text not null,
    from_month text not null default '',
    made_at_ms integer not null,
    made_by text not null,
    primary key (jurisdiction_id, code, edition)
) strict;

-- Of one indicator and one object the last row counts, by its `sequence`; one without points takes back what was given.
create table given_points (
    jurisdiction_id text not null references jurisdictions (id),
    month text not null,
    model text not null,
    sequence integer not null,
    indicator text not null,
    key text not null,
    points_centi integer,
    reason text not null,
    made_at_ms integer not null,
    made_by text not null,
    primary key (jurisdiction_id, month, model, sequence)
) strict;

-- Rows are added and never changed, whoever asks the database for it; of models only drafts are.
create trigger score_model_stays before update on score_models
when old.edition <> 0
begin select raise(abort, 'an edition of a model stays as it is'); end;

create trigger score_model_is_kept before delete on score_models
when old.edition <> 0
begin select raise(abort, 'an edition of a model stays as it is'); end;

create trigger given_points_stay before update on given_points
begin select raise(abort, 'points that were given stay'); end;

create trigger given_points_are_kept before delete on given_points
begin select raise(abort, 'points that were given stay'); end;
