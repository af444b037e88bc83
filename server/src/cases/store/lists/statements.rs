//! The statements of lists.
//!
//! One that held for every reach and every filter at once could use no index. So each [`Whose`] has its own, the first
//! thing that an index is asked for, and only what narrows a list further is asked of its rows. Written out here from few
//! pieces, while compiling.
//!
//! Places: `$1` and `$2` are what [`Whose`] asks for, from and to, the second empty where it needs one alone. `$3` to `$22`
//! narrow, each empty (a number: 0, below 0 for `$13`, west of nothing for `$19`) where it does not. Behind them come
//! where a page begins and how long it is, and last the words, which only a searched statement has: a list without words
//! opens no body but of the rows it shows.

/// Which cases in which order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// All, the newest first, as an index has them.
    Newest,
    /// All, the newest first, put in order here: the index that finds them has them in another.
    Sorted,
    /// What is not over, the newest first.
    NewestOpen,
    /// What is not over, the most urgent first.
    Due,
}

/// Which cases an index is asked for first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Whose {
    /// The whole city's.
    Everybody,
    /// One jurisdiction's.
    Area,
    /// What is with one unit.
    Unit,
    /// What one account reported.
    Reporter,
    /// The one with a number.
    Number,
    /// One category's.
    Category,
    /// One major class's, between two keys.
    Major,
    /// What lies in one duty grid.
    DutyGrid,
    /// What lies in unit grids between two numbers.
    Grid,
    /// What was reported between two moments, which are `$14` and `$15`.
    Reported,
    /// What came by one other channel than a collector.
    Channel,
    /// What has a doubtful photo.
    Doubtful,
    /// What its reporter had fixed.
    SelfHandled,
    /// What ended in one state other than closed.
    EndedWithout,
}

/// Whether words are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Words {
    /// None.
    None,
    /// Some, in numbers, grids, bodies and names of categories.
    Sought,
}

macro_rules! of {
    (Everybody) => {
        "$1 = '' and $2 = ''"
    };
    (Area) => {
        "jurisdiction_id = $1 and $2 = ''"
    };
    (Unit) => {
        "unit_id = $1 and $2 = ''"
    };
    (Reporter) => {
        "reporter_id = $1 and $2 = ''"
    };
    (Number) => {
        "case_no = $1 and $2 = ''"
    };
    (Category) => {
        "category = $1 and $2 = ''"
    };
    (Major) => {
        "category >= $1 and category <= $2"
    };
    (DutyGrid) => {
        "duty_grid = $1 and $2 = ''"
    };
    (Grid) => {
        "grid >= $1 and grid <= $2"
    };
    (Reported) => {
        "reported_at_ms >= $14 and reported_at_ms < $15 and $1 = '' and $2 = ''"
    };
    // What an index leaves out is said in its own words: only so does an engine know that nothing is missing in it.
    (Channel) => {
        "channel = $1 and channel <> 'collector' and $2 = ''"
    };
    (Doubtful) => {
        "evidence = 'doubtful' and $1 = '' and $2 = ''"
    };
    (SelfHandled) => {
        "is_self_handled = 1 and $1 = '' and $2 = ''"
    };
    (EndedWithout) => {
        "state = $1 and state in ('void', 'merged') and $2 = ''"
    };
}

macro_rules! narrowed {
    () => {
        " and ($3 = '' or jurisdiction_id = $3) \
         and ($4 = '' or unit_id = $4) \
         and ($5 = '' or $5 like '%|' || state || '|%') \
         and ($6 = '' or $6 like '%|' || category || '|%') \
         and ($7 = '' or category like $7) \
         and ($8 = '' or (grid >= $8 and grid <= $9)) \
         and ($10 = '' or duty_grid = $10) \
         and ($11 = '' or $11 like '%|' || channel || '|%') \
         and ($12 = '' or $12 like '%|' || evidence || '|%') \
         and ($13 < 0 or is_self_handled = $13) \
         and ($14 = 0 or reported_at_ms >= $14) \
         and ($15 = 0 or reported_at_ms < $15) \
         and ($16 = 0 or ($16 = 1 and late_after_ms >= $17 and late_after_ms < $18) or ($16 = 2 and late_after_ms is null)) \
         and ($19 > $20 or (lon_e7 >= $19 and lon_e7 <= $20 and lat_e7 >= $21 and lat_e7 <= $22))"
    };
}

macro_rules! worded {
    (None, $in_columns:literal, $in_body:literal, $categories:literal) => {
        ""
    };
    (Sought, $in_columns:literal, $in_body:literal, $categories:literal) => {
        concat!(
            " and (lower(case_no) like ",
            $in_columns,
            " or grid like ",
            $in_columns,
            " or lower(body) like ",
            $in_body,
            " or ",
            $categories,
            " like '%|' || category || '|%')"
        )
    };
}

