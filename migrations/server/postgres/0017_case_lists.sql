-- Why: a desk narrows lists and the map of cases by more than state and unit: category, ground, source, time left, what
-- was found of the photos. Each of these finds few cases among a year of 415,000, and each has an index that begins with
-- it and goes on in the order of the list.

-- Where it is, in the frame of record: the map shows 100,000 points and opens no body for it. Null where it is on no
-- ground at all; rows from before get theirs once, at the next start.
alter table cases add column lon_e7 bigint;
alter table cases add column lat_e7 bigint;
alter table cases add column is_placed bigint not null default 0;

create index cases_unplaced on cases (id) where is_placed = 0;

-- What was found of its photos, all together: one that is doubtful makes it doubtful; else one that waits for its verdict
-- makes it wait. Empty where it has none that was looked at.
alter table cases add column evidence text not null default '';

update cases set evidence = case
    when exists (select 1 from photos p where p.case_id = cases.id and p.verdict = 'doubtful')
        or exists (select 1 from unsigned_photos u where u.case_id = cases.id and u.verdict = 'doubtful') then 'doubtful'
    when exists (select 1 from photos p where p.case_id = cases.id and p.verdict = 'unjudged')
        or exists (select 1 from unsigned_photos u where u.case_id = cases.id and u.verdict = 'unjudged') then 'unjudged'
    when exists (select 1 from photos p where p.case_id = cases.id and p.verdict = 'noted')
        or exists (select 1 from unsigned_photos u where u.case_id = cases.id and u.verdict = 'noted') then 'noted'
    when exists (select 1 from photos p where p.case_id = cases.id)
        or exists (select 1 from unsigned_photos u where u.case_id = cases.id) then 'sound'
    else '' end;

create index cases_in_category on cases (category, received_at_ms, id);
create index cases_in_duty_grid on cases (duty_grid, received_at_ms, id);
create index cases_in_grid on cases (grid, received_at_ms, id);

-- What is rare has an index of its own, which costs nothing for all the others.
create index cases_by_channel on cases (channel, received_at_ms, id) where channel <> 'collector';
create index cases_doubtful on cases (received_at_ms, id) where evidence = 'doubtful';
create index cases_self_handled on cases (received_at_ms, id) where is_self_handled = 1;
create index cases_ended_without on cases (state, received_at_ms, id) where state in ('void', 'merged');

-- The open cases of the city are gone through in this alone, whatever narrows them; it takes the place of the one that
-- held only their order.
create index cases_open on cases (
    open_due_ms, id, jurisdiction_id, unit_id, state, category, grid, duty_grid, channel, is_self_handled, reported_at_ms,
    received_at_ms, late_after_ms, evidence, lon_e7, lat_e7
) where open_due_ms is not null;
drop index cases_open_by_due;

-- A filter of cases under a name, for whoever kept it, or for everybody who works for the same jurisdiction.
create table case_views (
    id text not null primary key,
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    name text not null,
    shows text not null,
    query text not null,
    is_shared bigint not null default 0,
    made_at_ms bigint not null
);

create index case_views_by_account on case_views (account_id, id);
create index case_views_shared on case_views (jurisdiction_id, id) where is_shared = 1;
