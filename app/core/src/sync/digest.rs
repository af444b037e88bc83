//! The last step of a round: is what is held here what the server holds? Where not, the rows that differ are looked for
//! in finer and finer ranges and mended.
//!
//! Removes nothing that was saved here. What the server acknowledged and no longer holds is offered to it again, with the
//! same bytes.

use std::collections::{BTreeMap, VecDeque};

use shared::account::Role;
use shared::ids::CaseId;
use shared::refusal::Code;
use shared::sync::digest::{
    Cuts, Differences, DigestAsk, DigestReply, MOST_FETCHED, MOST_ROWS, Next, Range, RowName, compare, next, whole,
};
use shared::sync::operation::{Act, Operation};
use shared::sync::pull::{CASE, Change, NEARBY, TASK};

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::Writer;
use crate::store::marks::{ENTITIES, Held};
use crate::store::session::SignedIn;
use crate::sync::api::Call;
use crate::sync::plan::Why;
use crate::sync::round::Line;
use crate::sync::{media, pull, push};

/// How often both sides are compared in one round; what then still differs is left to the next.
const MOST_PASSES: u32 = 4;
/// How often an acknowledged operation is offered again by a comparison.
const MOST_OFFERED: u64 = 3;
/// How many rows get their mark in one transaction.
const MARKED_AT_ONCE: usize = 500;

/// What the comparison did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Compared {
    /// Rows mended on either side.
    pub mended: u64,
    /// Rows that still differ.
    pub differing: u64,
    /// Operations that got their outcome once more.
    pub pushed: u64,
    /// Working copies receipted once more.
    pub photos_sent: u64,
}

/// What one pass found.
enum Found {
    /// Both sides hold the same.
    Agreed,
    /// So much is missing that the scope is taken from nothing.
    Anew,
    /// Some rows differed.
    Some(Mended),
}

#[derive(Clone, Copy, Default)]
struct Mended {
    rows: u64,
    offered: u64,
    given_up: u64,
}

/// Compares and mends until both sides agree.
pub async fn mend(core: &Inner, line: &Line<'_>) -> Result<Compared> {
    let mut done = Compared::default();
    for _ in 0..MOST_PASSES {
        let found = match pass(core, line).await {
            Ok(found) => found,
            // A server from before there were comparisons.
            Err(Error::Refused(refusal)) if matches!(refusal.code, Code::NotFound | Code::WrongMethod) => {
                return Ok(done);
            }
            Err(error) => return Err(error),
        };
        done.differing = 0;
        match found {
            Found::Agreed => return Ok(done),
            Found::Anew => {
                core.store.write(|w| w.take_anew())?;
                done.mended += pull::pull(core, line).await?;
            }
            Found::Some(mended) => {
                done.mended += mended.rows + mended.offered;
                done.differing = mended.given_up.max(1);
                if mended.offered > 0 {
                    done.pushed += push::push(core, line, Why::Asked).await?;
                    pull::pull(core, line).await?;
                    done.photos_sent += media::working_copies(core, line, Why::Asked).await?;
                }
                // What cannot be mended from here stays as it is; where nothing was found at all, something changed between
                // two questions, and asking once more tells.
                if mended.given_up > 0 && mended.rows + mended.offered == 0 {
                    break;
                }
            }
        }
    }
    Ok(done)
}

/// What is held here of the present scope.
fn held(session: &SignedIn) -> Held {
    let own = matches!(session.account.role, Role::Collector | Role::Inspector);
    Held { generation: session.generation, reporter: own.then_some(session.account.id) }
}

async fn pass(core: &Inner, line: &Line<'_>) -> Result<Found> {
    for entity in ENTITIES {
        while core.store.write(|w| w.mark_rows(entity, MARKED_AT_ONCE))? > 0 {}
    }
    let session = core.store.read(|r| r.signed_in())?;
    let held = held(&session);
    let mut ours = BTreeMap::new();
    for entity in ENTITIES {
        ours.insert((*entity).to_owned(), core.store.read(|r| r.sum(held, entity, "", ""))?);
    }
    let ask = DigestAsk { whole: Some(whole(&ours)), near_since: session.near_since, ..DigestAsk::default() };
    let reply = asked(line, &ask).await?;
    if let Some(since) = reply.near_since {
        core.store.write(|w| w.keep_near_since(since))?;
    }
    if reply.agrees {
        return Ok(Found::Agreed);
    }
    let near_since = reply.near_since.or(session.near_since);
    let mut walk = Walk { core, line, session: &session, held, near_since, mended: Mended::default() };
    let mut open = VecDeque::new();
    for entity in ENTITIES {
        // Of an entity that is not in the scope the server holds nothing.
        let theirs = reply.whole.get(*entity).copied().unwrap_or_default();
        let range = Range { entity: (*entity).to_owned(), from: String::new(), to: String::new() };
        let ours = core.store.read(|r| r.sum(held, entity, "", ""))?;
        open.push_back((range, next(ours, theirs)));
    }
    // Where only entities differ that this build does not know, there is nothing to mend.
    if open.iter().all(|(_, step)| *step == Next::Agreed) {
        return Ok(Found::Agreed);
    }
    while let Some((range, step)) = open.pop_front() {
        match step {
            Next::Agreed => {}
            Next::Anew => return Ok(Found::Anew),
            Next::Split(parts) => open.extend(walk.split(&range, parts).await?),
            Next::List => walk.list(range).await?,
        }
    }
    Ok(Found::Some(walk.mended))
}

async fn asked(line: &Line<'_>, ask: &DigestAsk) -> Result<DigestReply> {
    line.json(&Call::post("/api/v1/sync/digest", ask)?).await
}

