//! Checkers whose answers to a unit's work stand out.

use std::collections::BTreeMap;

use jiff::civil::Date;
use shared::api::honesty::{Chance, HintFacts, Share};
use shared::honesty::passing::{self, Passed, StandsOut};
use shared::ids::{AccountId, UnitId};
use shared::task::TaskResult;
use shared::time::Instant;

use super::hint::{MOST_CASES, NewCase, NewHint};
use super::store::answers::{self, Check};
use crate::app::App;
use crate::error::Result;

/// So many answers are read in one go.
const PAGE: i64 = 2_000;

/// Finds who stands out by the checks that were sent since a moment. The days say of which they are; the month is part of
/// what a hint is made of, so that who stands out again in another month is told of again.
pub async fn find(app: &App, since: Instant, (from, to): (Date, Date)) -> Result<Vec<NewHint>> {
    let mut checks = read(app, since).await?;
    let mut cells: BTreeMap<(AccountId, UnitId), Passed> = BTreeMap::new();
    for check in &checks {
        let cell = cells.entry((check.checker, check.unit.clone())).or_default();
        cell.count(check.result == TaskResult::Pass);
    }
    let found = super::turn::counted(move || passing::find(&cells)).await?;
    // The newest first: of many cases the last ones are shown.
    checks.reverse();
    Ok(found.iter().filter_map(|one| hint(one, &checks, (from, to))).collect())
}

async fn read(app: &App, since: Instant) -> Result<Vec<Check>> {
    let mut reader = app.db.read().await?;
    let mut checks = Vec::new();
    let mut place = (since, String::new());
    loop {
        let (page, next) = answers::checks(&mut reader, &place, PAGE).await?;
        checks.extend(page.into_iter().filter(|check| matches!(check.result, TaskResult::Pass | TaskResult::Fail)));
        match next {
            Some(next) => place = next,
            None => return Ok(checks),
        }
    }
}

fn hint(one: &StandsOut<AccountId, UnitId>, checks: &[Check], (from, to): (Date, Date)) -> Option<NewHint> {
    let of = checks.iter().filter(|check| check.checker == one.checker && check.unit == one.unit);
    let cases: Vec<NewCase> = of
        .take(MOST_CASES)
        .map(|check| NewCase {
            case: check.case,
            area: check.area.clone(),
            picture: None,
            task: Some(check.task),
            at: check.at,
        })
        .collect();
    let at = cases.first().map(|case| case.at)?;
    let share = |passed: Passed| Share { part: passed.passed, whole: passed.checked };
    Some(NewHint {
        key: format!("{}:{}:{}", one.checker, one.unit, to.strftime("%Y-%m")),
        at,
        people: vec![one.checker],
        facts: HintFacts::PassRate {
            unit: one.unit.clone(),
            own: share(one.passed),
            elsewhere: share(one.elsewhere),
            others: share(one.others),
            chance: Chance { chance: one.chance, compared: one.compared },
            from,
            to,
        },
        cases,
    })
}
