-- Why: whoever works in shifts says on the phone when theirs begins and ends; the screen shows since when. No row: not on
-- shift.
create table on_shift (
    account_id text primary key,
    since_ms integer not null
) strict;
