//! The statements of lists.
//!
//! One that held for every reach at once could use no index. So each reach has its own, and only what narrows a list
//! further is asked of its rows: `$1` is whose the cases are, `$2` a jurisdiction, `$3` a unit, `$4` states, `$5` to `$7`
//! words; each but the first may be empty. Written out here from few pieces, while compiling.

/// Which cases in which order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// All, the newest first.
    Newest,
    /// What is not over, the newest first.
    NewestOpen,
    /// What is not over, the most urgent first.
    Due,
}

/// Whose cases, as the first thing that an index is asked for.
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
}

macro_rules! of {
    (Everybody) => {
        "$1 = ''"
    };
    (Area) => {
        "jurisdiction_id = $1"
    };
    (Unit) => {
        "unit_id = $1"
    };
    (Reporter) => {
        "reporter_id = $1"
    };
}

macro_rules! narrowed {
    () => {
        " and ($2 = '' or jurisdiction_id = $2) \
         and ($3 = '' or unit_id = $3) \
         and ($4 = '' or $4 like '%|' || state || '|%') \
         and ($5 = '' or lower(case_no) like $5 or grid like $5 or lower(body) like $6 \
         or $7 like '%|' || category || '|%')"
    };
}

// The reporter's name comes along: to ask for each would be fifty questions more.
macro_rules! columns {
    ($place:literal) => {
        concat!(
            "select id, ",
            $place,
            " as place, body, \
             (select a.name from accounts a where a.id = cases.reporter_id) as reporter from cases where "
        )
    };
}

macro_rules! page {
    ($whose:tt, Newest) => {
        concat!(
            columns!("received_at_ms"),
            of!($whose),
            narrowed!(),
            " and (received_at_ms, id) < ($8, $9) order by received_at_ms desc, id desc limit $10"
        )
    };
    // Of the few that are open, all are looked at and put in order: the sum keeps the index of all cases out of it.
    ($whose:tt, NewestOpen) => {
        concat!(
            columns!("received_at_ms"),
            "id in (select id from cases where open_due_ms is not null and ",
            of!($whose),
            narrowed!(),
            " and (received_at_ms + 0, id) < ($8, $9) order by received_at_ms + 0 desc, id desc limit $10) \
             order by received_at_ms desc, id desc"
        )
    };
    ($whose:tt, Due) => {
        concat!(
            columns!("open_due_ms"),
            "open_due_ms is not null and ",
            of!($whose),
            narrowed!(),
            " and (open_due_ms, id) > ($8, $9) order by open_due_ms, id limit $10"
        )
    };
}

macro_rules! counted {
    // Every case was received: said aloud, an index is gone through and not the bodies of the cases.
    (Everybody, Any) => {
        concat!(
            "select count(*) as found from (select 1 as one from cases where received_at_ms > 0 and ",
            of!(Everybody),
            narrowed!(),
            " limit $8) as counted"
        )
    };
    ($whose:tt, Any) => {
        concat!(
            "select count(*) as found from (select 1 as one from cases where ",
            of!($whose),
            narrowed!(),
            " limit $8) as counted"
        )
    };
    ($whose:tt, Open) => {
        concat!(
            "select count(*) as found from (select 1 as one from cases where open_due_ms is not null and ",
            of!($whose),
            narrowed!(),
            " limit $8) as counted"
        )
    };
}

/// Returns the statement of a page. `$8` and `$9` are the place that it begins behind, `$10` how many rows it has.
pub(super) const fn page_of(whose: Whose, shape: Shape) -> &'static str {
    match (whose, shape) {
        (Whose::Everybody, Shape::Newest) => page!(Everybody, Newest),
        (Whose::Everybody, Shape::NewestOpen) => page!(Everybody, NewestOpen),
        (Whose::Everybody, Shape::Due) => page!(Everybody, Due),
        (Whose::Area, Shape::Newest) => page!(Area, Newest),
        (Whose::Area, Shape::NewestOpen) => page!(Area, NewestOpen),
        (Whose::Area, Shape::Due) => page!(Area, Due),
        (Whose::Unit, Shape::Newest) => page!(Unit, Newest),
        (Whose::Unit, Shape::NewestOpen) => page!(Unit, NewestOpen),
        (Whose::Unit, Shape::Due) => page!(Unit, Due),
        (Whose::Reporter, Shape::Newest) => page!(Reporter, Newest),
        (Whose::Reporter, Shape::NewestOpen) => page!(Reporter, NewestOpen),
        (Whose::Reporter, Shape::Due) => page!(Reporter, Due),
    }
}

/// Returns the statement that counts, up to `$8`.
pub(super) const fn count_of(whose: Whose, shape: Shape) -> &'static str {
    match (whose, shape) {
        (Whose::Everybody, Shape::Newest) => counted!(Everybody, Any),
        (Whose::Everybody, Shape::NewestOpen | Shape::Due) => counted!(Everybody, Open),
        (Whose::Area, Shape::Newest) => counted!(Area, Any),
        (Whose::Area, Shape::NewestOpen | Shape::Due) => counted!(Area, Open),
        (Whose::Unit, Shape::Newest) => counted!(Unit, Any),
        (Whose::Unit, Shape::NewestOpen | Shape::Due) => counted!(Unit, Open),
        (Whose::Reporter, Shape::Newest) => counted!(Reporter, Any),
        (Whose::Reporter, Shape::NewestOpen | Shape::Due) => counted!(Reporter, Open),
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, Whose, count_of, page_of};

    #[test]
    fn every_statement_has_all_its_places() {
        for whose in [Whose::Everybody, Whose::Area, Whose::Unit, Whose::Reporter] {
            for shape in [Shape::Newest, Shape::NewestOpen, Shape::Due] {
                let (page, count) = (page_of(whose, shape), count_of(whose, shape));
                assert!((1..=10).all(|place| page.contains(&format!("${place}"))), "{page}");
                assert!((1..=8).all(|place| count.contains(&format!("${place}"))), "{count}");
                let is_open = shape != Shape::Newest;
                assert_eq!(
                    page.contains("open_due_ms is not null"),
                    is_open,
                    "only so is the index of open cases used"
                );
                assert_eq!(count.contains("open_due_ms is not null"), is_open);
            }
        }
    }
}
