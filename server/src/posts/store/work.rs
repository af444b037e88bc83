//! The rows of steps and tasks, and what is asked beside a history to make them.

use std::collections::BTreeMap;

use shared::account::Role;
use shared::assessment::posts::Work;
use shared::case::Case;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::condition::signed;
use crate::db::Tx;
use crate::db::among::among;
use crate::db::fields::Fields as _;
use crate::db::gather::{self, Cell, Row, Rows};
use crate::error::Result;

static WORK: Rows = Rows {
    table: "post_work",
    columns: &[
        "case_id",
        "sequence",
        "post",
        "account_id",
        "jurisdiction_id",
        "is_training",
        "at_ms",
        "bits",
        "due_at_ms",
        "late_after_ms",
    ],
    turn: 0,
};

static FROZEN: Rows = Rows {
    table: "frozen_posts",
    columns: &[
        "version_id",
        "case_id",
        "sequence",
        "post",
        "account_id",
        "jurisdiction_id",
        "is_training",
        "at_ms",
        "bits",
        "due_at_ms",
        "late_after_ms",
    ],
    turn: 0,
};

fn cells(case: &Case, work: &Work) -> Row {
    vec![
        case.id.to_string().into(),
        i64::try_from(work.sequence).unwrap_or(i64::MAX).into(),
        work.post.as_str().into(),
        work.who.to_string().into(),
        case.jurisdiction.as_str().into(),
        i64::from(case.training).into(),
        work.at.ms().into(),
        signed(work.figures).into(),
        work.due_at.map(Instant::ms).into(),
        work.late_after.map(Instant::ms).into(),
    ]
}

/// Writes the rows of cases anew. Whoever calls this holds the cases: nobody else writes the same ones meanwhile.
pub async fn put(tx: &mut Tx, done: &[(&Case, &[Work])]) -> Result<()> {
    let keys: Vec<String> = done.iter().map(|(case, _)| case.id.to_string()).collect();
    among(tx, "delete from post_work where case_id in", &[], &keys).await?;
    let rows = done.iter().flat_map(|(case, work)| work.iter().map(move |one| cells(case, one))).collect();
    let engine = tx.engine();
    let connection: &mut AnyConnection = tx;
    gather::insert(connection, engine, &WORK, rows).await
}

/// Adds rows to a frozen month, as they were at a moment: nothing in them depends any more on when somebody looks.
pub async fn freeze(tx: &mut Tx, version: &str, done: &[(Case, Vec<Work>)], at: Instant) -> Result<()> {
    let mut rows = Vec::new();
    for (case, work) in done {
        for one in work {
            let frozen = Work { figures: one.at(at), late_after: None, ..one.clone() };
            rows.push(std::iter::once(Cell::from(version)).chain(cells(case, &frozen)).collect());
        }
    }
    let engine = tx.engine();
    let connection: &mut AnyConnection = tx;
    gather::insert(connection, engine, &FROZEN, rows).await
}

/// Returns until when the tasks have that are out for these cases now. A blind one is none of the case's.
pub async fn out(connection: &mut AnyConnection, cases: &[String]) -> Result<BTreeMap<String, Instant>> {
    let select = "select case_id, due_at_ms from tasks where state = 'open' and is_blind = 0 and case_id in";
    let rows = among(connection, select, &[], cases).await?;
    rows.iter().map(|row| Ok((row.text("case_id")?, Instant::from_ms(row.number("due_at_ms")?)))).collect()
}

/// Returns everybody's account by what they sign in as.
pub async fn people(connection: &mut AnyConnection) -> Result<BTreeMap<String, String>> {
    let rows = sqlx::query("select id, user_name from accounts").fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.text("user_name")?, row.text("id")?))).collect()
}

/// Whether somebody was an inspector, from when on; the oldest first. Of an account that never changed, as it is and from no
/// moment on.
pub type WasInspector = Vec<(Option<Instant>, bool)>;

/// Returns when these people were inspectors.
pub async fn roles(connection: &mut AnyConnection, people: &[String]) -> Result<BTreeMap<String, WasInspector>> {
    let select = "select a.id, r.since_ms, coalesce(r.role, a.role) as role \
                  from accounts a left join account_rights r on r.account_id = a.id where a.id in";
    let mut all: BTreeMap<String, WasInspector> = BTreeMap::new();
    for row in &among(connection, select, &[], people).await? {
        let since = row.maybe_number("since_ms")?.map(Instant::from_ms);
        let is_inspector = row.text("role")? == Role::Inspector.as_str();
        all.entry(row.text("id")?).or_default().push((since, is_inspector));
    }
    for roles in all.values_mut() {
        roles.sort_unstable();
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use shared::assessment::Subject;
    use shared::assessment::posts::Work;
    use shared::case::Case;
    use shared::ids::AccountId;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{FROZEN, WORK, cells};

    #[test]
    fn every_column_has_its_cell() {
        let case: Case = serde_json::from_str(include_str!("../../../../tests/contract/wire/case.json")).unwrap();
        let work = Work {
            sequence: 1,
            post: Subject::Collector,
            who: AccountId(Uuid::from_u128(7)),
            at: Instant::from_ms(1),
            figures: 1,
            due_at: None,
            late_after: None,
        };
        let width = cells(&case, &work).len();
        assert_eq!((WORK.columns.len(), FROZEN.columns.len()), (width, width + 1));
        assert_eq!(FROZEN.columns[1..], *WORK.columns);
    }
}
