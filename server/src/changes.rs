//! The ledger of changes: what phones follow.
//!
//! A change gets its number from its area's counter inside the writing transaction, at its end. The counter's row is
//! locked until the commit, so the order of numbers is the order of commits, and a reader can never pass a row that
//! commits late. [`Tx::commit`] does the numbering, several areas in the order of their ids.

use std::collections::{BTreeMap, BTreeSet};

use shared::ids::{AccountId, DutyGridId, JurisdictionId};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::db::gather::Rows;
use crate::error::Result;

/// The entity of what a desk tells. Phones fetch it in another way: such a change only wakes them.
pub const ANNOUNCEMENT: &str = "announcement";
/// The entity of an order to a device. It travels in the answer to a hello: such a change only wakes the phone.
pub const ORDER: &str = "order";

/// A row changed, and whose scope that concerns.
#[derive(Clone, Debug)]
pub struct Change {
    /// The area.
    pub area: JurisdictionId,
    /// `case`, `task`, [`ANNOUNCEMENT`] or [`ORDER`].
    pub entity: &'static str,
    /// The row.
    pub id: String,
    /// Its version now.
    pub version: u64,
    /// The one collector or inspector whose scope the row is in.
    pub account: Option<AccountId>,
    /// The duty grid whose walkers see it from near by.
    pub duty_grid: Option<DutyGridId>,
    /// It left that scope.
    pub left: bool,
    /// When.
    pub at: Instant,
}

/// Notes a change; it is numbered when the transaction commits.
pub fn append(tx: &mut Tx, change: Change) {
    tx.note(change);
}

pub(crate) async fn number(tx: &mut Tx, changes: Vec<Change>) -> Result<()> {
    let mut by_area: BTreeMap<JurisdictionId, Vec<Change>> = BTreeMap::new();
    for change in changes {
        by_area.entry(change.area.clone()).or_default().push(change);
    }
    // All numbers are taken before the rows go out: a counter is locked from then on.
    let mut last = BTreeMap::new();
    tx.flush().await?;
    for (area, changes) in &by_area {
        let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
        last.insert(area.clone(), take(tx, area, count).await?);
    }
    for (area, changes) in by_area {
        let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
        let last = last.get(&area).copied().unwrap_or(count);
        for (place, change) in (1..).zip(changes) {
            write(tx, last - count + place, change).await?;
        }
    }
    Ok(())
}

/// Takes `count` numbers and returns the last of them.
async fn take(tx: &mut Tx, area: &JurisdictionId, count: i64) -> Result<i64> {
    let row = sqlx::query(
        "insert into area_counters (jurisdiction_id, value) values ($1, $2) \
         on conflict (jurisdiction_id) do update set value = area_counters.value + excluded.value \
         returning value",
    )
    .bind(area.as_str())
    .bind(count)
    .fetch_one(&mut **tx)
    .await?;
    row.number("value")
}

static CHANGES: Rows = Rows {
    table: "changes",
    columns: &[
        "jurisdiction_id",
        "number",
        "entity",
        "entity_id",
        "version",
        "account_id",
        "duty_grid",
        "is_left",
        "at_ms",
    ],
    turn: 9,
};

async fn write(tx: &mut Tx, number: i64, change: Change) -> Result<()> {
    let row = vec![
        change.area.as_str().into(),
        number.into(),
        change.entity.into(),
        change.id.into(),
        i64::try_from(change.version).unwrap_or(i64::MAX).into(),
        change.account.map(|id| id.to_string()).unwrap_or_default().into(),
        change.duty_grid.map(|id| id.to_string()).unwrap_or_default().into(),
        i64::from(change.left).into(),
        change.at.ms().into(),
    ];
    tx.insert(&CHANGES, row).await
}

/// Every area's counter.
pub type Counters = BTreeMap<JurisdictionId, i64>;

/// Whom some changes concern.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Touched {
    /// The areas.
    pub areas: BTreeSet<JurisdictionId>,
    /// The accounts whose scope they are in.
    pub accounts: BTreeSet<AccountId>,
    /// The duty grids in which they are seen from near by.
    pub duty_grids: BTreeSet<String>,
    /// The areas whose people a desk told something.
    pub told: BTreeSet<JurisdictionId>,
}

/// Adds whom the changes of an area concern, after one number and up to another. A blind task concerns whoever it was sent
/// to: a desk that is woken and finds nothing would know that there was one.
pub async fn touched(
    connection: &mut AnyConnection,
    area: &JurisdictionId,
    after: i64,
    upto: i64,
    touched: &mut Touched,
) -> Result<()> {
    let rows = sqlx::query(
        "select distinct h.account_id, h.duty_grid, h.entity, coalesce(t.is_blind, 0) as is_blind from changes h \
         left join tasks t on h.entity = 'task' and t.id = h.entity_id \
         where h.jurisdiction_id = $1 and h.number > $2 and h.number <= $3",
    )
    .bind(area.as_str())
    .bind(after)
    .bind(upto)
    .fetch_all(connection)
    .await?;
    for row in &rows {
        if !row.flag("is_blind")? {
            touched.areas.insert(area.clone());
        }
        touched.accounts.extend(row.maybe_parsed::<AccountId>("account_id")?);
        touched.duty_grids.extend(Some(row.text("duty_grid")?).filter(|grid| !grid.is_empty()));
        touched.told.extend((row.text("entity")? == ANNOUNCEMENT).then(|| area.clone()));
    }
    Ok(())
}

/// Returns every area's counter.
pub async fn counters(connection: &mut AnyConnection) -> Result<Counters> {
    let rows = sqlx::query("select jurisdiction_id, value from area_counters").fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.parsed("jurisdiction_id")?, row.number("value")?))).collect()
}
