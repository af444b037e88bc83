//! All cases of a frozen version of a month: those that fall in it by any of the three bases, each once.

use shared::account::Right;
use shared::api::assessment::VersionCases;
use shared::ids::CaseId;
use shared::refusal::Code;
use sqlx::AnyConnection;

use super::actions::{self, shown};
use super::asked;
use super::store::versions::{self, Version};
use super::store::whole::{self, Whole};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::error::{Result, refuse};

/// A page of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Page {
    /// From behind this case on.
    pub after: Option<CaseId>,
    /// At most so many.
    pub limit: u32,
}

/// Finds a version that the caller sees, and its cases as far as they reach.
pub async fn of(app: &App, caller: &Caller, month: &str, number: u32) -> Result<Whole> {
    caller.may(Right::SeeAssessment)?;
    if asked::month(month).is_none() {
        return refuse(Code::NotFound, "a month is written as 2026-10");
    }
    within(&caller.reach, actions::version(app, caller, month, Some(number)).await?)
}

/// Returns the cases of a version that somebody reaches.
pub fn within(reach: &Reach, version: String) -> Result<Whole> {
    let (area, unit) = match reach {
        Reach::City => (String::new(), String::new()),
        Reach::Jurisdiction(own) => (own.to_string(), String::new()),
        Reach::Unit(own) => (String::new(), own.to_string()),
        Reach::Own(_) => return Err(Code::NotAllowed.into()),
    };
    Ok(Whole { version, area, unit })
}

/// Counts them.
pub async fn count(connection: &mut AnyConnection, of: &Whole) -> Result<u64> {
    whole::count(connection, of).await
}

/// Lists them: as many as the months say are in the version.
pub async fn cases(app: &App, of: &Whole, page: Page) -> Result<VersionCases> {
    let city = app.city();
    let mut reader = app.db.read().await?;
    let Some(version) = versions::of(&mut reader, &of.version).await? else {
        return refuse(Code::NotFound, "there is no such version of a month");
    };
    let Version { month, number, at, is_published, .. } = version;
    let total = whole::count(&mut reader, of).await?;
    // One more than is shown says whether there is another page.
    let mut found = whole::page(&mut reader, of, page.after, page.limit.saturating_add(1)).await?;
    let shown_at_most = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let has_more = found.len() > shown_at_most;
    found.truncate(shown_at_most);
    let next = found.last().filter(|_| has_more).map(|last| last.case.to_string());
    let cases = found.into_iter().map(|listed| shown(&city, listed)).collect();
    Ok(VersionCases { month, version: number, published: is_published, at, cases, total, next })
}
