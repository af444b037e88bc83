//! The blind checks behind a number of the agreement.

use shared::api::agreement::Answers;
use shared::ids::{AccountId, JurisdictionId, TaskId};
use shared::task::TaskResult;
use shared::time::Instant;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection};

use super::answers::{Pair, pair};
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Which blind checks are meant. Never those that name who asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Behind {
    /// Only of this jurisdiction.
    pub area: Option<JurisdictionId>,
    /// Their second answer was given at this moment or later …
    pub begins: Instant,
    /// … and before this one.
    pub ends: Instant,
    /// Who asks.
    pub caller: AccountId,
    /// Only with an answer of this person.
    pub one: Option<AccountId>,
    /// … and this one's beside it.
    pub other: Option<AccountId>,
    /// Only with these answers; without them all of which both could be told.
    pub said: Option<Answers>,
}

/// Writes a statement for the checks behind a number: `$1` to `$10` say which. Where a person is meant, "the one" is them;
/// else it is who looked first.
macro_rules! behind {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " from (select b.case_id, b.jurisdiction_id, b.first_task_id, b.first_id, b.first_result, b.first_at_ms, \
             b.task_id, b.second_id, b.second_result, b.second_at_ms, \
             case when $5 = '' or b.first_id = $5 then b.first_result else b.second_result end as one_said, \
             case when $5 = '' or b.first_id = $5 then b.second_result else b.first_result end as other_said, \
             case when b.first_result in ('pass', 'fail') and b.second_result in ('pass', 'fail') then 1 else 0 end as is_told \
             from blind_checks b where b.second_result <> '' and b.second_at_ms >= $1 and b.second_at_ms < $2 \
             and ($3 = '' or b.jurisdiction_id = $3) and b.first_id <> $4 and b.second_id <> $4 \
             and ($5 = '' or (b.first_id = $5 and ($6 = '' or b.second_id = $6)) \
             or (b.second_id = $5 and ($6 = '' or b.first_id = $6)))) as answered \
             where is_told = $7 and ($8 = '' or one_said = $8) and ($9 = '' or other_said = $9) \
             and ($10 = 0 or one_said = other_said)",
            $tail
        )
    };
}

/// What both answers have to be.
struct Wanted {
    is_told: bool,
    one: Option<TaskResult>,
    other: Option<TaskResult>,
    is_same: bool,
}

fn wanted(said: Option<Answers>) -> Wanted {
    let told = |one, other| Wanted { is_told: true, one: Some(one), other: Some(other), is_same: false };
    match said {
        None => Wanted { is_told: true, one: None, other: None, is_same: false },
        Some(Answers::BothPass) => told(TaskResult::Pass, TaskResult::Pass),
        Some(Answers::BothFail) => told(TaskResult::Fail, TaskResult::Fail),
        Some(Answers::OnePass) => told(TaskResult::Pass, TaskResult::Fail),
        Some(Answers::OtherPass) => told(TaskResult::Fail, TaskResult::Pass),
        Some(Answers::Agreed) => Wanted { is_told: true, one: None, other: None, is_same: true },
        Some(Answers::Unable) => Wanted { is_told: false, one: None, other: None, is_same: false },
    }
}

fn bound<'q>(query: Query<'q, Any, AnyArguments>, which: &Behind) -> Query<'q, Any, AnyArguments> {
    let account = |id: Option<AccountId>| id.map(|id| id.to_string()).unwrap_or_default();
    let word = |result: Option<TaskResult>| result.map_or("", TaskResult::as_str).to_owned();
    let wanted = wanted(which.said);
    query
        .bind(which.begins.ms())
        .bind(which.ends.ms())
        .bind(which.area.as_ref().map_or("", JurisdictionId::as_str).to_owned())
        .bind(which.caller.to_string())
        .bind(account(which.one))
        .bind(account(which.other))
        .bind(i64::from(wanted.is_told))
        .bind(word(wanted.one))
        .bind(word(wanted.other))
        .bind(i64::from(wanted.is_same))
}

/// Counts them: it is the number.
pub async fn count(connection: &mut AnyConnection, which: &Behind) -> Result<u64> {
    let query = sqlx::query(behind!("select count(*) as found", ""));
    let row = bound(query, which).fetch_one(connection).await?;
    Ok(u64::try_from(row.number("found")?).unwrap_or(0))
}

/// Returns a page of them, the newest first, from behind a place on.
pub async fn page(
    connection: &mut AnyConnection,
    which: &Behind,
    after: Option<(i64, TaskId)>,
    limit: u32,
) -> Result<Vec<Pair>> {
    let (at_ms, task) = after.map_or((i64::MAX, String::new()), |(at_ms, task)| (at_ms, task.to_string()));
    let query = sqlx::query(behind!(
        "select case_id, jurisdiction_id, first_task_id, first_id, first_result, first_at_ms, task_id, second_id, \
         second_result, second_at_ms",
        " and (second_at_ms < $11 or (second_at_ms = $11 and task_id < $12)) \
         order by second_at_ms desc, task_id desc limit $13"
    ));
    let rows = bound(query, which).bind(at_ms).bind(task).bind(i64::from(limit)).fetch_all(connection).await?;
    rows.iter().map(pair).collect()
}
