-- Why: whoever answers for the system sees who did what and how the server is. The audit is read by who, by what and by
-- where, a page at a time; nobody changes what stands in it; and how the server was stands beside how it is.

create index audit_by_area on audit (jurisdiction_id, id);
create index audit_by_account on audit (account_id, id);
create index audit_by_actor on audit (actor, id);
create index audit_by_action on audit (action, id);
create index audit_by_subject on audit (subject, id);

-- Rows of the audit and of its chain are added and never changed, whoever asks the database for it.
create function append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is append-only';
end;
$$;

create trigger audit_stays before update on audit
for each row execute function append_only();

create trigger audit_is_kept before delete on audit
for each row execute function append_only();

create trigger audit_chain_stays before update on audit_chain
for each row execute function append_only();

create trigger audit_chain_is_kept before delete on audit_chain
for each row execute function append_only();

create trigger audit_is_not_emptied before truncate on audit
for each statement execute function append_only();

create trigger audit_chain_is_not_emptied before truncate on audit_chain
for each statement execute function append_only();

-- The processes that serve this database, each by the moment it was last alive.
create table server_processes (
    id text not null primary key,
    version text not null,
    started_at_ms bigint not null,
    heartbeat_at_ms bigint not null
);

-- How each of their jobs went the last time. `error` is empty where it went well; `failures` counts since the start.
create table job_runs (
    process_id text not null references server_processes (id),
    job text not null,
    every_ms bigint not null,
    started_at_ms bigint not null,
    ended_at_ms bigint not null,
    runs bigint not null,
    failures bigint not null,
    failed_at_ms bigint,
    error text not null default '',
    primary key (process_id, job)
);

-- A few figures every five minutes, for seven days. Requests are those of the process that took the sample.
create table health_samples (
    at_ms bigint not null primary key,
    database_bytes bigint not null,
    data_free_bytes bigint not null,
    media_free_bytes bigint not null,
    connections bigint not null,
    unjudged bigint not null,
    uploads bigint not null,
    devices_waiting bigint not null,
    requests bigint not null,
    p95_ms bigint not null
);
