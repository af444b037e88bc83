-- Why: a desk works through what waits for it, the most urgent first: by the time that it has itself, and not by the
-- unit's. And it decides about many cases at once: what became of each is kept, so that the same request twice is done
-- once.

-- The queue of the desk that a case lies with; empty while it lies with none, '?' where this was not computed yet. Rows
-- from before get theirs once, at the next start.
alter table cases add column desk_queue text not null default '?';

-- Until when that desk has, the last number there is without a limit; and since when the case lies there.
alter table cases add column desk_due_ms bigint not null default 0;
alter table cases add column desk_since_ms bigint not null default 0;

-- What is asked besides, each word with a space before and behind it; and since when the first of it is.
alter table cases add column asks text not null default '';
alter table cases add column asks_since_ms bigint not null default 0;

create index cases_desk_by_area on cases (desk_queue, jurisdiction_id, desk_due_ms, id, desk_since_ms) where desk_queue <> '';
create index cases_desk_by_due on cases (desk_queue, desk_due_ms, id, jurisdiction_id, desk_since_ms) where desk_queue <> '';
create index cases_asked on cases (jurisdiction_id, asks, due_at_ms, id, asks_since_ms) where asks <> '';
create index cases_unqueued on cases (id) where desk_queue = '?';

-- One action on many cases. `hash` is of the whole request: another one under the same id is refused. Kept for some days.
create table desk_batches (
    id text not null primary key,
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    hash text not null,
    made_at_ms bigint not null
);

create index desk_batches_by_age on desk_batches (made_at_ms);

-- What became of each case; `outcome` is what was answered, as JSON.
create table desk_batch_cases (
    batch_id text not null references desk_batches (id),
    case_id text not null,
    jurisdiction_id text not null references jurisdictions (id),
    outcome text not null,
    primary key (batch_id, case_id)
);
