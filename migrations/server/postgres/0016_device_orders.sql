-- Why: a desk asks whoever has a phone to do something, or lets the phone send everything and erase itself. The phone may
-- be offline for days: the order waits here, is told in the answer to its next hello, and what became of it is kept.

-- `account_id` is whose phone it was then: a word to one person is not told to the next. `outcome` is a word of
-- `shared::api::orders::OrderOutcome`; `unsent` what the phone said last that it had not sent.
create table device_orders (
    id text not null primary key,
    device_id text not null references devices (id),
    jurisdiction_id text not null references jurisdictions (id),
    account_id text not null references accounts (id),
    kind text not null,
    note text not null default '',
    is_leaving_unsent bigint not null default 0,
    author_id text not null references accounts (id),
    made_at_ms bigint not null,
    seen_at_ms bigint,
    done_at_ms bigint,
    withdrawn_at_ms bigint,
    outcome text not null default 'open',
    unsent bigint not null default 0
);

create index device_orders_by_device on device_orders (device_id, id);
-- One that is open of each kind: who asks twice asks once. Every hello of every phone looks here.
create unique index device_orders_open on device_orders (device_id, kind) where done_at_ms is null and withdrawn_at_ms is null;
