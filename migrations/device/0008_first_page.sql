-- Why: after months there are thousands of cases here. The first page, a page of the list and the look each second at
-- what waits must not read them all, nor the long texts of operations to see one word of them.

-- The shots of a case or task. The indexes before were for rows that belong to one, and SQLite takes an index on some
-- rows only where the question repeats the condition; none did.
create index photos_by_case on photos (case_id, operation_id, receipt_ms);
create index photos_by_task on photos (task_id);
drop index photos_of_case;
drop index photos_of_task;

-- What waits, and how many originals there are, without the manifests between.
create index photos_unreceipted on photos (operation_id, working_bytes) where receipt_ms = 0 and operation_id <> '';
create index photos_originals
    on photos (operation_id, original_receipt_ms, original_freed_ms, original_asked_ms, role, original_bytes)
    where operation_id <> '';

-- What became of an operation, without its text.
create unique index operations_became on operations (id, outcome);
create index operations_set_aside on operations (sequence) where outcome = 'refused' and resent_as = '';
