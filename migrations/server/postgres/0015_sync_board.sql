-- Why: the sync board is to stay quick with 5,000 devices, to be followed live, and to notice trouble by itself. What was
-- counted from all operations and photos at every look is counted once, when they come.

-- What came from a device; written with the operations and photos by the same transaction.
alter table devices add column operations_total bigint not null default 0;
alter table devices add column operations_refused bigint not null default 0;
alter table devices add column photos_total bigint not null default 0;
alter table devices add column photos_received bigint not null default 0;

-- Rises whenever the board's line of the device may say something else: a board that has seen this number is up to date.
alter table devices add column revision bigint not null default 1;

update devices set
    operations_total = (select count(*) from operations o where o.device_id = devices.id),
    operations_refused = (select count(*) from operations o where o.device_id = devices.id and o.result = 'refused'),
    photos_total = (select count(*) from photos p where p.device_id = devices.id),
    photos_received = (select count(*) from photos p where p.device_id = devices.id and p.received_at_ms is not null);

-- How far the device's clock was off then, for the history; null in rows from before.
alter table heartbeats add column clock_skew_ms bigint;

-- Trouble that was noticed: what, on which device, since when, until when, and who has taken note of it. An alarm begins
-- and ends by itself.
create table alarms (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    device_id text not null references devices (id),
    kind text not null,
    since_ms bigint not null,
    ended_at_ms bigint,
    acknowledged_at_ms bigint,
    acknowledged_by text references accounts (id),
    acknowledged_why text not null default ''
);

-- One at a time of a kind on a device, also where several servers look.
create unique index alarms_running on alarms (device_id, kind) where ended_at_ms is null;
create index alarms_by_area on alarms (jurisdiction_id, id);
create index alarms_lasting on alarms (id) where ended_at_ms is null;
create index alarms_by_device on alarms (device_id, id);

-- What is old goes every minute: without these, each time all that there is would be gone through with the writer held.
create index alarms_by_end on alarms (ended_at_ms) where ended_at_ms is not null;
create index heartbeats_by_age on heartbeats (at_ms);
