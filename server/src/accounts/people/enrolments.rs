//! Links that sign a device in: made, listed, taken back.
//!
//! The code is a key until it is used: it is said to whoever made it and stands in no log and no ledger.

use shared::account::{Actor, Right};
use shared::api::people::{EnrolmentLink, EnrolmentList, MOST_HOURS, NewEnrolment};
use shared::ids::{AccountId, Sha256};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use super::desk;
use super::store::enrolments::{self as store, Kept, Page};
use crate::accounts::caller::{Account, Caller};
use crate::accounts::picture::picture;
use crate::accounts::second_factor;
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::error::{Error, Result, refuse};

const HOUR_MS: i64 = 3_600_000;
/// For how long a link is good where nobody says.
const USUAL_HOURS: u32 = 24;
/// The longest address of a server.
const LONGEST_SERVER: usize = 200;

/// A link that was made.
pub struct Made {
    /// What it is taken back by.
    pub id: String,
    /// What makes it a key.
    pub code: String,
    /// When it is no longer good.
    pub expires: Instant,
}

/// Makes a code for an account, good once; not for one that a second factor guards.
pub async fn make(app: &App, tx: &mut Tx, account: &Account, by: &Actor, good_ms: i64) -> Result<Made> {
    second_factor::bars_links(app, tx, account).await?;
    let now = app.clock.now();
    let made = Made {
        id: app.random.uuid_v7(now).to_string(),
        code: hex::encode(app.random.bytes::<16>()),
        expires: now.plus_ms(good_ms),
    };
    let hash = Sha256::of(made.code.as_bytes());
    let made_by = match by {
        Actor::Account { user, .. } => user.to_string(),
        Actor::System { rule } => rule.clone(),
    };
    let kept = Kept {
        id: &made.id,
        code_hash: hash.as_str(),
        account,
        made_by: &made_by,
        made_at: now,
        expires: made.expires,
    };
    store::insert(tx, &kept).await?;
    note(app, tx, account, by, "enrolment", format!("link {} until {}", made.id, made.expires)).await?;
    Ok(made)
}

/// Makes a link for somebody's device, with the picture that its camera reads.
pub async fn link(app: &App, tx: &mut Tx, caller: &Caller, id: AccountId, new: &NewEnrolment) -> Result<EnrolmentLink> {
    caller.may(Right::ManageDevices)?;
    let account = desk::found(tx, caller, id).await?;
    if account.disabled {
        return Err(Code::AccountDisabled.into());
    }
    let hours = new.hours.unwrap_or(USUAL_HOURS);
    if !(1..=MOST_HOURS).contains(&hours) {
        return refuse(Code::BadValue, format!("hours: from 1 to {MOST_HOURS}"));
    }
    let server = server(&new.server)?;
    let made = make(app, tx, &account, &caller.account.actor(), i64::from(hours) * HOUR_MS).await?;
    let link = format!("{server}/enroll#{}", made.code);
    Ok(EnrolmentLink {
        id: made.id,
        user: account.user,
        name: account.name,
        picture: picture(&link)?,
        link,
        expires: made.expires,
    })
}

/// Returns the address of a server without a slash at its end, if a phone can read it in a link.
fn server(text: &str) -> Result<&str> {
    let text = text.trim().trim_end_matches('/');
    let authority = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let fits = |authority: &str| {
        !authority.is_empty()
            && authority.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'))
    };
    if text.len() > LONGEST_SERVER || !authority.is_some_and(fits) {
        return refuse(Code::BadValue, "server: an address such as https://desk.example.cn");
    }
    Ok(text)
}

/// Returns a page of links that are still good, of the caller's people.
pub async fn open(app: &App, caller: &Caller, page: Page) -> Result<EnrolmentList> {
    caller.may(Right::ManageDevices)?;
    let area = caller.area()?.cloned();
    let shown = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let page = Page { area, limit: page.limit.saturating_add(1), ..page };
    let mut enrolments = store::open(&mut *app.db.read().await?, &page, app.clock.now()).await?;
    let more = enrolments.len() > shown;
    enrolments.truncate(shown);
    let next = enrolments.last().filter(|_| more).map(|last| format!("{}.{}", last.expires.ms(), last.id));
    Ok(EnrolmentList { enrolments, next })
}

/// Takes a link back: it signs nothing in any more. Once more does no harm.
pub async fn withdraw(app: &App, tx: &mut Tx, caller: &Caller, id: &str) -> Result<()> {
    caller.may(Right::ManageDevices)?;
    let nothing = || Error::Refused(Refusal::because(Code::NotFound, "no such link here"));
    let account = store::of(tx, id).await?.ok_or_else(nothing)?;
    let account = desk::found(tx, caller, account).await.map_err(|error| match error {
        Error::Refused(_) => nothing(),
        Error::Transient { .. } | Error::Fault(_) => error,
    })?;
    if store::withdraw(tx, id, app.clock.now()).await? {
        note(app, tx, &account, &caller.account.actor(), "enrolment_withdraw", format!("link {id}")).await?;
    }
    Ok(())
}

async fn note(app: &App, tx: &mut Tx, account: &Account, by: &Actor, action: &str, detail: String) -> Result<()> {
    let record = Record {
        actor: by,
        area: &account.jurisdiction,
        action,
        subject: format!("account {}", account.user),
        operation: None,
        detail,
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}

#[cfg(test)]
mod tests {
    use super::server;

    #[test]
    fn an_address_is_one_that_a_phone_reads_in_a_link() {
        assert_eq!(server(" https://desk.example.cn/ ").unwrap(), "https://desk.example.cn");
        assert_eq!(server("http://127.0.0.1:8080").unwrap(), "http://127.0.0.1:8080");
        assert_eq!(server("http://[::1]:8080").unwrap(), "http://[::1]:8080");
        let long = format!("https://{}", "a".repeat(200));
        for bad in ["", "desk.example.cn", "https://", "ftp://a", "https://a/b", "https://a#b", "https://a?b", &long] {
            assert!(server(bad).is_err(), "{bad}");
        }
    }
}