/// The way from the whole down to the rows.
struct Walk<'a> {
    core: &'a Inner,
    line: &'a Line<'a>,
    session: &'a SignedIn,
    held: Held,
    near_since: Option<shared::time::Instant>,
    mended: Mended,
}

impl Walk<'_> {
    fn ask(&self) -> DigestAsk {
        DigestAsk { near_since: self.near_since, ..DigestAsk::default() }
    }

    /// Cuts a range at rows that are held here, and says how to go on with each part.
    async fn split(&self, range: &Range, parts: usize) -> Result<Vec<(Range, Next)>> {
        let Range { entity, from, to } = range;
        let cuts = self.core.store.read(|r| r.cuts(self.held, entity, from, to, parts))?;
        let ask = DigestAsk { sums: vec![Cuts { entity: entity.clone(), at: cuts.clone() }], ..self.ask() };
        let theirs = asked(self.line, &ask).await?.sums.into_iter().next().unwrap_or_default();
        let mut found = Vec::new();
        for (pair, theirs) in cuts.windows(2).zip(theirs) {
            let [from, to] = pair else { continue };
            let ours = self.core.store.read(|r| r.sum(self.held, entity, from, to))?;
            let part = Range { entity: entity.clone(), from: from.clone(), to: to.clone() };
            found.push((part, next(ours, theirs)));
        }
        Ok(found)
    }

    /// Compares a range row by row and mends it.
    async fn list(&mut self, mut range: Range) -> Result<()> {
        loop {
            let ask = DigestAsk { lists: vec![range.clone()], ..self.ask() };
            let theirs = asked(self.line, &ask).await?.lists.into_iter().next().unwrap_or_default();
            // Where the server goes on behind its last row, ours are compared up to that one.
            let behind = theirs.rows.keys().next_back().filter(|_| theirs.more).map(|last| format!("{last}~"));
            let to = behind.clone().unwrap_or_else(|| range.to.clone());
            let ours =
                self.core.store.read(|r| r.marked_rows(self.held, &range.entity, &range.from, &to, usize::MAX))?;
            let differences = compare(&ours, &theirs.rows);
            self.surplus(&range.entity, &differences)?;
            self.wanted(&range.entity, &differences).await?;
            match behind {
                Some(behind) => range.from = behind,
                None => return Ok(()),
            }
        }
    }

    /// Fetches rows that are missing here or differ.
    async fn wanted(&mut self, entity: &str, differences: &Differences) -> Result<()> {
        for some in differences.wanted.chunks(MOST_FETCHED.min(MOST_ROWS)) {
            let names = some.iter().map(|id| RowName { entity: entity.to_owned(), id: id.clone() });
            let ask = DigestAsk { fetch: names.collect(), ..self.ask() };
            let rows = asked(self.line, &ask).await?.rows;
            self.core.store.write(|w| {
                for row in &rows {
                    doubt(w, row)?;
                    pull::apply_one(self.core, w, self.session, row)?;
                    restore(w, row)?;
                }
                Ok(())
            })?;
            self.mended.rows += u64::try_from(rows.len()).unwrap_or(u64::MAX);
        }
        Ok(())
    }

    /// Removes what the server does not hold; what it once acknowledged is offered to it again.
    fn surplus(&mut self, entity: &str, differences: &Differences) -> Result<()> {
        for id in &differences.surplus {
            match self.core.store.write(|w| let_go(w, entity, id))? {
                LetGo::Removed => self.mended.rows += 1,
                LetGo::OfferedAgain => self.mended.offered += 1,
                LetGo::Kept => self.mended.given_up += 1,
            }
        }
        Ok(())
    }
}

/// The server's word replaces what is here, even where that calls itself newer.
fn doubt(w: &Writer<'_>, row: &Change) -> Result<()> {
    match row.entity.as_str() {
        CASE => w.doubt_case(&row.id),
        TASK => w.doubt_task(&row.id),
        NEARBY => w.doubt_nearby(&row.id),
        _ => Ok(()),
    }
}

/// A case that was reported here and whose row was lost gets back what was saved: the log has it.
fn restore(w: &Writer<'_>, row: &Change) -> Result<()> {
    let (CASE, Ok(case)) = (row.entity.as_str(), row.id.parse::<CaseId>()) else { return Ok(()) };
    let Some(logged) = w.report_of(case)? else { return Ok(()) };
    match serde_json::from_str::<Operation>(&logged.envelope.body).map(|operation| operation.act) {
        Ok(Act::Report(report)) => w.restore_report(case, logged.envelope.id, &report),
        Ok(Act::Answer(_) | Act::Shift(_)) | Err(_) => Ok(()),
    }
}

/// What became of a row that the server does not hold.
enum LetGo {
    Removed,
    OfferedAgain,
    Kept,
}

fn let_go(w: &Writer<'_>, entity: &str, id: &str) -> Result<LetGo> {
    match entity {
        TASK => w.task_left(id)?,
        NEARBY => w.nearby_left(id)?,
        _ => {
            let known = match id.parse::<CaseId>() {
                Ok(case) => w.case(case)?.filter(|case| case.report.is_some()),
                Err(_) => None,
            };
            let Some((case, operation)) = known.and_then(|known| Some((known.id, known.operation?))) else {
                w.case_left(id)?;
                return Ok(LetGo::Removed);
            };
            if !w.offer_once_more(operation, MOST_OFFERED)? {
                return Ok(LetGo::Kept);
            }
            w.unhear_case(case)?;
            w.doubt_receipts_of(operation)?;
            return Ok(LetGo::OfferedAgain);
        }
    }
    Ok(LetGo::Removed)
}
