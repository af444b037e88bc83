-- Why: the desk may ask for the original of a photo. When it was asked for and by whom stands with the shot; that it
-- came stands there already.

alter table photos add column original_asked_at_ms integer;
alter table photos add column original_asked_by text;

-- Whether an original is on its way is told from the uploads that promise it.
create index uploads_by_promise on uploads (account_id, promised);
