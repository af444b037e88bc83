//! The lists and their entries. Roles stand in one column with a space before, between and behind them.

use shared::account::Role;
use shared::api::directory::DirectoryEntry;
use shared::ids::{EntryId, JurisdictionId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::db::gather::Rows;
use crate::directory::edit::Kept;
use crate::directory::list::Listed;
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
    columns: &[
        "id",
        "jurisdiction_id",
        "place",
        "unit",
        "name",
        "initials",
        "post",
        "mobile",
        "office_phone",
        "roles",
        "version",
    ],
    turn: 10,
};

/// Makes sure that there is a list, and keeps others that would change it waiting until the transaction ends.
pub async fn hold(tx: &mut Tx, of: &JurisdictionId, now: Instant) -> Result<()> {
    sqlx::query(
        "insert into directories (jurisdiction_id, version, hash, made_at_ms) values ($1, '', '', $2) \
         on conflict (jurisdiction_id) do update set version = directories.version",
    )
    .bind(of.as_str())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes what a list is called and what changes with it.
pub async fn set_hash(tx: &mut Tx, of: &JurisdictionId, version: &str, hash: &Sha256, now: Instant) -> Result<()> {
    sqlx::query("update directories set version = $2, hash = $3, made_at_ms = $4 where jurisdiction_id = $1")
        .bind(of.as_str())
        .bind(version)
        .bind(hash.as_str())
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns what a list is called.
pub async fn version(connection: &mut AnyConnection, of: &JurisdictionId) -> Result<String> {
    let row = sqlx::query("select version from directories where jurisdiction_id = $1")
        .bind(of.as_str())
        .fetch_optional(connection)
        .await?;
    row.map_or_else(|| Ok(String::new()), |row| row.text("version"))
}

/// Returns a whole list in its order.
pub async fn list(connection: &mut AnyConnection, of: &JurisdictionId) -> Result<Vec<Kept>> {
    let rows = sqlx::query(
        "select id, place, unit, name, initials, post, mobile, office_phone, roles, version \
         from directory_entries where jurisdiction_id = $1 order by place, id",
    )
    .bind(of.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(kept).collect()
}

/// Returns the next entries of a list behind a place, at or below a unit; an empty unit stands for the whole list.
pub async fn behind(
    connection: &mut AnyConnection,
    of: &str,
    (place, id): (i64, &str),
    unit: &str,
    most: i64,
) -> Result<Vec<Kept>> {
    let rows = sqlx::query(
        "select id, place, unit, name, initials, post, mobile, office_phone, roles, version \
         from directory_entries \
         where jurisdiction_id = $1 and (place > $2 or (place = $2 and id > $3)) \
         and ($4 = '' or unit = $4 or substr(unit, 1, length($4) + 1) = $4 || '/') \
         order by place, id limit $5",
    )
    .bind(of)
    .bind(place)
    .bind(id)
    .bind(unit)
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter().map(kept).collect()
}

/// Returns the units of a list that have entries of their own.
pub async fn units(connection: &mut AnyConnection, of: &str) -> Result<Vec<String>> {
    let rows = sqlx::query("select distinct unit from directory_entries where jurisdiction_id = $1")
        .bind(of)
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.text("unit")).collect()
}

/// Returns whose list an entry stands in.
pub async fn list_of(connection: &mut AnyConnection, id: &EntryId) -> Result<Option<JurisdictionId>> {
    let row = sqlx::query("select jurisdiction_id from directory_entries where id = $1")
        .bind(id.as_str())
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.parsed("jurisdiction_id")).transpose()
}

/// Returns whose lists there are, the city's first.
pub async fn lists(connection: &mut AnyConnection, whose: Whose<'_>) -> Result<Vec<JurisdictionId>> {
    let (own, city) = whose.binds();
    let rows = sqlx::query(
        "select d.jurisdiction_id from directories d join jurisdictions j on j.id = d.jurisdiction_id \
         where $1 = '' or d.jurisdiction_id = $1 or d.jurisdiction_id = $2 \
         order by j.is_city desc, d.jurisdiction_id",
    )
    .bind(own)
    .bind(city)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.parsed("jurisdiction_id")).collect()
}

/// Inserts entries, many at a time.
pub async fn insert(tx: &mut Tx, of: &JurisdictionId, entries: &[&Kept]) -> Result<()> {
    tx.gather();
    for Kept { id, place, version, listed: Listed { entry, roles } } in entries {
        let row = vec![
            id.as_str().into(),
            of.as_str().into(),
            (*place).into(),
            entry.unit.clone().into(),
            entry.name.clone().into(),
            entry.initials.clone().into(),
            entry.post.clone().into(),
            entry.mobile.clone().into(),
            entry.office_phone.clone().into(),
            written(roles).into(),
            i64::try_from(*version).unwrap_or(i64::MAX).into(),
        ];
        tx.insert(&ENTRIES, row).await?;
    }
    tx.stop_gathering().await
}

/// Changes an entry.
pub async fn update(tx: &mut Tx, kept: &Kept) -> Result<()> {
    let Kept { id, place, version, listed: Listed { entry, roles } } = kept;
    sqlx::query(
        "update directory_entries set place = $2, unit = $3, name = $4, initials = $5, post = $6, mobile = $7, \
         office_phone = $8, roles = $9, version = $10 where id = $1",
    )
    .bind(id.as_str())
    .bind(*place)
    .bind(entry.unit.as_str())
    .bind(entry.name.as_str())
    .bind(entry.initials.as_str())
    .bind(entry.post.as_str())
    .bind(entry.mobile.as_str())
    .bind(entry.office_phone.as_str())
    .bind(written(roles))
    .bind(i64::try_from(*version).unwrap_or(i64::MAX))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Removes an entry.
pub async fn delete(tx: &mut Tx, id: &EntryId) -> Result<()> {
    sqlx::query("delete from directory_entries where id = $1").bind(id.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// Removes a whole list's entries.
pub async fn clear(tx: &mut Tx, of: &JurisdictionId) -> Result<()> {
    sqlx::query("delete from directory_entries where jurisdiction_id = $1")
        .bind(of.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
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
         order by j.is_city desc, e.jurisdiction_id, e.place, e.id",
    )
    .bind(own)
    .bind(city)
    .bind(format!("% {} %", role.as_str()))
    .fetch_all(connection)
    .await?;
    rows.iter().map(entry).collect()
}

fn entry(row: &AnyRow) -> Result<DirectoryEntry> {
    Ok(DirectoryEntry {
        unit: row.text("unit")?,
        name: row.text("name")?,
        initials: row.text("initials")?,
        post: row.text("post")?,
        mobile: row.text("mobile")?,
        office_phone: row.text("office_phone")?,
    })
}

fn kept(row: &AnyRow) -> Result<Kept> {
    let roles = row.text("roles")?;
    // A role of a later server is nobody's here.
    let roles = roles.split(' ').filter_map(Role::parse).collect();
    Ok(Kept {
        id: row.parsed("id")?,
        place: row.number("place")?,
        version: u64::try_from(row.number("version")?).unwrap_or(0),
        listed: Listed { entry: entry(row)?, roles },
    })
}

fn written(roles: &[Role]) -> String {
    let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    if words.is_empty() { String::new() } else { format!(" {} ", words.join(" ")) }
}
