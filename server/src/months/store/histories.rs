//! What a month is made from: cases with their histories.

use std::collections::{BTreeMap, BTreeSet};

use shared::case::{Case, FlowRecord};
use shared::ids::CaseId;
use shared::time::Instant;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::db::fields::Fields as _;
use crate::error::Result;
use crate::months::calendar::Window;

/// So many cases are read at once.
pub const AT_ONCE: usize = 500;

/// A case as it stands now, with all its steps, the oldest first.
#[derive(Clone, Debug)]
pub struct History {
    /// The case.
    pub case: Case,
    /// Its steps.
    pub flow: Vec<FlowRecord>,
}

// An engine that believed that the moment of receiving narrows most would go through all cases by it: `+ 0` keeps that
// index out.

/// The cases that were here at a moment (`$1`) and whose rows in `assessed` do not say what they were then: they went on
/// since, or what was written of them was not read yet. Those that are in a version (`$2`) already are left out.
const WENT_ON: &str = "\
    select a.case_id as id from assessed a join cases c on c.id = a.case_id \
    where a.last_at_ms > $1 and c.received_at_ms + 0 <= $1 \
    and not exists (select 1 from frozen_cases z where z.version_id = $2 and z.case_id = a.case_id) \
    union select c.id from cases c where c.assessed_version = 0 and c.received_at_ms + 0 <= $1 \
    and not exists (select 1 from frozen_cases z where z.version_id = $2 and z.case_id = c.id)";

/// Returns the cases whose rows do not say what they were at a moment.
pub async fn went_on(connection: &mut AnyConnection, version: &str, at: Instant) -> Result<BTreeSet<CaseId>> {
    let rows = sqlx::query(WENT_ON).bind(at.ms()).bind(version.to_owned()).fetch_all(connection).await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}

/// Returns these and every other case whose row falls in a window and that is not in a version: what went on while rows
/// were copied. One statement sees all of it at one moment, so that no case slips through between two.
pub async fn left_out(
    connection: &mut AnyConnection,
    version: &str,
    (begins, ends): Window,
    at: Instant,
) -> Result<BTreeSet<CaseId>> {
    let statement = format!(
        "{WENT_ON} union select a.case_id from assessed a \
         where ((a.reported_at_ms >= $3 and a.reported_at_ms < $4) or (a.filed_at_ms >= $3 and a.filed_at_ms < $4) \
         or (a.due_at_ms >= $3 and a.due_at_ms < $4)) \
         and not exists (select 1 from frozen_cases z where z.version_id = $2 and z.case_id = a.case_id)"
    );
    let query = sqlx::query(AssertSqlSafe(statement)).bind(at.ms()).bind(version.to_owned());
    let rows = query.bind(begins.ms()).bind(ends.ms()).fetch_all(connection).await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}

/// Returns the cases that may fall in a window as of a moment, told by cases and steps alone: those that were reported in it,
/// those that are due in it, and those of which something was done since it began, which may have been due in it before.
pub async fn may_fall(connection: &mut AnyConnection, (begins, ends): Window, at: Instant) -> Result<BTreeSet<CaseId>> {
    let mut found = BTreeSet::new();
    for statement in [
        "select id from cases where reported_at_ms >= $1 and reported_at_ms < $2 and received_at_ms + 0 <= $3",
        "select id from cases where due_at_ms >= $1 and due_at_ms < $2 and received_at_ms + 0 <= $3",
    ] {
        let query = sqlx::query(statement).bind(begins.ms()).bind(ends.ms()).bind(at.ms());
        for row in &query.fetch_all(&mut *connection).await? {
            found.insert(row.parsed("id")?);
        }
    }
    let rows = sqlx::query(
        "select id from cases where id in (select case_id from case_flow where at_ms >= $1) and received_at_ms + 0 <= $2",
    )
    .bind(begins.ms())
    .bind(at.ms())
    .fetch_all(connection)
    .await?;
    for row in &rows {
        found.insert(row.parsed("id")?);
    }
    Ok(found)
}

/// Reads cases with their steps; one that is not there is left out.
pub async fn read(connection: &mut AnyConnection, ids: &[CaseId]) -> Result<Vec<History>> {
    let rows = among(connection, "select id, body from cases where id in", ids).await?;
    let mut histories: BTreeMap<String, History> = BTreeMap::new();
    for row in &rows {
        histories.insert(row.text("id")?, History { case: row.json("body")?, flow: Vec::new() });
    }
    let rows = among(connection, "select case_id, body from case_flow where case_id in", ids).await?;
    for row in &rows {
        if let Some(history) = histories.get_mut(&row.text("case_id")?) {
            history.flow.push(row.json("body")?);
        }
    }
    let mut read: Vec<History> = histories.into_values().collect();
    for history in &mut read {
        history.flow.sort_by_key(|record| record.sequence);
    }
    Ok(read)
}

/// Asks for the rows whose column, the last thing that `select` names, is one of the ids.
async fn among(connection: &mut AnyConnection, select: &'static str, ids: &[CaseId]) -> Result<Vec<AnyRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let mut query = sqlx::query(AssertSqlSafe(format!("{select} ({})", places.join(", "))));
    for id in ids {
        query = query.bind(id.to_string());
    }
    Ok(query.fetch_all(connection).await?)
}
