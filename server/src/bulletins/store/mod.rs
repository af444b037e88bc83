//! Bulletins in the database, and what of frozen months and of cases they are made from.

pub mod versions;
pub mod poor;

use jiff::civil::Date;
use shared::api::bulletins::{BulletinContent, BulletinHead, BulletinKind};
use shared::day;
use shared::ids::{AccountId, BulletinId, JurisdictionId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A bulletin as it stands in its row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// What stands in a list.
    pub head: BulletinHead,
    /// Rises with every change.
    pub version: u64,
    /// What the evaluator has to say.
    pub remarks: String,
    /// The photos that go into print.
    pub photos: Vec<Sha256>,
    /// What was found.
    pub content: BulletinContent,
}

/// A bulletin that is to be kept.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// Whose it is.
    pub area: &'a JurisdictionId,
    /// Who makes it.
    pub account: AccountId,
    /// The frozen version that it is made from, where it is one.
    pub version_id: &'a str,
    /// All of it.
    pub kept: &'a Kept,
}

/// Keeps a draft.
pub async fn insert(tx: &mut Tx, new: New<'_>) -> Result<()> {
    let (head, content) = (&new.kept.head, &new.kept.content);
    let month = match (head.kind, content.sources.as_slice()) {
        (BulletinKind::Monthly, [source]) => source.month.clone(),
        (BulletinKind::Monthly | BulletinKind::Weekly | BulletinKind::HalfYearly, _) => String::new(),
    };
    let scored = content.rankings.first();
    sqlx::query(
        "insert into bulletins (id, jurisdiction_id, kind, from_day, to_day, month, version_id, model, edition, title, \
         remarks, photos, content, version, made_at_ms, made_by, author) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(head.id.to_string())
    .bind(new.area.as_str())
    .bind(head.kind.as_str())
    .bind(day::write(head.from))
    .bind(day::write(head.to))
    .bind(month)
    .bind(new.version_id)
    .bind(scored.map(|ranking| ranking.model.clone()).unwrap_or_default())
    .bind(scored.map_or(0, |ranking| i64::from(ranking.edition)))
    .bind(&head.title)
    .bind(&new.kept.remarks)
    .bind(serde_json::to_string(&new.kept.photos)?)
    .bind(serde_json::to_string(content)?)
    .bind(number(new.kept.version))
    .bind(head.made_at.ms())
    .bind(new.account.to_string())
    .bind(&head.made_by)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Finds a bulletin.
pub async fn find(connection: &mut AnyConnection, id: BulletinId) -> Result<Option<Kept>> {
    let row = sqlx::query(
        "select id, kind, from_day, to_day, title, author, made_at_ms, published_at_ms, published_by, version, remarks, \
         photos, content from bulletins where id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Kept {
        head: head(&row)?,
        version: u64::try_from(row.number("version")?).unwrap_or(0),
        remarks: row.text("remarks")?,
        photos: row.json("photos")?,
        content: row.json("content")?,
    }))
}

/// Which bulletins are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// All of them.
    DraftsToo,
    /// Those that were published.
    Published,
}

/// Returns bulletins, the newest first, behind one of them.
pub async fn list(
    connection: &mut AnyConnection,
    shown: Shown,
    after: Option<BulletinId>,
    limit: u32,
) -> Result<Vec<BulletinHead>> {
    let text = match shown {
        Shown::DraftsToo => {
            "select id, kind, from_day, to_day, title, author, made_at_ms, published_at_ms, published_by \
             from bulletins where ($1 = '' or id < $1) order by id desc limit $2"
        }
        Shown::Published => {
            "select id, kind, from_day, to_day, title, author, made_at_ms, published_at_ms, published_by \
             from bulletins where published_at_ms is not null and ($1 = '' or id < $1) order by id desc limit $2"
        }
    };
    let rows = sqlx::query(text)
        .bind(after.map(|id| id.to_string()).unwrap_or_default())
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    rows.iter().map(head).collect()
}

fn head(row: &AnyRow) -> Result<BulletinHead> {
    Ok(BulletinHead {
        id: row.parsed("id")?,
        kind: kind(&row.text("kind")?)?,
        from: date(&row.text("from_day")?)?,
        to: date(&row.text("to_day")?)?,
        title: row.text("title")?,
        made_at: Instant::from_ms(row.number("made_at_ms")?),
        made_by: row.text("author")?,
        published_at: row.maybe_number("published_at_ms")?.map(Instant::from_ms),
        published_by: row.text("published_by")?,
    })
}

fn kind(word: &str) -> Result<BulletinKind> {
    match BulletinKind::parse(word) {
        Some(kind) => Ok(kind),
        None => Err(anyhow::anyhow!("a bulletin of the strange kind {word}").into()),
    }
}

fn date(text: &str) -> Result<Date> {
    match day::read(text) {
        Some(day) => Ok(day),
        None => Err(anyhow::anyhow!("a bulletin has the strange day {text}").into()),
    }
}

/// What a draft says beside its numbers.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// What it is called.
    pub title: &'a str,
    /// What the evaluator has to say.
    pub remarks: &'a str,
    /// The photos that go into print.
    pub photos: &'a [Sha256],
}

/// Changes a draft; says whether it was one and in the version that was seen.
pub async fn say(tx: &mut Tx, id: BulletinId, seen: u64, said: Said<'_>) -> Result<bool> {
    let done = sqlx::query(
        "update bulletins set title = $3, remarks = $4, photos = $5, version = version + 1 \
         where id = $1 and version = $2 and published_at_ms is null",
    )
    .bind(id.to_string())
    .bind(number(seen))
    .bind(said.title)
    .bind(said.remarks)
    .bind(serde_json::to_string(said.photos)?)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Publishes a draft; says whether it was one and in the version that was seen.
pub async fn publish(tx: &mut Tx, id: BulletinId, seen: u64, now: Instant, by: &str) -> Result<bool> {
    let done = sqlx::query(
        "update bulletins set published_at_ms = $3, published_by = $4, version = version + 1 \
         where id = $1 and version = $2 and published_at_ms is null",
    )
    .bind(id.to_string())
    .bind(number(seen))
    .bind(now.ms())
    .bind(by)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Removes a draft; says whether it was one.
pub async fn remove(tx: &mut Tx, id: BulletinId) -> Result<bool> {
    let done = sqlx::query("delete from bulletins where id = $1 and published_at_ms is null")
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}
