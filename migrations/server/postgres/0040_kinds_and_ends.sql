-- Why: who asks the audit for all that was done to things of one kind went through every record there is, the newest first,
-- until a page was full. The kind is the first word of the subject; its first five letters, of which the last may be the
-- space behind it, tell the kinds apart well enough to go from record to record, in the whole city and in one area.

create index audit_by_kind on audit (substr(subject, 1, 5), id);
create index audit_by_kind_in_area on audit (jurisdiction_id, substr(subject, 1, 5), id);

-- Once a second, while any line stands open, it is asked whose must end: accounts that were disabled, devices that were
-- withdrawn, sessions that were ended a moment ago.
create index accounts_disabled on accounts (id) where is_disabled = 1;
create index devices_withdrawn on devices (id) where revoked_at_ms is not null;
create index tokens_withdrawn on tokens (revoked_at_ms) where revoked_at_ms is not null;
