//! The log of what people did on this device. Append-only: triggers in the database see to it.

use rusqlite::{OptionalExtension as _, Row};
use shared::ids::{AccountId, CaseId, JurisdictionId, OperationId, TaskId};
use shared::refusal::Code;
use shared::sync::push::{Envelope, OutcomeKind};
use shared::time::Instant;

use super::journal::entry::{Done, Entry};
use super::{Reader, Writer, count, instant, optional, parsed, signed, text};
use crate::error::Result;

/// An operation as it is appended.
#[derive(Clone, PartialEq, Debug)]
pub struct NewOperation {
    /// Its bytes and what is needed to send them.
    pub envelope: Envelope,
    /// The area it was made in.
    pub jurisdiction: JurisdictionId,
    /// Who made it.
    pub account: AccountId,
    /// `report` or `answer`.
    pub act: &'static str,
    /// The case it is about, if it makes or names one.
    pub case: Option<CaseId>,
    /// The task it answers.
    pub task: Option<TaskId>,
    /// When it was made.
    pub made: Instant,
}

/// A row of the log.
#[derive(Clone, PartialEq, Debug)]
pub struct Logged {
    /// Its bytes and what is needed to send them.
    pub envelope: Envelope,
    /// `report` or `answer`.
    pub act: String,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// The task it answers.
    pub task: Option<TaskId>,
    /// When it was made.
    pub made: Instant,
    /// What became of it; `None` while the server has not answered.
    pub outcome: Option<OutcomeKind>,
    /// Why it was refused.
    pub code: Option<Code>,
    /// Small print.
    pub detail: String,
    /// When the server answered.
    pub answered: Option<Instant>,
    /// Failed tries.
    pub attempts: u64,
    /// Not before then is it tried by itself.
    pub next_try_at: Option<Instant>,
    /// The operation that took its place.
    pub resent_as: Option<OperationId>,
}

/// What waits in the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    /// How many.
    pub count: u64,
    /// How many of them are reports.
    pub reports: u64,
    /// When the oldest of them was made.
    pub oldest: Option<Instant>,
}

pub(super) const COLUMNS: &str = "sequence, id, act, case_id, task_id, body, hash, made_ms, outcome, code, detail, \
                       answered_ms, attempts, next_try_ms, resent_as";

pub(super) fn logged(row: &Row<'_>) -> rusqlite::Result<Logged> {
    let outcome: String = row.get("outcome")?;
    let code: String = row.get("code")?;
    Ok(Logged {
        envelope: Envelope {
            id: parsed(row, "id")?,
            sequence: count(row, "sequence")?,
            hash: parsed(row, "hash")?,
            body: row.get("body")?,
        },
        act: row.get("act")?,
        case: optional(row, "case_id")?,
        task: optional(row, "task_id")?,
        made: Instant::from_ms(row.get("made_ms")?),
        outcome: match outcome.as_str() {
            "" => None,
            "applied" => Some(OutcomeKind::Applied),
            "refused" => Some(OutcomeKind::Refused),
            "superseded" => Some(OutcomeKind::Superseded),
            _ => Some(OutcomeKind::Unknown),
        },
        code: Code::ALL.iter().copied().find(|known| known.as_str() == code),
        detail: row.get("detail")?,
        answered: instant(row, "answered_ms")?,
        attempts: count(row, "attempts")?,
        next_try_at: instant(row, "next_try_ms")?,
        resent_as: optional(row, "resent_as")?,
    })
}

