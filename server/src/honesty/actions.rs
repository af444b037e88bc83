//! Listing hints, opening one with its cases, judging it. Every look is recorded.

use shared::account::Right;
use shared::api::honesty::{
    HintCase, HintFacts, HintFile, HintJudgement, HintKind, HintList, HintRow, HintState, JudgeHint, LONGEST_REASON,
};
use shared::api::people::LookKind;
use shared::ids::{HintId, JurisdictionId};
use shared::privacy;
use shared::refusal::{Code, Refusal};
use sqlx::AnyConnection;

use super::store::details;
use super::store::hints::{self, Judged, Kept, KeptCase, Page};
use crate::accounts::caller::Caller;
use crate::accounts::people::looks::{self, Looked};
use crate::app::App;
use crate::audit::{self, Record};
use crate::cases;
use crate::catalogue::city::City;
use crate::db::Tx;
use crate::error::{Error, Result, refuse};

/// Which hints somebody wants to see.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Only of this kind.
    pub kind: Option<HintKind>,
    /// Only in this state.
    pub state: Option<HintState>,
    /// Only of this jurisdiction.
    pub area: Option<JurisdictionId>,
    /// Behind this one.
    pub after: Option<(i64, HintId)>,
    /// At most so many.
    pub limit: u32,
}

/// Returns a page of the hints that the caller may see; none that names them.
pub async fn list(app: &App, caller: &Caller, asked: Asked) -> Result<HintList> {
    caller.may(Right::SeeHonesty)?;
    let area = narrowed(app, caller, asked.area)?;
    let mut tx = app.db.write().await?;
    look(app, &mut tx, caller, "hints", asked.kind.map_or("", HintKind::as_str)).await?;
    tx.commit().await?;
    let city = app.city();
    let mut reader = app.db.read().await?;
    let open = hints::open(&mut reader, area.as_ref(), caller.account.id).await?;
    let page = Page {
        area,
        kind: asked.kind,
        state: asked.state,
        caller: caller.account.id,
        after: asked.after,
        // One more than is shown says whether there is another page.
        limit: asked.limit.saturating_add(1),
    };
    let mut found = hints::list(&mut reader, &page).await?;
    let shown = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let is_more = found.len() > shown;
    found.truncate(shown);
    let next = found.last().filter(|_| is_more).map(|last| format!("{}.{}", last.at.ms(), last.id));
    let mut rows = Vec::with_capacity(found.len());
    for kept in found {
        rows.push(row(&mut reader, &city, kept).await?);
    }
    Ok(HintList { hints: rows, next, open })
}

/// Opens a hint with its cases. The look is recorded, each time.
pub async fn open(app: &App, caller: &Caller, id: HintId) -> Result<HintFile> {
    caller.may(Right::SeeHonesty)?;
    let mut tx = app.db.write().await?;
    let kept = seen(&mut tx, caller, id).await?;
    let looked = Looked {
        kind: LookKind::Honesty,
        subject: format!("hint {id}"),
        detail: kept.facts.kind().as_str().to_owned(),
        area: kept.area.clone(),
    };
    looks::keep(app, &mut tx, caller, &looked).await?;
    record(app, &mut tx, caller, &kept, "honesty_seen", looked.detail).await?;
    tx.commit().await?;
    file(app, &mut *app.db.read().await?, caller, kept).await
}

/// Adds what the caller says of a hint to what was said before.
pub async fn judge(app: &App, tx: &mut Tx, caller: &Caller, id: HintId, said: &JudgeHint) -> Result<HintFile> {
    caller.may(Right::SeeHonesty)?;
    let mut kept = seen(tx, caller, id).await?;
    let reason = privacy::mask(said.reason.trim()).text;
    if reason.is_empty() {
        return Err(Code::ReasonRequired.into());
    }
    if reason.chars().count() > LONGEST_REASON {
        return refuse(Code::BadValue, format!("reason: at most {LONGEST_REASON} characters"));
    }
    let judged = Judged { verdict: said.verdict, reason, by: caller.account.id, at: app.clock.now() };
    hints::judge(tx, &kept, &judged).await?;
    kept.state = said.verdict.state();
    record(app, tx, caller, &kept, "honesty_judge", said.verdict.as_str().to_owned()).await?;
    file(app, tx, caller, kept).await
}

