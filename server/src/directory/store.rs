//! Directories in the database. Roles stand in one column with a space before, between and behind them.

use shared::account::Role;
use shared::api::directory::DirectoryEntry;
use shared::ids::{JurisdictionId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::list::Listed;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::db::gather::Rows;
use crate::error::Result;

/// Whose lists somebody is told of.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// Everybody's.
    All,
    /// Those of a jurisdiction, and the city's, whose id is the second.
    Of(&'a str, &'a str),
}

impl<'a> Whose<'a> {
    /// Returns what a query is asked with; the empty text stands for all.
    fn binds(self) -> (&'a str, &'a str) {
        match self {
            Self::All => ("", ""),
            Self::Of(own, city) => (own, city),
        }
    }
}

static ENTRIES: Rows = Rows {
    table: "directory_entries",
    columns: &["jurisdiction_id", "number", "unit", "name", "initials", "post", "mobile", "office_phone", "roles"],
    turn: 10,
};

/// Puts a list in the place of the one before it.
pub async fn replace(
    tx: &mut Tx,
    of: &JurisdictionId,
    version: &str,
    hash: &Sha256,
    listed: &[Listed],
    now: Instant,
) -> Result<()> {
    sqlx::query("delete from directory_entries where jurisdiction_id = $1")
        .bind(of.as_str())
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "insert into directories (jurisdiction_id, version, hash, made_at_ms) values ($1, $2, $3, $4) \
         on conflict (jurisdiction_id) do update set version = excluded.version, hash = excluded.hash, \
         made_at_ms = excluded.made_at_ms",
    )
    .bind(of.as_str())
    .bind(version)
    .bind(hash.as_str())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    // Many at a time: a city has thousands.
    tx.gather();
    for (number, Listed { entry, roles }) in (1_i64..).zip(listed) {
        let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        let roles = if words.is_empty() { String::new() } else { format!(" {} ", words.join(" ")) };
        let row = vec![
            of.as_str().into(),
            number.into(),
            entry.unit.clone().into(),
            entry.name.clone().into(),
            entry.initials.clone().into(),
            entry.post.clone().into(),
            entry.mobile.clone().into(),
            entry.office_phone.clone().into(),
            roles.into(),
        ];
        tx.insert(&ENTRIES, row).await?;
    }
    tx.stop_gathering().await
}

/// Returns the hashes of the lists that somebody is told of.
pub async fn hashes(connection: &mut AnyConnection, whose: Whose<'_>) -> Result<Vec<String>> {
    let (own, city) = whose.binds();
    let rows = sqlx::query(
        "select hash from directories where $1 = '' or jurisdiction_id = $1 or jurisdiction_id = $2 \
         order by jurisdiction_id",
    )
    .bind(own)
    .bind(city)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.text("hash")).collect()
}

/// Returns the entries that a role may see: the city's own first.
pub async fn entries(connection: &mut AnyConnection, whose: Whose<'_>, role: Role) -> Result<Vec<DirectoryEntry>> {
    let (own, city) = whose.binds();
    let rows = sqlx::query(
        "select e.unit, e.name, e.initials, e.post, e.mobile, e.office_phone \
         from directory_entries e join jurisdictions j on j.id = e.jurisdiction_id \
         where ($1 = '' or e.jurisdiction_id = $1 or e.jurisdiction_id = $2) \
         and (e.roles = '' or e.roles like $3) \
         order by j.is_city desc, e.jurisdiction_id, e.number",
    )
    .bind(own)
    .bind(city)
    .bind(format!("% {} %", role.as_str()))
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(DirectoryEntry {
                unit: row.text("unit")?,
                name: row.text("name")?,
                initials: row.text("initials")?,
                post: row.text("post")?,
                mobile: row.text("mobile")?,
                office_phone: row.text("office_phone")?,
            })
        })
        .collect()
}