// The reporter's name comes along: to ask for each would be fifty questions more.
macro_rules! columns {
    ($place:literal) => {
        concat!(
            "select id, ",
            $place,
            " as place, body, evidence, \
             (select a.name from accounts a where a.id = cases.reporter_id) as reporter from cases where "
        )
    };
}

macro_rules! page {
    ($whose:tt, Newest, $words:tt) => {
        concat!(
            columns!("received_at_ms"),
            of!($whose),
            narrowed!(),
            worded!($words, "$26", "$27", "$28"),
            " and (received_at_ms, id) < ($23, $24) order by received_at_ms desc, id desc limit $25"
        )
    };
    // Of the few that are meant, all are looked at and put in order: the sum keeps the index of all cases out of it.
    ($whose:tt, Sorted, $words:tt) => {
        concat!(
            columns!("received_at_ms"),
            "id in (select id from cases where ",
            of!($whose),
            narrowed!(),
            worded!($words, "$26", "$27", "$28"),
            " and (received_at_ms + 0, id) < ($23, $24) order by received_at_ms + 0 desc, id desc limit $25) \
             order by received_at_ms desc, id desc"
        )
    };
    ($whose:tt, NewestOpen, $words:tt) => {
        concat!(
            columns!("received_at_ms"),
            "id in (select id from cases where open_due_ms is not null and ",
            of!($whose),
            narrowed!(),
            worded!($words, "$26", "$27", "$28"),
            " and (received_at_ms + 0, id) < ($23, $24) order by received_at_ms + 0 desc, id desc limit $25) \
             order by received_at_ms desc, id desc"
        )
    };
    ($whose:tt, Due, $words:tt) => {
        concat!(
            columns!("open_due_ms"),
            "id in (select id from cases where open_due_ms is not null and ",
            of!($whose),
            narrowed!(),
            worded!($words, "$26", "$27", "$28"),
            " and (open_due_ms, id) > ($23, $24) order by open_due_ms, id limit $25) \
             order by open_due_ms, id"
        )
    };
}

// Of what an index has in the order in which it was received, that is said aloud: it is that index which is gone through
// then, and not another that begins alike and holds less of what narrows a list further.
macro_rules! in_order {
    (Reporter) => {
        ""
    };
    (Number) => {
        ""
    };
    (Major) => {
        ""
    };
    (Grid) => {
        ""
    };
    (Reported) => {
        ""
    };
    ($whose:tt) => {
        "received_at_ms > 0 and "
    };
}

macro_rules! counted {
    ($whose:tt, Newest, $words:tt) => {
        concat!(
            "select count(*) as found from (select 1 as one from cases where ",
            in_order!($whose),
            of!($whose),
            narrowed!(),
            worded!($words, "$24", "$25", "$26"),
            " limit $23) as counted"
        )
    };
    ($whose:tt, Sorted, $words:tt) => {
        counted!($whose, Newest, $words)
    };
    ($whose:tt, NewestOpen, $words:tt) => {
        concat!(
            "select count(*) as found from (select 1 as one from cases where open_due_ms is not null and ",
            of!($whose),
            narrowed!(),
            worded!($words, "$24", "$25", "$26"),
            " limit $23) as counted"
        )
    };
    ($whose:tt, Due, $words:tt) => {
        counted!($whose, NewestOpen, $words)
    };
}

macro_rules! points {
    ($whose:tt, $shape:tt, $words:tt) => {
        concat!(
            "select id, open_due_ms as place, state, category, late_after_ms, lon_e7, lat_e7 from cases \
             where open_due_ms is not null and ",
            of!($whose),
            narrowed!(),
            worded!($words, "$26", "$27", "$28"),
            " and (open_due_ms, id) > ($23, $24) order by open_due_ms, id limit $25"
        )
    };
}

macro_rules! for_words {
    ($make:ident, $whose:tt, $shape:tt, $words:expr) => {
        match $words {
            Words::None => $make!($whose, $shape, None),
            Words::Sought => $make!($whose, $shape, Sought),
        }
    };
}

macro_rules! for_shape {
    ($make:ident, $whose:tt, $shape:expr, $words:expr) => {
        match $shape {
            Shape::Newest => for_words!($make, $whose, Newest, $words),
            Shape::Sorted => for_words!($make, $whose, Sorted, $words),
            Shape::NewestOpen => for_words!($make, $whose, NewestOpen, $words),
            Shape::Due => for_words!($make, $whose, Due, $words),
        }
    };
}

