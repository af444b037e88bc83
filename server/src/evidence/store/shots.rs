//! Shots that wait for their verdict, and the verdict.

use shared::evidence::chain::Link;
use shared::evidence::manifest::SignedManifest;
use shared::evidence::verdict::{PairMeasures, Reason, Verdict};
use shared::ids::{CaseId, PhotoId, Sha256, TaskId};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A shot that waits for its verdict.
#[derive(Clone, Debug)]
pub struct Unjudged {
    /// Which.
    pub photo: PhotoId,
    /// Its case.
    pub case: CaseId,
    /// The task it answers.
    pub task: Option<TaskId>,
    /// Its bytes and signature.
    pub signed: SignedManifest,
    /// How it stands in its chain, as its row says.
    pub link: Link,
    /// How many shots its device put at the same place of its chain, this one among them.
    pub at_its_place: i64,
    /// When its row came.
    pub handed_in_at: Option<Instant>,
    /// What this counts has not changed when the verdict is written.
    pub surroundings: i64,
    /// It belongs to a blind answer and lies beside its case.
    pub is_blind: bool,
}

/// A verdict over a shot.
#[derive(Clone, PartialEq, Debug)]
pub struct Judgement {
    /// The worst of the reasons.
    pub verdict: Verdict,
    /// The heaviest first.
    pub reasons: Vec<Reason>,
    /// What was measured between it and its before photo.
    pub pair: Option<PairMeasures>,
}

/// Reads how a shot stands in its chain.
pub fn link(word: &str) -> Link {
    match word {
        "fits" => Link::Fits,
        "waits" => Link::Waits,
        _ => Link::Broken,
    }
}

/// Returns the next shots behind an id that wait for their verdict.
pub async fn unjudged(connection: &mut AnyConnection, after: &str, most: i64) -> Result<Vec<Unjudged>> {
    let rows = sqlx::query(
        "select p.id, p.case_id, p.task_id, p.manifest, p.signature, p.link, p.handed_in_at_ms, p.surroundings, p.is_blind, \
         (select count(*) from photos o where o.device_id = p.device_id and o.chain_index = p.chain_index) as siblings \
         from photos p \
         where p.verdict = 'unjudged' and p.id > $1 order by p.id limit $2",
    )
    .bind(after.to_owned())
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Unjudged {
                photo: row.parsed("id")?,
                case: row.parsed("case_id")?,
                task: row.maybe_parsed("task_id")?,
                signed: SignedManifest { manifest: row.text("manifest")?, signature: row.text("signature")? },
                link: link(&row.text("link")?),
                at_its_place: row.number("siblings")?,
                handed_in_at: row.maybe_number("handed_in_at_ms")?.map(Instant::from_ms),
                surroundings: row.number("surroundings")?,
                is_blind: row.flag("is_blind")?,
            })
        })
        .collect()
}

/// Writes a verdict, unless what it was drawn from has changed meanwhile or another server was first.
pub async fn write(tx: &mut Tx, shot: &Unjudged, judgement: &Judgement, now: Instant) -> Result<()> {
    let pair = judgement.pair.as_ref().map(serde_json::to_string).transpose()?;
    sqlx::query(
        "update photos set verdict = $2, reasons = $3, pair = $4, judged_at_ms = $5 \
         where id = $1 and verdict = 'unjudged' and surroundings = $6",
    )
    .bind(shot.photo.to_string())
    .bind(judgement.verdict.as_str())
    .bind(serde_json::to_string(&judgement.reasons)?)
    .bind(pair.unwrap_or_default())
    .bind(now.ms())
    .bind(shot.surroundings)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Has the shots judged again that show a picture, or were framed by it.
///
/// That the pair is not empty is said again: the index over pairs has no other rows, and without it every shot is read.
pub async fn judge_again(tx: &mut Tx, picture: &Sha256) -> Result<()> {
    sqlx::query(
        "update photos set verdict = 'unjudged', surroundings = surroundings + 1 \
         where working_sha256 = $1 or (pair_sha256 = $1 and pair_sha256 <> '')",
    )
    .bind(picture.as_str().to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Has the shots of other cases that name a file judged again, where they do not know yet that it was seen twice.
pub async fn tell_seen(tx: &mut Tx, file: &Sha256, case: CaseId) -> Result<()> {
    sqlx::query(
        "update photos set verdict = 'unjudged', surroundings = surroundings + 1 \
         where (working_sha256 = $1 or original_sha256 = $1) and case_id <> $2 and reasons not like '%seen_before%'",
    )
    .bind(file.as_str().to_owned())
    .bind(case.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Has the shots of other cases that show a picture judged again, where they do not know yet that one looks like it.
pub async fn tell_alike(tx: &mut Tx, picture: &Sha256, case: CaseId) -> Result<()> {
    sqlx::query(
        "update photos set verdict = 'unjudged', surroundings = surroundings + 1 \
         where working_sha256 = $1 and case_id <> $2 and reasons not like '%looks_seen%'",
    )
    .bind(picture.as_str().to_owned())
    .bind(case.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
