//! Who looked at what is personal: each account, subject and hour once.

use shared::api::people::{LookKind, LookRow};
use shared::ids::{AccountId, CaseId, JurisdictionId, PhotoId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use uuid::Uuid;

use super::accounts::role;
use crate::accounts::caller::Beside;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A look as it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// Who.
    pub account: AccountId,
    /// Whose it is that was looked at.
    pub area: &'a JurisdictionId,
    /// What of it.
    pub kind: LookKind,
    /// At what.
    pub subject: &'a str,
    /// Which part of it.
    pub detail: &'a str,
    /// When.
    pub at: Instant,
}

const fn hour(at: Instant) -> i64 {
    at.ms().div_euclid(3_600_000)
}

/// Says whether such a look is kept for this hour.
pub async fn is_kept(connection: &mut AnyConnection, look: &Kept<'_>) -> Result<bool> {
    let row = sqlx::query(
        "select count(*) as known from looks \
         where account_id = $1 and kind = $2 and subject = $3 and detail = $4 and hour = $5",
    )
    .bind(look.account.to_string())
    .bind(look.kind.as_str())
    .bind(look.subject)
    .bind(look.detail)
    .bind(hour(look.at))
    .fetch_one(connection)
    .await?;
    Ok(row.number("known")? > 0)
}

/// Keeps a look; says whether it is the first such one of its hour.
pub async fn insert(tx: &mut Tx, id: Uuid, look: &Kept<'_>) -> Result<bool> {
    let done = sqlx::query(
        "insert into looks (id, at_ms, account_id, jurisdiction_id, kind, subject, detail, hour) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) \
         on conflict (account_id, kind, subject, detail, hour) do nothing",
    )
    .bind(id.to_string())
    .bind(look.at.ms())
    .bind(look.account.to_string())
    .bind(look.area.as_str())
    .bind(look.kind.as_str())
    .bind(look.subject)
    .bind(look.detail)
    .bind(hour(look.at))
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Which looks are listed.
#[derive(Clone, Debug)]
pub struct Page {
    /// Only at what is this jurisdiction's.
    pub area: Option<JurisdictionId>,
    /// Only at this; empty for all.
    pub subject: String,
    /// Only of this kind.
    pub kind: Option<LookKind>,
    /// Only this account's.
    pub account: Option<AccountId>,
    /// Only what comes behind this; empty for the newest.
    pub before: String,
    /// Whether looks at originals of blind checks are listed.
    pub beside: Beside,
    /// At most so many.
    pub limit: u32,
}

/// Writes a statement for looks, with what an index is asked for first: what may be asked or not is of use to none.
macro_rules! looks_of {
    ($first:literal) => {
        concat!(
            "select l.id, l.at_ms, l.account_id, a.user_name, a.name, a.role, l.kind, l.subject, l.detail \
             from looks l join accounts a on a.id = l.account_id where ",
            $first,
            "($1 = '' or l.jurisdiction_id = $1) and ($2 = '' or l.subject = $2) and ($3 = '' or l.kind = $3) \
             and ($4 = '' or l.account_id = $4) and ($5 = '' or l.id < $5) \
             and ($7 = '' or l.kind <> 'original' \
              or not exists (select 1 from photos b where b.id = substr(l.detail, 7) and b.is_blind = 1)) \
             order by l.id desc limit $6"
        )
    };
}

/// Returns the statement that goes through the fewest.
fn statement(page: &Page) -> &'static str {
    if !page.subject.is_empty() {
        looks_of!("l.subject = $2 and ")
    } else if page.account.is_some() {
        looks_of!("l.account_id = $4 and ")
    } else if page.area.is_some() {
        looks_of!("l.jurisdiction_id = $1 and ")
    } else {
        looks_of!("")
    }
}

/// Returns looks with their ids, the newest first.
pub async fn list(connection: &mut AnyConnection, page: &Page) -> Result<Vec<(String, LookRow)>> {
    let rows = sqlx::query(statement(page))
        .bind(page.area.as_ref().map_or("", JurisdictionId::as_str).to_owned())
        .bind(page.subject.clone())
        .bind(page.kind.map_or("", LookKind::as_str).to_owned())
        .bind(page.account.map(|id| id.to_string()).unwrap_or_default())
        .bind(page.before.clone())
        .bind(i64::from(page.limit))
        .bind(page.beside.without())
        .fetch_all(connection)
        .await?;
    let look = |row: &AnyRow| -> Result<(String, LookRow)> {
        let kind = row.text("kind")?;
        let look = LookRow {
            at: Instant::from_ms(row.number("at_ms")?),
            account: row.parsed("account_id")?,
            user: row.parsed("user_name")?,
            name: row.text("name")?,
            role: role(row)?,
            kind: LookKind::parse(&kind).ok_or_else(|| anyhow::anyhow!("a look is of the unknown kind {kind}"))?,
            subject: row.text("subject")?,
            detail: row.text("detail")?,
        };
        Ok((row.text("id")?, look))
    };
    rows.iter().map(look).collect()
}

/// A photo whose original a file is.
#[derive(Clone, Debug)]
pub struct OfPhoto {
    /// The photo.
    pub photo: PhotoId,
    /// Its case.
    pub case: CaseId,
    /// Whose the case is.
    pub area: JurisdictionId,
}

/// Finds the photo whose original a file is; nothing for a working copy and for a file that no device signed for. A photo of a
/// blind check only where no other one has it: whoever reads it because of another one has looked at that one.
pub async fn original(connection: &mut AnyConnection, file: &Sha256) -> Result<Option<OfPhoto>> {
    let row = sqlx::query(
        "select p.id, p.case_id, c.jurisdiction_id from photos p join cases c on c.id = p.case_id \
         where p.original_sha256 = $1 and p.working_sha256 <> $1 order by p.is_blind, p.id limit 1",
    )
    .bind(file.as_str().to_owned())
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(OfPhoto { photo: row.parsed("id")?, case: row.parsed("case_id")?, area: row.parsed("jurisdiction_id")? })
    })
    .transpose()
}

#[cfg(test)]
mod tests {
    use shared::ids::AccountId;
    use uuid::Uuid;

    use super::{Page, statement};
    use crate::accounts::caller::Beside;

    #[test]
    fn what_is_named_is_what_an_index_is_asked_for() {
        let all = Page {
            area: None,
            subject: String::new(),
            kind: None,
            account: None,
            before: String::new(),
            beside: Beside::Hidden,
            limit: 1,
        };
        let of_area = Page { area: Some("610112".parse().unwrap()), ..all.clone() };
        let of_account = Page { account: Some(AccountId(Uuid::nil())), ..of_area.clone() };
        let of_subject = Page { subject: "case 1".to_owned(), ..of_account.clone() };
        for (page, first) in [
            (all, "($1 = ''"),
            (of_area, "l.jurisdiction_id = $1 and "),
            (of_account, "l.account_id = $4 and "),
            (of_subject, "l.subject = $2 and "),
        ] {
            let (_, asked) = statement(&page).split_once(" where ").unwrap();
            assert!(asked.starts_with(first), "{asked}");
            assert!((1..=7).all(|place| asked.contains(&format!("${place}"))), "{asked}");
        }
    }
}
