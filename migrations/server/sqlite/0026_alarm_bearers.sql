-- Why: a device goes from hand to hand, also to another jurisdiction. An alarm is about whoever had it then, and goes on
-- naming them, and nobody else, when it is over.

-- None where it is not known any more: the alarm was over before this was written down.
alter table alarms add column account_id text references accounts (id);

update alarms set account_id =
    (select d.account_id from devices d where d.id = alarms.device_id and d.jurisdiction_id = alarms.jurisdiction_id)
where ended_at_ms is null;