impl Reader<'_> {
    /// Returns the number the next operation takes: dense, from 1.
    pub fn next_sequence(&self) -> Result<u64> {
        let next = self.sql.query_row(
            "select 1 + max(
                    coalesce((select max(sequence) from operations), 0),
                    coalesce((select sequence_floor from device), 0)) as next",
            [],
            |row| count(row, "next"),
        )?;
        Ok(next)
    }

    /// Returns operations behind a place in the log that the server has not answered, oldest first.
    pub fn waiting_operations(&self, after_sequence: u64, most: usize) -> Result<Vec<Logged>> {
        let sql =
            format!("select {COLUMNS} from operations where outcome = '' and sequence > ?1 order by sequence limit ?2");
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map((signed(after_sequence), i64::try_from(most).unwrap_or(i64::MAX)), logged)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns what waits.
    pub fn operations_waiting(&self) -> Result<Waiting> {
        let waiting = self.sql.query_row(
            "select
                count(*) as waiting,
                coalesce(sum(act = 'report'), 0) as reports,
                coalesce(min(made_ms), 0) as oldest_ms
             from operations
             where outcome = ''",
            [],
            |row| {
                Ok(Waiting {
                    count: count(row, "waiting")?,
                    reports: count(row, "reports")?,
                    oldest: instant(row, "oldest_ms")?,
                })
            },
        )?;
        Ok(waiting)
    }

    /// Returns operations the server sent back and that nobody sent again, oldest first.
    pub fn set_aside(&self) -> Result<Vec<Logged>> {
        let sql =
            format!("select {COLUMNS} from operations where outcome = 'refused' and resent_as = '' order by sequence");
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([], logged)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the newest operations of an account: as many as no month brings.
    pub fn operations_of(&self, account: AccountId) -> Result<Vec<Logged>> {
        let sql = format!("select {COLUMNS} from operations where account_id = ?1 order by sequence desc limit 5000");
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([account.to_string()], logged)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the operation that reported a case from here, if one did.
    pub fn report_of(&self, case: CaseId) -> Result<Option<Logged>> {
        let sql = format!(
            "select {COLUMNS} from operations where case_id = ?1 and act = 'report' order by sequence desc limit 1"
        );
        Ok(self.sql.query_row(&sql, [case.to_string()], logged).optional()?)
    }

    /// Returns one operation.
    pub fn operation(&self, id: OperationId) -> Result<Option<Logged>> {
        let sql = format!("select {COLUMNS} from operations where id = ?1");
        Ok(self.sql.query_row(&sql, [id.to_string()], logged).optional()?)
    }
}

impl Writer<'_> {
    /// Appends to the log. Called in the transaction of the domain write that it tells of, always.
    pub fn append_operation(&self, operation: &NewOperation) -> Result<()> {
        self.is_kept()?;
        let done = Done {
            envelope: operation.envelope.clone(),
            jurisdiction: operation.jurisdiction.clone(),
            account: operation.account,
            act: operation.act.to_owned(),
            case: operation.case,
            task: operation.task,
            made: operation.made,
        };
        self.insert_operation(&done)?;
        self.enter(Entry::Operation(Box::new(done)));
        Ok(())
    }

    /// Puts a row into the log.
    pub(super) fn insert_operation(&self, operation: &Done) -> Result<()> {
        self.sql.execute(
            "insert into operations
                (sequence, id, jurisdiction_id, account_id, act, case_id, task_id, body, hash, made_ms)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            rusqlite::params![
                signed(operation.envelope.sequence),
                operation.envelope.id.to_string(),
                operation.jurisdiction.as_str(),
                operation.account.to_string(),
                operation.act.as_str(),
                text(operation.case),
                text(operation.task),
                operation.envelope.body,
                operation.envelope.hash.as_str(),
                operation.made.ms(),
            ],
        )?;
        Ok(())
    }

    /// Keeps what became of an operation.
    pub fn put_outcome(
        &self,
        id: OperationId,
        outcome: OutcomeKind,
        code: Option<Code>,
        detail: &str,
        now: Instant,
    ) -> Result<()> {
        self.sql.execute(
            "update operations set outcome = ?2, code = ?3, detail = ?4, answered_ms = ?5 where id = ?1",
            (id.to_string(), outcome.as_str(), text(code), detail, now.ms()),
        )?;
        let detail = detail.to_owned();
        self.enter(Entry::Outcome { operation: id, result: outcome, code, detail, at: now });
        Ok(())
    }

    /// Keeps that an operation could not be sent now.
    pub fn put_off_operation(&self, id: OperationId, attempts: u64, next_try_at: Instant) -> Result<()> {
        self.sql.execute(
            "update operations set attempts = ?2, next_try_ms = ?3 where id = ?1",
            (id.to_string(), signed(attempts), next_try_at.ms()),
        )?;
        Ok(())
    }

    /// Marks that another operation took this one's place.
    pub fn mark_resent(&self, id: OperationId, by: OperationId) -> Result<()> {
        self.sql.execute("update operations set resent_as = ?2 where id = ?1", (id.to_string(), by.to_string()))?;
        self.enter(Entry::Resent { operation: id, by });
        Ok(())
    }

    /// Offers one answered operation again: the server no longer holds what it made. Says no when it was offered often
    /// enough.
    pub fn offer_once_more(&self, id: OperationId, most: u64) -> Result<bool> {
        let offered = self.sql.execute(
            "update operations set outcome = '', code = '', detail = '', next_try_ms = 0, offered = offered + 1
             where id = ?1 and outcome in ('applied', 'superseded') and offered < ?2",
            (id.to_string(), signed(most)),
        )?;
        Ok(offered > 0)
    }

    /// Offers again what was answered since then: the server was restored and may have lost it.
    pub fn offer_again(&self, answered_since: Instant) -> Result<usize> {
        let offered = self.sql.execute(
            "update operations set outcome = '', code = '', detail = '', next_try_ms = 0
             where outcome in ('applied', 'superseded') and answered_ms >= ?1",
            [answered_since.ms()],
        )?;
        Ok(offered)
    }
}
