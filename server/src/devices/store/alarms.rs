//! Alarms in the database.

use shared::api::devices::{Acknowledged, Alarm, AlarmKind};
use shared::ids::{AccountId, AlarmId, DeviceId, JurisdictionId, UserName};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// An alarm that lasts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Lasting {
    /// On which device.
    pub device: DeviceId,
    /// What it is about.
    pub kind: AlarmKind,
    /// In whose area.
    pub area: JurisdictionId,
    /// Who has it; none where that was not written down.
    pub user: Option<UserName>,
    /// Which alarm.
    pub id: AlarmId,
}

/// Which page of a list.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// Only this jurisdiction's; empty for all.
    pub area: &'a str,
    /// Only this device's.
    pub device: Option<DeviceId>,
    /// Only those of this kind.
    pub kind: Option<AlarmKind>,
    /// What comes behind this one; the newest where none is named.
    pub after: Option<AlarmId>,
    /// At most so many.
    pub limit: u32,
}

/// Returns every alarm that lasts.
pub async fn lasting(connection: &mut AnyConnection) -> Result<Vec<Lasting>> {
    let rows = sqlx::query(
        "select al.id, al.device_id, al.kind, al.jurisdiction_id, a.user_name \
         from alarms al left join accounts a on a.id = al.account_id \
         where al.ended_at_ms is null",
    )
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Lasting {
                device: row.parsed("device_id")?,
                kind: kind(row)?,
                area: row.parsed("jurisdiction_id")?,
                user: row.maybe_parsed("user_name")?,
                id: row.parsed("id")?,
            })
        })
        .collect()
}

