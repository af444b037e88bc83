//! Who is, was and was not on shift.

use std::collections::BTreeMap;

use shared::api::people::{ShiftPlace, ShiftRow, ShiftSpan};
use shared::ids::{AccountId, JurisdictionId};
use shared::sync::operation::{Act, Operation};
use shared::time::Instant;
use shared::track::LONGEST_SHIFT_MS;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::accounts::{role, within};
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Whose shifts are listed.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Only those who work for this jurisdiction.
    pub area: Option<JurisdictionId>,
    /// How they stand on the day.
    pub standing: Standing,
    /// With these words in the user name or the name, lower case; empty for all.
    pub words: String,
    /// Only what comes behind this user name.
    pub after: String,
    /// At most so many.
    pub limit: u32,
    /// When the day begins.
    pub begins: Instant,
    /// When it ends.
    pub ends: Instant,
}

/// How somebody stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Standing {
    /// However.
    #[default]
    Any,
    /// On shift now.
    On,
    /// Was on shift on the day.
    Signed,
    /// Was not.
    Missing,
}

impl Standing {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::On => "on",
            Self::Signed => "signed",
            Self::Missing => "missing",
        }
    }
}

/// Returns those who walk duty grids, in the order of their user names, without their grids and shifts.
pub async fn people(connection: &mut AnyConnection, filter: &Filter, now: Instant) -> Result<Vec<ShiftRow>> {
    let rows = sqlx::query(
        "select a.id, a.user_name, a.name, a.role, a.jurisdiction_id, j.name as jurisdiction_name, \
         (select max(d.last_seen_at_ms) from devices d where d.account_id = a.id) as last_seen_at_ms \
         from accounts a join jurisdictions j on j.id = a.jurisdiction_id \
         where (a.role = 'collector' or a.role = 'inspector') and a.is_disabled = 0 \
         and ($1 = '' or a.jurisdiction_id = $1) \
         and ($2 = '' or lower(a.user_name) like $2 escape '\\' or lower(a.name) like $2 escape '\\') \
         and ($3 = '' \
         or ($3 = 'on' and exists (select 1 from shifts s where s.account_id = a.id and s.ended_at_ms is null \
         and s.started_at_ms > $4)) \
         or ($3 = 'signed' and exists (select 1 from shifts s where s.account_id = a.id and s.started_at_ms < $5 \
         and s.started_at_ms > $6 and (s.ended_at_ms is null or s.ended_at_ms > $7))) \
         or ($3 = 'missing' and not exists (select 1 from shifts s where s.account_id = a.id \
         and s.started_at_ms < $5 and s.started_at_ms > $6 and (s.ended_at_ms is null or s.ended_at_ms > $7)))) \
         and a.user_name > $8 \
         order by a.user_name limit $9",
    )
    .bind(filter.area.as_ref().map_or("", JurisdictionId::as_str).to_owned())
    .bind(within(&filter.words))
    .bind(filter.standing.as_str().to_owned())
    .bind(now.ms() - LONGEST_SHIFT_MS)
    .bind(filter.ends.ms())
    .bind(filter.begins.ms() - LONGEST_SHIFT_MS)
    .bind(filter.begins.ms())
    .bind(filter.after.clone())
    .bind(i64::from(filter.limit))
    .fetch_all(connection)
    .await?;
    let person = |row: &AnyRow| -> Result<ShiftRow> {
        Ok(ShiftRow {
            account: row.parsed("id")?,
            user: row.parsed("user_name")?,
            name: row.text("name")?,
            role: role(row)?,
            jurisdiction: row.parsed("jurisdiction_id")?,
            jurisdiction_name: row.text("jurisdiction_name")?,
            grids: Vec::new(),
            shifts: Vec::new(),
            last_seen_at: row.maybe_number("last_seen_at_ms")?.map(Instant::from_ms),
        })
    };
    rows.iter().map(person).collect()
}

/// Returns the shifts that touch a time, of the accounts from one user name to another, each person's first one first.
pub async fn touching(
    connection: &mut AnyConnection,
    first: &str,
    last: &str,
    (begins, ends): (Instant, Instant),
    now: Instant,
) -> Result<BTreeMap<AccountId, Vec<ShiftSpan>>> {
    let rows = sqlx::query(
        "select s.account_id, s.started_at_ms, s.ended_at_ms, s.device_id, s.duty_grid, o.body \
         from shifts s join accounts a on a.id = s.account_id left join operations o on o.id = s.operation_id \
         where a.user_name >= $1 and a.user_name <= $2 and s.started_at_ms < $3 and s.started_at_ms > $4 \
         and (s.ended_at_ms is null or s.ended_at_ms > $5) \
         order by s.account_id, s.started_at_ms",
    )
    .bind(first)
    .bind(last)
    .bind(ends.ms())
    .bind(begins.ms() - LONGEST_SHIFT_MS)
    .bind(begins.ms())
    .fetch_all(connection)
    .await?;
    let mut shifts: BTreeMap<AccountId, Vec<ShiftSpan>> = BTreeMap::new();
    for row in &rows {
        let shift = span(row, now)?;
        // One that was forgotten may have ended before the time began.
        if shift.ended_at.is_none_or(|ended| ended > begins) {
            shifts.entry(row.parsed("account_id")?).or_default().push(shift);
        }
    }
    Ok(shifts)
}

/// Returns somebody's shifts since a moment, the newest first.
pub async fn of(connection: &mut AnyConnection, id: AccountId, since: Instant, now: Instant) -> Result<Vec<ShiftSpan>> {
    let rows = sqlx::query(
        "select s.started_at_ms, s.ended_at_ms, s.device_id, s.duty_grid, o.body \
         from shifts s left join operations o on o.id = s.operation_id \
         where s.account_id = $1 and s.started_at_ms > $2 order by s.started_at_ms desc limit 100",
    )
    .bind(id.to_string())
    .bind(since.ms())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| span(row, now)).collect()
}

fn span(row: &AnyRow, now: Instant) -> Result<ShiftSpan> {
    let started_at = Instant::from_ms(row.number("started_at_ms")?);
    let ended = row.maybe_number("ended_at_ms")?.map(Instant::from_ms);
    let end_by_itself = started_at.plus_ms(LONGEST_SHIFT_MS);
    let is_forgotten = ended.is_none() && end_by_itself <= now;
    let duty_grid = row.text("duty_grid")?;
    let place = match (duty_grid.is_empty(), had_position(row.maybe_text("body")?.as_deref())) {
        (false, _) => ShiftPlace::Inside,
        (true, true) => ShiftPlace::Outside,
        (true, false) => ShiftPlace::Unknown,
    };
    Ok(ShiftSpan {
        started_at,
        ended_at: ended.or(is_forgotten.then_some(end_by_itself)),
        is_forgotten,
        device: row.parsed("device_id")?,
        place,
        duty_grid,
    })
}

/// Says whether the phone knew where it was when it said that the shift begins.
fn had_position(body: Option<&str>) -> bool {
    let operation = body.and_then(|body| serde_json::from_str::<Operation>(body).ok());
    operation.is_some_and(|operation| matches!(operation.act, Act::Shift(mark) if mark.fix.is_some()))
}
