//! A device's chain of photos, page by page from its end.

use std::collections::{BTreeMap, BTreeSet};

use shared::evidence::chain::Link;
use shared::evidence::manifest::SignedManifest;
use shared::evidence::verdict::{Reason, Verdict};
use shared::ids::{CaseId, CaseNo, DeviceId, JurisdictionId, PhotoId, Sha256};
use sqlx::AnyConnection;

use super::shots::link;
use super::told::verdict;
use crate::db::among::among;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// One shot in a chain.
#[derive(Clone, Debug)]
pub struct Chained {
    /// Its place.
    pub index: u64,
    /// The shot.
    pub photo: PhotoId,
    /// Its case; nothing of a shot that lies beside it.
    pub case: Option<CaseId>,
    /// The case's number.
    pub case_no: Option<CaseNo>,
    /// Whose the case is.
    pub area: JurisdictionId,
    /// Its bytes and signature.
    pub signed: SignedManifest,
    /// The hash of the bytes.
    pub hash: Sha256,
    /// How it stands to the one before it.
    pub link: Link,
    /// How much may be built on it.
    pub verdict: Verdict,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Places are counted in 64 bits without a sign and kept in 63.
fn number(place: u64) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// Returns the area of a device; none where there is no such device.
pub async fn area(connection: &mut AnyConnection, device: DeviceId) -> Result<Option<JurisdictionId>> {
    let row = sqlx::query("select jurisdiction_id from devices where id = $1")
        .bind(device.to_string())
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.parsed("jurisdiction_id")).transpose()
}

/// Returns the last of the places up to one that a page with so many shots reaches down to; none where there is no shot.
pub async fn floor(connection: &mut AnyConnection, device: DeviceId, up_to: u64, most: u32) -> Result<Option<u64>> {
    let row = sqlx::query(
        "select min(o.chain_index) as place from \
         (select chain_index from photos where device_id = $1 and chain_index <= $2 \
          order by chain_index desc limit $3) o",
    )
    .bind(device.to_string())
    .bind(number(up_to))
    .bind(i64::from(most))
    .fetch_one(connection)
    .await?;
    Ok(row.maybe_number("place")?.and_then(|place| u64::try_from(place).ok()))
}

/// Returns the next place below one that has a shot.
pub async fn below(connection: &mut AnyConnection, device: DeviceId, place: u64) -> Result<Option<u64>> {
    let row = sqlx::query("select max(chain_index) as place from photos where device_id = $1 and chain_index < $2")
        .bind(device.to_string())
        .bind(number(place))
        .fetch_one(connection)
        .await?;
    Ok(row.maybe_number("place")?.and_then(|place| u64::try_from(place).ok()))
}

/// Returns the shots between two places, the newest first: those of blind answers too, but not of which case.
pub async fn between(connection: &mut AnyConnection, device: DeviceId, first: u64, last: u64) -> Result<Vec<Chained>> {
    let rows = sqlx::query(
        "select p.id, p.chain_index, p.manifest, p.signature, p.hash, p.link, p.verdict, p.reasons, \
         case when p.is_blind = 0 then p.case_id end as case_id, case when p.is_blind = 0 then c.case_no end as case_no, \
          c.jurisdiction_id \
         from photos p join cases c on c.id = p.case_id \
         where p.device_id = $1 and p.chain_index >= $2 and p.chain_index <= $3 \
         order by p.chain_index desc, p.id desc",
    )
    .bind(device.to_string())
    .bind(number(first))
    .bind(number(last))
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Chained {
                index: u64::try_from(row.number("chain_index")?).unwrap_or(0),
                photo: row.parsed("id")?,
                case: row.maybe_parsed("case_id")?,
                case_no: row.maybe_parsed("case_no")?,
                area: row.parsed("jurisdiction_id")?,
                signed: SignedManifest { manifest: row.text("manifest")?, signature: row.text("signature")? },
                hash: row.parsed("hash")?,
                link: link(&row.text("link")?),
                verdict: verdict(row)?,
                reasons: row.json("reasons")?,
            })
        })
        .collect()
}

/// Returns where some cases lie.
pub async fn areas_of(
    connection: &mut AnyConnection,
    cases: &BTreeSet<CaseId>,
) -> Result<BTreeMap<CaseId, JurisdictionId>> {
    let keys: Vec<String> = cases.iter().map(ToString::to_string).collect();
    let rows = among(connection, "select id, jurisdiction_id from cases where id in", &[], &keys).await?;
    rows.iter().map(|row| Ok((row.parsed("id")?, row.parsed("jurisdiction_id")?))).collect()
}