/// Keeps an alarm; another server may have noticed the same trouble before.
pub async fn insert(tx: &mut Tx, alarm: &Lasting, since: Instant) -> Result<()> {
    sqlx::query(
        "insert into alarms (id, jurisdiction_id, device_id, kind, since_ms, account_id) \
         values ($1, $2, $3, $4, $5, (select id from accounts where user_name = $6)) \
         on conflict do nothing",
    )
    .bind(alarm.id.to_string())
    .bind(alarm.area.as_str())
    .bind(alarm.device.to_string())
    .bind(alarm.kind.as_str())
    .bind(since.ms())
    .bind(alarm.user.as_ref().map_or("", UserName::as_str).to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends an alarm.
pub async fn end(tx: &mut Tx, id: AlarmId, at: Instant) -> Result<()> {
    sqlx::query("update alarms set ended_at_ms = $2 where id = $1 and ended_at_ms is null")
        .bind(id.to_string())
        .bind(at.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes that somebody has taken note of an alarm; says whether nobody had before.
pub async fn acknowledge(tx: &mut Tx, id: AlarmId, by: AccountId, why: &str, at: Instant) -> Result<bool> {
    let done = sqlx::query(
        "update alarms set acknowledged_at_ms = $2, acknowledged_by = $3, acknowledged_why = $4 \
         where id = $1 and acknowledged_at_ms is null",
    )
    .bind(id.to_string())
    .bind(at.ms())
    .bind(by.to_string())
    .bind(why)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes alarms that ended before the moment.
pub async fn forget(tx: &mut Tx, before: Instant) -> Result<()> {
    sqlx::query("delete from alarms where ended_at_ms is not null and ended_at_ms < $1")
        .bind(before.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Counts the alarms that last and were noted by nobody.
pub async fn unnoted(connection: &mut AnyConnection, area: &str) -> Result<u64> {
    let row = sqlx::query(
        "select count(*) as found from alarms \
         where ended_at_ms is null and acknowledged_at_ms is null and ($1 = '' or jurisdiction_id = $1)",
    )
    .bind(area)
    .fetch_one(connection)
    .await?;
    Ok(u64::try_from(row.number("found")?).unwrap_or(0))
}

/// Writes a statement for alarms as they are told.
macro_rules! alarms_where {
    ($($which:literal),+) => {
        concat!(
            "select al.id, al.device_id, al.jurisdiction_id, al.kind, al.since_ms, al.ended_at_ms, al.acknowledged_at_ms, ",
            "al.acknowledged_why, a.user_name, coalesce(a.name, '') as name, j.name as jurisdiction_name, ",
            "coalesce(n.name, '') as acknowledged_by_name ",
            "from alarms al left join accounts a on a.id = al.account_id ",
            "join jurisdictions j on j.id = al.jurisdiction_id left join accounts n on n.id = al.acknowledged_by ",
            "where ",
            $($which),+
        )
    };
}

/// Returns one alarm.
pub async fn find(connection: &mut AnyConnection, id: AlarmId) -> Result<Option<Alarm>> {
    let row = sqlx::query(alarms_where!("al.id = $1")).bind(id.to_string()).fetch_optional(connection).await?;
    row.as_ref().map(alarm).transpose()
}

/// Returns a page of the alarms that last, the newest first.
pub async fn page_of_lasting(connection: &mut AnyConnection, page: &Page<'_>) -> Result<Vec<Alarm>> {
    // A text of its own: only then is the index of those that last of use.
    let text = alarms_where!(
        "al.ended_at_ms is null and ($1 = '' or al.jurisdiction_id = $1) and ($2 = '' or al.device_id = $2) \
         and ($3 = '' or al.id < $3) and ($5 = '' or al.kind = $5) order by al.id desc limit $4"
    );
    paged(connection, text, page).await
}

/// Writes a statement for a page of alarms, with what an index is asked for first.
macro_rules! page_of {
    ($which:literal, $first:literal) => {
        alarms_where!(
            $which,
            $first,
            "($1 = '' or al.jurisdiction_id = $1) and ($2 = '' or al.device_id = $2) \
             and ($3 = '' or al.id < $3) and ($5 = '' or al.kind = $5) order by al.id desc limit $4"
        )
    };
}

/// Writes the statement that goes through the fewest: one device's alarms, those of an area, or all.
macro_rules! fewest {
    ($page:expr, $which:literal) => {
        if $page.device.is_some() {
            page_of!($which, "al.device_id = $2 and ")
        } else if $page.area.is_empty() {
            page_of!($which, "")
        } else {
            page_of!($which, "al.jurisdiction_id = $1 and ")
        }
    };
}

/// Returns a page of the alarms that have ended, the newest first.
pub async fn page_of_ended(connection: &mut AnyConnection, page: &Page<'_>) -> Result<Vec<Alarm>> {
    paged(connection, fewest!(page, "al.ended_at_ms is not null and "), page).await
}

/// Returns a page of all alarms, the newest first.
pub async fn page(connection: &mut AnyConnection, page: &Page<'_>) -> Result<Vec<Alarm>> {
    paged(connection, fewest!(page, ""), page).await
}

async fn paged(connection: &mut AnyConnection, text: &'static str, page: &Page<'_>) -> Result<Vec<Alarm>> {
    let rows = sqlx::query(text)
        .bind(page.area)
        .bind(page.device.map(|id| id.to_string()).unwrap_or_default())
        .bind(page.after.map(|id| id.to_string()).unwrap_or_default())
        .bind(i64::from(page.limit))
        .bind(page.kind.map_or("", AlarmKind::as_str))
        .fetch_all(connection)
        .await?;
    rows.iter().map(alarm).collect()
}

fn kind(row: &AnyRow) -> Result<AlarmKind> {
    let word = row.text("kind")?;
    Ok(AlarmKind::parse(&word).ok_or_else(|| anyhow::anyhow!("an alarm has the unknown kind {word}"))?)
}

fn alarm(row: &AnyRow) -> Result<Alarm> {
    let moment = |column| -> Result<Option<Instant>> { Ok(row.maybe_number(column)?.map(Instant::from_ms)) };
    let acknowledged = match moment("acknowledged_at_ms")? {
        Some(at) => {
            Some(Acknowledged { at, by: row.text("acknowledged_by_name")?, why: row.text("acknowledged_why")? })
        }
        None => None,
    };
    Ok(Alarm {
        id: row.parsed("id")?,
        device: row.parsed("device_id")?,
        user: row.maybe_parsed("user_name")?,
        name: row.text("name")?,
        jurisdiction: row.parsed("jurisdiction_id")?,
        jurisdiction_name: row.text("jurisdiction_name")?,
        kind: kind(row)?,
        since: Instant::from_ms(row.number("since_ms")?),
        ended_at: moment("ended_at_ms")?,
        acknowledged,
    })
}
