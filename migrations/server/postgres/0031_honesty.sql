-- Why: some answered checks are looked at once more by somebody who does not know it, and what in people's work one may ask
-- them about is found, kept and judged by who may. A blind task, its draw and its photos lie beside the case: nothing that
-- goes by a case's tasks, draws or photos sees them.

alter table tasks add column is_blind bigint not null default 0;
alter table draws add column is_blind bigint not null default 0;
alter table photos add column is_blind bigint not null default 0;

create index tasks_blind on tasks (case_id, state) where is_blind = 1;
create index tasks_by_kind on tasks (kind, sent_at_ms, id);
create index photos_by_account on photos (account_id, taken_at_ms);
create index photos_handed_in on photos (handed_in_at_ms, account_id, taken_at_ms);

-- It was compared with all pictures that were here before it.
alter table file_looks add column is_compared bigint not null default 0;

create index file_looks_uncompared on file_looks (examined_at_ms, sha256) where is_compared = 0;

-- What two people said of the same scene. `second_result` is empty until the second one answered.
create table blind_checks (
    task_id text not null primary key references tasks (id),
    case_id text not null references cases (id),
    jurisdiction_id text not null references jurisdictions (id),
    unit_id text not null default '',
    first_task_id text not null references tasks (id),
    first_id text not null,
    first_result text not null,
    first_at_ms bigint not null,
    second_id text not null,
    sent_at_ms bigint not null,
    second_result text not null default '',
    second_at_ms bigint
);

create index blind_checks_by_answer on blind_checks (jurisdiction_id, second_at_ms);
create index blind_checks_answered on blind_checks (second_at_ms);

-- A hint. What its cases do not all share belongs to the city. `hint_key` names what it is made of: the same is never made
-- twice. `facts` is JSON. `state` is that of the last judgement, `open` before the first.
create table honesty_hints (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    kind text not null,
    hint_key text not null,
    at_ms bigint not null,
    made_at_ms bigint not null,
    state text not null default 'open',
    cases bigint not null,
    facts text not null
);

create unique index honesty_hints_once on honesty_hints (kind, hint_key);
create index honesty_hints_newest on honesty_hints (at_ms, id);
create index honesty_hints_by_area on honesty_hints (jurisdiction_id, kind, at_ms, id);

-- Whom it names, in the order of its words.
create table honesty_hint_people (
    hint_id text not null references honesty_hints (id),
    place bigint not null,
    account_id text not null references accounts (id),
    jurisdiction_id text not null references jurisdictions (id),
    primary key (hint_id, place)
);

create index honesty_hint_people_by_account on honesty_hint_people (account_id, hint_id);

-- Its cases, in their order. `sha256` is the picture that it is about, `task_id` the answer; empty where it is about none.
create table honesty_hint_cases (
    hint_id text not null references honesty_hints (id),
    place bigint not null,
    case_id text not null references cases (id),
    jurisdiction_id text not null references jurisdictions (id),
    sha256 text not null default '',
    task_id text not null default '',
    at_ms bigint not null,
    primary key (hint_id, place)
);

-- What was said of it. Added and never changed, whoever asks the database for it.
create table honesty_judgements (
    hint_id text not null references honesty_hints (id),
    number bigint not null,
    jurisdiction_id text not null references jurisdictions (id),
    verdict text not null,
    reason text not null,
    account_id text not null references accounts (id),
    at_ms bigint not null,
    primary key (hint_id, number)
);

create function honesty_judgements_stay() returns trigger language plpgsql as $$
begin
    raise exception 'what was said of a hint stays';
end;
$$;

create trigger honesty_judgements_stay before update on honesty_judgements
for each row execute function honesty_judgements_stay();

create trigger honesty_judgements_are_kept before delete on honesty_judgements
for each row execute function honesty_judgements_stay();

create trigger honesty_judgements_are_not_emptied before truncate on honesty_judgements
for each statement execute function honesty_judgements_stay();
