-- Why: whoever is on shift sees on their phone which of their unit grids they have walked today, and where they walked is
-- handed in a few minutes at a time.

-- Which duty grids an account walks, as the server said with its last hello.
create table own_duty_grids (
    account_id text not null,
    duty_grid text not null,
    jurisdiction_id text not null,
    primary key (account_id, duty_grid)
) strict;

-- One piece of track. `packed` are the bytes that `shared::track::pack` describes; the open piece is written anew with
-- every point that is kept. `receipt_ms` is the server's receipt, `code` why it refused the piece. A piece stays until its
-- day is over and it was handed in, and two days at the most. None of it is in the journal: a track that a broken database
-- took with it is no work that somebody entered, and nobody is the worse for it.
create table track_pieces (
    account_id text not null,
    shift_ms integer not null,
    number integer not null,
    jurisdiction_id text not null,
    first_ms integer not null,
    last_ms integer not null,
    points integer not null,
    packed blob not null,
    is_open integer not null default 1,
    receipt_ms integer not null default 0,
    code text not null default '',
    primary key (account_id, shift_ms, number)
) strict;
create index track_pieces_waiting on track_pieces (account_id) where receipt_ms = 0 and code = '';
