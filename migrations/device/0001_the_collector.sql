-- The phone's database as first released. Encrypted as a whole; one writer; instants in milliseconds.
-- Never edited: a later change is a later file.

-- Which installation this is. One row, made with the home.
create table device (
    one integer primary key check (one = 1),
    device_id text not null,
    secret_key blob not null,
    made_ms integer not null
) strict;

-- Who is signed in, where, and how far the pull has come. One row from the first sign-in on.
create table session (
    one integer primary key check (one = 1),
    jurisdiction_id text not null,
    account_id text not null,
    account text not null,
    server_url text not null,
    server_id text not null,
    epoch integer not null,
    sealing_key text not null,
    token text not null,
    expires_ms integer not null,
    signed_in_ms integer not null,
    signed_out integer not null default 0,
    scope_version integer not null default 0,
    pull_cursor text not null default ''
) strict;

-- What is known of the line to the server. One row, made with the home.
create table contact (
    one integer primary key check (one = 1),
    last_contact_ms integer not null default 0,
    has_offset integer not null default 0,
    server_offset_ms integer not null default 0,
    attempts integer not null default 0,
    next_try_ms integer not null default 0,
    error text not null default ''
) strict;

-- Packs as they came, uncompressed; `current` marks those of the last hello.
create table packs (
    hash text primary key,
    kind text not null,
    jurisdiction_id text not null,
    version text not null,
    size_bytes integer not null,
    bytes blob not null,
    fetched_ms integer not null,
    current integer not null default 1
) strict;

-- The log of what people did on this device: append-only. `body` is what was hashed and what travels, byte for byte;
-- only what became of it is written later.
create table operations (
    sequence integer primary key,
    id text not null unique,
    jurisdiction_id text not null,
    account_id text not null,
    act text not null,
    case_id text not null default '',
    task_id text not null default '',
    body text not null,
    hash text not null,
    made_ms integer not null,
    outcome text not null default '',
    code text not null default '',
    detail text not null default '',
    answered_ms integer not null default 0,
    attempts integer not null default 0,
    next_try_ms integer not null default 0,
    resent_as text not null default ''
) strict;
create index operations_waiting on operations (sequence) where outcome = '';

create trigger operations_are_never_changed
before update of sequence, id, jurisdiction_id, account_id, act, case_id, task_id, body, hash, made_ms on operations
begin
    select raise(abort, 'the operation log is append-only');
end;

create trigger operations_are_never_deleted
before delete on operations
begin
    select raise(abort, 'the operation log is append-only');
end;

-- Own cases: what was saved here, and the server's newest word on it.
create table cases (
    id text primary key,
    jurisdiction_id text not null,
    account_id text not null,
    operation_id text not null default '',
    report text not null default '',
    unit_name text not null default '',
    provisional integer not null default 0,
    case_no text not null default '',
    saved_ms integer not null,
    body text not null default '',
    version integer not null default 0,
    scope_version integer not null default 0
) strict;
create index cases_of_account on cases (account_id, saved_ms);

-- Tasks: the server's newest word, and the answer that was given here.
create table tasks (
    id text primary key,
    jurisdiction_id text not null,
    account_id text not null,
    body text not null,
    version integer not null,
    scope_version integer not null default 0,
    operation_id text not null default '',
    answer text not null default '',
    answered_ms integer not null default 0
) strict;

-- Shots: one row, two files and a thumbnail. `receipt_ms` is the server's receipt of the working copy.
create table photos (
    id text primary key,
    jurisdiction_id text not null,
    account_id text not null,
    case_id text not null default '',
    task_id text not null default '',
    role text not null,
    taken_ms integer not null,
    manifest text not null,
    signature text not null,
    original_sha256 text not null,
    original_bytes integer not null,
    working_sha256 text not null,
    working_bytes integer not null,
    operation_id text not null default '',
    upload_url text not null default '',
    receipt_ms integer not null default 0,
    original_receipt_ms integer not null default 0,
    attempts integer not null default 0,
    next_try_ms integer not null default 0,
    code text not null default ''
) strict;
create index photos_of_case on photos (case_id) where case_id <> '';
create index photos_of_task on photos (task_id) where task_id <> '';
create index photos_of_operation on photos (operation_id);
create index photos_by_working on photos (working_sha256);

-- Every manifest this device ever signed, each naming the one before it; kept when a shot is dropped.
create table photo_chain (
    place integer primary key,
    photo_id text not null,
    hash text not null
) strict;

-- Pictures of the server's that are readable offline: before photos of tasks.
create table pictures (
    sha256 text not null,
    size text not null,
    jurisdiction_id text not null,
    bytes integer not null,
    fetched_ms integer not null,
    primary key (sha256, size)
) strict;

-- Changes of kinds that this build does not know, kept for one that does.
create table unread_changes (
    entity text not null,
    id text not null,
    jurisdiction_id text not null,
    version integer not null,
    gone integer not null,
    body text not null,
    received_ms integer not null,
    primary key (entity, id)
) strict;

-- One line for each round of sync.
create table rounds (
    number integer primary key,
    jurisdiction_id text not null,
    began_ms integer not null,
    ended_ms integer not null,
    pushed integer not null,
    pulled integer not null,
    photos_sent integer not null,
    bytes_sent integer not null,
    bytes_received integer not null,
    left_over integer not null,
    error text not null
) strict;
