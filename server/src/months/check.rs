//! Is a frozen month what its histories say? It is read once more from cases and their steps alone, and compared with what
//! was frozen: what each case counts as column by column, what each person did step by step. And is it what was frozen: its
//! seal is made once more from its rows.
//!
//! What is read are steps, which are only ever added. Of a case itself only that is taken which nothing changes once it is
//! here: its id and number, how, when and by whom it was reported, what it is about, whether it was only practised. Where it
//! lies and who manages it can change with the boundaries; each such change is a step that says what was before, and is put
//! back ([`super::row::back_at`]). Its state, its deadlines, its unit and whatever else a step sets are not looked at.
//!
//! Two things no history tells, and what was frozen of them is taken as it stands, under the seal: that a collector should
//! have found what another channel reported (shifts say so), and on which days somebody was on shift (tracks did, and are
//! forgotten). Whether whoever worked on site did so as a collector or as an inspector their account tells: what it was is
//! kept whenever it changes.

use std::collections::{BTreeMap, BTreeSet};

use shared::api::assessment::{MonthCheck, MonthFault, MonthFaultCode, MonthSeal};
use shared::assessment::Facts;
use shared::ids::CaseId;
use sqlx::AnyConnection;

use super::calendar::{Month, Window};
use super::differs::{self, Step};
use super::ending;
use super::row::{History, back_at, falls_in, missed};
use super::store::frozen;
use super::store::histories::{self, AT_ONCE};
use super::store::sealed::{self, Nobody};
use super::store::versions::{self, VersionRow};
use crate::app::App;
use crate::assessment;
use crate::assessment::row::Assessed;
use crate::error::Result;
use crate::posts;
use crate::posts::work::People;

/// Of so many cases it is said which, and so many faults are told.
const MOST_TOLD: usize = 200;
/// So many of them in words.
const MOST_IN_WORDS: usize = 20;

/// What was found so far.
#[derive(Debug, Default)]
struct Found {
    cases: u64,
    differing: Vec<CaseId>,
    work: u64,
    work_differing: u64,
    faults: Vec<MonthFault>,
}

impl Found {
    fn fault(&mut self, fault: MonthFault) {
        if self.faults.len() < MOST_TOLD {
            self.faults.push(fault);
        }
    }

    fn case(&mut self, id: CaseId, stands: Option<&Assessed>, again: Option<&Assessed>) {
        self.cases += u64::from(stands.is_some() || again.is_some());
        if let Some(fault) = differs::of_case(id, stands, again) {
            self.differing.push(id);
            self.fault(fault);
        }
    }

    fn steps(&mut self, stand: BTreeMap<differs::Key, Step>, again: BTreeMap<differs::Key, Step>) {
        let keys: BTreeSet<differs::Key> = stand.keys().chain(again.keys()).cloned().collect();
        for key in keys {
            self.work += 1;
            if let Some(fault) = differs::of_step(&key, stand.get(&key), again.get(&key)) {
                self.work_differing += 1;
                self.fault(fault);
            }
        }
    }
}

