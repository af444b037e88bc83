-- Why: models score a part of the cases by where they came from: those of the hotline, those that leaders ordered. What a
-- case counts as is kept in rows without it; where it came from is said once, when it is reported, and never changes. So it
-- is taken from the case, for months that were frozen too: nothing that they counted becomes another number by it.
alter table assessed add column channel text not null default '';
update assessed set channel = coalesce((select c.channel from cases c where c.id = assessed.case_id), '');

alter table frozen_cases add column channel text not null default '';

-- The guard stands aside for this one column, which holds nothing yet, and stands again at the end of this file.
drop trigger frozen_case_stays;

update frozen_cases set channel = coalesce((select c.channel from cases c where c.id = frozen_cases.case_id), '');

create trigger frozen_case_stays before update on frozen_cases
begin select raise(abort, 'a frozen month stays as it is'); end;
