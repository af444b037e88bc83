//! Jurisdictions as a desk looks after them, in the database. What puts one in force is the catalogue's.

use std::collections::BTreeMap;

use shared::api::jurisdictions::SettingChange;
use shared::ids::JurisdictionId;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::checks::Step;
use crate::catalogue::bodies::Jurisdiction;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A jurisdiction with how much there is of it.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The jurisdiction.
    pub jurisdiction: Jurisdiction,
    /// Accounts that may sign in.
    pub people: u64,
    /// Devices that were not withdrawn.
    pub devices: u64,
    /// Cases that are not over.
    pub open_cases: u64,
}

/// Returns jurisdictions in the order of their ids, those behind one.
pub async fn list(
    connection: &mut AnyConnection,
    area: Option<&JurisdictionId>,
    after: &str,
    limit: u32,
) -> Result<Vec<Counted>> {
    let rows = sqlx::query(
        "select j.id, j.name, j.name_en, j.is_city, j.settings, j.scope_version, \
         (select count(*) from accounts a where a.jurisdiction_id = j.id and a.is_disabled = 0) as people, \
         (select count(*) from devices d where d.jurisdiction_id = j.id and d.revoked_at_ms is null) as devices, \
         (select count(*) from cases c where c.jurisdiction_id = j.id \
         and c.open_due_ms is not null) as open_cases \
         from jurisdictions j \
         where ($1 = '' or j.id = $1) and j.id > $2 order by j.id limit $3",
    )
    .bind(area.map_or("", JurisdictionId::as_str))
    .bind(after)
    .bind(i64::from(limit))
    .fetch_all(connection)
    .await?;
    rows.iter().map(counted).collect()
}

/// Finds a jurisdiction as it stands in its row now.
pub async fn find(connection: &mut AnyConnection, id: &JurisdictionId) -> Result<Option<Counted>> {
    Ok(list(connection, Some(id), "", 1).await?.pop())
}

fn counted(row: &AnyRow) -> Result<Counted> {
    let count = |column| -> Result<u64> { Ok(u64::try_from(row.number(column)?).unwrap_or(0)) };
    Ok(Counted {
        jurisdiction: Jurisdiction {
            id: row.parsed("id")?,
            name: row.text("name")?,
            name_en: row.text("name_en")?,
            is_city: row.flag("is_city")?,
            settings: row.json("settings")?,
            scope_version: count("scope_version")?,
        },
        people: count("people")?,
        devices: count("devices")?,
        open_cases: count("open_cases")?,
    })
}

/// Keeps other transactions that hold this jurisdiction waiting until this one ends.
pub async fn hold(tx: &mut Tx, id: &JurisdictionId) -> Result<()> {
    sqlx::query("update jurisdictions set scope_version = scope_version where id = $1")
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Writes down that a setting was changed.
pub async fn note(tx: &mut Tx, row: Uuid, id: &JurisdictionId, step: &Step, now: Instant, actor: &str) -> Result<()> {
    sqlx::query(
        "insert into setting_changes (id, jurisdiction_id, field, was, became, at_ms, actor) \
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(row.to_string())
    .bind(id.as_str())
    .bind(step.field)
    .bind(&step.was)
    .bind(&step.became)
    .bind(now.ms())
    .bind(actor)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the last change of each setting of a jurisdiction.
pub async fn last_changes(connection: &mut AnyConnection, id: &JurisdictionId) -> Result<Vec<SettingChange>> {
    let rows = sqlx::query(
        "select c.field, c.was, c.became, c.at_ms, c.actor from setting_changes c \
         where c.jurisdiction_id = $1 \
         and c.id = (select max(n.id) from setting_changes n where n.jurisdiction_id = $1 and n.field = c.field) \
         order by c.field",
    )
    .bind(id.as_str())
    .fetch_all(connection)
    .await?;
    let change = |row: &AnyRow| -> Result<SettingChange> {
        Ok(SettingChange {
            field: row.text("field")?,
            was: row.text("was")?,
            became: row.text("became")?,
            at: Instant::from_ms(row.number("at_ms")?),
            actor: row.text("actor")?,
        })
    };
    rows.iter().map(change).collect()
}

/// Counts who walks which duty grid of a jurisdiction, of those who may sign in.
pub async fn walked(connection: &mut AnyConnection, id: &JurisdictionId) -> Result<BTreeMap<String, u64>> {
    let rows = sqlx::query(
        "select g.duty_grid, count(*) as people from account_grids g join accounts a on a.id = g.account_id \
         where g.jurisdiction_id = $1 and a.is_disabled = 0 group by g.duty_grid",
    )
    .bind(id.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.text("duty_grid")?, u64::try_from(row.number("people")?).unwrap_or(0)))).collect()
}
