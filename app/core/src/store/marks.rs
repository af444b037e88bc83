//! Rows that the server is held to hold too, and their marks, by ranges of ids.
//!
//! What counts of `cases` and `tasks`: everything that was only heard, and of what was saved or answered here what was
//! heard in the present scope. A report that the server acknowledged and said nothing of counts too, with a mark that
//! nothing has: the server has lost it.

use std::collections::BTreeMap;

use rusqlite::params;
use shared::ids::AccountId;
use shared::sync::digest::{Mark, Sum};
use shared::sync::pull;

use super::{Reader, Writer, count, signed, text};
use crate::error::Result;

/// Behind every id.
const BEHIND_ALL: &str = "g";

/// Of which scope rows are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Held {
    /// The generation of the present scope.
    pub generation: u64,
    /// The account whose own reports the scope holds; none where the scope is an area.
    pub reporter: Option<AccountId>,
}

struct Statements {
    sum: &'static str,
    list: &'static str,
    ids: &'static str,
    unmarked: &'static str,
    mark: &'static str,
}

/// The same statements over three tables: the condition stands in each word for word.
macro_rules! statements {
    ($table:literal, $condition:literal) => {
        Statements {
            sum: concat!(
                "select count(*) as found, coalesce(sum(mark_a), 0) as a, coalesce(sum(mark_b), 0) as b from ",
                $table,
                " where (",
                $condition,
                ") and id >= ?3 and id < ?4"
            ),
            list: concat!(
                "select id, mark_a as a, mark_b as b from ",
                $table,
                " where (",
                $condition,
                ") and id >= ?3 and id < ?4 order by id limit ?5"
            ),
            ids: concat!("select id from ", $table, " where (", $condition, ") and id >= ?3 and id < ?4 order by id"),
            unmarked: concat!("select id, version, body from ", $table, " where mark_a = -1 order by id limit ?1"),
            mark: concat!("update ", $table, " set mark_a = ?2, mark_b = ?3 where id = ?1"),
        }
    };
}

const CASES: Statements = statements!(
    "cases",
    "report = '' or (body <> '' and scope_version = ?1) or (body = '' and account_id = ?2 and exists (
        select 1 from operations where operations.id = cases.operation_id and operations.outcome = 'applied'))"
);
const TASKS: Statements = statements!("tasks", "answer = '' or scope_version = ?1");
const NEARBY: Statements = statements!("nearby", "true");

/// The entities that are held here, in rows of their own.
pub const ENTITIES: &[&str] = &[pull::CASE, pull::TASK, pull::NEARBY];

fn statements(entity: &str) -> Option<&'static Statements> {
    match entity {
        pull::CASE => Some(&CASES),
        pull::TASK => Some(&TASKS),
        pull::NEARBY => Some(&NEARBY),
        _ => None,
    }
}

fn end(to: &str) -> &str {
    if to.is_empty() { BEHIND_ALL } else { to }
}

impl Reader<'_> {
    /// Returns how many rows a range holds, and their marks added up.
    pub fn sum(&self, held: Held, entity: &str, from: &str, to: &str) -> Result<Sum> {
        let Some(statements) = statements(entity) else { return Ok(Sum::default()) };
        let mut query = self.sql.prepare_cached(statements.sum)?;
        let bound = params![signed(held.generation), text(held.reporter), from, end(to)];
        Ok(query.query_row(bound, |row| {
            Ok(Sum { count: count(row, "found")?, a: count(row, "a")?, b: count(row, "b")? })
        })?)
    }

    /// Returns the first rows of a range with their marks.
    pub fn marked_rows(
        &self,
        held: Held,
        entity: &str,
        from: &str,
        to: &str,
        most: usize,
    ) -> Result<BTreeMap<String, Mark>> {
        let Some(statements) = statements(entity) else { return Ok(BTreeMap::new()) };
        let mut query = self.sql.prepare_cached(statements.list)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let bound = params![signed(held.generation), text(held.reporter), from, end(to), most];
        let rows = query.query_map(bound, |row| {
            Ok((row.get::<_, String>("id")?, Mark { a: count(row, "a")?, b: count(row, "b")? }))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns where a range is to be cut into so many parts of about the same size, its ends included.
    pub fn cuts(&self, held: Held, entity: &str, from: &str, to: &str, parts: usize) -> Result<Vec<String>> {
        let Some(statements) = statements(entity) else { return Ok(Vec::new()) };
        let total = usize::try_from(self.sum(held, entity, from, to)?.count).unwrap_or(usize::MAX);
        let places: Vec<usize> = (1..parts).map(|part| part.saturating_mul(total) / parts.max(1)).collect();
        let mut query = self.sql.prepare_cached(statements.ids)?;
        let bound = params![signed(held.generation), text(held.reporter), from, end(to)];
        let mut rows = query.query(bound)?;
        let (mut cuts, mut place, mut wanted) = (vec![from.to_owned()], 0, places.into_iter().peekable());
        while let Some(row) = rows.next()? {
            if wanted.next_if_eq(&place).is_some() {
                cuts.push(row.get("id")?);
            }
            place += 1;
        }
        cuts.push(to.to_owned());
        Ok(cuts)
    }
}

impl Writer<'_> {
    /// Gives some rows that have no mark theirs. Says how many they were.
    pub fn mark_rows(&self, entity: &str, most: usize) -> Result<usize> {
        let Some(statements) = statements(entity) else { return Ok(0) };
        let mut query = self.sql.prepare_cached(statements.unmarked)?;
        let rows = query.query_map([i64::try_from(most).unwrap_or(i64::MAX)], |row| {
            Ok((row.get::<_, String>("id")?, count(row, "version")?, row.get::<_, String>("body")?))
        })?;
        let rows: Vec<(String, u64, String)> = rows.collect::<rusqlite::Result<_>>()?;
        for (id, version, body) in &rows {
            // What cannot be read is like nothing the server holds, and is fetched again.
            let mark = Mark::of(entity, id, *version, body).unwrap_or(Mark::NONE);
            self.sql.prepare_cached(statements.mark)?.execute(params![id, signed(mark.a), signed(mark.b)])?;
        }
        Ok(rows.len())
    }
}
