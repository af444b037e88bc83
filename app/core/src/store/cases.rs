//! Own cases: what was saved here, and the server's newest word on it.

use rusqlite::{OptionalExtension as _, Row};
use shared::case::Case;
use shared::ids::{AccountId, CaseId, CaseNo, JurisdictionId, OperationId};
use shared::sync::operation::Report;
use shared::time::Instant;

use super::journal::entry::Entry;
use super::{Reader, Writer, json, optional, parsed, signed, text};
use crate::error::Result;

/// A case as this phone knows it; at least one of `report` and `heard` is there.
#[derive(Clone, PartialEq, Debug)]
pub struct LocalCase {
    /// Its identity.
    pub id: CaseId,
    /// The operation that reported it from here.
    pub operation: Option<OperationId>,
    /// What was saved here.
    pub report: Option<Report>,
    /// The responsible unit's name as the phone found it.
    pub unit_name: String,
    /// The calendar did not reach as far as the estimate.
    pub provisional: bool,
    /// The number, from the first answer on.
    pub case_no: Option<CaseNo>,
    /// The number that it had before a server was restored that had forgotten it.
    pub earlier_no: Option<CaseNo>,
    /// When it was saved.
    pub saved: Instant,
    /// The server's newest word.
    pub heard: Option<Case>,
}

/// A case as it is saved here.
#[derive(Clone, PartialEq, Debug)]
pub struct NewCase<'a> {
    /// Where.
    pub jurisdiction: &'a JurisdictionId,
    /// Whose.
    pub account: AccountId,
    /// The operation that carries it.
    pub operation: OperationId,
    /// What was saved.
    pub report: &'a Report,
    /// The responsible unit's name.
    pub unit_name: &'a str,
    /// The calendar does not reach as far as the estimate.
    pub provisional: bool,
    /// When.
    pub saved: Instant,
}

pub(super) const COLUMNS: &str =
    "id, operation_id, report, unit_name, provisional, case_no, earlier_no, saved_ms, body";

pub(super) fn local_case(row: &Row<'_>) -> rusqlite::Result<LocalCase> {
    Ok(LocalCase {
        id: parsed(row, "id")?,
        operation: optional(row, "operation_id")?,
        report: json(row, "report")?,
        unit_name: row.get("unit_name")?,
        provisional: row.get("provisional")?,
        case_no: optional(row, "case_no")?,
        earlier_no: optional(row, "earlier_no")?,
        saved: Instant::from_ms(row.get("saved_ms")?),
        heard: json(row, "body")?,
    })
}

impl Reader<'_> {
    /// Returns an account's cases, newest first.
    pub fn cases(&self, account: AccountId) -> Result<Vec<LocalCase>> {
        let sql = format!("select {COLUMNS} from cases where account_id = ?1 order by saved_ms desc, id desc");
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([account.to_string()], local_case)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns one case.
    pub fn case(&self, id: CaseId) -> Result<Option<LocalCase>> {
        let sql = format!("select {COLUMNS} from cases where id = ?1");
        Ok(self.sql.query_row(&sql, [id.to_string()], local_case).optional()?)
    }
}

