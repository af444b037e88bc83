//! What each person did, taken along when a month is frozen.
//!
//! What was done is as of the month's own moment, like its cases: of those that went on since, the steps are read once more
//! up to it. Days on shift are as they were counted when the version is made: nothing that they were counted from is kept.

use std::collections::BTreeSet;

use jiff::civil::Date;
use shared::assessment::posts::work::read;
use shared::time::Instant;

use super::store::{frozen, work};
use super::work::{People, tell_inspectors};
use crate::db::Tx;
use crate::error::Result;
use crate::months::row::back_at;

/// So many cases are read at once.
const AT_ONCE: usize = 500;

/// A version of a month that is being made.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// What its rows stand under.
    pub id: &'a str,
    /// When the month begins, and when the next one does.
    pub window: (Instant, Instant),
    /// Its first day and its last.
    pub days: (Date, Date),
    /// As of when it is.
    pub at: Instant,
}

/// Writes what the posts of a month come to, in the version's own transaction.
pub async fn freeze(tx: &mut Tx, version: Version<'_>) -> Result<()> {
    // In this order: while rows are copied somebody may go on with a case. One that was read or copied is not taken twice,
    // and one that could not be copied any more is read then.
    let before = frozen::went_on(tx, version.id, version.window.0, version.at).await?;
    reread(tx, version, &before).await?;
    frozen::copy(tx, version.id, version.window, version.at).await?;
    let after = frozen::went_on(tx, version.id, version.window.0, version.at).await?;
    reread(tx, version, &after.difference(&before).cloned().collect()).await?;
    let (first, last) = version.days;
    frozen::copy_days(tx, version.id, &shared::day::write(first), &shared::day::write(last)).await
}

async fn reread(tx: &mut Tx, version: Version<'_>, cases: &BTreeSet<String>) -> Result<()> {
    let Version { id, window: (begins, ends), at, .. } = version;
    let cases: Vec<String> = cases.iter().cloned().collect();
    let people = People::read(tx).await?;
    for some in cases.chunks(AT_ONCE) {
        let out = work::out(tx, some).await?;
        let mut done = Vec::new();
        for (case, flow) in work::histories(tx, some).await? {
            let flow = people.told(flow);
            let due = out.get(&case.id.to_string()).copied();
            let Some(case) = back_at(case, &flow, at) else { continue };
            let mut own = read(&case, &flow, due, at);
            own.retain(|one| begins <= one.at && one.at < ends);
            done.push((case, own));
        }
        tell_inspectors(tx, done.iter_mut().flat_map(|(_, own)| own.iter_mut())).await?;
        work::freeze(tx, id, &done, at).await?;
    }
    Ok(())
}
