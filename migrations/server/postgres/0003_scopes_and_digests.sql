-- Why: what a phone holds is compared with what the server holds, and mended. A mark is 80 bits of the hash over a row
-- as it travels, in two numbers of 40 bits that can be summed; -1 where it was not computed yet. Scopes belong to
-- accounts, duty grids show their neighbours' cases, device clocks have an anchor for each boot, and the end of a shift
-- has a signed receipt.

alter table accounts add column scope_version bigint not null default 1;

-- What an account was, and since when: what was made while it had a right is judged by that right. Rows begin with the
-- first change of an account.
create table account_rights (
    account_id text not null references accounts (id),
    since_ms bigint not null,
    jurisdiction_id text not null references jurisdictions (id),
    role text not null,
    unit_id text,
    is_disabled bigint not null,
    primary key (account_id, since_ms)
);

-- The duty grid of a changed case, so that who walks there hears of it.
alter table changes add column duty_grid text not null default '';

update changes set duty_grid = coalesce((select c.duty_grid from cases c where c.id = changes.entity_id), '')
where entity = 'case';

create index changes_by_grid on changes (duty_grid, jurisdiction_id, number) where duty_grid <> '';

-- `near_…` is the mark of the case as a neighbour sees it.
alter table cases add column mark_a bigint not null default -1;
alter table cases add column mark_b bigint not null default -1;
alter table cases add column near_a bigint not null default -1;
alter table cases add column near_b bigint not null default -1;
alter table tasks add column mark_a bigint not null default -1;
alter table tasks add column mark_b bigint not null default -1;

create index cases_marks_by_area on cases (jurisdiction_id, id, mark_a, mark_b);
create index cases_marks_by_reporter on cases (reporter_id, id, mark_a, mark_b);
create index cases_near on cases (duty_grid, received_at_ms);
create index cases_unmarked on cases (id) where mark_a = -1;
create index tasks_marks_by_area on tasks (jurisdiction_id, id, state, mark_a, mark_b);
create index tasks_marks_by_assignee on tasks (assignee_id, id, state, mark_a, mark_b);
create index tasks_unmarked on tasks (id) where mark_a = -1;

-- Which scope a device has taken whole, and when it said so.
alter table devices add column scope_held bigint not null default 0;
alter table devices add column scope_held_at_ms bigint;

-- A pair of clocks for each run of a device's forward clock: what that clock showed when the server's showed `at_ms`.
create table device_boots (
    device_id text not null references devices (id),
    boot text not null,
    jurisdiction_id text not null references jurisdictions (id),
    monotonic_ms bigint not null,
    at_ms bigint not null,
    primary key (device_id, boot)
);

-- When an operation was made by the server's reckoning, and what that was reckoned by; the device's own three times
-- stand in its body.
alter table operations add column made_at_ms bigint;
alter table operations add column made_by text not null default '';

-- Signed receipts of shifts, verbatim: signed bytes.
create table shift_receipts (
    id text not null primary key,
    device_id text not null references devices (id),
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    day text not null,
    made_at_ms bigint not null,
    receipt text not null,
    signature text not null
);

create index shift_receipts_by_account on shift_receipts (account_id, day);
