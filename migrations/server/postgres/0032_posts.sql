-- Why: the posts. What a person did stands in histories, step by step; how long somebody was on shift and how much of the
-- own ground was walked stands in shifts and tracks, and tracks are forgotten. Here is what is counted of both, so that a
-- month is summed without opening either.

-- One row for each step that somebody took and each task that somebody was sent, with the bits of what it counts as. Written
-- with the row of its case in `assessed`, from the same history. `late_after_ms`: a task that is still out is late from after
-- it on. A case is not referred to by a key: its rows are made from it and may be made anew.
create table post_work (
    case_id text not null,
    sequence bigint not null,
    post text not null,
    account_id text not null,
    jurisdiction_id text not null references jurisdictions (id),
    is_training bigint not null,
    at_ms bigint not null,
    bits bigint not null,
    due_at_ms bigint,
    late_after_ms bigint,
    primary key (case_id, sequence, post)
);

-- Holds all that is summed, so that no row is opened for it.
create index post_work_by_moment on post_work (
    post, is_training, at_ms, jurisdiction_id, account_id, bits, late_after_ms
);

-- One row for each day on which somebody began a shift, by the city's zone. Made every night of the days before, again
-- while tracks may still come in, and never again after that: of where somebody walked these numbers are all that is kept.
create table post_days (
    account_id text not null references accounts (id),
    day text not null,
    post text not null,
    jurisdiction_id text not null references jurisdictions (id),
    shifts bigint not null,
    open_shifts bigint not null,
    minutes bigint not null,
    beat_grids bigint not null,
    walked_grids bigint not null,
    first_ms bigint not null,
    last_ms bigint,
    made_at_ms bigint not null,
    primary key (account_id, day)
);

create index post_days_by_day on post_days (post, day, jurisdiction_id);
create index shifts_by_start on shifts (started_at_ms, account_id);

-- The same of a month as it was frozen, under the version whose cases are in `frozen_cases`.
create table frozen_posts (
    version_id text not null,
    case_id text not null,
    sequence bigint not null,
    post text not null,
    account_id text not null,
    jurisdiction_id text not null references jurisdictions (id),
    is_training bigint not null,
    at_ms bigint not null,
    bits bigint not null,
    due_at_ms bigint,
    late_after_ms bigint,
    primary key (version_id, case_id, sequence, post)
);

create index frozen_posts_by_moment on frozen_posts (
    version_id, post, is_training, at_ms, jurisdiction_id, account_id, bits, late_after_ms
);

create table frozen_post_days (
    version_id text not null,
    account_id text not null references accounts (id),
    day text not null,
    post text not null,
    jurisdiction_id text not null references jurisdictions (id),
    shifts bigint not null,
    open_shifts bigint not null,
    minutes bigint not null,
    beat_grids bigint not null,
    walked_grids bigint not null,
    first_ms bigint not null,
    last_ms bigint,
    made_at_ms bigint not null,
    primary key (version_id, account_id, day)
);

-- What cases from before came to is read once more, with their steps.
update cases set assessed_version = 0;

-- Rows of a frozen month are added and never changed or removed, whoever asks the database for it.
create trigger frozen_post_stays before update on frozen_posts
for each row execute function frozen_stays();

create trigger frozen_post_is_kept before delete on frozen_posts
for each row execute function frozen_stays();

create trigger frozen_post_day_stays before update on frozen_post_days
for each row execute function frozen_stays();

create trigger frozen_post_day_is_kept before delete on frozen_post_days
for each row execute function frozen_stays();

create trigger frozen_posts_are_not_emptied before truncate on frozen_posts
for each statement execute function frozen_stays();

create trigger frozen_post_days_are_not_emptied before truncate on frozen_post_days
for each statement execute function frozen_stays();
