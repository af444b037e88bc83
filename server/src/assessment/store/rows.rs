//! The rows themselves.

use shared::ids::AccountId;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::condition::signed;
use crate::assessment::row::Assessed;
use crate::db::Tx;
use crate::db::among::among;
use crate::db::gather::{self, Cell, Row, Rows};
use crate::error::Result;

macro_rules! rows_of {
    ($table:literal $(, $first:literal)*) => {
        Rows {
            table: $table,
            columns: &[
                $($first,)*
                "case_id",
                "jurisdiction_id",
                "division",
                "street",
                "community",
                "grid",
                "duty_grid",
                "unit_id",
                "category",
                "is_training",
                "case_no",
                "reported_at_ms",
                "filed_at_ms",
                "due_at_ms",
                "last_at_ms",
                "bits",
                "open_late_after_ms",
                "reworks",
                "over_per_mille",
                "collector_id",
                "verifier_id",
                "inspector_id",
                "acceptor_id",
                "shift_leader_id",
                "dispatcher_id",
                "channel",
            ],
            turn: 0,
        }
    };
}

static ASSESSED: Rows = rows_of!("assessed");
static FROZEN: Rows = rows_of!("frozen_cases", "version_id");

fn cells(row: &Assessed) -> Row {
    let person = |id: Option<AccountId>| Cell::Text(id.map(|id| id.to_string()).unwrap_or_default());
    vec![
        row.case.to_string().into(),
        row.jurisdiction.as_str().into(),
        row.division.as_str().into(),
        row.street.as_str().into(),
        row.community.as_str().into(),
        row.grid.as_str().into(),
        row.duty_grid.as_str().into(),
        row.unit.as_str().into(),
        row.category.as_str().into(),
        i64::from(row.training).into(),
        row.case_no.as_str().into(),
        row.reported_at.ms().into(),
        row.filed_at.map(Instant::ms).into(),
        row.due_at.map(Instant::ms).into(),
        row.last_at.ms().into(),
        signed(row.counted.bits).into(),
        row.counted.open_late_after.map(Instant::ms).into(),
        i64::from(row.counted.reworks).into(),
        i64::from(row.counted.over_per_mille).into(),
        person(row.collector),
        person(row.verifier),
        person(row.inspector),
        person(row.acceptor),
        person(row.shift_leader),
        person(row.dispatcher),
        row.channel.as_str().into(),
    ]
}

/// Writes rows anew. Whoever calls this holds the rows of their cases: nobody else writes the same ones meanwhile.
pub async fn put(tx: &mut Tx, rows: &[Assessed]) -> Result<()> {
    let keys: Vec<String> = rows.iter().map(|row| row.case.to_string()).collect();
    among(tx, "delete from assessed where case_id in", &[], &keys).await?;
    let engine = tx.engine();
    let connection: &mut AnyConnection = tx;
    gather::insert(connection, engine, &ASSESSED, rows.iter().map(cells).collect()).await
}

/// Adds rows to a frozen month.
pub async fn freeze(tx: &mut Tx, version_id: &str, rows: &[Assessed]) -> Result<()> {
    let engine = tx.engine();
    let of_version = |row: &Assessed| -> Row { std::iter::once(Cell::from(version_id)).chain(cells(row)).collect() };
    let connection: &mut AnyConnection = tx;
    gather::insert(connection, engine, &FROZEN, rows.iter().map(of_version).collect()).await
}

#[cfg(test)]
mod tests {
    use shared::assessment::Facts;
    use shared::case::Case;

    use super::{ASSESSED, FROZEN, cells};
    use crate::assessment::row::Assessed;

    #[test]
    fn every_column_has_its_cell() {
        let case: Case = serde_json::from_str(include_str!("../../../../tests/contract/wire/case.json")).unwrap();
        let width = cells(&Assessed::of(&case, &Facts::default(), None)).len();
        assert_eq!((ASSESSED.columns.len(), FROZEN.columns.len()), (width, width + 1));
        assert_eq!(FROZEN.columns[1..], *ASSESSED.columns);
    }
}
