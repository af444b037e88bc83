-- Why: a supervisor on the move reads who has not synced and what is overdue where there is no network, as it was last
-- known. A copy of what the server says and nothing of ours: it need not survive a broken database, and goes with the
-- account that it was told to.
create table last_known (
    what text not null,
    account_id text not null,
    jurisdiction_id text not null,
    told_ms integer not null,
    body text not null,
    primary key (account_id, what)
) strict;

-- Until when nothing is sent by itself, because the person said so: in a cellar, on the last of the battery. 0: it is.
alter table choices add column paused_until_ms integer not null default 0;
