//! An answer as it is being filled in: plain data, and which answers may be given.

use app_bridge::aside::{AsideCard, AsideWords};
use app_bridge::ask::{AnswerForm, Shot, Subject};
use app_bridge::draft::KeptAnswer;
use app_bridge::told::{PhotoCard, TaskCard};
use shared::evidence::PhotoRole;
use shared::ids::{OperationId, PhotoId, Sha256, TaskId};
use shared::place::fix::Fix;
use shared::task::{TaskKind, TaskResult};

use crate::clip::length::photos;

/// An answer as it is being filled in.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AnswerDraft {
    /// The shots, in order; clips are among them.
    pub photos: Vec<PhotoCard>,
    /// What the person wrote.
    pub note: String,
    // The shots of what was sent back: they may be left out, but never thrown away.
    held: Vec<PhotoId>,
    // The operation that was sent back and is corrected.
    corrects: Option<OperationId>,
}

impl AnswerDraft {
    /// Begins to correct an answer that was sent back.
    pub fn correcting(card: AsideCard) -> Self {
        let note = match card.says {
            AsideWords::Answer { note, .. } => note,
            AsideWords::Report { .. } | AsideWords::Shift { .. } => String::new(),
        };
        let held = card.photos.iter().map(|photo| photo.photo).collect();
        Self { photos: card.photos, note, held, corrects: Some(card.aside.operation) }
    }

    /// Goes over to correcting an answer that was sent back. A correction that was begun goes on as it is.
    pub fn correct(&mut self, card: AsideCard) {
        if self.corrects == Some(card.aside.operation) {
            self.held = card.photos.iter().map(|photo| photo.photo).collect();
        } else {
            *self = Self::correcting(card);
        }
    }

    /// Says whether anything was put in.
    pub fn is_begun(&self) -> bool {
        *self != Self::default()
    }

    /// Says whether photos or words would be lost with it. What was sent back is kept as it was.
    pub fn holds_something(&self) -> bool {
        let is_new = |shot: &PhotoCard| !self.holds(shot.photo);
        let has_words = self.corrects.is_none() && !self.note.trim().is_empty();
        has_words || self.photos.iter().any(is_new)
    }

    /// Returns it as the core keeps it. What was found is said with the save.
    pub fn kept(&self, task: TaskId) -> KeptAnswer {
        let (note, photos) = (self.note.clone(), self.photos.clone());
        KeptAnswer { task, corrects: self.corrects, result: None, note, photos }
    }

    /// Takes in what the core kept, unless something was begun anew.
    pub fn restore(&mut self, kept: KeptAnswer) {
        if !self.is_begun() {
            *self = Self { photos: kept.photos, note: kept.note, held: Vec::new(), corrects: kept.corrects };
        }
    }

    /// Says whether this answer may be given now; the same rule that the core and the server run.
    pub fn may(&self, kind: TaskKind, result: TaskResult) -> bool {
        kind.accepts(result, photos(&self.photos)).is_ok()
    }

    /// Says whether a shot belongs to what was sent back.
    pub fn holds(&self, photo: PhotoId) -> bool {
        self.held.contains(&photo)
    }

    /// Takes in a shot; one that is here already is not taken twice.
    pub fn took(&mut self, shot: PhotoCard) {
        if self.photos.iter().all(|held| held.photo != shot.photo) {
            self.photos.push(shot);
        }
    }

    /// Lets a shot go.
    pub fn dropped(&mut self, photo: PhotoId) {
        self.photos.retain(|held| held.photo != photo);
    }

    /// Returns the newest photo; a clip cannot be laid beside the one from before.
    pub fn newest_photo(&self) -> Option<PhotoId> {
        self.photos.iter().rev().find(|shot| !shot.role.is_clip()).map(|shot| shot.photo)
    }

    /// Returns what to give the core.
    pub fn form(&self, task: TaskId, result: TaskResult, fix: Option<Fix>) -> AnswerForm {
        let photos = self.photos.iter().map(|photo| photo.photo).collect();
        AnswerForm { task, result, note: self.note.trim().to_owned(), fix, photos }
    }
}

/// Says what a photo for a task shows.
pub const fn role(kind: TaskKind) -> PhotoRole {
    match kind {
        TaskKind::Check => PhotoRole::After,
        TaskKind::Verify => PhotoRole::Near,
    }
}

