//! Rows of a scope and their marks, by ranges of ids.
//!
//! No body is read for a sum: marks stand in the indexes. Ids are compared as text, all of one shape, so the order is
//! the same in every collation.

use std::collections::BTreeMap;

use shared::ids::{AccountId, JurisdictionId};
use shared::sync::digest::{BadMark, Mark, Sum};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// Behind every id.
const BEHIND_ALL: &str = "g";

/// Some rows of a scope.
#[derive(Clone, Debug)]
pub enum Rows {
    /// The cases that an account reported.
    CasesOf(AccountId),
    /// The tasks that are out to an account or were answered by it.
    TasksOf(AccountId),
    /// The cases that others reported since then in an account's duty grids.
    Near(AccountId, Instant),
    /// The cases of an area.
    CasesIn(JurisdictionId),
    /// The tasks of an area.
    TasksIn(JurisdictionId),
}

struct Statements {
    sum: &'static str,
    list: &'static str,
    row: &'static str,
}

/// One place in four tables: the condition stands in each statement word for word.
macro_rules! statements {
    ($table:literal, $condition:literal) => {
        Statements {
            sum: concat!(
                "select count(*) as found, cast(coalesce(sum(mark_a), 0) as bigint) as a, \
                 cast(coalesce(sum(mark_b), 0) as bigint) as b from ",
                $table,
                " where ",
                $condition,
                " and id >= $2 and id < $3"
            ),
            list: concat!(
                "select id, mark_a as a, mark_b as b from ",
                $table,
                " where ",
                $condition,
                " and id >= $2 and id < $3 order by id limit $4"
            ),
            row: concat!("select body from ", $table, " where ", $condition, " and id = $2"),
        }
    };
}

const CASES_OF: Statements = statements!("cases", "reporter_id = $1");
const TASKS_OF: Statements = statements!("tasks", "assignee_id = $1 and state <> 'withdrawn'");
const CASES_IN: Statements = statements!("cases", "jurisdiction_id = $1");
const TASKS_IN: Statements = statements!("tasks", "jurisdiction_id = $1 and state <> 'withdrawn' and is_blind = 0");
const NEAR: Statements = Statements {
    sum: "select count(*) as found, cast(coalesce(sum(near_a), 0) as bigint) as a, \
          cast(coalesce(sum(near_b), 0) as bigint) as b from cases \
          where duty_grid in (select g.duty_grid from account_grids g where g.account_id = $1) \
          and (reporter_id is null or reporter_id <> $1) and received_at_ms >= $4 and id >= $2 and id < $3",
    list: "select id, near_a as a, near_b as b from cases \
           where duty_grid in (select g.duty_grid from account_grids g where g.account_id = $1) \
           and (reporter_id is null or reporter_id <> $1) and received_at_ms >= $5 and id >= $2 and id < $3 \
           order by id limit $4",
    row: "select body from cases \
          where duty_grid in (select g.duty_grid from account_grids g where g.account_id = $1) \
          and (reporter_id is null or reporter_id <> $1) and received_at_ms >= $3 and id = $2",
};

impl Rows {
    fn statements(&self) -> &'static Statements {
        match self {
            Self::CasesOf(_) => &CASES_OF,
            Self::TasksOf(_) => &TASKS_OF,
            Self::Near(..) => &NEAR,
            Self::CasesIn(_) => &CASES_IN,
            Self::TasksIn(_) => &TASKS_IN,
        }
    }

    fn whose(&self) -> String {
        match self {
            Self::CasesOf(account) | Self::TasksOf(account) | Self::Near(account, _) => account.to_string(),
            Self::CasesIn(area) | Self::TasksIn(area) => area.to_string(),
        }
    }

    fn since(&self) -> Option<Instant> {
        match self {
            Self::Near(_, since) => Some(*since),
            Self::CasesOf(_) | Self::TasksOf(_) | Self::CasesIn(_) | Self::TasksIn(_) => None,
        }
    }
}

fn end(to: &str) -> &str {
    if to.is_empty() { BEHIND_ALL } else { to }
}

/// Returns how many rows a range holds, and their marks added up.
pub async fn sum(connection: &mut AnyConnection, rows: &Rows, from: &str, to: &str) -> Result<Sum> {
    let mut query = sqlx::query(rows.statements().sum).bind(rows.whose()).bind(from).bind(end(to));
    if let Some(since) = rows.since() {
        query = query.bind(since.ms());
    }
    let row = query.fetch_one(connection).await?;
    Ok(Sum { count: half(&row, "found")?, a: half(&row, "a")?, b: half(&row, "b")? })
}

/// Returns the first rows of a range with their marks.
pub async fn list(
    connection: &mut AnyConnection,
    rows: &Rows,
    from: &str,
    to: &str,
    limit: usize,
) -> Result<BTreeMap<String, Mark>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut query = sqlx::query(rows.statements().list).bind(rows.whose()).bind(from).bind(end(to)).bind(limit);
    if let Some(since) = rows.since() {
        query = query.bind(since.ms());
    }
    let found = query.fetch_all(connection).await?;
    found.iter().map(|row| Ok((row.text("id")?, Mark { a: half(row, "a")?, b: half(row, "b")? }))).collect()
}

/// Returns the body of a row if it is among these.
pub async fn body(connection: &mut AnyConnection, rows: &Rows, id: &str) -> Result<Option<String>> {
    let mut query = sqlx::query(rows.statements().row).bind(rows.whose()).bind(id);
    if let Some(since) = rows.since() {
        query = query.bind(since.ms());
    }
    query.fetch_optional(connection).await?.map(|row| row.text("body")).transpose()
}

fn half(row: &AnyRow, column: &str) -> Result<u64> {
    let number = row.number(column)?;
    Ok(u64::try_from(number).map_err(|_| anyhow::Error::new(BadMark))?)
}
