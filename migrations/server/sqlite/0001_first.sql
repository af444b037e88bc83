-- Why: the first tables. What cannot be changed later stands here from the first row on: device keys, the sealing key,
-- signed and chained photo manifests, the account on every operation, server id and epoch, jurisdiction_id on every
-- row that belongs to one, numbered changes for each area.

-- What this database is: server_id, epoch, sealing_secret, sealing_public, started_at_ms.
create table server_meta (
    name text not null primary key,
    value text not null
) strict;

-- The city itself is a row too: its id is the area of what is the same everywhere.
create table jurisdictions (
    id text not null primary key,
    name text not null,
    name_en text not null default '',
    is_city integer not null default 0,
    settings text not null,
    scope_version integer not null default 1
) strict;

create table units (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    name text not null,
    phone text not null default ''
) strict;

create index units_by_jurisdiction on units (jurisdiction_id);

-- Content is compressed with zstd; hash and size are those of the uncompressed bytes. A pack that was once current
-- stays: recorded facts name it.
create table packs (
    hash text not null primary key,
    kind text not null,
    jurisdiction_id text not null references jurisdictions (id),
    version text not null,
    size_bytes integer not null,
    content blob not null,
    is_current integer not null,
    made_at_ms integer not null
) strict;

create index packs_current on packs (is_current, kind, jurisdiction_id);

create table accounts (
    id text not null primary key,
    user_name text not null unique,
    name text not null,
    role text not null,
    jurisdiction_id text not null references jurisdictions (id),
    unit_id text references units (id),
    password_hash text not null,
    is_disabled integer not null default 0,
    made_at_ms integer not null
) strict;

create index accounts_by_role on accounts (jurisdiction_id, role);
create index accounts_by_unit on accounts (unit_id);

-- Who walks which duty grid. "On duty in the grid" means: enabled and listed here.
create table account_grids (
    account_id text not null references accounts (id),
    duty_grid text not null,
    jurisdiction_id text not null references jurisdictions (id),
    primary key (account_id, duty_grid)
) strict;

create index account_grids_by_grid on account_grids (duty_grid);

create table devices (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    account_id text not null references accounts (id),
    public_key text not null,
    enrolled_at_ms integer not null,
    last_seen_at_ms integer,
    last_complete_at_ms integer,
    clock_skew_ms integer,
    heartbeat text not null default '{}',
    revoked_at_ms integer
) strict;

create index devices_by_account on devices (account_id);

-- Only the hash of a token is kept: a copied database opens no session.
create table tokens (
    hash text not null primary key,
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    device_id text references devices (id),
    made_at_ms integer not null,
    expires_at_ms integer not null,
    revoked_at_ms integer
) strict;

create index tokens_by_device on tokens (device_id);
create index tokens_by_account on tokens (account_id);

create table challenges (
    challenge text not null primary key,
    device_id text not null references devices (id),
    expires_at_ms integer not null
) strict;

create table enrolments (
    code_hash text not null primary key,
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    expires_at_ms integer not null,
    used_at_ms integer
) strict;

-- `body` is the whole case as JSON; the columns beside it are what lists are searched by.
create table cases (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    case_no text not null unique,
    division text not null,
    state text not null,
    category text not null,
    reporter_id text,
    device_id text,
    unit_id text,
    grid text not null,
    duty_grid text not null,
    received_at_ms integer not null,
    due_at_ms integer,
    is_training integer not null,
    version integer not null,
    body text not null
) strict;

create index cases_newest on cases (jurisdiction_id, received_at_ms);
create index cases_by_unit on cases (unit_id, received_at_ms);
create index cases_by_reporter on cases (reporter_id);
create index cases_by_device on cases (device_id);

create table case_numbers (
    prefix text not null,
    day text not null,
    value integer not null,
    primary key (prefix, day)
) strict;

-- Append-only.
create table case_flow (
    case_id text not null references cases (id),
    sequence integer not null,
    jurisdiction_id text not null references jurisdictions (id),
    at_ms integer not null,
    body text not null,
    primary key (case_id, sequence)
) strict;

create table tasks (
    id text not null primary key,
    case_id text not null references cases (id),
    jurisdiction_id text not null references jurisdictions (id),
    kind text not null,
    state text not null,
    assignee_id text,
    sent_at_ms integer not null,
    due_at_ms integer not null,
    version integer not null,
    body text not null
) strict;

