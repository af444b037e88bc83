-- Why: what a month came to is published, and money and reputations hang on it. A month is frozen as it was at one moment.
-- What happens to its cases later makes another version beside it, with its reason, and never changes this one.

-- A month of the city as it was frozen; its cases are in `frozen_cases`. The row comes last, in the same transaction: a
-- version that can be seen is whole. `at_ms` is the moment that the cases are as of, `made_by` an account, empty where the
-- server did it by itself. Nothing is published while `published_at_ms` is null.
create table month_versions (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    month text not null,
    number bigint not null,
    at_ms bigint not null,
    made_at_ms bigint not null,
    made_by text not null default '',
    reason text not null default '',
    cases bigint not null,
    published_at_ms bigint,
    published_by text not null default '',
    model text not null default '',
    edition bigint not null default 0,
    unique (jurisdiction_id, month, number)
);

-- A month is read once more from the histories alone: what was done in it and since, and what fell due in it.
create index case_flow_by_moment on case_flow (at_ms, case_id);
create index cases_by_due on cases (due_at_ms) where due_at_ms is not null;

-- Rows are added and never changed or removed, whoever asks the database for it. One change is allowed once: a version
-- that is not published becomes published, and all else of it stays.
create function frozen_stays() returns trigger language plpgsql as $$
begin
    raise exception 'a frozen month stays as it is';
end;
$$;

create trigger month_version_stays before update on month_versions
for each row when (not (
    old.published_at_ms is null and new.published_at_ms is not null and
    new.id = old.id and
    new.jurisdiction_id = old.jurisdiction_id and
    new.month = old.month and
    new.number = old.number and
    new.at_ms = old.at_ms and
    new.made_at_ms = old.made_at_ms and
    new.made_by = old.made_by and
    new.reason = old.reason and
    new.cases = old.cases
))
execute function frozen_stays();

create trigger month_version_is_kept before delete on month_versions
for each row execute function frozen_stays();

create trigger frozen_case_stays before update on frozen_cases
for each row execute function frozen_stays();

create trigger frozen_case_is_kept before delete on frozen_cases
for each row execute function frozen_stays();

create trigger month_versions_are_not_emptied before truncate on month_versions
for each statement execute function frozen_stays();

create trigger frozen_cases_are_not_emptied before truncate on frozen_cases
for each statement execute function frozen_stays();
