-- Why: what is published of a month, a week or half a year is kept as it was made. `content` is all that stands in it as
-- JSON, so that nothing which happens to a case later changes a number in what was printed. A draft is changed in its
-- title, its remarks and the photos that somebody let go into print; what is published stays.

-- `version` rises with every change: what is asked of a draft names the one that was seen. `month`, `version_id` and
-- `model` are empty where it was not made from one frozen month or gives no scores.
create table bulletins (
    id text not null primary key,
    jurisdiction_id text not null references jurisdictions (id),
    kind text not null,
    from_day text not null,
    to_day text not null,
    month text not null default '',
    version_id text not null default '',
    model text not null default '',
    edition bigint not null default 0,
    title text not null default '',
    remarks text not null default '',
    photos text not null default '[]',
    content text not null,
    version bigint not null default 1,
    made_at_ms bigint not null,
    made_by text not null references accounts (id),
    author text not null,
    published_at_ms bigint,
    published_by text not null default ''
);

create index bulletins_published on bulletins (id) where published_at_ms is not null;