/// Reads a version once more.
pub async fn compare(connection: &mut AnyConnection, version: &VersionRow, window: Window) -> Result<MonthCheck> {
    let at = version.version.at;
    let mut frozen = frozen::of_version(connection, &version.id).await?;
    let mut ids: BTreeSet<CaseId> = frozen.keys().copied().collect();
    ids.extend(histories::may_fall(connection, window, at).await?);
    ids.extend(posts::freeze::cases_of(connection, &version.id).await?);
    let people = People::read(connection).await?;
    let ids: Vec<CaseId> = ids.into_iter().collect();
    let mut found = Found::default();
    for some in ids.chunks(AT_ONCE) {
        let histories = histories::read(connection, some).await?;
        for History { case, flow } in &histories {
            let stands = frozen.remove(&case.id);
            let again = back_at(case.clone(), flow, at).map(|case| {
                let facts = Facts::read(&case, flow, at);
                Assessed::of(&case, &facts, stands.as_ref().and_then(missed)).frozen(at)
            });
            let again = again.filter(|row| falls_in(row, window));
            found.case(case.id, stands.as_ref(), again.as_ref());
        }
        let stand = posts::freeze::steps_of(connection, &version.id, some).await?;
        let again = posts::freeze::as_of(connection, &people, &histories, window, at).await?;
        found.steps(differs::as_frozen(stand), differs::as_read(&again));
    }
    // What is left was frozen, and there is no such case.
    for (id, row) in &frozen {
        found.case(*id, Some(row), None);
    }
    let seal = seal(connection, version).await?;
    if seal == MonthSeal::Broken {
        let fault = MonthFault { code: MonthFaultCode::SealBroken, ..MonthFault::default() };
        found.faults.insert(0, fault);
        found.faults.truncate(MOST_TOLD);
    }
    let Found { cases, mut differing, work, work_differing, faults } = found;
    differing.sort();
    let differing_total = u64::try_from(differing.len()).unwrap_or(0);
    differing.truncate(MOST_TOLD);
    Ok(MonthCheck { cases, differing, differing_total, work, work_differing_total: work_differing, seal, faults })
}

/// Makes the seal once more from the rows; it stands with the version and in the audit.
async fn seal(connection: &mut AnyConnection, row: &VersionRow) -> Result<MonthSeal> {
    let VersionRow { id, month, version, seal } = row;
    if seal.is_empty() {
        return Ok(MonthSeal::None);
    }
    let is_same = sealed::hash(connection, id, &mut Nobody).await?.as_ref() == Some(seal);
    let words = ending::told(version.number, version.at, version.cases, seal);
    let is_audited = versions::is_audited(connection, month, &words).await?;
    Ok(if is_same && is_audited { MonthSeal::Whole } else { MonthSeal::Broken })
}

/// Reads the newest version of every month once more, and the newest that was published; returns how many months there are,
/// and tells of each version that is not what its histories say.
pub async fn newest(app: &App, connection: &mut AnyConnection, problems: &mut Vec<String>) -> Result<u64> {
    let city = app.city();
    let zone = assessment::asked::zone(&city);
    let mut months: BTreeMap<String, Vec<VersionRow>> = BTreeMap::new();
    // They come month by month, the newest version of each last.
    for version in versions::list(connection, None).await? {
        let of_month = months.entry(version.month.clone()).or_default();
        // One that was published stays until a newer one is; one that was not only while it is the newest.
        let is_published = version.version.published.is_some();
        of_month.retain(|other| !is_published && other.version.published.is_some());
        of_month.push(version);
    }
    for (month, versions) in &months {
        let Some(window) = Month::parse(month).and_then(|month| month.window(zone)) else {
            problems.push(format!("month {month}: there is no such month"));
            continue;
        };
        for one in versions {
            let found = compare(connection, one, window).await?;
            told(one, &found, problems);
        }
    }
    Ok(u64::try_from(months.len()).unwrap_or(u64::MAX))
}

/// Says what was found of a version, each fault behind the code that it goes by.
fn told(one: &VersionRow, found: &MonthCheck, problems: &mut Vec<String>) {
    let VersionRow { month, version, .. } = one;
    let head = format!("month {month} version {}", version.number);
    for fault in found.faults.iter().take(MOST_IN_WORDS) {
        problems.push(format!("{head}: {}", differs::told(fault)));
    }
    if found.differing_total > 0 {
        problems.push(format!("{head}: {} cases count otherwise", found.differing_total));
    }
    if found.work_differing_total > 0 {
        problems.push(format!("{head}: {} steps count otherwise", found.work_differing_total));
    }
    if found.differing_total == 0 && found.cases != version.cases {
        let (said, there) = (version.cases, found.cases);
        problems.push(format!("{head}: it says {said} cases, {there} are there"));
    }
}
