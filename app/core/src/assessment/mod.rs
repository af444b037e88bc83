//! How a supervisor's area did: the month that runs and the last published one, asked of the server and kept, so that the
//! last known state can be read where there is no network.
//!
//! Never counted here: the server sums, and both numbers of each rate are kept as it said them. The cases behind a number
//! are its alone; they are asked for when somebody wants to see them, and not kept.

#[cfg(test)]
mod tests;

use app_bridge::assessment::{AssessmentSheet, MonthSheet, NumberBehind, RateCell, UnitCell};
use serde::{Deserialize, Serialize};
use shared::account::{Right, may};
use shared::api::assessment::{AssessedCases, AssessmentRow, AssessmentTable, Months, Source};
use shared::assessment::{Basis, Counter, Rate, Sums};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use crate::board::Freshness;
use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::last_known::LastKnown;
use crate::store::session::SignedIn;
use crate::sync::api::Call;
use crate::sync::round::Line;

/// Under which name it is kept.
const ASSESSMENT: &str = "assessment";
/// So many units stand on the sheet, and so many cases on a page of those behind a number.
const MOST_UNITS: usize = 10;
const MOST_CASES: u32 = 50;

/// The rates of the sheet, each by the moment that a month's assessment chooses its cases by.
const MAIN: [(Rate, Basis); 8] = [
    (Rate::Dispose, Basis::Due),
    (Rate::IntimeDispose, Basis::Due),
    (Rate::OvertimeToDispose, Basis::Due),
    (Rate::Archive, Basis::Due),
    (Rate::IntimeArchive, Basis::Due),
    (Rate::Rework, Basis::Due),
    (Rate::AccurDispatch, Basis::Filed),
    (Rate::Inst, Basis::Reported),
];

/// What is kept of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Kept {
    running: MonthSheet,
    published: Option<MonthSheet>,
}

/// Returns how the signed-in account's area did.
pub async fn sheet(core: &Inner, freshness: Freshness) -> Result<AssessmentSheet> {
    let session = allowed(core)?;
    let failure = match freshness {
        Freshness::LastKnown => None,
        Freshness::Asked => match ask(core, &session).await {
            Ok(()) => None,
            Err(error @ (Error::Offline(_) | Error::Busy(_))) => Some(error.told()),
            Err(error) => return Err(error),
        },
    };
    let kept = core.store.read(|r| r.last_known(ASSESSMENT, session.account.id))?;
    // Another build may have kept it: what this one cannot read is asked for anew and not shown.
    let kept = kept.and_then(|kept| serde_json::from_str::<Kept>(&kept.body).ok());
    Ok(match kept {
        Some(Kept { running, published }) => AssessmentSheet { running: Some(running), published, failure },
        None => AssessmentSheet { failure, ..AssessmentSheet::default() },
    })
}

/// Asks for the cases behind a number: the first of them, or those behind a place that came with the page before.
pub async fn behind(core: &Inner, number: &NumberBehind, after: Option<&str>) -> Result<AssessedCases> {
    allowed(core)?;
    let NumberBehind { month, version, basis, counter, unit } = number;
    let (basis, counter) = (basis.as_str(), counter.as_str());
    let mut path = format!(
        "/api/v1/assessment/cases?{}&by=unit&basis={basis}&counter={counter}&limit={MOST_CASES}",
        asked(month, *version)?
    );
    if let Some(unit) = unit {
        path.push_str("&key=");
        path.push_str(unit.as_str());
    }
    if let Some(after) = after {
        // It came by way of the page: whatever is no place must not become another question.
        if !after.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')) {
            return Err(Refusal::because(Code::BadValue, "after: not a place in this list").into());
        }
        path.push_str("&after=");
        path.push_str(after);
    }
    Line::open(core)?.json(&Call::get(path)).await
}

fn allowed(core: &Inner) -> Result<SignedIn> {
    let session = core.store.read(|r| r.signed_in())?;
    if may(session.account.role, Right::SeeAssessment) {
        Ok(session)
    } else {
        Err(Refusal::from(Code::NotAllowed).into())
    }
}

