//! Blind second checks whose two answers differ.

use shared::api::honesty::{HintFacts, Share};
use shared::time::Instant;

use super::hint::{NewCase, NewHint};
use super::store::answers::{self, Pair};
use crate::app::App;
use crate::error::Result;

/// Finds the differing answers since a moment.
pub async fn find(app: &App, since: Instant) -> Result<Vec<NewHint>> {
    let pairs = answers::pairs(&mut *app.db.read().await?, None, since, app.clock.now().plus_ms(1)).await?;
    let told: Vec<Pair> = pairs.into_iter().filter(Pair::is_told).collect();
    let is_other = |pair: &&Pair| pair.first_result != pair.second_result;
    let count = |many: usize| u64::try_from(many).unwrap_or(u64::MAX);
    let differing = Share { part: count(told.iter().filter(is_other).count()), whole: count(told.len()) };
    Ok(told.iter().filter(is_other).map(|pair| hint(pair, differing)).collect())
}

fn hint(pair: &Pair, differing: Share) -> NewHint {
    let of = |task, at| NewCase { case: pair.case, area: pair.area.clone(), picture: None, task: Some(task), at };
    NewHint {
        key: pair.second_task.to_string(),
        at: pair.second_at,
        people: vec![pair.first, pair.second],
        facts: HintFacts::Blind {
            first: pair.first_result,
            second: pair.second_result,
            apart_ms: pair.second_at.since(pair.first_at),
            differing,
        },
        cases: vec![of(pair.first_task, pair.first_at), of(pair.second_task, pair.second_at)],
    }
}