macro_rules! for_whose {
    ($make:ident, $whose:expr, $shape:expr, $words:expr) => {
        match $whose {
            Whose::Everybody => for_shape!($make, Everybody, $shape, $words),
            Whose::Area => for_shape!($make, Area, $shape, $words),
            Whose::Unit => for_shape!($make, Unit, $shape, $words),
            Whose::Reporter => for_shape!($make, Reporter, $shape, $words),
            Whose::Number => for_shape!($make, Number, $shape, $words),
            Whose::Category => for_shape!($make, Category, $shape, $words),
            Whose::Major => for_shape!($make, Major, $shape, $words),
            Whose::DutyGrid => for_shape!($make, DutyGrid, $shape, $words),
            Whose::Grid => for_shape!($make, Grid, $shape, $words),
            Whose::Reported => for_shape!($make, Reported, $shape, $words),
            Whose::Channel => for_shape!($make, Channel, $shape, $words),
            Whose::Doubtful => for_shape!($make, Doubtful, $shape, $words),
            Whose::SelfHandled => for_shape!($make, SelfHandled, $shape, $words),
            Whose::EndedWithout => for_shape!($make, EndedWithout, $shape, $words),
        }
    };
}

/// The statement of cases that are named, up to where their ids begin.
pub(super) const NAMED: &str = concat!(columns!("received_at_ms"), "id in");

/// Returns the statement of a page. `$23` and `$24` are the place that it begins behind, `$25` how many rows it has, `$26`
/// to `$28` the words.
pub(super) const fn page_of(whose: Whose, shape: Shape, words: Words) -> &'static str {
    for_whose!(page, whose, shape, words)
}

/// Returns the statement that counts, up to `$23`; `$24` to `$26` are the words.
pub(super) const fn count_of(whose: Whose, shape: Shape, words: Words) -> &'static str {
    for_whose!(counted, whose, shape, words)
}

/// Returns the statement of some points of what is not over, in the order of the work list; its places are a page's.
pub(super) const fn points_of(whose: Whose, words: Words) -> &'static str {
    for_whose!(points, whose, Shape::Due, words)
}

#[cfg(test)]
mod tests {
    use super::{Shape, Whose, Words, count_of, page_of, points_of};

    const EVERY: [Whose; 14] = [
        Whose::Everybody,
        Whose::Area,
        Whose::Unit,
        Whose::Reporter,
        Whose::Number,
        Whose::Category,
        Whose::Major,
        Whose::DutyGrid,
        Whose::Grid,
        Whose::Reported,
        Whose::Channel,
        Whose::Doubtful,
        Whose::SelfHandled,
        Whose::EndedWithout,
    ];

    #[track_caller]
    fn holds(statement: &str, last: usize) {
        assert!((1..=last).all(|place| statement.contains(&format!("${place}"))), "{statement}");
        assert!(!statement.contains(&format!("${}", last + 1)), "{statement}");
    }

    #[test]
    fn every_statement_has_all_its_places_and_no_others() {
        for whose in EVERY {
            for shape in [Shape::Newest, Shape::Sorted, Shape::NewestOpen, Shape::Due] {
                holds(page_of(whose, shape, Words::None), 25);
                holds(page_of(whose, shape, Words::Sought), 28);
                holds(count_of(whose, shape, Words::None), 23);
                holds(count_of(whose, shape, Words::Sought), 26);
            }
            holds(points_of(whose, Words::None), 25);
            holds(points_of(whose, Words::Sought), 28);
        }
    }

    #[test]
    fn what_is_open_is_looked_for_in_the_index_of_open_cases() {
        for whose in EVERY {
            for shape in [Shape::Newest, Shape::Sorted, Shape::NewestOpen, Shape::Due] {
                let is_open = matches!(shape, Shape::NewestOpen | Shape::Due);
                for statement in [page_of(whose, shape, Words::None), count_of(whose, shape, Words::None)] {
                    assert_eq!(statement.contains("open_due_ms is not null"), is_open, "{statement}");
                }
            }
            assert!(points_of(whose, Words::None).contains("open_due_ms is not null"));
        }
    }

    #[test]
    fn without_words_no_body_is_looked_into() {
        for whose in EVERY {
            for shape in [Shape::Newest, Shape::Sorted, Shape::NewestOpen, Shape::Due] {
                assert!(!count_of(whose, shape, Words::None).contains("body"));
                assert_eq!(page_of(whose, shape, Words::None).matches("body").count(), 1, "only what is shown");
            }
            assert!(!points_of(whose, Words::None).contains("body"));
        }
    }
}
