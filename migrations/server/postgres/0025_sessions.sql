-- Why: whoever works at a desk sees where they are signed in and ends what they do not know; a desk that is silent for
-- long is signed out. So a session knows when it was last used, to a few minutes, and coarsely from where and with what.
alter table tokens add column used_at_ms bigint not null default 0;
alter table tokens add column address text not null default '';
alter table tokens add column agent text not null default '';

-- Tokens that ended long ago go every minute.
create index tokens_by_end on tokens (expires_at_ms);

-- Failed sign-ins by the name that was typed, known or not, so that neither the answer nor its time tells which names
-- there are, and a restart or another process forgets nothing. Only a hash of the name: people type passwords there.
-- A row goes after a day, or when somebody signs in.
create table sign_in_failures (
    name_hash text not null primary key,
    account_id text references accounts (id),
    failures bigint not null,
    last_at_ms bigint not null,
    locked_until_ms bigint not null
);

create index sign_in_failures_by_account on sign_in_failures (account_id);

-- A second factor is on once it was confirmed. The secret stands here as it is: the only key that it could be encrypted
-- with lies in this same database, in `server_meta`, so that whoever copies the one has copied the other. A copied
-- database still opens nothing by it, because the password beside it is only a hash.
-- `last_step` is the half minute of the last code that was taken: no code is taken twice.
create table second_factors (
    account_id text not null primary key references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    secret text not null,
    made_at_ms bigint not null,
    confirmed_at_ms bigint,
    last_step bigint not null default 0
);

-- 80 random bits each, so that a plain hash does.
create table recovery_codes (
    account_id text not null references accounts (id),
    code_hash text not null,
    jurisdiction_id text not null references jurisdictions (id),
    used_at_ms bigint,
    primary key (account_id, code_hash)
);
