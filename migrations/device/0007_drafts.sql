-- Why: what is being filled in outlives the program. A phone's system ends it whenever the camera wants the memory; a
-- battery ends it in the middle of a word.
--
-- Drafts are not in the journal: an entry for each keystroke would make it grow faster than all the work that is done.
-- What costs a person the most to make again, the shots, is in it from the shutter on; after a rebuild they bring their
-- draft back, and the words of it are taken out of the broken database as far as they can be read.

-- One row for the new report, one for each report that is corrected, one for each answer; of one account. `of_id` is the
-- operation that is corrected or the task that is answered; empty for the new report. The shots of a draft are the rows
-- of `photos` that name its case or its task and no operation; where `body` is empty, they are all that is known of it.
create table drafts (
    account_id text not null,
    kind text not null,
    of_id text not null default '',
    case_id text not null default '',
    task_id text not null default '',
    body text not null default '',
    kept_ms integer not null,
    primary key (account_id, kind, of_id)
) strict;
create index drafts_of_case on drafts (case_id) where case_id <> '';
create index drafts_of_task on drafts (task_id) where task_id <> '';

-- What an app from before was ended over: its shots bring it back. Of several reports the newest.
insert or ignore into drafts (account_id, kind, of_id, case_id, kept_ms)
select account_id, 'report', '', case_id, max(taken_ms) from photos
where operation_id = '' and case_id <> '' and not exists (select 1 from cases where cases.id = photos.case_id)
group by account_id;
insert or ignore into drafts (account_id, kind, of_id, task_id, kept_ms)
select account_id, 'answer', task_id, task_id, max(taken_ms) from photos
where operation_id = '' and task_id <> ''
group by account_id, task_id;

-- Which screens were open, in the screen's own words; read by it alone.
create table trails (
    account_id text primary key,
    trail text not null,
    kept_ms integer not null
) strict;
