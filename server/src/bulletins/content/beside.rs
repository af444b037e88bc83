//! Other times that stand beside a bulletin's own: the one before (环比) and the same a year before (同比).
//!
//! Only months that were published stand there: whoever reads a bulletin finds each of its numbers at the desk, and a number
//! that may still be frozen anew is nothing to be measured by. Where one is not published, it is said which.

use shared::api::bulletins::{BulletinCompared, BulletinUncompared, Compared};
use shared::assessment::Subject;

use super::{Asking, published, source, stretches};
use crate::bulletins::plan::Plan;
use crate::bulletins::store::versions::{self, Version};
use crate::error::Result;

/// What stands beside a bulletin's own time, and what does not.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Times whose numbers are published.
    pub compared: Vec<BulletinCompared>,
    /// Times with cases whose numbers are not.
    pub uncompared: Vec<BulletinUncompared>,
}

impl Asking<'_> {
    /// Returns the time before and the same time a year before, as far as each is published.
    pub(super) async fn beside(&self, plan: &Plan) -> Result<Beside> {
        let mut beside = Beside::default();
        for with in Compared::ALL {
            let Some(other) = plan.other(*with) else { continue };
            let (versions, months) = self.published_of(&other).await?;
            if months.is_empty() {
                beside.compared.extend(self.of_other(*with, &other, &versions).await?);
            } else {
                beside.uncompared.push(BulletinUncompared { with: *with, months });
            }
        }
        Ok(beside)
    }

    /// Returns what of another time's months was published last, and the months that have cases and of which nothing was.
    async fn published_of(&self, other: &Plan) -> Result<(Vec<Version>, Vec<String>)> {
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        let mut reader = self.app.db.read().await?;
        for month in &other.months {
            let known = published(versions::of_month(&mut reader, &self.city, month).await?);
            match known {
                Some(version) => found.push(version),
                None if self.is_without_cases(&mut reader, month).await? => {}
                None => missing.push(month.clone()),
            }
        }
        Ok((found, missing))
    }

    /// Returns the sums of another time; nothing where nothing was there at all: of that nobody can say that it changed.
    async fn of_other(&self, with: Compared, other: &Plan, versions: &[Version]) -> Result<Option<BulletinCompared>> {
        if versions.is_empty() && !other.months.is_empty() {
            return Ok(None);
        }
        let (_, sums) = self.summed(&stretches(other, versions), Subject::Jurisdiction).await?;
        let is_empty = sums.values().all(|sums| sums.counts.values().all(|count| *count == 0));
        let sources = versions.iter().map(source).collect();
        Ok((!is_empty).then_some(BulletinCompared { with, from: other.from, to: other.to, sources, sums }))
    }
}
