//! The rows of the board, and the cheap marks that say whether any of them changed.

use std::collections::BTreeMap;

use shared::account::Role;
use shared::api::devices::DeviceRow;
use shared::ids::{DeviceId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// What changes whenever the rows do, apart from the names in them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// How many devices there are.
    pub devices: i64,
    /// The sum of their revisions, which only rise.
    pub revisions: i64,
    /// The sum of the versions of the accounts' scopes: roles, jurisdictions and grids are in them.
    pub scopes: i64,
}

/// A row with its revision.
#[derive(Clone, PartialEq, Debug)]
pub struct Revised {
    /// The row.
    pub row: DeviceRow,
    /// Which one.
    pub revision: i64,
}

/// Returns the mark as it is now.
pub async fn mark(connection: &mut AnyConnection) -> Result<Mark> {
    let row = sqlx::query(
        "select (select count(*) from devices) as devices, \
         (select cast(coalesce(sum(revision), 0) as bigint) from devices) as revisions, \
         (select cast(coalesce(sum(scope_version), 0) as bigint) from accounts) as scopes",
    )
    .fetch_one(connection)
    .await?;
    Ok(Mark { devices: row.number("devices")?, revisions: row.number("revisions")?, scopes: row.number("scopes")? })
}

/// Returns the revision of every device.
pub async fn revisions(connection: &mut AnyConnection) -> Result<BTreeMap<DeviceId, i64>> {
    let rows = sqlx::query("select id, revision from devices").fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.parsed("id")?, row.number("revision")?))).collect()
}

/// Writes a statement for rows of the board. Its shift is the last one of the account, if it was begun on the device.
macro_rules! rows_of {
    ($which:literal) => {
        concat!(
            "select d.id, d.enrolled_at_ms, d.last_seen_at_ms, d.last_complete_at_ms, d.clock_skew_ms, d.heartbeat, ",
            "d.revoked_at_ms, d.scope_held, d.operations_total, d.operations_refused, d.photos_total, d.photos_received, ",
            "d.revision, a.scope_version, a.user_name, a.name, a.role, d.jurisdiction_id, j.name as jurisdiction_name, ",
            "a.id as account_id, s.started_at_ms, s.ended_at_ms, ",
            "(select count(*) from device_orders o where o.device_id = d.id and o.done_at_ms is null ",
            "and o.withdrawn_at_ms is null) as orders_open ",
            "from devices d join accounts a on a.id = d.account_id join jurisdictions j on j.id = d.jurisdiction_id ",
            "left join shifts s on s.account_id = d.account_id and s.device_id = d.id and s.started_at_ms = ",
            "(select max(x.started_at_ms) from shifts x where x.account_id = d.account_id)",
            $which
        )
    };
}

/// Returns all rows.
pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Revised>> {
    let rows = sqlx::query(rows_of!(" order by d.id")).fetch_all(&mut *connection).await?;
    let walked = sqlx::query(
        "select g.account_id, g.duty_grid from account_grids g \
         where exists (select 1 from devices d where d.account_id = g.account_id) \
         order by g.account_id, g.duty_grid",
    )
    .fetch_all(connection)
    .await?;
    let mut grids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &walked {
        grids.entry(row.text("account_id")?).or_default().push(row.text("duty_grid")?);
    }
    rows.iter().map(|row| revised(row, grids.get(&row.text("account_id")?).cloned().unwrap_or_default())).collect()
}

/// Returns the row of one device.
pub async fn one(connection: &mut AnyConnection, id: DeviceId) -> Result<Option<Revised>> {
    let row = sqlx::query(rows_of!(" where d.id = $1")).bind(id.to_string()).fetch_optional(&mut *connection).await?;
    let Some(row) = row else { return Ok(None) };
    let grids = sqlx::query("select duty_grid from account_grids where account_id = $1 order by duty_grid")
        .bind(row.text("account_id")?)
        .fetch_all(connection)
        .await?;
    let grids: Result<Vec<String>> = grids.iter().map(|row| row.text("duty_grid")).collect();
    revised(&row, grids?).map(Some)
}

fn revised(row: &AnyRow, grids: Vec<String>) -> Result<Revised> {
    let role = row.text("role")?;
    let count = |column| -> Result<u64> { Ok(u64::try_from(row.number(column)?).unwrap_or(0)) };
    let moment = |column| -> Result<Option<Instant>> { Ok(row.maybe_number(column)?.map(Instant::from_ms)) };
    let line = DeviceRow {
        device: row.parsed("id")?,
        user: row.parsed("user_name")?,
        name: row.text("name")?,
        role: Role::parse(&role).ok_or_else(|| anyhow::anyhow!("an account has the unknown role {role}"))?,
        jurisdiction: row.parsed("jurisdiction_id")?,
        jurisdiction_name: row.text("jurisdiction_name")?,
        grids,
        enrolled_at: Instant::from_ms(row.number("enrolled_at_ms")?),
        last_seen_at: moment("last_seen_at_ms")?,
        last_complete_at: moment("last_complete_at_ms")?,
        clock_skew_ms: row.maybe_number("clock_skew_ms")?,
        heartbeat: row.json("heartbeat")?,
        photos_total: count("photos_total")?,
        photos_received: count("photos_received")?,
        operations: count("operations_total")?,
        operations_refused: count("operations_refused")?,
        revoked_at: moment("revoked_at_ms")?,
        scope_version: count("scope_version")?,
        scope_held: count("scope_held")?,
        shift_began_at: moment("started_at_ms")?,
        shift_ended_at: moment("ended_at_ms")?,
        orders_open: count("orders_open")?,
    };
    Ok(Revised { row: line, revision: row.number("revision")? })
}

/// Returns the version of a pack that people say; none where it is not known here.
pub async fn pack_version(connection: &mut AnyConnection, hash: &Sha256) -> Result<Option<PackVersion>> {
    let row = sqlx::query("select kind, jurisdiction_id, version from packs where hash = $1")
        .bind(hash.as_str())
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(PackVersion {
            kind: row.text("kind")?,
            jurisdiction: row.parsed("jurisdiction_id")?,
            version: row.text("version")?,
        })
    })
    .transpose()
}

/// What a pack is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackVersion {
    /// The word of its kind.
    pub kind: String,
    /// Whose it is.
    pub jurisdiction: shared::ids::JurisdictionId,
    /// The version.
    pub version: String,
}
