-- Why: where somebody walked on shift is handed in by their phone in pieces of a few minutes, for who leads them in the
-- field. Kept for as many days as the jurisdiction says and then removed by a job; who looked at whose is in `audit`.

-- One piece. `shift_ms` is when the shift began, as the device's clock said then; it names the shift. `packed` is base64 of
-- the bytes that `shared::track::pack` describes; first, last and count are read from them.
create table track_pieces (
    device_id text not null references devices (id),
    shift_ms bigint not null,
    number bigint not null,
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    first_ms bigint not null,
    last_ms bigint not null,
    points bigint not null,
    packed text not null,
    received_at_ms bigint not null,
    primary key (device_id, shift_ms, number)
);

create index track_pieces_of_account on track_pieces (account_id, first_ms);
create index track_pieces_by_age on track_pieces (jurisdiction_id, last_ms);
