//! What is behind a number.

use jiff::civil::Date;
use shared::assessment::posts::Figure;
use shared::case::State;
use shared::ids::{CaseId, CaseNo};
use shared::time::Instant;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::condition::{Window, bound_days, bound_work, counted, days, signed, unsigned, work};
use crate::db::fields::Fields as _;
use crate::error::Result;

/// One number: which figure, and whose; everybody's where nobody is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Number {
    /// Which figure.
    pub figure: Figure,
    /// Whose.
    pub key: Option<String>,
}

/// A step or a task behind a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Whose.
    pub account: String,
    /// Of which case.
    pub case: CaseId,
    /// Its number.
    pub case_no: Option<CaseNo>,
    /// Its category.
    pub category: String,
    /// Where it stands now.
    pub state: State,
    /// Which step.
    pub sequence: u64,
    /// When.
    pub at: Instant,
    /// Until when they had.
    pub due_at: Option<Instant>,
    /// All that it counted as.
    pub bits: u64,
}

/// A day behind a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Day {
    /// Whose.
    pub account: String,
    /// Which day.
    pub day: Date,
    /// Shifts that were begun.
    pub shifts: u64,
    /// Those never signed out of.
    pub open_shifts: u64,
    /// How long.
    pub minutes: u64,
    /// Unit grids of the beat.
    pub beat: u64,
    /// Those that were entered.
    pub walked: u64,
    /// When the first began.
    pub first: Instant,
    /// When the last one was signed out of.
    pub last: Option<Instant>,
}

/// A place in a list of steps: behind this one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AfterStep {
    /// Its moment, in milliseconds.
    pub at_ms: i64,
    /// Its case.
    pub case: String,
    /// Its number in the case.
    pub sequence: i64,
}

/// A place in a list of days: behind this one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AfterDay {
    /// The day, as it is written.
    pub day: String,
    /// Whose.
    pub account: String,
}

/// `$8` is the bit, `$9` whose.
fn behind_work(window: &Window) -> String {
    format!("{} and ({} & $8) <> 0 and ($9 = '' or account_id = $9)", work(window), counted())
}

/// `$6` is whose.
fn behind_days(window: &Window, figure: Figure) -> String {
    format!("{} and {} > 0 and ($6 = '' or account_id = $6)", days(window), column(figure))
}

/// The columns that figures of days are sums of. A day on which nobody began a shift has no row.
const COLUMNS: &[(Figure, &str)] = &[
    (Figure::Days, "1"),
    (Figure::Shifts, "shifts"),
    (Figure::OpenShifts, "open_shifts"),
    (Figure::Minutes, "minutes"),
    (Figure::Beat, "beat_grids"),
    (Figure::Walked, "walked_grids"),
];

fn column(figure: Figure) -> &'static str {
    COLUMNS.iter().find(|(of, _)| *of == figure).map_or("0", |(_, column)| column)
}

/// Counts the steps behind a number: it is the number.
pub async fn count_work(connection: &mut AnyConnection, window: &Window, number: &Number) -> Result<u64> {
    let statement = format!("select count(*) as found from {}", behind_work(window));
    let query = bound_work(sqlx::query(AssertSqlSafe(statement)).persistent(false), window);
    let row = query
        .bind(signed(number.figure.bit()))
        .bind(number.key.clone().unwrap_or_default())
        .fetch_one(connection)
        .await?;
    Ok(unsigned(row.number("found")?))
}

/// Sums the days behind a number: it is the number.
pub async fn count_days(connection: &mut AnyConnection, window: &Window, number: &Number) -> Result<u64> {
    let statement = format!(
        "select cast(coalesce(sum({}), 0) as bigint) as found from {}",
        column(number.figure),
        behind_days(window, number.figure)
    );
    let query = bound_days(sqlx::query(AssertSqlSafe(statement)).persistent(false), window);
    let row = query.bind(number.key.clone().unwrap_or_default()).fetch_one(connection).await?;
    Ok(unsigned(row.number("found")?))
}

