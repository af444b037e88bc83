//! Packs, jurisdictions and units in the database. Never says what of them is right: that is for actions.

pub mod editions;
pub mod published;

use shared::ids::Sha256;
use shared::sync::hello::{PackKind, PackRef};
use shared::time::Instant;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use crate::catalogue::bodies::{Jurisdiction, Unit};
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

fn kind(text: &str) -> PackKind {
    match text {
        "catalogue" => PackKind::Catalogue,
        "calendar" => PackKind::Calendar,
        "boundaries" => PackKind::Boundaries,
        "settings" => PackKind::Settings,
        _ => PackKind::Unknown,
    }
}

/// Returns what changes whenever a pack, a jurisdiction or a unit does.
pub async fn mark(connection: &mut AnyConnection) -> Result<String> {
    // By what is in force and not by when that came about: two changes may fall into one moment.
    let packs =
        sqlx::query("select hash from packs where is_current = 1 order by hash").fetch_all(&mut *connection).await?;
    let packs: Vec<String> = packs.iter().map(|row| row.text("hash")).collect::<Result<_>>()?;
    let row = sqlx::query(
        "select (select count(*) from units) as units, \
         (select count(*) from jurisdictions) as jurisdictions, \
         (select cast(coalesce(sum(scope_version), 0) as bigint) from jurisdictions) as scopes",
    )
    .fetch_one(connection)
    .await?;
    let numbers = ["units", "jurisdictions", "scopes"];
    let numbers: Result<Vec<String>> = numbers.iter().map(|name| Ok(row.number(name)?.to_string())).collect();
    Ok(format!("{}.{}", Sha256::of(packs.concat().as_bytes()), numbers?.join(".")))
}

/// Returns all jurisdictions in the order of their ids.
pub async fn jurisdictions(connection: &mut AnyConnection) -> Result<Vec<Jurisdiction>> {
    let rows = sqlx::query("select id, name, name_en, is_city, settings, scope_version from jurisdictions order by id")
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Jurisdiction {
                id: row.parsed("id")?,
                name: row.text("name")?,
                name_en: row.text("name_en")?,
                is_city: row.flag("is_city")?,
                settings: row.json("settings")?,
                scope_version: u64::try_from(row.number("scope_version")?).unwrap_or(0),
            })
        })
        .collect()
}

/// Adds a jurisdiction, or changes its name and settings and lets its scope version rise.
pub async fn put_jurisdiction(tx: &mut Tx, jurisdiction: &Jurisdiction) -> Result<()> {
    sqlx::query(
        "insert into jurisdictions (id, name, name_en, is_city, settings, scope_version) \
         values ($1, $2, $3, $4, $5, 1) \
         on conflict (id) do update set name = excluded.name, name_en = excluded.name_en, \
         settings = excluded.settings, scope_version = jurisdictions.scope_version + 1",
    )
    .bind(jurisdiction.id.as_str())
    .bind(&jurisdiction.name)
    .bind(&jurisdiction.name_en)
    .bind(i64::from(jurisdiction.is_city))
    .bind(serde_json::to_string(&jurisdiction.settings)?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns all units.
pub async fn units(connection: &mut AnyConnection) -> Result<Vec<Unit>> {
    let rows =
        sqlx::query("select id, jurisdiction_id, name, phone from units order by id").fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            Ok(Unit {
                id: row.parsed("id")?,
                jurisdiction: row.parsed("jurisdiction_id")?,
                name: row.text("name")?,
                phone: row.text("phone")?,
            })
        })
        .collect()
}

/// Adds a unit or changes it.
pub async fn put_unit(tx: &mut Tx, unit: &Unit) -> Result<()> {
    sqlx::query(
        "insert into units (id, jurisdiction_id, name, phone) values ($1, $2, $3, $4) \
         on conflict (id) do update set jurisdiction_id = excluded.jurisdiction_id, name = excluded.name, \
         phone = excluded.phone",
    )
    .bind(unit.id.as_str())
    .bind(unit.jurisdiction.as_str())
    .bind(&unit.name)
    .bind(&unit.phone)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn pack_ref(row: &AnyRow) -> Result<PackRef> {
    Ok(PackRef {
        kind: kind(&row.text("kind")?),
        jurisdiction: row.parsed("jurisdiction_id")?,
        hash: row.parsed("hash")?,
        version: row.text("version")?,
        size_bytes: u64::try_from(row.number("size_bytes")?).unwrap_or(0),
    })
}

/// Returns the packs in force.
pub async fn current(connection: &mut AnyConnection) -> Result<Vec<PackRef>> {
    let rows = sqlx::query(
        "select hash, kind, jurisdiction_id, version, size_bytes from packs where is_current = 1 \
         order by kind, jurisdiction_id",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(pack_ref).collect()
}

/// Returns a pack by its name, and its compressed content.
pub async fn pack(connection: &mut AnyConnection, hash: &Sha256) -> Result<Option<(PackRef, Vec<u8>)>> {
    let row =
        sqlx::query("select hash, kind, jurisdiction_id, version, size_bytes, content from packs where hash = $1")
            .bind(hash.as_str())
            .fetch_optional(connection)
            .await?;
    row.map(|row| Ok((pack_ref(&row)?, row.try_get("content")?))).transpose()
}

/// Puts a pack in force in place of the one before it.
pub async fn put_pack(tx: &mut Tx, pack: &PackRef, compressed: Vec<u8>, now: Instant) -> Result<()> {
    sqlx::query("update packs set is_current = 0 where kind = $1 and jurisdiction_id = $2 and is_current = 1")
        .bind(pack.kind.as_str())
        .bind(pack.jurisdiction.as_str())
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "insert into packs (hash, kind, jurisdiction_id, version, size_bytes, content, is_current, made_at_ms, \
         in_force_at_ms) \
         values ($1, $2, $3, $4, $5, $6, 1, $7, $7) \
         on conflict (hash) do update set is_current = 1, made_at_ms = excluded.made_at_ms, \
         in_force_at_ms = excluded.in_force_at_ms, is_withdrawn = 0",
    )
    .bind(pack.hash.as_str())
    .bind(pack.kind.as_str())
    .bind(pack.jurisdiction.as_str())
    .bind(&pack.version)
    .bind(i64::try_from(pack.size_bytes).unwrap_or(i64::MAX))
    .bind(compressed)
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
