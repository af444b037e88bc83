-- Why: a year of a city has 415,000 cases, of which a few thousand are open. What is still to be done is listed by when
-- it is due, page by page, without looking at what is over.

-- When the handling of an open case is due; the last number there is while its clock has not started yet, and null once
-- the case is over.
alter table cases add column open_due_ms integer;

update cases set open_due_ms = coalesce(due_at_ms, 9223372036854775807)
where state not in ('closed', 'void', 'merged');

create index cases_open_by_unit on cases (unit_id, open_due_ms, id) where open_due_ms is not null;
create index cases_open_by_area on cases (jurisdiction_id, open_due_ms, id) where open_due_ms is not null;
create index cases_open_by_due on cases (open_due_ms, id) where open_due_ms is not null;

-- The whole city's list, newest first.
create index cases_received on cases (received_at_ms, id);
