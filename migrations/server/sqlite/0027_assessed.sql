-- Why: the month's assessment counts each case by some fifty counters, by area, unit, kind of problem and post. What a case
-- counts as is read from its history by one pure function and kept here, one row for each case, so that a month of a year
-- of 415,000 cases is summed without opening a body.

-- 0: its row in `assessed` is not what its history says, or not there yet. Whoever writes a case writes 0; whoever reads its
-- history anew writes the version that was read.
alter table cases add column assessed_version integer not null default 0;

create index cases_unassessed on cases (id) where assessed_version = 0;

-- Each bit of `bits` is a counter. Of what is still in handling it depends on the moment whether it is late: that begins
-- after `open_late_after_ms`. Street and community are the first nine and twelve digits of the grid. Who did something is
-- empty where nobody did. A case is not referred to by a key: its row here is made from it and may be made anew.
create table assessed (
    case_id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    division text not null,
    street text not null,
    community text not null,
    grid text not null,
    duty_grid text not null,
    unit_id text not null,
    category text not null,
    is_training integer not null,
    case_no text not null,
    reported_at_ms integer not null,
    filed_at_ms integer,
    due_at_ms integer,
    last_at_ms integer not null,
    bits integer not null,
    open_late_after_ms integer,
    reworks integer not null,
    over_per_mille integer not null,
    collector_id text not null,
    verifier_id text not null,
    inspector_id text not null,
    acceptor_id text not null,
    shift_leader_id text not null,
    dispatcher_id text not null
) strict;

-- One for each of the moments by which a case falls in a month. Each holds all that areas, units and kinds of problem are
-- summed and listed by: a month is gone through in it, and rows are opened for posts and for what a page shows.
create index assessed_reported on assessed (
    is_training, reported_at_ms, jurisdiction_id, unit_id, division, street, community, grid, category, bits,
    open_late_after_ms, reworks, over_per_mille, case_no, case_id
);
create index assessed_filed on assessed (
    is_training, filed_at_ms, jurisdiction_id, unit_id, division, street, community, grid, category, bits,
    open_late_after_ms, reworks, over_per_mille, case_no, case_id
) where filed_at_ms is not null;
create index assessed_due on assessed (
    is_training, due_at_ms, jurisdiction_id, unit_id, division, street, community, grid, category, bits,
    open_late_after_ms, reworks, over_per_mille, case_no, case_id
) where due_at_ms is not null;

-- One for each post: the cases behind somebody's number are found by who it is. Those where nobody did it are no list that
-- is found so.
create index assessed_collector on assessed (collector_id) where collector_id <> '';
create index assessed_inspector on assessed (inspector_id) where inspector_id <> '';
create index assessed_acceptor on assessed (acceptor_id) where acceptor_id <> '';
create index assessed_shift_leader on assessed (shift_leader_id) where shift_leader_id <> '';
create index assessed_dispatcher on assessed (dispatcher_id) where dispatcher_id <> '';

-- What the cases of a month counted as when it was frozen. The same columns; `bits` are those of that moment, and
-- `open_late_after_ms` says nothing any more.
create table frozen_cases (
    version_id text not null,
    case_id text not null,
    jurisdiction_id text not null references jurisdictions (id),
    division text not null,
    street text not null,
    community text not null,
    grid text not null,
    duty_grid text not null,
    unit_id text not null,
    category text not null,
    is_training integer not null,
    case_no text not null,
    reported_at_ms integer not null,
    filed_at_ms integer,
    due_at_ms integer,
    last_at_ms integer not null,
    bits integer not null,
    open_late_after_ms integer,
    reworks integer not null,
    over_per_mille integer not null,
    collector_id text not null,
    verifier_id text not null,
    inspector_id text not null,
    acceptor_id text not null,
    shift_leader_id text not null,
    dispatcher_id text not null,
    primary key (version_id, case_id)
) strict;

create index frozen_reported on frozen_cases (
    version_id, is_training, reported_at_ms, jurisdiction_id, unit_id, division, street, community, grid, category, bits,
    open_late_after_ms, reworks, over_per_mille, case_no, case_id
);
create index frozen_filed on frozen_cases (
    version_id, is_training, filed_at_ms, jurisdiction_id, unit_id, division, street, community, grid, category, bits,
    open_late_after_ms, reworks, over_per_mille, case_no, case_id
) where filed_at_ms is not null;
create index frozen_due on frozen_cases (
    version_id, is_training, due_at_ms, jurisdiction_id, unit_id, division, street, community, grid, category, bits,
    open_late_after_ms, reworks, over_per_mille, case_no, case_id
) where due_at_ms is not null;

-- Which duty grids a collector's shift covers: theirs when it began, and the one in which it did. Asked of every case that
-- another channel found; who is given which grid later changes nothing of it.
create table shift_grids (
    duty_grid text not null,
    account_id text not null references accounts (id),
    started_at_ms integer not null,
    jurisdiction_id text not null references jurisdictions (id),
    primary key (duty_grid, started_at_ms, account_id)
) strict;

create index shift_grids_of_shift on shift_grids (account_id, started_at_ms);

-- Of shifts that were begun before, only what they say themselves is known.
insert into shift_grids (duty_grid, account_id, started_at_ms, jurisdiction_id)
select s.duty_grid, s.account_id, s.started_at_ms, s.jurisdiction_id
from shifts s join accounts a on a.id = s.account_id
where a.role = 'collector' and s.duty_grid <> '';
