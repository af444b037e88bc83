//! What to mind of a shot: said at once, while the person still stands there, and never a reason not to keep it.
//!
//! The server finds the same by the same rules when the shot arrives. Here is found what this phone can know: it was not
//! received yet, and who was at the place before may be known to the server alone.

use app_bridge::told::Warning;
use shared::evidence::manifest::{Manifest, SignedManifest, Subject};
use shared::evidence::verdict::pair::Side;
use shared::evidence::verdict::{EvidenceRules, Finding, Neighbour, Reason, Surroundings, judge};
use shared::ids::Sha256;
use shared::place::fix::Fix;
use shared::place::point::Point;
use shared::task::{TakenAs, Task, TaskKind};

use crate::cases::preview::warning;
use crate::error::Result;
use crate::photo::Remark;
use crate::store::Reader;

/// What this phone knows around a shot.
pub(super) struct Around {
    neighbour: Option<Neighbour>,
    place: Option<(Point, Option<f64>)>,
    answers_check: bool,
    before: Option<(Sha256, TakenAs)>,
}

impl Around {
    /// Gathers it, before the shot is kept.
    pub(super) fn of(r: &Reader<'_>, shot: &Manifest) -> Result<Self> {
        let (place, task) = match shot.subject {
            Subject::Case(case) => {
                let known = r.case(case)?;
                let heard = known.as_ref().and_then(|case| case.heard.as_ref()).map(|heard| &heard.fix);
                let saved = known.as_ref().and_then(|case| case.report.as_ref()).map(|report| &report.fix);
                (heard.or(saved).and_then(stands), None)
            }
            Subject::Task(task) => {
                let task = r.task(task)?.map(|task| task.heard);
                (task.as_ref().and_then(|task| stands(&task.fix)), task)
            }
        };
        let before = match &shot.pair {
            Some(pair) => taken(r, task.as_ref(), pair)?.map(|known| (pair.clone(), known)),
            None => None,
        };
        Ok(Self {
            neighbour: r.newest_manifest()?.as_ref().and_then(opened).map(|before| Neighbour::of(&before)),
            place,
            answers_check: match &task {
                Some(task) => can_be_compared(r, task)?,
                None => false,
            },
            before,
        })
    }

    /// Finds what is to be known of the shot.
    fn reasons(&self, shot: &Manifest, rules: &EvidenceRules) -> Vec<Reason> {
        let before = self
            .before
            .as_ref()
            .map(|(sha256, known)| (sha256.clone(), Side { fix: known.fix.as_ref(), taken: Some(known.at) }));
        let surroundings = Surroundings {
            neighbour: self.neighbour.as_ref(),
            case: self.place,
            answers_check: self.answers_check,
            before,
            ..Surroundings::default()
        };
        judge(shot, &surroundings, rules)
    }

    /// Says what is to be minded of the shot, the heaviest first.
    pub(super) fn warnings(&self, shot: &Manifest, rules: &EvidenceRules, is_training: bool) -> Vec<Warning> {
        let reasons = self.reasons(shot, rules);
        reasons.iter().filter(|reason| !goes_without_saying(reason.finding, is_training)).map(told).collect()
    }
}

/// Returns how a working copy was taken: by this phone's own word, or as the server told with the task.
pub fn taken(r: &Reader<'_>, task: Option<&Task>, working: &Sha256) -> Result<Option<TakenAs>> {
    if let Some(shot) = r.photo_by_working(working)?.and_then(|photo| opened(&photo.manifest)) {
        return Ok(Some(TakenAs { working: working.clone(), at: shot.taken.corrected(), fix: shot.fix }));
    }
    let told = task.and_then(|task| task.before_taken.iter().find(|known| known.working == *working));
    Ok(told.cloned())
}

/// Says of a shot that it was found after its shutter; nothing of any other.
pub fn found_later(shot: &Manifest) -> Option<Warning> {
    judge::found_later(shot).as_ref().map(told)
}

/// Puts a reason in words, the same that the console shows.
pub fn told(reason: &Reason) -> Warning {
    Warning { code: reason.finding.as_str().to_owned(), zh: reason.zh(), en: reason.en() }
}

/// Puts a remark about the picture itself in words.
pub(super) fn remarked(remark: &Remark) -> Warning {
    match remark {
        Remark::NoFont => warning(
            "no_font",
            "手机里没有中文字体，水印只有数字和字母",
            "No Chinese font on this phone: the watermark has digits and Latin letters only",
        ),
        Remark::ImplausiblePlace => warning(
            "implausible_place",
            "照片自带的位置不可信，没有采用",
            "The photo's own place is implausible and was left out",
        ),
        Remark::Small => warning("small_photo", "照片尺寸偏小，看不清细节", "The photo is small; details may be lost"),
        Remark::Dark => {
            warning("dark_photo", "照片太暗，请补光重拍", "The photo is very dark; take it again with light")
        }
        Remark::Blurred => {
            warning("blurred_photo", "照片模糊，请拿稳重拍", "The photo is blurred; hold still and take it again")
        }
    }
}

/// What the person has just done on purpose, and what a training city says on every screen.
fn goes_without_saying(finding: Finding, is_training: bool) -> bool {
    let of_training = matches!(finding, Finding::Simulated | Finding::AlbumSilent);
    finding == Finding::Imported || (is_training && of_training)
}

/// A check is compared with what was photographed before; where no such photo can be shown here, nobody can frame by it.
fn can_be_compared(r: &Reader<'_>, task: &Task) -> Result<bool> {
    if task.kind != TaskKind::Check {
        return Ok(false);
    }
    for photo in task.before.iter().filter(|photo| !photo.role.is_clip()) {
        if r.has_picture(&photo.working, "thumb")? || r.photo_by_working(&photo.working)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn stands(fix: &Fix) -> Option<(Point, Option<f64>)> {
    fix.point().ok().map(|point| (point, fix.accuracy_m))
}

/// Reads what this device signed. What another build wrote and this one cannot read tells nothing, and is no reason not to
/// take the next shot.
fn opened(signed: &SignedManifest) -> Option<Manifest> {
    signed.bytes().and_then(|bytes| Manifest::decode(&bytes)).ok()
}
