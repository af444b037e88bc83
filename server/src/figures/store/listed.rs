//! The cases behind a number.

use std::fmt;

use shared::api::figures::Grouping;
use shared::figures::figure::CaseFigure;
use shared::ids::CaseId;
use shared::time::Instant;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::condition::{WITHIN, Within, bound, counts, key};
use crate::db::fields::Fields as _;
use crate::error::Result;

/// One number: which figure, of which row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Number {
    /// Which figure.
    pub figure: CaseFigure,
    /// What the rows are grouped by.
    pub by: Grouping,
    /// Of the row with this key, an empty one being that of the cases which have none; of all rows where nothing is said.
    pub key: Option<String>,
}

/// A place in a list: behind the case that was reported at the moment and has the id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// When it was reported.
    pub at: Instant,
    /// Which it is.
    pub case: CaseId,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at.ms(), self.case)
    }
}

/// Returns what stands behind `from`: `$7` is 1 where a row is meant and 0 for all of them, `$8` the row's key.
///
/// Said in this way, no engine takes the index of a jurisdiction's cases, which holds little of what is asked and opens each
/// of them: the window is gone through, in the index that holds all of it.
fn behind(number: &Number) -> String {
    format!("{WITHIN} and {} and ($7 = 0 or {} = $8)", counts(number.figure), key(number.by))
}

/// Counts the cases behind a number: it is the number.
pub async fn count(connection: &mut AnyConnection, within: &Within, number: &Number) -> Result<u64> {
    let query = sqlx::query(AssertSqlSafe(counted(number))).persistent(false);
    let row = bound(query, within)
        .bind(i64::from(number.key.is_some()))
        .bind(number.key.clone().unwrap_or_default())
        .fetch_one(connection)
        .await?;
    Ok(u64::try_from(row.number("found")?).unwrap_or(0))
}

fn counted(number: &Number) -> String {
    format!("select count(*) as found from {}", behind(number))
}

/// Returns where the cases of a page stand, what was reported last first, from behind a place on. The index that counts
/// them has them in this order: no case is opened, and it is gone through from the place on.
pub async fn page(
    connection: &mut AnyConnection,
    within: &Within,
    number: &Number,
    after: Option<Place>,
    limit: u32,
) -> Result<Vec<Place>> {
    let mut within = within.clone();
    let (at_ms, case) = match after {
        None => (i64::MAX, String::new()),
        Some(Place { at, case }) => {
            within.ends = within.ends.min(at.plus_ms(1));
            (at.ms(), case.to_string())
        }
    };
    let query = sqlx::query(AssertSqlSafe(statement(number))).persistent(false);
    let rows = bound(query, &within)
        .bind(i64::from(number.key.is_some()))
        .bind(number.key.clone().unwrap_or_default())
        .bind(at_ms)
        .bind(case)
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| Ok(Place { at: Instant::from_ms(row.number("reported_at_ms")?), case: row.parsed("id")? }))
        .collect()
}

fn statement(number: &Number) -> String {
    format!(
        "select id, reported_at_ms from {} and (reported_at_ms, id) < ($9, $10) \
         order by reported_at_ms desc, id desc limit $11",
        behind(number)
    )
}

#[cfg(test)]
mod tests {
    use shared::api::figures::Grouping;
    use shared::figures::figure::CaseFigure;

    use super::{Number, counted, statement};
    use crate::figures::store::condition::counts;

    #[test]
    fn every_figure_is_listed_by_the_condition_that_counts_it_and_every_place_is_used() {
        for by in Grouping::ALL {
            for figure in CaseFigure::ALL {
                let number = Number { figure: *figure, by: *by, key: None };
                let (count, page) = (counted(&number), statement(&number));
                let condition = format!(" and {} and ", counts(*figure));
                assert!(count.contains(&condition) && page.contains(&condition), "{page}");
                assert!((1..=8).all(|place| count.contains(&format!("${place}"))), "{count}");
                assert!((1..=11).all(|place| page.contains(&format!("${place}"))), "{page}");
            }
        }
    }
}
