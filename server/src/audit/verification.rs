//! Following the chain of records, page by page: at the command line, and from a desk as a job that tells how far it is.
//!
//! How far the last one came stands in the database with the hash there, so that a chain that was cut short or written anew
//! since then is noticed too.

use shared::api::audit::Verification;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::store::chain as links;
use super::{floor, link};
use crate::app::App;
use crate::db::{Tx, meta};
use crate::error::Result;

/// Where the last one stands in the database.
const KEPT: &str = "audit_verification";
/// Links on a page: a million of them must not fill the memory.
const PAGE: i64 = 2_000;
/// After so many links it says how far it is.
const TELLS_EVERY: u64 = 20_000;
/// So many faults are told one by one.
const MOST_TOLD: usize = 100;
/// So many of them are kept for the desk.
const MOST_KEPT: usize = 20;

/// A place in the chain whose hash was seen before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// The place.
    pub position: i64,
    /// The hash there.
    pub hash: String,
}

/// Follows a chain from its start.
#[derive(Clone, Debug)]
pub struct Follow {
    known: Option<Known>,
    position: i64,
    hash: String,
    done: u64,
    faults: u64,
    problems: Vec<String>,
}

impl Follow {
    /// Begins; `known` is a link that an earlier one came to.
    pub const fn from_the_start(known: Option<Known>) -> Self {
        Self { known, position: 0, hash: String::new(), done: 0, faults: 0, problems: Vec::new() }
    }

    /// Follows a page of links; says whether there may be more.
    pub async fn go_on(&mut self, connection: &mut AnyConnection) -> Result<bool> {
        let page = links::behind(connection, self.position, PAGE).await?;
        for one in &page {
            if one.position != self.position + 1 {
                self.fault(format!("audit: link {} of the chain is missing", self.position + 1));
            } else if link(&self.hash, &one.written)? != one.hash {
                self.fault(format!("audit: row {} was changed after it was written", one.written.id));
            }
            let was_known = self.known.as_ref().filter(|known| known.position == one.position);
            if was_known.is_some_and(|known| known.hash != one.hash) {
                self.fault(format!(
                    "audit: link {} of the chain is another than it was when last verified",
                    one.position
                ));
            }
            self.position = one.position;
            self.hash.clone_from(&one.hash);
            self.done += 1;
        }
        Ok(!page.is_empty())
    }

    /// Looks at what no link tells: whether the chain is as long as it was, and whether a row stands beside it.
    pub async fn end(&mut self, connection: &mut AnyConnection) -> Result<()> {
        if let Some(known) = self.known.take().filter(|known| known.position > self.position) {
            self.fault(format!("audit: the chain ends at link {} and once had {}", self.position, known.position));
        }
        if let Some(last) = links::last(connection).await? {
            for id in links::passed(connection, &floor(last.at)).await? {
                self.fault(format!("audit: row {id} is not in the chain"));
            }
        }
        Ok(())
    }

    /// Returns what is wrong, a sentence each; where there is very much, how much more.
    pub fn told(mut self) -> Vec<String> {
        let told = u64::try_from(self.problems.len()).unwrap_or(u64::MAX);
        if self.faults > told {
            self.problems.push(format!("audit: and {} faults more", self.faults - told));
        }
        self.problems
    }

    fn fault(&mut self, told: String) {
        self.faults += 1;
        if self.problems.len() < MOST_TOLD {
            self.problems.push(told);
        }
    }

    /// Writes down how far it is.
    fn stands(&self, before: &Verification, now: Instant) -> Verification {
        Verification {
            heard_at: now,
            done: self.done,
            of: before.of.max(self.done),
            faults: self.faults,
            problems: self.problems.iter().take(MOST_KEPT).cloned().collect(),
            last: u64::try_from(self.position).unwrap_or(0),
            hash: self.hash.clone(),
            ..before.clone()
        }
    }
}

/// Where the last link that was found sound stands in the database.
const KNOWN: &str = "audit_known_link";

/// Returns the last verification that a desk asked for.
pub async fn last(connection: &mut AnyConnection) -> Result<Option<Verification>> {
    let text = meta::value(connection, KEPT).await?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Returns the link that the last one ended at, if all was well up to there.
pub async fn last_known(connection: &mut AnyConnection) -> Result<Option<Known>> {
    let text = meta::value(connection, KNOWN).await?;
    let known: Option<(i64, String)> = text.map(|text| serde_json::from_str(&text)).transpose()?;
    Ok(known.map(|(position, hash)| Known { position, hash }))
}

/// Marks the beginning of one in the caller's transaction; nothing where one is under way.
pub async fn begin(tx: &mut Tx, of: u64, now: Instant) -> Result<Option<Verification>> {
    meta::one_at_a_time(tx).await?;
    if last(tx).await?.is_some_and(|last| last.is_under_way(now)) {
        return Ok(None);
    }
    let begun = Verification {
        started_at: now,
        heard_at: now,
        ended_at: None,
        done: 0,
        of,
        faults: 0,
        problems: Vec::new(),
        last: 0,
        hash: String::new(),
    };
    keep(tx, &begun).await?;
    Ok(Some(begun))
}

/// Goes through the chain beside everything else. A stop of the server cuts it: then it is silent and can be begun again.
pub fn start(app: &App, begun: Verification) {
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = run(&app, &begun).await {
            tracing::warn!(error = %error, "The verification of the audit was cut: {error}");
        }
    });
}

async fn run(app: &App, begun: &Verification) -> Result<()> {
    let known = last_known(&mut *app.db.read().await?).await?;
    let mut follow = Follow::from_the_start(known);
    let mut told = 0;
    // A connection for each page: the pool is everybody's.
    while follow.go_on(&mut *app.db.read().await?).await? {
        if app.stopping.is_cancelled() {
            return Ok(());
        }
        if follow.done >= told + TELLS_EVERY {
            told = follow.done;
            let mut tx = app.db.write().await?;
            keep(&mut tx, &follow.stands(begun, app.clock.now())).await?;
            tx.commit().await?;
        }
    }
    follow.end(&mut *app.db.read().await?).await?;
    let now = app.clock.now();
    let ended = Verification { ended_at: Some(now), ..follow.stands(begun, now) };
    let mut tx = app.db.write().await?;
    keep(&mut tx, &ended).await?;
    if ended.faults == 0 {
        meta::set_value(&mut tx, KNOWN, &serde_json::to_string(&(follow.position, &follow.hash))?).await?;
    }
    tx.commit().await?;
    tracing::info!(links = ended.done, faults = ended.faults, "The audit was verified: {} faults", ended.faults);
    Ok(())
}

async fn keep(tx: &mut Tx, verification: &Verification) -> Result<()> {
    meta::set_value(tx, KEPT, &serde_json::to_string(verification)?).await
}

#[cfg(test)]
mod tests {
    use super::{Follow, MOST_TOLD};

    #[test]
    fn very_many_faults_are_counted_and_not_all_told() {
        let mut follow = Follow::from_the_start(None);
        for number in 0..MOST_TOLD + 7 {
            follow.fault(number.to_string());
        }
        let told = follow.told();
        assert_eq!((told.len(), told.last().unwrap().as_str()), (MOST_TOLD + 1, "audit: and 7 faults more"));
    }
}
