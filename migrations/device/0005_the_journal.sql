-- Why: a broken database is rebuilt from a journal that lies beside it and from the photo files, with the very same
-- operations and without one number coming twice; and a case whose number changed keeps the earlier one in sight.

-- How far the journal had come when this database was last written: they go forward together. One row.
create table journal (
    one integer primary key check (one = 1),
    journal_id text not null,
    entries integer not null,
    length_bytes integer not null,
    written_bytes integer not null
) strict;

-- Numbers begin behind these: of operations, and of the chain of photos with the hash that stood there. They are raised
-- where the journal no longer knows how far this device had counted.
alter table device add column sequence_floor integer not null default 0;
alter table device add column chain_floor integer not null default 0;
alter table device add column chain_hash text not null default '';

-- The number a case had before the server lost it.
alter table cases add column earlier_no text not null default '';

-- What the person is to be told until they have seen it.
create table notices (
    code text primary key,
    detail text not null default '',
    at_ms integer not null
) strict;

-- After a rebuild an answer is known before its task is pulled: the task finds it here.
create index operations_of_task on operations (task_id) where task_id <> '';
