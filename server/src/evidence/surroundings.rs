//! What stands around a shot, gathered for its verdict.

use shared::case::{ActionKind, Case, FlowRecord};
use shared::evidence::chain::Link;
use shared::evidence::manifest::Manifest;
use shared::evidence::verdict::pair::Side;
use shared::evidence::verdict::{Neighbour, Surroundings};
use shared::ids::{CaseId, Sha256};
use shared::place::fix::Fix;
use shared::task::{Task, TaskKind};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::store::shots::Unjudged;
use super::store::{around, unsigned};
use crate::error::Result;
use crate::{cases, devices, tasks};

/// Everything that is known around a shot.
#[derive(Clone, Debug)]
pub struct Around {
    /// Its case.
    pub case: Case,
    /// How it stands in its chain.
    pub link: Link,
    /// The shot before it.
    pub neighbour: Option<Neighbour>,
    /// When its row came.
    pub received: Option<Instant>,
    /// When it was taken by the forward clock.
    pub reckoned: Option<Instant>,
    /// When the handling was last said to be finished before its task was sent.
    pub finished: Option<Instant>,
    /// It answers a check.
    pub answers_check: bool,
    /// Its before photo.
    pub before: Option<Before>,
    /// Another case that has one of its files.
    pub seen: Option<CaseId>,
    /// One of its files was handed in for the case before.
    pub seen_here: bool,
}

/// The before photo that a shot was framed by.
#[derive(Clone, Debug)]
pub struct Before {
    /// Its working copy.
    pub sha256: Sha256,
    /// Where it was taken.
    pub fix: Option<Fix>,
    /// When.
    pub taken: Option<Instant>,
}

impl Before {
    /// Returns it as one side of a pair.
    pub fn side(&self) -> Side<'_> {
        Side { fix: self.fix.as_ref(), taken: self.taken }
    }
}

impl Around {
    /// Returns what the shared rule asks for.
    pub fn told(&self) -> Surroundings<'_> {
        let place = self.case.fix.point().ok().map(|point| (point, self.case.fix.accuracy_m));
        Surroundings {
            link: Some(self.link),
            neighbour: self.neighbour.as_ref(),
            received: self.received,
            reckoned: self.reckoned,
            case: place,
            finished: self.finished,
            answers_check: self.answers_check,
            before: self.before.as_ref().map(|before| (before.sha256.clone(), before.side())),
            seen: self.seen,
            seen_here: self.seen_here,
        }
    }
}

/// Gathers what stands around a shot.
///
/// The shot's own row was read before: what changes meanwhile raises its `surroundings`, and the verdict is not written.
pub async fn gather(connection: &mut AnyConnection, shot: &Unjudged, manifest: &Manifest) -> Result<Around> {
    let case = cases::actions::find(connection, shot.case).await?;
    let case = case.ok_or_else(|| anyhow::anyhow!("photo {} belongs to no case", shot.photo))?;
    let task = match shot.task {
        Some(id) => tasks::actions::find(connection, id).await?,
        None => None,
    };
    let check = task.filter(|task| task.kind == TaskKind::Check);
    let finished = match &check {
        Some(task) => finished(&cases::actions::history(connection, case.id).await?, task),
        None => None,
    };
    let neighbour = match (manifest.index.checked_sub(1), &manifest.previous) {
        (Some(index), Some(hash)) => around::at(connection, manifest.device, index, hash).await?,
        (Some(_), None) | (None, _) => None,
    };
    let mut seen = around::elsewhere(connection, &manifest.working.sha256, case.id).await?;
    if seen.is_none() {
        seen = around::elsewhere(connection, &manifest.original.sha256, case.id).await?;
    }
    let mut seen_here = false;
    if let Some(task) = shot.task {
        for file in [&manifest.working.sha256, &manifest.original.sha256] {
            seen_here = seen_here || around::in_case(connection, file, case.id, Some(task)).await?;
        }
    }
    Ok(Around {
        // Of two shots at one place nobody can tell which is the true one.
        link: if shot.at_its_place > 1 { Link::Broken } else { shot.link },
        neighbour: neighbour.as_ref().map(Neighbour::of),
        received: shot.handed_in_at,
        reckoned: devices::actions::anchor(connection, manifest.device, &manifest.taken.boot)
            .await?
            .map(|anchor| manifest.taken.by_forward_clock(anchor)),
        finished,
        answers_check: check.is_some(),
        before: before(connection, shot, manifest).await?,
        seen,
        seen_here,
        case,
    })
}

/// Returns when the handling was last said to be finished before the check was sent: what came later is another check's.
fn finished(flow: &[FlowRecord], task: &Task) -> Option<Instant> {
    let before = flow.iter().filter(|record| record.action == ActionKind::Finish && record.at <= task.sent_at);
    before.map(|record| record.at).next_back()
}

/// Finds the before photo that the shot names. A picture that is none of its case's is no before photo.
async fn before(connection: &mut AnyConnection, shot: &Unjudged, manifest: &Manifest) -> Result<Option<Before>> {
    let Some(sha256) = &manifest.pair else { return Ok(None) };
    let signed = around::before(connection, shot.case, sha256, shot.photo, shot.task).await?;
    if let Some(signed) = signed {
        let taken = Some(signed.taken.corrected());
        return Ok(Some(Before { sha256: sha256.clone(), fix: signed.fix, taken }));
    }
    let is_of_desk = unsigned::is_of(connection, sha256, shot.case).await?;
    Ok(is_of_desk.then(|| Before { sha256: sha256.clone(), fix: None, taken: None }))
}
