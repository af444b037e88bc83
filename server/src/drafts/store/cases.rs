//! Cases to try a draft on, and how many name a version. Reads only.

use shared::case::Case;
use shared::ids::{JurisdictionId, Sha256};
use shared::sync::hello::PackKind;
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// Returns open cases of an area, the most urgent first.
pub async fn open(connection: &mut AnyConnection, area: &JurisdictionId, limit: i64) -> Result<Vec<Case>> {
    let rows = sqlx::query(
        "select body from cases where jurisdiction_id = $1 and open_due_ms is not null \
         order by open_due_ms, id limit $2",
    )
    .bind(area.as_str())
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.json("body")).collect()
}

/// Returns cases of an area that were received since a moment, the newest first.
pub async fn since(
    connection: &mut AnyConnection,
    area: &JurisdictionId,
    from: Instant,
    limit: i64,
) -> Result<Vec<Case>> {
    let rows = sqlx::query(
        "select body from cases where jurisdiction_id = $1 and received_at_ms >= $2 \
         order by received_at_ms desc limit $3",
    )
    .bind(area.as_str())
    .bind(from.ms())
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.json("body")).collect()
}

/// Returns how many cases name a version, and how many of these are not over; of one area, or of all.
///
/// It reads every case there is: whoever looks at one version asks for it, never a list of them.
pub async fn naming(
    connection: &mut AnyConnection,
    kind: PackKind,
    hash: &Sha256,
    area: Option<&JurisdictionId>,
) -> Result<(u64, u64)> {
    // What the phone estimated by stands in an object of its own before it, with the same names inside.
    let pattern = match kind {
        PackKind::Calendar => format!("%}}}},\"packs\":{{\"catalogue\":%,\"calendar\":\"{hash}\",%"),
        PackKind::Catalogue | PackKind::Boundaries | PackKind::Settings | PackKind::Unknown => {
            format!("%}}}},\"packs\":{{\"catalogue\":\"{hash}\",%")
        }
    };
    let row = sqlx::query(
        "select count(*) as cases, \
         cast(coalesce(sum(case when state in ('closed', 'void', 'merged') then 0 else 1 end), 0) as bigint) as open \
         from cases where ($2 = '' or jurisdiction_id = $2) and body like $1",
    )
    .bind(pattern)
    .bind(area.map_or("", JurisdictionId::as_str))
    .fetch_one(connection)
    .await?;
    let count = |column| Ok::<_, crate::error::Error>(u64::try_from(row.number(column)?).unwrap_or(0));
    Ok((count("cases")?, count("open")?))
}
