//! Who looked at what is personal: recorded once for an account, a subject and an hour, and found again.

use shared::account::Right;
use shared::api::people::{LookKind, LookList};
use shared::ids::{JurisdictionId, Sha256};

use super::store::looks::{self as store, Kept, Page};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::error::Result;

/// The longest detail of a look that holds what somebody typed, in characters: it stands in an index.
const LONGEST_DETAIL: usize = 200;

/// What somebody looks at.
#[derive(Clone, Debug)]
pub struct Looked {
    /// What of it.
    pub kind: LookKind,
    /// At what: `case …`, `account …`, `directory …`, `export …`.
    pub subject: String,
    /// Which part of it.
    pub detail: String,
    /// Whose it is.
    pub area: JurisdictionId,
}

impl Looked {
    fn kept(&self, app: &App, caller: &Caller) -> Kept<'_> {
        Kept {
            account: caller.account.id,
            area: &self.area,
            kind: self.kind,
            subject: &self.subject,
            detail: &self.detail,
            at: app.clock.now(),
        }
    }
}

/// Records that the caller looks, before anything is shown: who cannot be recorded does not see it. A look that was
/// recorded in this hour writes nothing.
pub async fn saw(app: &App, caller: &Caller, looked: &Looked) -> Result<()> {
    let kept = looked.kept(app, caller);
    if store::is_kept(&mut *app.db.read().await?, &kept).await? {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    note(app, &mut tx, caller, looked).await?;
    tx.commit().await
}

/// The same inside a transaction: with the first of an hour a row goes into the audit.
pub async fn note(app: &App, tx: &mut Tx, caller: &Caller, looked: &Looked) -> Result<()> {
    if !keep(app, tx, caller, looked).await? {
        return Ok(());
    }
    let action = match looked.kind {
        LookKind::Original => "original_seen",
        LookKind::Track => "track_seen",
        LookKind::Person => "person_seen",
        LookKind::Directory => "directory_seen",
        LookKind::Export => "export_taken",
        LookKind::Honesty => "honesty_seen",
    };
    let record = Record {
        actor: &caller.account.actor(),
        area: &looked.area,
        action,
        subject: looked.subject.clone(),
        operation: None,
        detail: looked.detail.clone(),
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}

/// Keeps a look whose row in the audit somebody else writes; says whether it is the first of its hour.
pub async fn keep(app: &App, tx: &mut Tx, caller: &Caller, looked: &Looked) -> Result<bool> {
    let id = app.random.uuid_v7(app.clock.now());
    store::insert(tx, id, &looked.kept(app, caller)).await
}

/// A list that somebody takes away as a file.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Of what: `cases`, `devices`.
    pub list: &'static str,
    /// How much of it, and by which filter.
    pub detail: String,
}

/// Records that the caller takes a list away, before it is handed out: in the audit each time, as `cases_export`, and among
/// the looks.
pub async fn took(app: &App, caller: &Caller, taken: Taken) -> Result<()> {
    let Taken { list, detail } = taken;
    let area = caller.account.jurisdiction.clone();
    let kept = detail.chars().take(LONGEST_DETAIL).collect();
    let looked = Looked { kind: LookKind::Export, subject: format!("export {list}"), detail: kept, area };
    let mut tx = app.db.write().await?;
    keep(app, &mut tx, caller, &looked).await?;
    let (actor, action) = (caller.account.actor(), format!("{list}_export"));
    let record = Record {
        actor: &actor,
        area: &looked.area,
        action: &action,
        subject: list.to_owned(),
        operation: None,
        detail,
    };
    audit::record(&mut tx, &*app.random, app.clock.now(), record).await?;
    tx.commit().await
}

/// Records that the caller reads a file, where it is the original of a photo.
pub async fn saw_file(app: &App, caller: &Caller, file: &Sha256) -> Result<()> {
    let Some(of) = store::original(&mut *app.db.read().await?, file).await? else { return Ok(()) };
    let looked = Looked {
        kind: LookKind::Original,
        subject: format!("case {}", of.case),
        detail: format!("photo {}", of.photo),
        area: of.area,
    };
    saw(app, caller, &looked).await
}

/// Returns a page of looks within the caller's reach, the newest first.
pub async fn list(app: &App, caller: &Caller, page: Page) -> Result<LookList> {
    caller.may(Right::SeeAudit)?;
    let area = caller.area()?.cloned();
    let shown = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let page = Page { area, beside: caller.beside(), limit: page.limit.saturating_add(1), ..page };
    let mut found = store::list(&mut *app.db.read().await?, &page).await?;
    let more = found.len() > shown;
    found.truncate(shown);
    let next = found.last().filter(|_| more).map(|(id, _)| id.clone());
    Ok(LookList { looks: found.into_iter().map(|(_, look)| look).collect(), next })
}
