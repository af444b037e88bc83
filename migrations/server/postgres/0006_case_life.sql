-- Why: the whole life of a case. Some things happen to it when a moment comes: it is resumed, its unit is warned, it is
-- overdue. The server finds those cases by `timer_at_ms`, which is null while nothing waits for a moment.

alter table cases add column timer_at_ms bigint;

create index cases_by_timer on cases (timer_at_ms) where timer_at_ms is not null;

-- When it was reported, by the server's reckoning: cases reported about the same time may be the same problem. Cases
-- from before are found by when they were received.
alter table cases add column reported_at_ms bigint;

update cases set reported_at_ms = received_at_ms;

create index cases_by_category on cases (category, reported_at_ms);

-- What a unit gave back as not its own: shown to whoever dispatches the next one.
create table unit_returns (
    case_id text not null references cases (id),
    number bigint not null,
    unit_id text not null,
    jurisdiction_id text not null references jurisdictions (id),
    category text not null,
    at_ms bigint not null,
    primary key (case_id, number)
);

create index unit_returns_by_unit on unit_returns (unit_id, category, at_ms);

-- Who is on shift. A shift that was not signed out of ends by itself after the longest one.
create table shifts (
    account_id text not null references accounts (id),
    started_at_ms bigint not null,
    jurisdiction_id text not null references jurisdictions (id),
    device_id text not null references devices (id),
    operation_id text not null,
    duty_grid text not null default '',
    ended_at_ms bigint,
    primary key (account_id, started_at_ms)
);

create index shifts_open on shifts (account_id, ended_at_ms);
