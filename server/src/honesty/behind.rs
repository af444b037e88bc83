//! The blind checks behind a number of the agreement: as many as it says, and no others.

use std::collections::BTreeMap;

use shared::account::Right;
use shared::api::agreement::{AgreementAnswer, AgreementCase, AgreementCases, Answers, SeenCase};
use shared::api::honesty::HintPerson;
use shared::ids::{AccountId, CaseId, TaskId};
use shared::refusal::Code;
use shared::task::TaskResult;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::actions::look;
use super::agreement::{self, Days};
use super::store::answers::Pair;
use super::store::behind::{self, Behind};
use super::store::details;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::cases;
use crate::catalogue::city::City;
use crate::error::{Result, refuse};

/// Which number, and which part of its list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asked {
    /// Of which days, and of whom.
    pub days: agreement::Asked,
    /// Of this person's answers; without it of who looked first.
    pub one: Option<AccountId>,
    /// … and this one's; without it everybody's beside the one's.
    pub other: Option<AccountId>,
    /// Only these answers; without them all of which both could be told.
    pub said: Option<Answers>,
    /// Behind this one.
    pub after: Option<(i64, TaskId)>,
    /// At most so many.
    pub limit: u32,
}

/// Lists the blind checks behind a number, the newest first. What names the caller is left out, as it is of the number. That
/// they looked is recorded, without whose answers: who reads the audit may be whose they are.
pub async fn cases(app: &App, caller: &Caller, asked: Asked) -> Result<AgreementCases> {
    caller.may(Right::SeeHonesty)?;
    let Asked { days, one, other, said, after, limit } = asked;
    if other.is_some() && one.is_none() {
        return refuse(Code::BadValue, "other: without one there is no pair");
    }
    let Days { area, from, to, begins, ends, .. } = agreement::days(app, caller, days)?;
    let mut tx = app.db.write().await?;
    let detail = format!("{from} – {to} {}", said.map_or("told", Answers::as_str));
    look(app, &mut tx, caller, "agreement_cases", &detail).await?;
    tx.commit().await?;
    let city = app.city();
    let which = Behind { area, begins, ends, caller: caller.account.id, one, other, said };
    // Of one moment: the list is as long as the number says.
    let mut snapshot = app.db.snapshot().await?;
    let total = behind::count(&mut snapshot, &which).await?;
    // One more than is shown says whether there is another page.
    let mut found = behind::page(&mut snapshot, &which, after, limit.saturating_add(1)).await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let is_more = found.len() > shown;
    found.truncate(shown);
    let last = found.last().filter(|_| is_more);
    let next = last.map(|last| format!("{}.{}", last.second_at.ms(), last.second_task));
    let mut people = BTreeMap::new();
    let mut checks = Vec::with_capacity(found.len());
    for pair in found {
        checks.push(check(&mut snapshot, (&city, caller), &mut people, pair).await?);
    }
    Ok(AgreementCases { from, to, checks, total, next })
}

/// Who is known already.
type Known = BTreeMap<AccountId, Option<HintPerson>>;

async fn check(
    connection: &mut AnyConnection,
    (city, caller): (&City, &Caller),
    people: &mut Known,
    pair: Pair,
) -> Result<AgreementCase> {
    let case = seen(&mut *connection, (city, caller), pair.case).await?;
    let first = answer(&mut *connection, people, (pair.first, pair.first_result, pair.first_at)).await?;
    let second = answer(connection, people, (pair.second, pair.second_result, pair.second_at)).await?;
    Ok(AgreementCase { task: pair.second_task, case, first, second })
}

/// Returns a case as a list says it; nothing of one that the caller does not see any more.
async fn seen(
    connection: &mut AnyConnection,
    (city, caller): (&City, &Caller),
    id: CaseId,
) -> Result<Option<SeenCase>> {
    let case = cases::actions::find(connection, id).await?;
    let Some(case) = case.filter(|case| cases::actions::reaches(&caller.reach, case)) else { return Ok(None) };
    let category = city.catalogue().and_then(|known| known.content.category(&case.category));
    Ok(Some(SeenCase {
        id: case.id,
        category: category.map_or_else(|| case.category.to_string(), |known| known.name.clone()),
        category_en: category.map(|known| known.name_en.clone()).unwrap_or_default(),
        case_no: case.case_no,
        state: case.state,
    }))
}

async fn answer(
    connection: &mut AnyConnection,
    people: &mut Known,
    (account, result, at): (AccountId, TaskResult, Instant),
) -> Result<AgreementAnswer> {
    let by = match people.get(&account) {
        Some(known) => known.clone(),
        None => {
            let found = details::of_account(connection, account).await?;
            people.insert(account, found.clone());
            found
        }
    };
    Ok(AgreementAnswer { by, result, at })
}
