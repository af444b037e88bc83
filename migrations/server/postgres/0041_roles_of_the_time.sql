-- Why: whether somebody worked on site as a collector or as an inspector was told by what their account was when it was
-- looked at. It is told by what it was then: of whoever was both, steps and days are set right. Frozen months stay as they are.

-- Steps are read once more from the histories of their cases.
update cases set assessed_version = 0
where id in (
    select w.case_id from post_work w
    where w.post in ('collector', 'inspector')
    and w.account_id in (select r.account_id from account_rights r where r.role = 'inspector')
);

-- Of days the tracks may be forgotten: only under which post they stand is told anew.
update post_days set post = case when (
    select r.role from account_rights r
    where r.account_id = post_days.account_id and r.since_ms <= post_days.first_ms
    order by r.since_ms desc limit 1
) = 'inspector' then 'inspector' else 'collector' end
where exists (
    select 1 from account_rights r where r.account_id = post_days.account_id and r.since_ms <= post_days.first_ms
);
