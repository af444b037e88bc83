//! What pictures look like, each file once.

use shared::evidence::look::Look;
use shared::evidence::manifest::OwnClaims;
use shared::ids::Sha256;
use shared::place::point::Degree;
use shared::refusal::Code;
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A file whose pixels were not looked at.
#[derive(Clone, Debug)]
pub struct Unexamined {
    /// Which.
    pub sha256: Sha256,
    /// The area of a case that shows it; empty where none does.
    pub area: String,
}

/// What is known of a picture.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Known {
    /// What it looks like; nothing where it has too few pixels or cannot be read.
    pub look: Option<Look>,
    /// Hardly anything can be seen.
    pub is_dark: bool,
    /// Nothing is sharp.
    pub is_blurred: bool,
    /// Too few pixels for details.
    pub is_small: bool,
    /// What its EXIF says.
    pub own: OwnClaims,
    /// Why nothing is known; empty where something is.
    pub fault: String,
}

/// The four parts of a hash that alike pictures are found by.
pub fn bands(hash: u64) -> [i64; 4] {
    [48, 32, 16, 0].map(|shift| i64::try_from(hash >> shift & 0xffff).unwrap_or(0))
}

/// Returns the next pictures behind a hash that were not looked at.
pub async fn unexamined(connection: &mut AnyConnection, after: &str, most: i64) -> Result<Vec<Unexamined>> {
    let rows = sqlx::query(
        "select f.sha256, \
         coalesce((select min(r.jurisdiction_id) from file_refs r where r.sha256 = f.sha256), '') as area \
         from files f \
         where f.is_examined = 0 and f.verdict = 'image' and f.sha256 > $1 order by f.sha256 limit $2",
    )
    .bind(after.to_owned())
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok(Unexamined { sha256: row.parsed("sha256")?, area: row.text("area")? })).collect()
}

/// Keeps what was found of a file, and that it was looked at; says whether anything is known now that was not before.
pub async fn keep(tx: &mut Tx, sha256: &Sha256, known: &Known, now: Instant) -> Result<bool> {
    let hash = known.look.as_ref().map(Look::hash);
    let found_by = known.look.as_ref().filter(|look| !look.is_flat()).map(|look| bands(look.hash()));
    let band = |place: usize| found_by.and_then(|bands| bands.get(place).copied());
    let done = sqlx::query(
        "insert into file_looks (sha256, look, hash, band_a, band_b, band_c, band_d, is_dark, is_blurred, is_small, \
         own_taken_ms, own_lon_e7, own_lat_e7, fault, examined_at_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
         on conflict (sha256) do update set look = excluded.look, hash = excluded.hash, band_a = excluded.band_a, \
         band_b = excluded.band_b, band_c = excluded.band_c, band_d = excluded.band_d, is_dark = excluded.is_dark, \
         is_blurred = excluded.is_blurred, is_small = excluded.is_small, own_taken_ms = excluded.own_taken_ms, \
         own_lon_e7 = excluded.own_lon_e7, own_lat_e7 = excluded.own_lat_e7, fault = excluded.fault, \
         examined_at_ms = excluded.examined_at_ms, is_compared = 0 \
         where file_looks.fault <> '' and file_looks.fault <> excluded.fault",
    )
    .bind(sha256.as_str().to_owned())
    .bind(known.look.as_ref().map(serde_json::to_string).transpose()?.unwrap_or_default())
    .bind(hash.map(|hash| format!("{hash:016x}")).unwrap_or_default())
    .bind(band(0))
    .bind(band(1))
    .bind(band(2))
    .bind(band(3))
    .bind(i64::from(known.is_dark))
    .bind(i64::from(known.is_blurred))
    .bind(i64::from(known.is_small))
    .bind(known.own.taken.map(Instant::ms))
    .bind(known.own.place.map(|(lon, _)| i64::from(lon.0)))
    .bind(known.own.place.map(|(_, lat)| i64::from(lat.0)))
    .bind(known.fault.clone())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    sqlx::query("update files set is_examined = 1 where sha256 = $1")
        .bind(sha256.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Finds what is known of a picture.
pub async fn find(connection: &mut AnyConnection, sha256: &Sha256) -> Result<Option<Known>> {
    let row = sqlx::query(
        "select look, is_dark, is_blurred, is_small, own_taken_ms, own_lon_e7, own_lat_e7, fault \
         from file_looks where sha256 = $1",
    )
    .bind(sha256.as_str().to_owned())
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let degree = |column| -> Result<Option<Degree>> {
        Ok(row.maybe_number(column)?.and_then(|number| i32::try_from(number).ok()).map(Degree))
    };
    let look = if row.text("look")?.is_empty() { None } else { Some(row.json("look")?) };
    Ok(Some(Known {
        look,
        is_dark: row.flag("is_dark")?,
        is_blurred: row.flag("is_blurred")?,
        is_small: row.flag("is_small")?,
        own: OwnClaims {
            taken: row.maybe_number("own_taken_ms")?.map(Instant::from_ms),
            place: degree("own_lon_e7")?.zip(degree("own_lat_e7")?),
        },
        fault: row.text("fault")?,
    }))
}

/// Returns the pictures whose hash agrees with this one in a band, with their hashes.
pub async fn in_a_band(connection: &mut AnyConnection, hash: u64) -> Result<Vec<(Sha256, u64)>> {
    let [a, b, c, d] = bands(hash);
    let rows = sqlx::query(
        "select sha256, hash from file_looks where band_a = $1 \
         union select sha256, hash from file_looks where band_b = $2 \
         union select sha256, hash from file_looks where band_c = $3 \
         union select sha256, hash from file_looks where band_d = $4 \
         order by sha256 limit 4000",
    )
    .bind(a)
    .bind(b)
    .bind(c)
    .bind(d)
    .fetch_all(connection)
    .await?;
    let mut found = Vec::new();
    for row in &rows {
        if let Ok(hash) = u64::from_str_radix(&row.text("hash")?, 16) {
            found.push((row.parsed("sha256")?, hash));
        }
    }
    Ok(found)
}

/// Returns the code that a file was refused by when a case asked for it.
pub async fn refused(connection: &mut AnyConnection, sha256: &Sha256) -> Result<Option<Code>> {
    let row = sqlx::query("select verdict from files where sha256 = $1")
        .bind(sha256.as_str().to_owned())
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let verdict = row.text("verdict")?;
    Ok(Code::ALL.iter().copied().find(|code| code.as_str() == verdict))
}

#[cfg(test)]
mod tests {
    use super::bands;

    #[test]
    fn a_hash_falls_into_four_bands() {
        assert_eq!(bands(0x0123_4567_89ab_cdef), [0x0123, 0x4567, 0x89ab, 0xcdef]);
        assert_eq!(bands(u64::MAX), [0xffff; 4]);
    }
}
