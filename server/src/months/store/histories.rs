//! What a month is made from: cases with their histories.

use std::collections::{BTreeMap, BTreeSet};

use shared::ids::CaseId;
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::among::among;
use crate::db::fields::Fields as _;
use crate::error::Result;
use crate::months::calendar::Window;
use crate::months::row::History;

/// So many cases are read at once.
pub const AT_ONCE: usize = 500;

// An engine that believed that the moment of receiving narrows most would go through all cases by it: `+ 0` keeps that
// index out.

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

/// Returns every case that has to be read for a month as of a moment: what may fall in it by cases and steps, what falls in
/// it by its row, and what has no row that says what it is.
pub async fn candidates(
    connection: &mut AnyConnection,
    (begins, ends): Window,
    at: Instant,
) -> Result<BTreeSet<CaseId>> {
    let mut found = may_fall(&mut *connection, (begins, ends), at).await?;
    let rows = sqlx::query(
        "select a.case_id as id from assessed a join cases c on c.id = a.case_id \
         where ((a.reported_at_ms >= $1 and a.reported_at_ms < $2) or (a.filed_at_ms >= $1 and a.filed_at_ms < $2) \
         or (a.due_at_ms >= $1 and a.due_at_ms < $2)) and c.received_at_ms + 0 <= $3 \
         union select id from cases where assessed_version = 0 and received_at_ms + 0 <= $3",
    )
    .bind(begins.ms())
    .bind(ends.ms())
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
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = among(connection, "select id, body from cases where id in", &[], &ids).await?;
    let mut histories: BTreeMap<String, History> = BTreeMap::new();
    for row in &rows {
        histories.insert(row.text("id")?, History { case: row.json("body")?, flow: Vec::new() });
    }
    let rows = among(connection, "select case_id, body from case_flow where case_id in", &[], &ids).await?;
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
