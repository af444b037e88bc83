//! Shots and unsigned files with all that a desk is told of them.

use shared::evidence::chain::Link;
use shared::evidence::manifest::{OwnClaims, SignedManifest};
use shared::evidence::verdict::{PairMeasures, Reason, Verdict};
use shared::ids::{AccountId, CaseId, PhotoId, Sha256};
use shared::place::point::Degree;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::shots::link;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A shot as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Which.
    pub photo: PhotoId,
    /// Its case.
    pub case: CaseId,
    /// Who was signed in.
    pub account: AccountId,
    /// The device's key, base64.
    pub public_key: String,
    /// Its bytes and signature.
    pub signed: SignedManifest,
    /// How it stands in its chain.
    pub link: Link,
    /// When its working copy was receipted.
    pub received_at: Option<Instant>,
    /// When the desk asked for its original.
    pub original_asked_at: Option<Instant>,
    /// When its original was receipted.
    pub original_received_at: Option<Instant>,
    /// An upload promises its original and is not finished.
    pub original_is_coming: bool,
    /// How much may be built on it.
    pub verdict: Verdict,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What was measured of the pair.
    pub pair: Option<PairMeasures>,
    /// It belongs to a blind answer and lies beside its case.
    pub is_blind: bool,
}

/// A file without a signature, as it is kept.
#[derive(Clone, Debug)]
pub struct KeptUnsigned {
    /// The file.
    pub sha256: Sha256,
    /// Its case.
    pub case: CaseId,
    /// What its EXIF says, as far as it was read.
    pub own: OwnClaims,
    /// How much may be built on it.
    pub verdict: Verdict,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Returns the shots of a case in the order they were taken; those of blind answers lie beside it.
pub async fn of_case(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<Kept>> {
    let rows = sqlx::query(
        "select p.id, p.case_id, p.account_id, p.manifest, p.signature, p.link, p.received_at_ms, \
         p.original_asked_at_ms, p.original_received_at_ms, p.verdict, p.reasons, p.pair, p.is_blind, d.public_key, \
         (select count(*) from uploads u \
           where u.account_id = p.account_id and u.promised = p.original_sha256 and u.sha256 = '') as coming \
         from photos p join devices d on d.id = p.device_id \
         where p.case_id = $1 and p.is_blind = 0 \
         order by p.taken_at_ms, p.id",
    )
    .bind(case.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(kept).collect()
}

/// Returns the shots that name a file, the earliest first.
pub async fn naming(connection: &mut AnyConnection, file: &Sha256) -> Result<Vec<Kept>> {
    let rows = sqlx::query(
        "select p.id, p.case_id, p.account_id, p.manifest, p.signature, p.link, p.received_at_ms, \
         p.original_asked_at_ms, p.original_received_at_ms, p.verdict, p.reasons, p.pair, p.is_blind, d.public_key, \
         (select count(*) from uploads u \
           where u.account_id = p.account_id and u.promised = p.original_sha256 and u.sha256 = '') as coming \
         from photos p join devices d on d.id = p.device_id \
         where p.working_sha256 = $1 or p.original_sha256 = $1 \
         order by p.taken_at_ms, p.id",
    )
    .bind(file.as_str().to_owned())
    .fetch_all(connection)
    .await?;
    rows.iter().map(kept).collect()
}

fn kept(row: &AnyRow) -> Result<Kept> {
    let moment = |column| -> Result<Option<Instant>> { Ok(row.maybe_number(column)?.map(Instant::from_ms)) };
    Ok(Kept {
        photo: row.parsed("id")?,
        case: row.parsed("case_id")?,
        account: row.parsed("account_id")?,
        public_key: row.text("public_key")?,
        signed: SignedManifest { manifest: row.text("manifest")?, signature: row.text("signature")? },
        link: link(&row.text("link")?),
        received_at: moment("received_at_ms")?,
        original_asked_at: moment("original_asked_at_ms")?,
        original_received_at: moment("original_received_at_ms")?,
        original_is_coming: row.number("coming")? > 0,
        verdict: verdict(row)?,
        reasons: row.json("reasons")?,
        pair: if row.text("pair")?.is_empty() { None } else { Some(row.json("pair")?) },
        is_blind: row.flag("is_blind")?,
    })
}

/// Reads a verdict's word.
pub fn verdict(row: &AnyRow) -> Result<Verdict> {
    let word = row.text("verdict")?;
    Ok(Verdict::parse(&word).ok_or_else(|| anyhow::anyhow!("a photo has the unknown verdict {word}"))?)
}

/// Returns the files without a signature of a case.
pub async fn unsigned_of_case(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<KeptUnsigned>> {
    let rows = sqlx::query(
        "select u.sha256, u.case_id, u.verdict, u.reasons, l.own_taken_ms, l.own_lon_e7, l.own_lat_e7 \
         from unsigned_photos u left join file_looks l on l.sha256 = u.sha256 \
         where u.case_id = $1 order by coalesce(u.handed_in_at_ms, 0), u.sha256",
    )
    .bind(case.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter().map(kept_unsigned).collect()
}

/// Returns for which cases a file was handed in without a signature.
pub async fn unsigned(connection: &mut AnyConnection, file: &Sha256) -> Result<Vec<KeptUnsigned>> {
    let rows = sqlx::query(
        "select u.sha256, u.case_id, u.verdict, u.reasons, l.own_taken_ms, l.own_lon_e7, l.own_lat_e7 \
         from unsigned_photos u left join file_looks l on l.sha256 = u.sha256 \
         where u.sha256 = $1 order by u.case_id",
    )
    .bind(file.as_str().to_owned())
    .fetch_all(connection)
    .await?;
    rows.iter().map(kept_unsigned).collect()
}

fn kept_unsigned(row: &AnyRow) -> Result<KeptUnsigned> {
    let degree = |column| -> Result<Option<Degree>> {
        Ok(row.maybe_number(column)?.and_then(|number| i32::try_from(number).ok()).map(Degree))
    };
    Ok(KeptUnsigned {
        sha256: row.parsed("sha256")?,
        case: row.parsed("case_id")?,
        own: OwnClaims {
            taken: row.maybe_number("own_taken_ms")?.map(Instant::from_ms),
            place: degree("own_lon_e7")?.zip(degree("own_lat_e7")?),
        },
        verdict: verdict(row)?,
        reasons: row.json("reasons")?,
    })
}

/// Returns what people call an account.
pub async fn name_of(connection: &mut AnyConnection, account: AccountId) -> Result<String> {
    let row = sqlx::query("select name from accounts where id = $1")
        .bind(account.to_string())
        .fetch_optional(connection)
        .await?;
    row.map_or_else(|| Ok(String::new()), |row| row.text("name"))
}
