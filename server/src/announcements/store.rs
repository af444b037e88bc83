//! Announcements and their readers in the database.
//!
//! Roles stand in one column with a space before, between and behind them, so that one word is found in it.

use shared::account::Role;
use shared::api::announcements::{Announcement, Importance, Readers};
use shared::ids::{AccountId, AnnouncementId, DeviceId, JurisdictionId};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Somebody who may be told something: who, whose people they are, and what they do.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// Who.
    pub account: AccountId,
    /// Whom they work for.
    pub area: &'a JurisdictionId,
    /// The id that stands for everybody.
    pub city: &'a str,
    /// What they do.
    pub role: Role,
}

/// Which page of a list.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// What comes behind this one; the newest where none is named.
    pub after: Option<AnnouncementId>,
    /// At most so many.
    pub limit: u32,
}

impl Page {
    fn after(self) -> String {
        self.after.map(|id| id.to_string()).unwrap_or_default()
    }
}

/// Writes roles as they stand in the column.
fn written(roles: &[Role]) -> String {
    if roles.is_empty() {
        return String::new();
    }
    let words: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    format!(" {} ", words.join(" "))
}

/// Returns what a role is found by in the column.
fn named(role: Role) -> String {
    format!("% {} %", role.as_str())
}

/// Keeps an announcement.
pub async fn insert(tx: &mut Tx, announcement: &Announcement, author: AccountId) -> Result<()> {
    sqlx::query(
        "insert into announcements \
         (id, jurisdiction_id, title, body, importance, roles, from_ms, until_ms, author_id, made_at_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(announcement.id.to_string())
    .bind(announcement.jurisdiction.as_str())
    .bind(&announcement.title)
    .bind(&announcement.body)
    .bind(announcement.importance.as_str())
    .bind(written(&announcement.roles))
    .bind(announcement.from.ms())
    .bind(announcement.until.map(Instant::ms))
    .bind(author.to_string())
    .bind(announcement.made_at.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns whose people an announcement is for.
pub async fn area(connection: &mut AnyConnection, id: AnnouncementId) -> Result<Option<JurisdictionId>> {
    let row = sqlx::query("select jurisdiction_id from announcements where id = $1")
        .bind(id.to_string())
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.parsed("jurisdiction_id")).transpose()
}

/// Takes an announcement back; says whether it was not before.
pub async fn withdraw(tx: &mut Tx, id: AnnouncementId, now: Instant) -> Result<bool> {
    let done = sqlx::query("update announcements set withdrawn_at_ms = $2 where id = $1 and withdrawn_at_ms is null")
        .bind(id.to_string())
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Returns what somebody is told at a moment, the newest first.
pub async fn told(
    connection: &mut AnyConnection,
    reader: Reader<'_>,
    page: Page,
    now: Instant,
) -> Result<Vec<Announcement>> {
    let rows = sqlx::query(
        "select n.id, n.jurisdiction_id, n.title, n.body, n.importance, n.roles, n.from_ms, n.until_ms, n.made_at_ms, \
         n.withdrawn_at_ms, a.name as author, \
         cast(case when exists (select 1 from announcement_reads r \
         where r.announcement_id = n.id and r.account_id = $1) then 1 else 0 end as bigint) as is_read \
         from announcements n join accounts a on a.id = n.author_id \
         where (n.jurisdiction_id = $2 or n.jurisdiction_id = $3) and (n.roles = '' or n.roles like $4) \
         and n.withdrawn_at_ms is null and n.from_ms <= $5 and (n.until_ms is null or n.until_ms > $5) \
         and ($6 = '' or n.id < $6) \
         order by n.id desc limit $7",
    )
    .bind(reader.account.to_string())
    .bind(reader.area.as_str())
    .bind(reader.city)
    .bind(named(reader.role))
    .bind(now.ms())
    .bind(page.after())
    .bind(i64::from(page.limit))
    .fetch_all(connection)
    .await?;
    rows.iter().map(announcement).collect()
}

/// Returns the ids of what somebody is told at a moment.
pub async fn ids(connection: &mut AnyConnection, reader: Reader<'_>, now: Instant) -> Result<Vec<String>> {
    let rows = sqlx::query(
        "select n.id from announcements n \
         where (n.jurisdiction_id = $1 or n.jurisdiction_id = $2) and (n.roles = '' or n.roles like $3) \
         and n.withdrawn_at_ms is null and n.from_ms <= $4 and (n.until_ms is null or n.until_ms > $4) \
         order by n.id",
    )
    .bind(reader.area.as_str())
    .bind(reader.city)
    .bind(named(reader.role))
    .bind(now.ms())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// Returns all that was posted for an area, or for all of them, also what is over, with how many have read it.
pub async fn posted(
    connection: &mut AnyConnection,
    account: AccountId,
    area: Option<&JurisdictionId>,
    city: &str,
    page: Page,
) -> Result<Vec<Announcement>> {
    let rows = sqlx::query(
        "select n.id, n.jurisdiction_id, n.title, n.body, n.importance, n.roles, n.from_ms, n.until_ms, n.made_at_ms, \
         n.withdrawn_at_ms, a.name as author, \
         cast(case when exists (select 1 from announcement_reads r \
         where r.announcement_id = n.id and r.account_id = $1) then 1 else 0 end as bigint) as is_read, \
         (select count(*) from announcement_reads r join accounts p on p.id = r.account_id \
         where r.announcement_id = n.id and p.is_disabled = 0 \
         and (n.jurisdiction_id = $2 or p.jurisdiction_id = n.jurisdiction_id) \
         and (n.roles = '' or n.roles like '% ' || p.role || ' %')) as read_count, \
         (select count(*) from accounts p where p.is_disabled = 0 \
         and (n.jurisdiction_id = $2 or p.jurisdiction_id = n.jurisdiction_id) \
         and (n.roles = '' or n.roles like '% ' || p.role || ' %')) as of_count \
         from announcements n join accounts a on a.id = n.author_id \
         where ($3 = '' or n.jurisdiction_id = $3) and ($4 = '' or n.id < $4) \
         order by n.id desc limit $5",
    )
    .bind(account.to_string())
    .bind(city)
    .bind(area.map_or("", JurisdictionId::as_str))
    .bind(page.after())
    .bind(i64::from(page.limit))
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let count = |column| -> Result<u64> { Ok(u64::try_from(row.number(column)?).unwrap_or(0)) };
            let readers = Some(Readers { read: count("read_count")?, of: count("of_count")? });
            Ok(Announcement { readers, ..announcement(row)? })
        })
        .collect()
}

/// Keeps that somebody has read an announcement, if it is for them; the first time counts.
pub async fn read(
    tx: &mut Tx,
    reader: Reader<'_>,
    device: Option<DeviceId>,
    id: AnnouncementId,
    now: Instant,
) -> Result<()> {
    sqlx::query(
        "insert into announcement_reads (announcement_id, account_id, device_id, jurisdiction_id, read_at_ms) \
         select n.id, cast($2 as text), cast($3 as text), n.jurisdiction_id, cast($4 as bigint) \
         from announcements n \
         where n.id = $1 and (n.jurisdiction_id = $5 or n.jurisdiction_id = $6) \
         and (n.roles = '' or n.roles like $7) \
         on conflict (announcement_id, account_id) do nothing",
    )
    .bind(id.to_string())
    .bind(reader.account.to_string())
    .bind(device.map(|device| device.to_string()).unwrap_or_default())
    .bind(now.ms())
    .bind(reader.area.as_str())
    .bind(reader.city)
    .bind(named(reader.role))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn announcement(row: &AnyRow) -> Result<Announcement> {
    let moment = |column| -> Result<Option<Instant>> { Ok(row.maybe_number(column)?.map(Instant::from_ms)) };
    Ok(Announcement {
        id: row.parsed("id")?,
        jurisdiction: row.parsed("jurisdiction_id")?,
        title: row.text("title")?,
        body: row.text("body")?,
        importance: Importance::parse(&row.text("importance")?),
        roles: row.text("roles")?.split_whitespace().filter_map(Role::parse).collect(),
        from: Instant::from_ms(row.number("from_ms")?),
        until: moment("until_ms")?,
        author: row.text("author")?,
        made_at: Instant::from_ms(row.number("made_at_ms")?),
        withdrawn_at: moment("withdrawn_at_ms")?,
        read: row.flag("is_read")?,
        readers: None,
    })
}
