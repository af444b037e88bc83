-- Why: whoever answers for the system sees who did what and how the server is. The audit is read by who, by what and by
-- where, a page at a time; nobody changes what stands in it; and how the server was stands beside how it is.

create index audit_by_area on audit (jurisdiction_id, id);
create index audit_by_account on audit (account_id, id);
create index audit_by_actor on audit (actor, id);
create index audit_by_action on audit (action, id);
create index audit_by_subject on audit (subject, id);

-- Rows of the audit and of its chain are added and never changed, whoever asks the database for it.
create trigger audit_stays before update on audit
begin select raise(abort, 'the audit is append-only'); end;

create trigger audit_is_kept before delete on audit
begin select raise(abort, 'the audit is append-only'); end;

create trigger audit_chain_stays before update on audit_chain
begin select raise(abort, 'the audit is append-only'); end;

create trigger audit_chain_is_kept before delete on audit_chain
begin select raise(abort, 'the audit is append-only'); end;

-- The processes that serve this database, each by the moment it was last alive.
create table server_processes (
    id text not null primary key,
    version text not null,
    started_at_ms integer not null,
    heartbeat_at_ms integer not null
) strict;

-- How each of their jobs went the last time. `error` is empty where it went well; `failures` counts since the start.
create table job_runs (
    process_id text not null references server_processes (id),
    job text not null,
    every_ms integer not null,
    started_at_ms integer not null,
    ended_at_ms integer not null,
    runs integer not null,
    failures integer not null,
    failed_at_ms integer,
    error text not null default '',
    primary key (process_id, job)
) strict;

-- A few figures every five minutes, for seven days. Requests are those of the process that took the sample.
create table health_samples (
    at_ms integer not null primary key,
    database_bytes integer not null,
    data_free_bytes integer not null,
    media_free_bytes integer not null,
    connections integer not null,
    unjudged integer not null,
    uploads integer not null,
    devices_waiting integer not null,
    requests integer not null,
    p95_ms integer not null
) strict;
