-- Why: links that sign a device in are listed and taken back at a desk; who looked at what is personal is found by who
-- looked and by what they looked at, without going through the whole audit; and of every setting it is known who
-- changed it last.

alter table enrolments add column id text not null default '';
alter table enrolments add column made_at_ms bigint not null default 0;
alter table enrolments add column made_by text not null default '';
alter table enrolments add column withdrawn_at_ms bigint;

update enrolments set id = code_hash where id = '';

create unique index enrolments_by_id on enrolments (id);
create index enrolments_by_end on enrolments (expires_at_ms, id);
create index enrolments_by_account on enrolments (account_id);

-- Each has its row in `audit` too. `hour` counts hours since 1970: one row for an account, a subject and an hour.
create table looks (
    id text not null primary key,
    at_ms bigint not null,
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    kind text not null,
    subject text not null,
    detail text not null default '',
    hour bigint not null
);

create unique index looks_once on looks (account_id, kind, subject, detail, hour);
create index looks_by_subject on looks (subject, id);
create index looks_by_account on looks (account_id, id);
create index looks_by_jurisdiction on looks (jurisdiction_id, id);

insert into looks (id, at_ms, account_id, jurisdiction_id, kind, subject, detail, hour)
select a.id, a.at_ms, a.account_id, a.jurisdiction_id, 'track', a.subject, a.detail, a.at_ms / 3600000
from audit a
where a.action = 'track_seen'
and exists (select 1 from accounts p where p.id = a.account_id)
and exists (select 1 from jurisdictions j where j.id = a.jurisdiction_id)
on conflict do nothing;

-- `was` and `became` are empty for what is not written down, such as a key.
create table setting_changes (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    field text not null,
    was text not null,
    became text not null,
    at_ms bigint not null,
    actor text not null
);

create index setting_changes_by_field on setting_changes (jurisdiction_id, field, id);

-- Who never signed in, and when somebody last did.
create index audit_sign_ins on audit (account_id, at_ms) where action = 'sign_in';
