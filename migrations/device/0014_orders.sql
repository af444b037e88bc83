-- Why: what the desk asks whoever has this phone is shown until it is put away, also after a start; and a phone that is to
-- erase itself must know after a crash how far it had come. Of all that is open the server tells again with each hello:
-- a broken database hears it anew, and the journal knows nothing of it.

-- `body` as it came. Nought in `seen_ms` and `done_ms`: not yet. `is_told`: the server knows how far it is. Of a wipe
-- `done_ms` is when everything was sent, and `is_agreed` that the server has withdrawn the key: from then on it is erased.
create table orders (
    id text primary key,
    account_id text not null,
    jurisdiction_id text not null,
    kind text not null,
    body text not null,
    heard_ms integer not null,
    seen_ms integer not null default 0,
    done_ms integer not null default 0,
    word text not null default '',
    is_told integer not null default 1,
    is_agreed integer not null default 0
) strict;
