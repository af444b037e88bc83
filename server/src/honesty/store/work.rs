//! What people in the field did: where they took photos, what they reported and when, and their shifts.

use shared::catalogue::CategoryKey;
use shared::evidence::manifest::SignedManifest;
use shared::ids::{AccountId, CaseId, JurisdictionId};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// Returns whose photos came since a moment, and when the first of these was taken.
pub async fn handed_in(connection: &mut AnyConnection, since: Instant) -> Result<Vec<(AccountId, Instant)>> {
    let rows = sqlx::query(
        "select account_id, min(taken_at_ms) as first_ms from photos where handed_in_at_ms >= $1 \
         group by account_id order by account_id",
    )
    .bind(since.ms())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.parsed("account_id")?, Instant::from_ms(row.number("first_ms")?)))).collect()
}

/// A photo that somebody took.
#[derive(Clone, Debug)]
pub struct Shot {
    /// Its case.
    pub case: CaseId,
    /// Where that lies.
    pub area: JurisdictionId,
    /// Its bytes and signature.
    pub signed: SignedManifest,
}

/// Returns the photos that somebody took from a moment on.
pub async fn shots(connection: &mut AnyConnection, account: AccountId, from: Instant) -> Result<Vec<Shot>> {
    let rows = sqlx::query(
        "select p.case_id, c.jurisdiction_id, p.manifest, p.signature \
         from photos p join cases c on c.id = p.case_id \
         where p.account_id = $1 and p.taken_at_ms >= $2 order by p.taken_at_ms, p.id",
    )
    .bind(account.to_string())
    .bind(from.ms())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Shot {
                case: row.parsed("case_id")?,
                area: row.parsed("jurisdiction_id")?,
                signed: SignedManifest { manifest: row.text("manifest")?, signature: row.text("signature")? },
            })
        })
        .collect()
}

/// How many reports of one kind somebody made in a street.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// Who manages.
    pub area: JurisdictionId,
    /// Who reported.
    pub account: AccountId,
    /// The first nine digits of the grid; empty for what lies in none.
    pub street: String,
    /// What they are about.
    pub category: CategoryKey,
    /// How many.
    pub cases: u64,
}

/// Counts what collectors reported since a moment.
pub async fn categories(connection: &mut AnyConnection, since: Instant) -> Result<Vec<Counted>> {
    let rows = sqlx::query(
        "select jurisdiction_id, reporter_id, substr(grid, 1, 9) as street, category, count(*) as found from cases \
         where reported_at_ms >= $1 and reporter_id is not null and channel = 'collector' \
         group by jurisdiction_id, reporter_id, substr(grid, 1, 9), category \
         order by jurisdiction_id, reporter_id, substr(grid, 1, 9), category",
    )
    .bind(since.ms())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Counted {
                area: row.parsed("jurisdiction_id")?,
                account: row.parsed("reporter_id")?,
                street: row.text("street")?,
                category: row.parsed("category")?,
                cases: u64::try_from(row.number("found")?).unwrap_or(0),
            })
        })
        .collect()
}

/// Returns what somebody reported of a kind since a moment, the newest first.
pub async fn of_category(
    connection: &mut AnyConnection,
    area: &JurisdictionId,
    account: AccountId,
    category: &CategoryKey,
    since: Instant,
    most: i64,
) -> Result<Vec<(CaseId, Instant)>> {
    let rows = sqlx::query(
        "select id, reported_at_ms from cases \
         where reporter_id = $1 and jurisdiction_id = $2 and category = $3 and reported_at_ms >= $4 \
         and channel = 'collector' order by reported_at_ms desc, id desc limit $5",
    )
    .bind(account.to_string())
    .bind(area.as_str())
    .bind(category.to_string())
    .bind(since.ms())
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.parsed("id")?, Instant::from_ms(row.number("reported_at_ms")?)))).collect()
}

/// A report of a collector.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reported {
    /// The case.
    pub case: CaseId,
    /// Who manages.
    pub area: JurisdictionId,
    /// Who reported.
    pub account: AccountId,
    /// When.
    pub at: Instant,
}

/// Returns what collectors reported since a moment.
pub async fn reports(connection: &mut AnyConnection, since: Instant) -> Result<Vec<Reported>> {
    let rows = sqlx::query(
        "select id, jurisdiction_id, reporter_id, reported_at_ms from cases \
         where reported_at_ms >= $1 and reporter_id is not null and channel = 'collector'",
    )
    .bind(since.ms())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Reported {
                case: row.parsed("id")?,
                area: row.parsed("jurisdiction_id")?,
                account: row.parsed("reporter_id")?,
                at: Instant::from_ms(row.number("reported_at_ms")?),
            })
        })
        .collect()
}

/// A shift that has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shift {
    /// Whose.
    pub account: AccountId,
    /// Its beginning.
    pub begins: Instant,
    /// Its end.
    pub ends: Instant,
}

/// Returns the shifts that ended since a moment.
pub async fn shifts(connection: &mut AnyConnection, since: Instant) -> Result<Vec<Shift>> {
    let rows = sqlx::query(
        "select account_id, started_at_ms, ended_at_ms from shifts where ended_at_ms is not null and ended_at_ms >= $1 \
         order by account_id, started_at_ms",
    )
    .bind(since.ms())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Shift {
                account: row.parsed("account_id")?,
                begins: Instant::from_ms(row.number("started_at_ms")?),
                ends: Instant::from_ms(row.number("ended_at_ms")?),
            })
        })
        .collect()
}
