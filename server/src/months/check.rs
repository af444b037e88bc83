//! Is a frozen month what its histories say? It is read once more from cases and their steps alone, and compared with what
//! was frozen column by column.
//!
//! One thing no history tells: that a collector should have found what another channel reported. Shifts do, and what was
//! frozen of that is taken as it stands.

use std::collections::BTreeSet;

use shared::api::assessment::MonthCheck;
use shared::assessment::Facts;
use shared::ids::CaseId;
use sqlx::AnyConnection;

use super::calendar::{Month, Window};
use super::row::{back_at, falls_in, missed};
use super::store::frozen;
use super::store::histories::{self, AT_ONCE};
use super::store::versions::{self, VersionRow};
use crate::app::App;
use crate::assessment;
use crate::assessment::row::Assessed;
use crate::error::Result;

/// Of so many cases it is said which.
const MOST_TOLD: usize = 200;

/// Reads a version once more.
pub async fn compare(connection: &mut AnyConnection, version: &VersionRow, window: Window) -> Result<MonthCheck> {
    let at = version.version.at;
    let mut frozen = frozen::of_version(connection, &version.id).await?;
    let mut ids: BTreeSet<CaseId> = frozen.keys().copied().collect();
    ids.extend(histories::may_fall(connection, window, at).await?);
    let ids: Vec<CaseId> = ids.into_iter().collect();
    let (mut cases, mut differing) = (0, Vec::new());
    for some in ids.chunks(AT_ONCE) {
        for one in histories::read(connection, some).await? {
            let id = one.case.id;
            let stands = frozen.remove(&id);
            let again = back_at(one.case, &one.flow, at).map(|case| {
                let facts = Facts::read(&case, &one.flow, at);
                Assessed::of(&case, &facts, stands.as_ref().and_then(missed)).frozen(at)
            });
            let again = again.filter(|row| falls_in(row, window));
            cases += u64::from(stands.is_some() || again.is_some());
            if stands != again {
                differing.push(id);
            }
        }
    }
    // What is left was frozen, and there is no such case.
    cases += u64::try_from(frozen.len()).unwrap_or(0);
    differing.extend(frozen.into_keys());
    differing.sort();
    let differing_total = u64::try_from(differing.len()).unwrap_or(0);
    differing.truncate(MOST_TOLD);
    Ok(MonthCheck { cases, differing, differing_total })
}

/// Reads the newest version of every month once more; returns how many there are, and tells of each that is not what its
/// histories say.
pub async fn newest(app: &App, connection: &mut AnyConnection, problems: &mut Vec<String>) -> Result<u64> {
    let city = app.city();
    let zone = assessment::asked::zone(&city);
    let all = versions::list(connection, None).await?;
    // They come month by month, the newest version of each last.
    let mut newest: Vec<VersionRow> = Vec::new();
    for version in all {
        newest.retain(|other| other.month != version.month);
        newest.push(version);
    }
    for one in &newest {
        let VersionRow { month, version, .. } = one;
        let Some(window) = Month::parse(month).and_then(|month| month.window(zone)) else {
            problems.push(format!("month {month}: there is no such month"));
            continue;
        };
        let found = compare(connection, one, window).await?;
        for case in found.differing.iter().take(20) {
            problems.push(format!("month {month} version {}: case {case} counts otherwise", version.number));
        }
        if found.differing_total > 0 {
            let total = found.differing_total;
            problems.push(format!("month {month} version {}: {total} cases count otherwise", version.number));
        }
        if found.differing_total == 0 && found.cases != version.cases {
            let (said, there) = (version.cases, found.cases);
            problems.push(format!("month {month} version {}: it says {said} cases, {there} are there", version.number));
        }
    }
    Ok(u64::try_from(newest.len()).unwrap_or(u64::MAX))
}
