//! Tasks: the server's newest word, and the answer that was given here.

use rusqlite::{OptionalExtension as _, Row};
use shared::ids::{AccountId, OperationId, TaskId};
use shared::sync::operation::{Act, Answer, Operation};
use shared::task::Task;
use shared::time::Instant;

use super::{Reader, Writer, instant, json, optional, parsed, signed};
use crate::error::Result;

/// A task as this phone knows it.
#[derive(Clone, PartialEq, Debug)]
pub struct LocalTask {
    /// The server's newest word.
    pub heard: Task,
    /// The operation that answered it from here.
    pub operation: Option<OperationId>,
    /// The answer given here.
    pub answer: Option<Answer>,
    /// When it was given.
    pub answered: Option<Instant>,
}

const COLUMNS: &str = "body, operation_id, answer, answered_ms";

fn local_task(row: &Row<'_>) -> rusqlite::Result<LocalTask> {
    Ok(LocalTask {
        heard: json(row, "body")?.ok_or_else(|| super::unreadable("body"))?,
        operation: optional(row, "operation_id")?,
        answer: json(row, "answer")?,
        answered: instant(row, "answered_ms")?,
    })
}

impl Reader<'_> {
    /// Returns an account's tasks.
    pub fn tasks(&self, account: AccountId) -> Result<Vec<LocalTask>> {
        let sql = format!("select {COLUMNS} from tasks where account_id = ?1 order by id");
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([account.to_string()], local_task)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns one task.
    pub fn task(&self, id: TaskId) -> Result<Option<LocalTask>> {
        let sql = format!("select {COLUMNS} from tasks where id = ?1");
        Ok(self.sql.query_row(&sql, [id.to_string()], local_task).optional()?)
    }
}

impl Writer<'_> {
    /// Keeps the server's word on a task unless a newer one is here. An answer given here stays beside it.
    /// `body` is the task as it came: fields that this build does not know stay in it.
    pub fn hear_task(&self, task: &Task, body: &str, account: AccountId, generation: u64) -> Result<()> {
        self.sql.execute(
            "insert into tasks (id, jurisdiction_id, account_id, body, version, scope_version, case_closed_ms)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             on conflict (id) do update set
                jurisdiction_id = excluded.jurisdiction_id,
                account_id = excluded.account_id,
                body = case when excluded.version >= version then excluded.body else body end,
                case_closed_ms =
                    case when excluded.version >= version then excluded.case_closed_ms else case_closed_ms end,
                version = max(excluded.version, version),
                scope_version = excluded.scope_version",
            rusqlite::params![
                task.id.to_string(),
                task.jurisdiction.as_str(),
                account.to_string(),
                body,
                signed(task.version),
                signed(generation),
                task.case_closed_at.map_or(0, Instant::ms),
            ],
        )?;
        self.remember_answer(task.id)?;
        #[cfg(feature = "planted")]
        if crate::planted::is("pull over unsent work") {
            let plain = "update tasks set operation_id = '', answer = '', answered_ms = 0 where id = ?1";
            self.sql.execute(plain, [task.id.to_string()])?;
        }
        Ok(())
    }

    /// Puts an answer that was given here to its task. After a rebuild the answer is known before the task is.
    fn remember_answer(&self, task: TaskId) -> Result<()> {
        let found = self
            .sql
            .query_row(
                "select id, body, made_ms from operations
                 where task_id = ?1 and task_id <> '' and act = 'answer' and resent_as = ''
                   and exists (select 1 from tasks where tasks.id = ?1 and tasks.operation_id = '')
                 order by sequence desc limit 1",
                [task.to_string()],
                |row| Ok((parsed(row, "id")?, json::<Operation>(row, "body")?, row.get("made_ms")?)),
            )
            .optional()?;
        match found {
            Some((id, Some(Operation { act: Act::Answer(answer), .. }), made_ms)) => {
                self.answer_task(&answer, id, Instant::from_ms(made_ms))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Keeps an answer.
    pub fn answer_task(&self, answer: &Answer, operation: OperationId, now: Instant) -> Result<()> {
        self.sql.execute(
            "update tasks set operation_id = ?2, answer = ?3, answered_ms = ?4 where id = ?1",
            (answer.task.to_string(), operation.to_string(), serde_json::to_string(answer)?, now.ms()),
        )?;
        Ok(())
    }

    /// Removes a task that left the scope, unless it was answered here.
    pub fn task_left(&self, id: &str) -> Result<()> {
        self.sql.execute("delete from tasks where id = ?1 and answer = ''", [id])?;
        self.sql.execute("update tasks set scope_version = -1 where id = ?1", [id])?;
        Ok(())
    }

    /// Removes tasks that a whole pull of the scope did not name, unless they were answered here.
    pub fn purge_tasks(&self, generation: u64) -> Result<()> {
        self.sql.execute("delete from tasks where scope_version < ?1 and answer = ''", [signed(generation)])?;
        Ok(())
    }

    /// Forgets which version of a task is here, so that the server's word replaces it whatever it says.
    pub fn doubt_task(&self, id: &str) -> Result<()> {
        self.sql.execute("update tasks set version = 0 where id = ?1", [id])?;
        Ok(())
    }
}