/// Finds a hint that the caller may see.
async fn seen(connection: &mut AnyConnection, caller: &Caller, id: HintId) -> Result<Kept> {
    let kept = hints::find(connection, id, caller.account.id).await?.filter(|kept| caller.looks_after(&kept.area));
    kept.ok_or_else(|| Error::Refused(Refusal::because(Code::NotFound, format!("no hint {id} here"))))
}

async fn record(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    kept: &Kept,
    action: &'static str,
    detail: String,
) -> Result<()> {
    // Neither names nor cases: who reads the audit may be who is named.
    let record = Record {
        actor: &caller.account.actor(),
        area: &kept.area,
        action,
        subject: format!("hint {}", kept.id),
        operation: None,
        detail,
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}

/// Records that the caller looks at a list, with the first look of an hour in the audit.
pub(super) async fn look(app: &App, tx: &mut Tx, caller: &Caller, what: &str, detail: &str) -> Result<()> {
    let looked = Looked {
        kind: LookKind::Honesty,
        subject: format!("honesty {what}"),
        detail: detail.to_owned(),
        area: caller.account.jurisdiction.clone(),
    };
    looks::note(app, tx, caller, &looked).await
}

/// Returns the jurisdiction that is looked at: the caller's own, or which the city asks for; nothing for all of them.
pub(super) fn narrowed(app: &App, caller: &Caller, asked: Option<JurisdictionId>) -> Result<Option<JurisdictionId>> {
    let own = caller.area()?;
    match (own, asked) {
        (None, None) => Ok(None),
        (None, Some(area)) if app.city().jurisdiction(&area).is_some() => Ok(Some(area)),
        (Some(own), None) => Ok(Some(own.clone())),
        (Some(own), Some(area)) if *own == area => Ok(Some(area)),
        (_, Some(area)) => refuse(Code::NotFound, format!("no jurisdiction {area} here")),
    }
}

async fn row(connection: &mut AnyConnection, city: &City, kept: Kept) -> Result<HintRow> {
    let people = details::people(connection, kept.id).await?;
    let named = match &kept.facts {
        HintFacts::PassRate { unit, .. } => city.unit(unit).map(|unit| unit.name.clone()),
        HintFacts::Category { category, .. } => {
            city.catalogue().and_then(|known| known.content.category(category)).map(|category| category.name.clone())
        }
        HintFacts::Blind { .. } | HintFacts::Speed { .. } | HintFacts::Photos { .. } | HintFacts::Bunching { .. } => {
            None
        }
    };
    Ok(HintRow {
        id: kept.id,
        area_name: city.name_of(&kept.area),
        area: kept.area,
        state: kept.state,
        at: kept.at,
        made_at: kept.made_at,
        people,
        named: named.unwrap_or_default(),
        cases: kept.cases,
        facts: kept.facts,
    })
}

async fn file(app: &App, connection: &mut AnyConnection, caller: &Caller, kept: Kept) -> Result<HintFile> {
    let city = app.city();
    let id = kept.id;
    let hint = row(connection, &city, kept).await?;
    let mut shown = Vec::new();
    for case in hints::cases(connection, id).await? {
        shown.extend(of_case(connection, &city, caller, case).await?);
    }
    let mut judgements = Vec::new();
    for judged in hints::judgements(connection, id).await? {
        let Some(by) = details::of_account(connection, judged.by).await? else { continue };
        judgements.push(HintJudgement { verdict: judged.verdict, reason: judged.reason, by, at: judged.at });
    }
    Ok(HintFile { hint, cases: shown, judgements })
}

/// Returns a case of a hint; nothing of one that the caller does not see any more.
async fn of_case(
    connection: &mut AnyConnection,
    city: &City,
    caller: &Caller,
    kept: KeptCase,
) -> Result<Option<HintCase>> {
    let case = cases::actions::find(connection, kept.case).await?;
    let Some(case) = case.filter(|case| cases::actions::reaches(&caller.reach, case)) else { return Ok(None) };
    let mut photos = Vec::new();
    if let Some(file) = &kept.picture {
        photos.push(details::picture(connection, case.id, file).await?);
    }
    if let Some(task) = kept.task {
        photos.extend(details::of_task(connection, case.id, task).await?);
    }
    let category = city.catalogue().and_then(|known| known.content.category(&case.category));
    Ok(Some(HintCase {
        case: case.id,
        category: category.map_or_else(|| case.category.to_string(), |known| known.name.clone()),
        category_en: category.map(|known| known.name_en.clone()).unwrap_or_default(),
        case_no: case.case_no,
        state: case.state,
        at: kept.at,
        task: kept.task,
        photos,
    }))
}
