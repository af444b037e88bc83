-- Why: originals travel too, by the jurisdiction's setting or because the desk asked for one, each with an upload, a
-- turn and a receipt of its own; and what has its receipt, or was closed long ago, is freed. A row remembers what was
-- freed, so that nobody looks for it in vain.

alter table photos add column original_asked_ms integer not null default 0;
alter table photos add column original_upload_url text not null default '';
alter table photos add column original_attempts integer not null default 0;
alter table photos add column original_next_try_ms integer not null default 0;
alter table photos add column original_code text not null default '';
alter table photos add column original_freed_ms integer not null default 0;
alter table photos add column working_freed_ms integer not null default 0;

-- When the server closed the case that the photos belong to; nought while it is open.
alter table cases add column closed_ms integer not null default 0;
alter table tasks add column case_closed_ms integer not null default 0;

alter table rounds add column originals_sent integer not null default 0;

-- What a person set on this phone. One row from the first choice on.
create table choices (
    one integer primary key check (one = 1),
    originals_over text not null default 'unmetered'
) strict;