/// Returns a page of the steps behind a number, the oldest first.
pub async fn page_of_work(
    connection: &mut AnyConnection,
    window: &Window,
    number: &Number,
    after: &AfterStep,
    limit: u32,
) -> Result<Vec<Step>> {
    let query = sqlx::query(AssertSqlSafe(statement_of_work(window))).persistent(false);
    let found = bound_work(query, window)
        .bind(signed(number.figure.bit()))
        .bind(number.key.clone().unwrap_or_default())
        .bind(after.at_ms)
        .bind(after.case.clone())
        .bind(after.sequence)
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    found.iter().map(step).collect()
}

fn statement_of_work(window: &Window) -> String {
    format!(
        "select page.account_id, page.case_id, page.sequence, page.at_ms, page.due_at_ms, page.counted, \
         c.case_no, c.category, c.state \
         from (select account_id, case_id, sequence, at_ms, due_at_ms, {} as counted from {} \
         and (at_ms, case_id, sequence) > ($10, $11, $12) order by at_ms, case_id, sequence limit $13) as page \
         join cases c on c.id = page.case_id order by page.at_ms, page.case_id, page.sequence",
        counted(),
        behind_work(window)
    )
}

fn step(row: &AnyRow) -> Result<Step> {
    let state = row.text("state")?;
    let state = State::parse(&state).ok_or_else(|| anyhow::anyhow!("column state holds \"{state}\""))?;
    Ok(Step {
        account: row.text("account_id")?,
        case: row.parsed("case_id")?,
        case_no: row.maybe_parsed("case_no")?,
        category: row.text("category")?,
        state,
        sequence: unsigned(row.number("sequence")?),
        at: Instant::from_ms(row.number("at_ms")?),
        due_at: row.maybe_number("due_at_ms")?.map(Instant::from_ms),
        bits: unsigned(row.number("counted")?),
    })
}

/// Returns a page of the days behind a number, the oldest first.
pub async fn page_of_days(
    connection: &mut AnyConnection,
    window: &Window,
    number: &Number,
    after: &AfterDay,
    limit: u32,
) -> Result<Vec<Day>> {
    let statement = statement_of_days(window, number.figure);
    let query = bound_days(sqlx::query(AssertSqlSafe(statement)).persistent(false), window);
    let found = query
        .bind(number.key.clone().unwrap_or_default())
        .bind(after.day.clone())
        .bind(after.account.clone())
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    found.iter().map(day).collect()
}

fn statement_of_days(window: &Window, figure: Figure) -> String {
    format!(
        "select account_id, day, shifts, open_shifts, minutes, beat_grids, walked_grids, first_ms, last_ms from {} \
         and (day, account_id) > ($7, $8) order by day, account_id limit $9",
        behind_days(window, figure)
    )
}

fn day(row: &AnyRow) -> Result<Day> {
    let day = row.text("day")?;
    let day = shared::day::read(&day).ok_or_else(|| anyhow::anyhow!("column day holds \"{day}\""))?;
    let count = |column: &str| -> Result<u64> { Ok(unsigned(row.number(column)?)) };
    Ok(Day {
        account: row.text("account_id")?,
        day,
        shifts: count("shifts")?,
        open_shifts: count("open_shifts")?,
        minutes: count("minutes")?,
        beat: count("beat_grids")?,
        walked: count("walked_grids")?,
        first: Instant::from_ms(row.number("first_ms")?),
        last: row.maybe_number("last_ms")?.map(Instant::from_ms),
    })
}

#[cfg(test)]
mod tests {
    use shared::assessment::Subject;
    use shared::assessment::posts::Figure;
    use shared::time::Instant;

    use super::{Window, statement_of_days, statement_of_work};
    use crate::assessment::asked::{From, Within};

    #[test]
    fn every_place_is_used_whatever_is_asked() {
        for source in [From::Live { at: Instant::from_ms(1) }, From::Frozen { version_id: "a".to_owned() }] {
            let begins = Instant::from_ms(0);
            let by = Subject::Collector;
            let within = Within { begins, ends: begins, source, by, area: None, unit: None, training: false };
            let window = Window { within, first: String::new(), last: String::new() };
            let work = statement_of_work(&window);
            assert!((1..=13).all(|place| work.contains(&format!("${place}"))), "{work}");
            for figure in Figure::ALL.iter().filter(|figure| figure.is_of_days()) {
                let days = statement_of_days(&window, *figure);
                assert!((1..=9).all(|place| days.contains(&format!("${place}"))), "{days}");
            }
        }
    }
}
