//! A hint that was found, and keeping it.

use std::collections::BTreeSet;

use shared::api::honesty::{HintFacts, Share};
use shared::honesty::chance::Fourfold;
use shared::ids::{AccountId, CaseId, HintId, JurisdictionId, Sha256, TaskId};
use shared::time::Instant;

use super::store::hints;
use crate::app::App;
use crate::error::Result;

/// No hint shows more cases than these.
pub const MOST_CASES: usize = 200;
/// So many are kept in one transaction.
const AT_ONCE: usize = 50;

/// A hint that was found.
#[derive(Clone, PartialEq, Debug)]
pub struct NewHint {
    /// What it is made of: the same is never made twice.
    pub key: String,
    /// When what it is about happened last.
    pub at: Instant,
    /// Whom it is about.
    pub people: Vec<AccountId>,
    /// What was found.
    pub facts: HintFacts,
    /// Its cases.
    pub cases: Vec<NewCase>,
}

/// A case of a hint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCase {
    /// Which.
    pub case: CaseId,
    /// Where it lies.
    pub area: JurisdictionId,
    /// The picture that the hint is about.
    pub picture: Option<Sha256>,
    /// The answer that the hint is about.
    pub task: Option<TaskId>,
    /// When what the hint is about happened in it.
    pub at: Instant,
}

impl NewHint {
    /// Returns how many cases it has.
    pub fn case_count(&self) -> usize {
        self.cases.iter().map(|one| one.case).collect::<BTreeSet<_>>().len()
    }

    /// Returns whose it is: of cases in several jurisdictions it is nobody's but the city's.
    fn area<'a>(&'a self, city: Option<&'a JurisdictionId>) -> Option<&'a JurisdictionId> {
        let areas: BTreeSet<&JurisdictionId> = self.cases.iter().map(|one| &one.area).collect();
        if areas.len() > 1 { city } else { areas.first().copied() }
    }
}

/// Keeps hints that are not kept yet; returns how many that were.
pub async fn keep(app: &App, found: Vec<NewHint>) -> Result<u64> {
    let city = app.city();
    let now = app.clock.now();
    let mut made = 0;
    for some in found.chunks(AT_ONCE) {
        let mut tx = app.db.write().await?;
        for hint in some {
            // A city without an account of its own has nobody who would see what belongs to no jurisdiction.
            let Some(area) = hint.area(city.city_id()) else { continue };
            let id = HintId(app.random.uuid_v7(now));
            made += u64::from(hints::insert(&mut tx, id, area, hint, now).await?);
        }
        tx.commit().await?;
    }
    Ok(made)
}

/// Returns the two shares of a table.
pub const fn shares(table: &Fourfold) -> (Share, Share) {
    (Share { part: table.part, whole: table.whole }, Share { part: table.rest_part, whole: table.rest })
}