/// Describes a shot about to be taken for a task. Only a photo from after has a pair: nothing else claims to show the
/// same scene again.
pub fn shot(card: &TaskCard, role: PhotoRole, here: Option<Fix>, before: Option<Sha256>) -> Shot {
    Shot {
        role,
        subject: Subject::Task { task: card.task },
        fix: here,
        address: card.place.clone(),
        imported: false,
        pair: before.filter(|_| role == PhotoRole::After),
        poster: None,
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::aside::{AsideCard, AsideWords};
    use app_bridge::status::SetAside;
    use app_bridge::told::{PhotoCard, TaskCard};
    use shared::evidence::PhotoRole;
    use shared::ids::Sha256;
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::Degree;
    use shared::refusal::Code;
    use shared::task::{TaskKind, TaskResult, TaskState};
    use shared::time::Instant;

    use super::{AnswerDraft, role, shot};

    fn card(kind: TaskKind) -> TaskCard {
        TaskCard {
            task: "0190f000-0000-7000-8000-0000000000bb".parse().unwrap(),
            kind,
            case: "0190f000-0000-7000-8000-0000000000aa".parse().unwrap(),
            case_no: None,
            name: "暴露垃圾".into(),
            name_en: "exposed litter".into(),
            condition: String::new(),
            condition_en: String::new(),
            closing: String::new(),
            closing_en: String::new(),
            requirement: String::new(),
            place: "凤城八路".into(),
            fix: Fix {
                lon: Degree::new(108.9423).unwrap(),
                lat: Degree::new(34.261).unwrap(),
                crs: Crs::Wgs84,
                source: Source::Gnss,
                accuracy_m: None,
                fix_time: Instant::from_ms(0),
                provider: None,
                is_mock: false,
                heading_deg: None,
            },
            distance_m: None,
            bearing_deg: None,
            sent_at: Instant::from_ms(0),
            due: Instant::from_ms(0),
            state: TaskState::Open,
            result: None,
            whereabouts: None,
            before: Vec::new(),
            before_shots: Vec::new(),
            after: Vec::new(),
            warnings: Vec::new(),
            drafts: Vec::new(),
        }
    }

    fn taken(number: u8, role: PhotoRole) -> PhotoCard {
        PhotoCard {
            photo: format!("0190f000-0000-7000-8000-0000000000{number:02x}").parse().unwrap(),
            role,
            draft: None,
            taken_at: Instant::from_ms(0),
            size_bytes: 1,
            warnings: Vec::new(),
            clip_ms: None,
        }
    }

    #[test]
    fn a_photo_from_after_is_the_pair_of_the_one_on_the_screen() {
        let before = Sha256::of(b"before");
        let check = card(TaskKind::Check);
        assert_eq!(shot(&check, role(check.kind), None, Some(before.clone())).pair, Some(before.clone()));
        assert_eq!(shot(&check, role(check.kind), None, None).pair, None);
        assert_eq!(
            shot(&check, PhotoRole::Video, None, Some(before.clone())).pair,
            None,
            "a clip is framed by nothing"
        );
        let verify = card(TaskKind::Verify);
        assert_eq!(shot(&verify, role(verify.kind), None, Some(before)).pair, None);
    }

    #[test]
    fn a_clip_alone_passes_nothing() {
        let mut draft = AnswerDraft { photos: vec![taken(1, PhotoRole::Video)], ..AnswerDraft::default() };
        assert!(!draft.may(TaskKind::Check, TaskResult::Pass));
        assert!(draft.may(TaskKind::Check, TaskResult::Unable));
        draft.photos.push(taken(2, PhotoRole::After));
        assert!(draft.may(TaskKind::Check, TaskResult::Pass));
    }

    #[test]
    fn what_was_kept_is_restored_and_something_begun_anew_is_not_overwritten() {
        let task = card(TaskKind::Check).task;
        let draft =
            AnswerDraft {
                note: "干净了 ".into(), photos: vec![taken(1, PhotoRole::After)], ..AnswerDraft::default()
            };
        let mut restored = AnswerDraft::default();
        restored.restore(draft.kept(task));
        assert_eq!(restored, draft);
        restored.restore(AnswerDraft { note: "别的".into(), ..AnswerDraft::default() }.kept(task));
        assert_eq!(restored, draft);
    }

    #[test]
    fn a_correction_that_was_begun_goes_on_and_still_holds_what_was_sent_back() {
        let operation = "0190f000-0000-7000-8000-0000000000cc".parse().unwrap();
        let task = card(TaskKind::Check).task;
        let first = taken(1, PhotoRole::After);
        let aside = SetAside {
            operation,
            title: String::new(),
            title_en: String::new(),
            place: String::new(),
            photo: None,
            case: None,
            task: Some(task),
            code: Code::PhotoRequired,
            zh: String::new(),
            en: String::new(),
            detail: None,
            made_at: Instant::from_ms(0),
        };
        let says = AsideWords::Answer { task, result: TaskResult::Pass, note: "干净".into() };
        let sent_back = AsideCard { aside, says, photos: vec![first.clone()] };
        let mut draft = AnswerDraft::default();
        draft.correct(sent_back.clone());
        draft.note = "还有一袋".into();
        let mut restored = AnswerDraft::default();
        restored.restore(draft.kept(task));
        restored.correct(sent_back);
        assert_eq!(restored, draft);
        assert!(restored.holds(first.photo), "it may be left out but not thrown away");
        assert!(!restored.holds_something(), "what was sent back is kept as it was");
        restored.took(taken(2, PhotoRole::After));
        assert!(restored.holds_something());
    }

    #[test]
    fn a_shot_that_is_found_again_on_the_phone_is_not_there_twice() {
        let mut draft = AnswerDraft::default();
        for number in [1, 2, 1] {
            draft.took(taken(number, PhotoRole::After));
        }
        assert_eq!(draft.photos.len(), 2);
    }

    #[test]
    fn the_newest_photo_is_compared_and_never_a_clip() {
        let mut draft = AnswerDraft::default();
        assert_eq!(draft.newest_photo(), None);
        draft.photos = vec![taken(1, PhotoRole::After), taken(2, PhotoRole::After), taken(3, PhotoRole::Voice)];
        assert_eq!(draft.newest_photo(), Some(taken(2, PhotoRole::After).photo));
        draft.dropped(taken(2, PhotoRole::After).photo);
        assert_eq!(draft.newest_photo(), Some(taken(1, PhotoRole::After).photo));
    }
}