create index tasks_by_case on tasks (case_id, sent_at_ms);
create index tasks_by_assignee on tasks (assignee_id, state);

create table draws (
    id text not null primary key,
    case_id text not null references cases (id),
    task_id text,
    jurisdiction_id text not null references jurisdictions (id),
    at_ms integer not null,
    body text not null
) strict;

create index draws_by_case on draws (case_id, at_ms);

-- One row for each signed shot. `manifest` and `signature` are verbatim: signed bytes.
create table photos (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    device_id text not null references devices (id),
    account_id text not null references accounts (id),
    chain_index integer not null,
    hash text not null,
    link text not null,
    manifest text not null,
    signature text not null,
    role text not null,
    case_id text not null references cases (id),
    task_id text,
    working_sha256 text not null,
    working_bytes integer not null,
    original_sha256 text not null,
    original_bytes integer not null,
    taken_at_ms integer not null,
    received_at_ms integer,
    original_received_at_ms integer
) strict;

create index photos_by_chain on photos (device_id, chain_index);
create index photos_by_case on photos (case_id);
create index photos_by_working on photos (working_sha256);
create index photos_by_original on photos (original_sha256);

-- A file that has its receipt; the same bytes are kept once, whoever brought them. `verdict` is empty until something
-- references it: `image` or the code it was refused by.
create table files (
    sha256 text not null primary key,
    size_bytes integer not null,
    receipted_at_ms integer not null,
    verdict text not null default '',
    media_type text not null default '',
    width_px integer not null default 0,
    height_px integer not null default 0
) strict;

-- Who brought a file. Only who brought the bytes may have a case reference them: knowing a hash is no right.
create table file_holders (
    sha256 text not null references files (sha256),
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    receipted_at_ms integer not null,
    is_referenced integer not null default 0,
    primary key (sha256, account_id)
) strict;

create index file_holders_in_quarantine on file_holders (is_referenced, account_id);

-- Which case makes a file readable. Nothing else does.
create table file_refs (
    sha256 text not null,
    case_id text not null references cases (id),
    jurisdiction_id text not null references jurisdictions (id),
    primary key (sha256, case_id)
) strict;

create index file_refs_by_case on file_refs (case_id);

-- `promised` is the hash its sender named, `sha256` the one it was finished under; each empty until then.
create table uploads (
    id text not null primary key,
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    length_bytes integer not null,
    promised text not null default '',
    sha256 text not null default '',
    made_at_ms integer not null,
    expires_at_ms integer not null
) strict;

create index uploads_by_account on uploads (account_id);

-- Kept for ever: a repeat gets the first answer.
create table operations (
    id text not null primary key,
    device_id text not null references devices (id),
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    sequence integer not null,
    hash text not null,
    body text not null,
    result text not null,
    outcome text not null,
    case_id text,
    received_at_ms integer not null
) strict;

create index operations_by_device on operations (device_id, sequence);
create index operations_by_case on operations (case_id);

-- The ledger that phones follow. `account_id` is the one account whose scope the row belongs to, empty for nobody's.
create table changes (
    jurisdiction_id text not null references jurisdictions (id),
    number integer not null,
    entity text not null,
    entity_id text not null,
    version integer not null,
    account_id text not null default '',
    is_left integer not null default 0,
    at_ms integer not null,
    primary key (jurisdiction_id, number)
) strict;

create index changes_by_account on changes (account_id, jurisdiction_id, number);

create table area_counters (
    jurisdiction_id text not null primary key references jurisdictions (id),
    value integer not null
) strict;

-- Append-only. No chain here: it would make every writer wait for the one before. A job chains committed rows.
create table audit (
    id text not null primary key,
    at_ms integer not null,
    actor text not null,
    account_id text,
    jurisdiction_id text not null,
    action text not null,
    subject text not null,
    operation_id text,
    detail text not null default ''
) strict;

create table audit_chain (
    position integer not null primary key,
    audit_id text not null unique references audit (id),
    hash text not null
) strict;

create table heartbeats (
    device_id text not null references devices (id),
    at_ms integer not null,
    jurisdiction_id text not null references jurisdictions (id),
    body text not null,
    primary key (device_id, at_ms)
) strict;
