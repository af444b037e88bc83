//! Base maps in the database.

use shared::api::base_maps::BaseMap;
use shared::base_map::kind::MapKind;
use shared::base_map::pmtiles::Head;
use shared::ids::{JurisdictionId, Sha256};
use shared::place::point::Degree;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A base map, and whether it is the one of its name.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// The map.
    pub map: BaseMap,
    /// It is offered; another one of its name has not taken its place.
    pub is_current: bool,
}

fn row(row: &AnyRow) -> Result<Row> {
    let degrees = |column: &str| {
        let units = i32::try_from(row.number(column)?).unwrap_or_default();
        Ok::<f64, crate::error::Error>(Degree(units).degrees())
    };
    let zoom = |column: &str| Ok::<u8, crate::error::Error>(u8::try_from(row.number(column)?).unwrap_or_default());
    Ok(Row {
        map: BaseMap {
            hash: row.parsed("hash")?,
            jurisdiction: row.parsed("jurisdiction_id")?,
            name: row.text("name")?,
            name_en: row.text("name_en")?,
            kind: MapKind::of(&row.text("kind")?),
            crs: row.parsed("crs")?,
            bounds: [degrees("west_e7")?, degrees("south_e7")?, degrees("east_e7")?, degrees("north_e7")?],
            min_zoom: zoom("min_zoom")?,
            max_zoom: zoom("max_zoom")?,
            size_bytes: u64::try_from(row.number("size_bytes")?).unwrap_or_default(),
            attribution: row.text("attribution")?,
            made_at: Instant::from_ms(row.number("made_at_ms")?),
        },
        is_current: row.flag("is_current")?,
    })
}

/// Returns all base maps that ever were, by jurisdiction and name.
pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Row>> {
    let rows = sqlx::query(
        "select hash, jurisdiction_id, name, name_en, kind, crs, west_e7, south_e7, east_e7, north_e7, min_zoom, \
         max_zoom, size_bytes, attribution, made_at_ms, is_current \
         from base_maps order by jurisdiction_id, name, made_at_ms, hash",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(row).collect()
}

/// Returns all base maps of two areas that ever were, by name.
pub async fn of(connection: &mut AnyConnection, own: &JurisdictionId, city: &JurisdictionId) -> Result<Vec<Row>> {
    let rows = sqlx::query(
        "select hash, jurisdiction_id, name, name_en, kind, crs, west_e7, south_e7, east_e7, north_e7, min_zoom, \
         max_zoom, size_bytes, attribution, made_at_ms, is_current \
         from base_maps where jurisdiction_id in ($1, $2) order by name, made_at_ms, hash, jurisdiction_id",
    )
    .bind(own.as_str())
    .bind(city.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(row).collect()
}

/// Returns what goes under a hash: once in each jurisdiction that has it.
pub async fn by_hash(connection: &mut AnyConnection, hash: &Sha256) -> Result<Vec<Row>> {
    let rows = sqlx::query(
        "select hash, jurisdiction_id, name, name_en, kind, crs, west_e7, south_e7, east_e7, north_e7, min_zoom, \
         max_zoom, size_bytes, attribution, made_at_ms, is_current \
         from base_maps where hash = $1 order by jurisdiction_id",
    )
    .bind(hash.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(row).collect()
}

/// Puts a base map in the place of the one of its name.
pub async fn put(tx: &mut Tx, map: &BaseMap, head: &Head) -> Result<()> {
    withdraw(tx, &map.jurisdiction, &map.name).await?;
    let [west, south, east, north] = head.bounds_e7.map(i64::from);
    sqlx::query(
        "insert into base_maps (hash, jurisdiction_id, name, name_en, kind, crs, west_e7, south_e7, east_e7, north_e7, \
         min_zoom, max_zoom, size_bytes, attribution, made_at_ms, is_current) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1) \
         on conflict (hash, jurisdiction_id) do update set name = excluded.name, name_en = excluded.name_en, \
         crs = excluded.crs, attribution = excluded.attribution, made_at_ms = excluded.made_at_ms, is_current = 1",
    )
    .bind(map.hash.as_str())
    .bind(map.jurisdiction.as_str())
    .bind(&map.name)
    .bind(&map.name_en)
    .bind(map.kind.as_str())
    .bind(map.crs.as_str())
    .bind(west)
    .bind(south)
    .bind(east)
    .bind(north)
    .bind(i64::from(map.min_zoom))
    .bind(i64::from(map.max_zoom))
    .bind(i64::try_from(map.size_bytes).unwrap_or(i64::MAX))
    .bind(&map.attribution)
    .bind(map.made_at.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Lets the base map of a name be offered no more; returns how many that were.
pub async fn withdraw(tx: &mut Tx, jurisdiction: &JurisdictionId, name: &str) -> Result<u64> {
    let done =
        sqlx::query("update base_maps set is_current = 0 where jurisdiction_id = $1 and name = $2 and is_current = 1")
            .bind(jurisdiction.as_str())
            .bind(name)
            .execute(&mut **tx)
            .await?;
    Ok(done.rows_affected())
}