async fn ask(core: &Inner, session: &SignedIn) -> Result<()> {
    let line = Line::open(core)?;
    let months: Months = line.json(&Call::get("/api/v1/assessment/months")).await?;
    let running = month_of(core.times()?.corrected(), &months.zone);
    let table = fetch(&line, &running, None).await?;
    let told_at = table.at;
    let running = month_sheet(running, &table);
    let published = match last_published(&months) {
        Some((month, version)) => {
            let table = fetch(&line, &month, Some(version)).await?;
            Some(month_sheet(month, &table))
        }
        None => None,
    };
    let body = serde_json::to_string(&Kept { running, published })?;
    let account = &session.account;
    core.store.write(|w| w.keep_last_known(ASSESSMENT, account.id, &account.jurisdiction, &LastKnown { told_at, body }))
}

async fn fetch(line: &Line<'_>, month: &str, version: Option<u32>) -> Result<AssessmentTable> {
    line.json(&Call::get(format!("/api/v1/assessment?{}&by=unit", asked(month, version)?))).await
}

/// Writes which month and which version of it, as an address has it.
fn asked(month: &str, version: Option<u32>) -> Result<String> {
    // It came from the page: whatever is no month must not become another question.
    if shared::day::read(&format!("{month}-01")).is_none() {
        return Err(Refusal::because(Code::BadValue, "month: YYYY-MM").into());
    }
    Ok(version.map_or_else(|| format!("month={month}"), |version| format!("month={month}&version={version}")))
}

fn month_of(now: Instant, zone: &str) -> String {
    let day = now.day_in(zone);
    format!("{:04}-{:02}", day.year(), day.month())
}

/// Returns the newest month that was published, with the version that was published last.
fn last_published(months: &Months) -> Option<(String, u32)> {
    let published = months.months.iter().filter_map(|month| {
        let versions = month.versions.iter().filter(|version| version.published.is_some());
        let newest = versions.map(|version| version.number).max()?;
        Some((month.month.clone(), newest))
    });
    published.max()
}

fn month_sheet(month: String, table: &AssessmentTable) -> MonthSheet {
    let nothing = Sums::default();
    let cell = |(rate, basis): (Rate, Basis)| {
        let ratio = rate.of(table.total.get(&basis).unwrap_or(&nothing));
        RateCell { rate, basis, part: ratio.part, whole: ratio.whole }
    };
    let units = late_units(&table.rows);
    let units_more = u64::try_from(units.len().saturating_sub(MOST_UNITS)).unwrap_or_default();
    MonthSheet {
        month,
        version: match &table.source {
            Source::Live => None,
            Source::Frozen { version, .. } => Some(*version),
        },
        at: table.at,
        training: table.training,
        rates: MAIN.map(cell).to_vec(),
        units: units.into_iter().take(MOST_UNITS).collect(),
        units_more,
    }
}

/// Returns the units that have cases which are open and late, the most first, and those of them with as many by their
/// names.
fn late_units(rows: &[AssessmentRow]) -> Vec<UnitCell> {
    let mut units: Vec<UnitCell> = rows
        .iter()
        .filter_map(|row| {
            let sums = row.sums.get(&Basis::Due)?;
            Some(UnitCell {
                rank: 0,
                unit: row.key.parse().ok()?,
                name: row.name.clone(),
                overdue: sums.get(Counter::OvertimeToDispose),
                whole: sums.get(Counter::NeedDispose),
            })
        })
        .filter(|unit| unit.overdue > 0)
        .collect();
    units.sort_by(|a, b| b.overdue.cmp(&a.overdue).then_with(|| a.name.cmp(&b.name)));
    let mut before = (0, 0);
    for (place, unit) in (1_u64..).zip(&mut units) {
        let (rank, overdue) = before;
        unit.rank = if unit.overdue == overdue { rank } else { place };
        before = (unit.rank, unit.overdue);
    }
    units
}
