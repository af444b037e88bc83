//! The cases behind a number.

use shared::assessment::Counter;
use shared::case::State;
use shared::ids::{CaseId, CaseNo, UnitId};
use shared::time::Instant;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::condition::{COUNTED, bound, is_of, rows, signed, unsigned};
use crate::assessment::asked::{self, Number, Within};
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A place in a list: behind the case with this number and this id.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// Its number.
    pub case_no: String,
    /// Its id.
    pub case: String,
}

/// A case behind a number, as it was when it was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Which.
    pub case: CaseId,
    /// Its number.
    pub case_no: Option<CaseNo>,
    /// Its category.
    pub category: String,
    /// The unit that had it.
    pub unit: Option<UnitId>,
    /// Where it stands now.
    pub state: State,
    /// When it was reported.
    pub reported_at: Instant,
    /// When its handling was due.
    pub due_at: Option<Instant>,
    /// All that it counted as.
    pub bits: u64,
}

impl Listed {
    /// Returns its place in the list.
    pub fn place(&self) -> Place {
        Place {
            case_no: self.case_no.as_ref().map(ToString::to_string).unwrap_or_default(),
            case: self.case.to_string(),
        }
    }

    /// Returns all that it counted as.
    pub fn counts(&self) -> Vec<Counter> {
        Counter::ALL.iter().copied().filter(|counter| self.bits & counter.bit() != 0).collect()
    }
}

/// Returns the condition under which a row is behind a number: `$10` is the counter's bit, `$11` the key.
fn behind(within: &Within, number: &Number) -> String {
    let rows = rows(within, number.basis, number.of);
    let key = match &number.key {
        Some(key) => is_of(within.by, number.counter, key),
        None => "$11 = ''".to_owned(),
    };
    format!("{rows} and ({COUNTED} & $10) <> 0 and {key}")
}

/// Counts the cases behind a number: it is the number.
pub async fn count(connection: &mut AnyConnection, within: &Within, number: &Number) -> Result<u64> {
    let statement = format!("select count(*) as found from {}", behind(within, number));
    let query = sqlx::query(AssertSqlSafe(statement)).persistent(false);
    let row = bound(query, within)
        .bind(signed(number.counter.bit()))
        .bind(number.key.clone().unwrap_or_default())
        .fetch_one(connection)
        .await?;
    Ok(u64::try_from(row.number("found")?).unwrap_or(0))
}

/// Returns a page of them, in the order of their numbers, from behind a place on.
pub async fn page(
    connection: &mut AnyConnection,
    within: &Within,
    number: &Number,
    after: &Place,
    limit: u32,
) -> Result<Vec<Listed>> {
    let query = sqlx::query(AssertSqlSafe(statement(within, number))).persistent(false);
    let found = bound(query, within)
        .bind(signed(number.counter.bit()))
        .bind(number.key.clone().unwrap_or_default())
        .bind(after.case_no.clone())
        .bind(after.case.clone())
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    found.iter().map(listed).collect()
}

/// The page is chosen first, in an index alone; only what stands on it is opened.
fn statement(within: &Within, number: &Number) -> String {
    let behind = behind(within, number);
    let own = match within.source {
        asked::From::Live { .. } => "assessed a on a.case_id = page.case_id",
        asked::From::Frozen { .. } => "frozen_cases a on a.version_id = $9 and a.case_id = page.case_id",
    };
    format!(
        "select a.case_id, a.case_no, a.category, a.unit_id, a.reported_at_ms, a.due_at_ms, page.counted, c.state \
         from (select case_id, {COUNTED} as counted from {behind} and (case_no, case_id) > ($12, $13) \
         order by case_no, case_id limit $14) as page \
         join {own} join cases c on c.id = page.case_id order by a.case_no, a.case_id"
    )
}

/// Reads a case behind a number.
pub(super) fn listed(row: &AnyRow) -> Result<Listed> {
    let state = row.text("state")?;
    let state = State::parse(&state).ok_or_else(|| anyhow::anyhow!("column state holds \"{state}\""))?;
    Ok(Listed {
        case: row.parsed("case_id")?,
        case_no: row.maybe_parsed("case_no")?,
        category: row.text("category")?,
        unit: row.maybe_parsed("unit_id")?,
        state,
        reported_at: Instant::from_ms(row.number("reported_at_ms")?),
        due_at: row.maybe_number("due_at_ms")?.map(Instant::from_ms),
        bits: unsigned(row.number("counted")?),
    })
}

#[cfg(test)]
mod tests {
    use shared::assessment::{Basis, Counter, Subject};
    use shared::time::Instant;

    use super::{behind, statement};
    use crate::assessment::asked::{From, Number, Within};

    #[test]
    fn every_place_is_used_with_a_key_and_without() {
        for source in [From::Live { at: Instant::from_ms(1) }, From::Frozen { version_id: "a".to_owned() }] {
            for (by, key) in [
                (Subject::Unit, None),
                (Subject::Unit, Some(String::new())),
                (Subject::Collector, Some(String::new())),
                (Subject::Collector, Some("somebody".to_owned())),
            ] {
                let begins = Instant::from_ms(0);
                let within = Within {
                    begins,
                    ends: begins,
                    source: source.clone(),
                    by,
                    area: None,
                    unit: None,
                    training: false,
                };
                let number = Number { counter: Counter::Inst, basis: Basis::Due, of: None, key };
                let (count, page) = (behind(&within, &number), statement(&within, &number));
                assert!((1..=11).all(|place| count.contains(&format!("${place}"))), "{count}");
                assert!((1..=14).all(|place| page.contains(&format!("${place}"))), "{page}");
            }
        }
    }
}