impl Writer<'_> {
    /// Saves a case that begins here.
    pub fn insert_case(&self, case: &NewCase<'_>) -> Result<()> {
        self.sql.execute(
            "insert into cases
                (id, jurisdiction_id, account_id, operation_id, report, unit_name, provisional, saved_ms)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            rusqlite::params![
                case.report.case.to_string(),
                case.jurisdiction.as_str(),
                case.account.to_string(),
                case.operation.to_string(),
                serde_json::to_string(case.report)?,
                case.unit_name,
                case.provisional,
                case.saved.ms(),
            ],
        )?;
        self.enter_case(case);
        Ok(())
    }

    fn enter_case(&self, case: &NewCase<'_>) {
        let (unit_name, provisional) = (case.unit_name.to_owned(), case.provisional);
        self.enter(Entry::Case { case: case.report.case, unit_name, provisional });
    }

    /// Saves a case again as it was corrected. When it was first saved, and the server's word, stay.
    pub fn rewrite_case(&self, case: &NewCase<'_>) -> Result<()> {
        self.sql.execute(
            "update cases set operation_id = ?2, report = ?3, unit_name = ?4, provisional = ?5 where id = ?1",
            rusqlite::params![
                case.report.case.to_string(),
                case.operation.to_string(),
                serde_json::to_string(case.report)?,
                case.unit_name,
                case.provisional,
            ],
        )?;
        self.enter_case(case);
        Ok(())
    }

    /// Lets another operation carry the case.
    pub fn case_carried_by(&self, id: CaseId, operation: OperationId) -> Result<()> {
        self.sql
            .execute("update cases set operation_id = ?2 where id = ?1", (id.to_string(), operation.to_string()))?;
        Ok(())
    }

    /// Keeps the case's number. One that it had before stays in sight: people may have written it down.
    pub fn put_case_no(&self, id: CaseId, case_no: &CaseNo) -> Result<()> {
        self.sql.execute(
            "update cases set
                earlier_no = case when case_no in ('', ?2) then earlier_no else case_no end,
                case_no = ?2
             where id = ?1",
            (id.to_string(), case_no.as_str()),
        )?;
        self.enter(Entry::Numbered { case: id, case_no: case_no.clone() });
        Ok(())
    }

    /// Keeps the server's word on a case unless a newer one is here. What was saved here stays beside it.
    ///
    /// A case that somebody else reported, heard of because it lies near by, belongs to nobody here.
    /// `body` is the case as it came: fields that this build does not know stay in it.
    pub fn hear_case(&self, case: &Case, body: &str, generation: u64) -> Result<()> {
        self.sql.execute(
            "insert into cases
                (id, jurisdiction_id, account_id, case_no, saved_ms, body, version, scope_version, closed_ms)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             on conflict (id) do update set
                jurisdiction_id = excluded.jurisdiction_id,
                earlier_no = case when case_no in ('', excluded.case_no) then earlier_no else case_no end,
                case_no = excluded.case_no,
                body = case when excluded.version >= version then excluded.body else body end,
                closed_ms = case when excluded.version >= version then excluded.closed_ms else closed_ms end,
                version = max(excluded.version, version),
                scope_version = excluded.scope_version",
            rusqlite::params![
                case.id.to_string(),
                case.jurisdiction.as_str(),
                text(case.reporter),
                text(case.case_no.as_ref()),
                case.reported_at.ms(),
                body,
                signed(case.version),
                signed(generation),
                case.closed_at.map_or(0, Instant::ms),
            ],
        )?;
        Ok(())
    }

    /// Removes a case that left the scope, unless it was saved here: what a person entered stays.
    pub fn case_left(&self, id: &str) -> Result<()> {
        self.sql.execute("delete from cases where id = ?1 and report = ''", [id])?;
        self.sql.execute("update cases set scope_version = -1 where id = ?1", [id])?;
        Ok(())
    }

    /// Removes cases that a whole pull of the scope did not name, unless they were saved here.
    pub fn purge_cases(&self, generation: u64) -> Result<()> {
        self.sql.execute("delete from cases where scope_version < ?1 and report = ''", [signed(generation)])?;
        Ok(())
    }

    /// Forgets which version of a case is here, so that the server's word replaces it whatever it says.
    pub fn doubt_case(&self, id: &str) -> Result<()> {
        self.sql.execute("update cases set version = 0 where id = ?1", [id])?;
        Ok(())
    }

    /// Forgets what the server said of a case that was saved here: the server no longer knows it.
    pub fn unhear_case(&self, id: CaseId) -> Result<()> {
        self.sql.execute("update cases set body = '', version = 0 where id = ?1", [id.to_string()])?;
        Ok(())
    }

    /// Puts what was saved here, and when it first was, back beside a case whose row was lost; the log still has it.
    pub fn restore_report(&self, id: CaseId, operation: OperationId, report: &Report) -> Result<()> {
        self.sql.execute(
            "update cases set report = ?2, operation_id = ?3, saved_ms = coalesce(
                (select min(made_ms) from operations where case_id = ?1 and act = 'report'), saved_ms)
             where id = ?1 and report = ''",
            (id.to_string(), serde_json::to_string(report)?, operation.to_string()),
        )?;
        Ok(())
    }
}
