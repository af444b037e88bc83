//! Keeps what cases count as: reads the history of every case that changed, and writes its row.
//!
//! Several servers may do so at once: a case is taken and its row written in one transaction that holds the case. Who asks
//! for numbers brings them up to date before; a job does it soon by itself, and all of them once after an update.

use std::time::Duration;

use anyhow::Context as _;
use shared::assessment::Facts;
use shared::assessment::posts::{self, Work};
use shared::case::{Case, FlowRecord};
use shared::refusal::Code;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::missed;
use super::row::Assessed;
use super::store::dirty::{self, Written};
use super::store::rows;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Result, refuse};
use crate::posts::work;

/// How many cases are read in one transaction.
const AT_ONCE: i64 = 500;
/// How many transactions the job makes in one turn.
const BY_ITSELF: usize = 4;
/// How often all of them are gone through for what came meanwhile.
const ROUNDS: u32 = 25;
/// How long is waited where all that is left is in somebody else's hand, and how often.
const PAUSE: Duration = Duration::from_millis(20);
const PAUSES: u32 = 500;
/// How long an answer waits for cases to be read.
const PATIENCE: Duration = Duration::from_secs(10);
/// Of a case as it is now every step counts, also one that a server wrote whose clock is a little ahead.
const ALWAYS: Instant = Instant::from_ms(i64::MAX);

/// Reads every case that changed since it was read, up to those that change meanwhile. Where others hold some of them for
/// too long, that is refused: a number that leaves cases out is worse than none.
pub async fn ensure(app: &App) -> Result<()> {
    for _ in 0..ROUNDS {
        if !dirty::is_any(&mut *app.db.read().await?).await? {
            return Ok(());
        }
        if round(app, usize::MAX).await? == 0 {
            return until_let_go(app).await;
        }
    }
    Ok(())
}

/// Waits until each case that others hold was read, by them or here.
async fn until_let_go(app: &App) -> Result<()> {
    let mut held = dirty::ids(&mut *app.db.read().await?).await?;
    for _ in 0..PAUSES {
        if held.is_empty() {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
        round(app, usize::MAX).await?;
        let still = dirty::ids(&mut *app.db.read().await?).await?;
        held.retain(|id| still.contains(id));
    }
    refuse(Code::Busy, "some cases are in somebody else's hand for too long")
}

/// The same before an answer: while very many are to be read, as after an update, whoever asks is told to come again.
pub async fn up_to_date(app: &App) -> Result<()> {
    match tokio::time::timeout(PATIENCE, ensure(app)).await {
        Ok(done) => done,
        Err(_elapsed) => refuse(Code::Busy, "the cases are still being read for the assessment"),
    }
}

/// Reads some of them, by itself: a pile of cases, as after an update, is read little by little, so that phones which
/// hand in their work hardly notice. Whoever asks for numbers meanwhile reads on.
pub async fn turn(app: &App) -> Result<usize> {
    if dirty::is_any(&mut *app.db.read().await?).await? { round(app, BY_ITSELF).await } else { Ok(0) }
}

/// Goes through them once, so many transactions at the most, and returns how many were read.
async fn round(app: &App, most: usize) -> Result<usize> {
    let (mut after, mut count) = (String::new(), 0_usize);
    for _ in 0..most {
        let Some((last, read)) = some(app, &after).await? else { break };
        after = last;
        count = count.saturating_add(read);
        if read < usize::try_from(AT_ONCE).unwrap_or(usize::MAX) {
            break;
        }
    }
    Ok(count)
}

/// Reads some from behind an id on; returns the last of them and how many there were, nothing where there was none.
async fn some(app: &App, after: &str) -> Result<Option<(String, usize)>> {
    let mut tx = app.db.write().await?;
    let taken = dirty::take(&mut tx, after, AT_ONCE).await?;
    let Some(last) = taken.last().map(|written| written.id.clone()) else {
        tx.rollback().await?;
        return Ok(None);
    };
    let ids: Vec<String> = taken.iter().map(|written| written.id.clone()).collect();
    let out = work::out(&mut tx, &ids).await?;
    let people = work::People::read(&mut tx).await?;
    // Off the async threads: five hundred cases have thousands of steps.
    let read = tokio::task::spawn_blocking(move || {
        taken.iter().map(|written| read(written, out.get(&written.id).copied(), &people)).collect::<Result<Vec<_>>>()
    });
    let read = read.await.map_err(anyhow::Error::new)??;
    let (mut assessed, mut done) = (Vec::with_capacity(read.len()), Vec::with_capacity(read.len()));
    for (case, facts, own) in &read {
        let missed = missed::of(&mut tx, case, facts, ALWAYS).await?;
        assessed.push(Assessed::of(case, facts, missed));
        done.push((case, own.clone()));
    }
    rows::put(&mut tx, &assessed).await?;
    work::put(&mut tx, &mut done).await?;
    tx.commit().await?;
    Ok(Some((last, assessed.len())))
}

/// Reads what a case counts as, and what each person did in it; `out_due` is the deadline of the task that is out for it.
/// A case that cannot be read holds up every number, and is named.
fn read(written: &Written, out_due: Option<Instant>, people: &work::People) -> Result<(Case, Facts, Vec<Work>)> {
    let named = || format!("read case {}", written.id);
    let case: Case = serde_json::from_str(&written.body).with_context(named)?;
    let flow = steps(&written.flow).with_context(named)?;
    let facts = Facts::read(&case, &flow, ALWAYS);
    let own = posts::work::read(&case, &people.told(flow), out_due, ALWAYS);
    Ok((case, facts, own))
}

fn steps(written: &[String]) -> Result<Vec<FlowRecord>> {
    let mut flow = Vec::with_capacity(written.len());
    for body in written {
        flow.push(serde_json::from_str::<FlowRecord>(body)?);
    }
    flow.sort_by_key(|record| record.sequence);
    Ok(flow)
}

/// Returns the row of a case as it was at a moment, by its history up to then and by what was known of shifts.
pub async fn as_of(connection: &mut AnyConnection, case: &Case, flow: &[FlowRecord], at: Instant) -> Result<Assessed> {
    let facts = Facts::read(case, flow, at);
    let missed = missed::of(connection, case, &facts, at).await?;
    Ok(Assessed::of(case, &facts, missed).frozen(at))
}

/// Adds rows to a frozen month.
pub async fn freeze(tx: &mut Tx, version_id: &str, frozen: &[Assessed]) -> Result<()> {
    rows::freeze(tx, version_id, frozen).await
}

#[cfg(test)]
mod tests {
    use super::{Written, read};
    use crate::posts::work::People;

    #[test]
    fn a_case_that_cannot_be_read_is_named() {
        let body = include_str!("../../../tests/contract/wire/case.json").to_owned();
        let whole = Written { id: "c-7".to_owned(), body, flow: Vec::new() };
        assert!(read(&whole, None, &People::default()).is_ok());
        for broken in
            [Written { body: "{}".to_owned(), ..whole.clone() }, Written { flow: vec!["{}".to_owned()], ..whole }]
        {
            let error = format!("{:?}", read(&broken, None, &People::default()).unwrap_err());
            assert!(error.contains("read case c-7"), "{error}");
        }
    }
}
