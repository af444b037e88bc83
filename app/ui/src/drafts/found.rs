//! What the phone's own camera left though nobody heard of its end, on the screens that are open: the store knows of shots
//! that they do not. One whose report is gone waits in the store, and begins another as soon as none is begun.
//!
//! Never looks while that camera is open: it may be writing. `joined` and `turned` are plain and have the tests. Start with
//! [`look`].

use app_bridge::category::CategoryCard;
use app_bridge::draft::{Drafts, KeptDraft, KeptReport};
use app_bridge::told::PhotoCard;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::evidence::verdict::Finding;

use super::told;
use crate::pages::report::draft::Draft;
use crate::state::{App, Screen};

/// The phone's own camera is open, from the press until what it left is taken in; over when this is dropped.
pub struct Opened(StoredValue<bool>);

impl Opened {
    /// It opens. Nothing where it is open already: two tiles can be pressed before it shows.
    pub fn begin(app: App) -> Option<Self> {
        Self::of(app.keeper.camera_is_open)
    }

    fn of(is_open: StoredValue<bool>) -> Option<Self> {
        if is_open.get_value() {
            return None;
        }
        is_open.set_value(true);
        Some(Self(is_open))
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        self.0.set_value(false);
    }
}

/// Whether a look is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Turn {
    /// None is.
    #[default]
    None,
    /// Once nothing is filled in any more.
    Waits,
    /// Now.
    Due,
}

/// Says whether a look is due: when nothing is filled in any more, and what was thrown away is so in the store too. Before,
/// the store would still tell of it.
fn turned(before: Turn, is_filled_in: bool, is_settled: bool) -> Turn {
    match (is_filled_in, before, is_settled) {
        (true, _, _) | (false, Turn::Waits, false) => Turn::Waits,
        (false, Turn::Waits, true) => Turn::Due,
        (false, Turn::None | Turn::Due, _) => Turn::None,
    }
}

/// Looks whenever a report was put away: what waited begins the next one. Called once, at the root.
pub fn follow(app: App) {
    let is_filled_in = Memo::new(move |_| {
        let (is_begun, is_saved) = app.draft.with(|draft| (draft.is_begun(), draft.saved.is_some()));
        // What the core said of the save is read first.
        is_begun || (is_saved && app.screen() == Screen::Report)
    });
    Effect::new(move |before: Option<Turn>| {
        let turn = turned(before.unwrap_or_default(), is_filled_in.get(), app.keeper.is_settled.get());
        if turn == Turn::Due {
            spawn_local(look(app));
        }
        turn
    });
}

/// Takes in what was found, where the person can see it.
pub async fn look(app: App) {
    let reads_what_is_saved =
        app.screen_now() == Screen::Report && app.draft.with_untracked(|draft| draft.saved.is_some());
    if !reads_what_is_saved && !app.keeper.camera_is_open.get_value() {
        take(app).await;
    }
}

/// The same for whoever opens that camera: before it opens, and after it failed. What cannot be asked now lies there until
/// the next look.
pub async fn take(app: App) {
    // Before anybody's drafts were told nothing is kept of them; what was found is among those.
    let whose = app.keeper.whose.get_untracked();
    if whose.is_some()
        && let Ok(drafts) = told().await
        && app.keeper.whose.get_untracked() == whose
    {
        take_in(app, &drafts);
    }
}

/// Brings what was found onto the screens.
pub fn take_in(app: App, drafts: &Drafts) {
    for card in &drafts.drafts {
        match &card.draft {
            KeptDraft::Report(report) => {
                let sheet = if report.corrects.is_some() { app.mended } else { app.draft };
                let joined = sheet.with_untracked(|draft| joined(draft, report, card.category.as_ref()));
                if let Some(joined) = joined {
                    sheet.set(joined);
                }
            }
            KeptDraft::Answer(answer) => {
                let found: Vec<PhotoCard> = answer.photos.iter().filter(|photo| is_found(photo)).cloned().collect();
                if !found.is_empty() {
                    app.answer_to(answer.task).update(|draft| found.into_iter().for_each(|photo| draft.took(photo)));
                }
            }
        }
    }
    if drafts.found > 0 {
        // The notices say what became of them.
        app.find_out();
    }
}

/// Returns a report with what was found of it; nothing where nothing of it is new. Where none is being filled in, the one
/// that the store has begun with it.
pub fn joined(draft: &Draft, kept: &KeptReport, category: Option<&CategoryCard>) -> Option<Draft> {
    let is_new = |photo: &&PhotoCard| is_found(photo) && draft.photos.iter().all(|held| held.photo != photo.photo);
    let found: Vec<PhotoCard> = kept.photos.iter().filter(is_new).cloned().collect();
    let corrects = draft.corrects.as_ref().map(|sent_back| sent_back.operation);
    if found.is_empty() || corrects != kept.corrects {
        return None;
    }
    if corrects.is_none() && !draft.is_begun() {
        return Some(Draft::restored(kept.clone(), category.cloned()));
    }
    let mut joined = draft.clone();
    found.into_iter().for_each(|photo| joined.took_if_its(photo));
    (joined != *draft).then_some(joined)
}

/// Any other shot comes to its screen by itself.
fn is_found(photo: &PhotoCard) -> bool {
    photo.warnings.iter().any(|warning| warning.code == Finding::FoundLater.as_str())
}

#[cfg(test)]
mod tests {
    use app_bridge::draft::KeptReport;
    use app_bridge::told::{PhotoCard, Saved, Warning};
    use leptos::prelude::*;
    use shared::evidence::PhotoRole;
    use shared::evidence::verdict::Finding;
    use shared::ids::CaseId;
    use shared::time::Instant;

    use super::{Opened, Turn, joined, turned};
    use crate::pages::report::draft::{Draft, SentBack};

    fn case(number: u8) -> CaseId {
        format!("0190f000-0000-7000-8000-0000000000{number:02x}").parse().unwrap()
    }

    fn shot(number: u8, of: CaseId) -> PhotoCard {
        PhotoCard {
            photo: format!("0190f000-0000-7000-8000-0000000001{number:02x}").parse().unwrap(),
            role: PhotoRole::Near,
            draft: Some(of),
            taken_at: Instant::from_ms(0),
            size_bytes: 1,
            warnings: Vec::new(),
            clip_ms: None,
        }
    }

    fn found(number: u8, of: CaseId) -> PhotoCard {
        let code = Finding::FoundLater.as_str().to_owned();
        PhotoCard { warnings: vec![Warning { code, zh: String::new(), en: String::new() }], ..shot(number, of) }
    }

    fn kept(note: &str, photos: Vec<PhotoCard>) -> KeptReport {
        KeptReport { case: Some(case(1)), note: note.to_owned(), photos, ..KeptReport::default() }
    }

    fn saved(of: CaseId) -> Draft {
        let place = String::new();
        let saved = Saved { case: of, grid: None, place, unit: None, deadline: None, warnings: Vec::new() };
        Draft { case: Some(of), photos: vec![shot(9, of)], saved: Some(saved), ..Draft::default() }
    }

    #[test]
    fn what_waited_begins_its_report_where_none_is_filled_in() {
        let kept = kept("", vec![found(1, case(1))]);
        let begun = Draft::restored(kept.clone(), None);
        for open in [Draft::default(), saved(case(2))] {
            assert_eq!(joined(&open, &kept, None), Some(begun.clone()), "the one on the screen");
        }
        assert_eq!(joined(&begun, &kept, None), None, "once");
    }

    #[test]
    fn it_comes_into_its_own_report_with_the_words_that_stand_there_and_into_no_other() {
        let kept = kept("两", vec![shot(1, case(1)), found(2, case(1))]);
        let typed = Draft { note: "两袋".into(), ..Draft::default() };
        let of_its = Draft { case: Some(case(1)), photos: vec![shot(1, case(1))], ..typed.clone() };
        let whole = Draft { photos: vec![shot(1, case(1)), found(2, case(1))], ..of_its.clone() };
        assert_eq!(joined(&of_its, &kept, None), Some(whole), "what stands on the screen is newer");
        let first = Draft { case: Some(case(1)), photos: vec![found(2, case(1))], ..typed.clone() };
        assert_eq!(joined(&typed, &kept, None), Some(first), "a report that has no shot yet");
        let other = Draft { case: Some(case(2)), photos: vec![shot(3, case(2))], ..typed.clone() };
        assert_eq!(joined(&other, &kept, None), None);
        let operation = "0190f000-0000-7000-8000-0000000000cc".parse().unwrap();
        let mended = Draft { corrects: Some(SentBack { operation, held: Vec::new() }), ..of_its };
        assert_eq!(joined(&mended, &kept, None), None);
    }

    #[test]
    fn a_shot_that_is_on_its_way_to_its_screen_is_not_taken_from_the_store() {
        assert_eq!(joined(&Draft::default(), &kept("两袋", vec![shot(1, case(1))]), None), None);
    }

    #[test]
    fn a_look_is_due_once_when_a_report_was_put_away_and_the_store_knows() {
        let mut turn = Turn::None;
        let steps = [
            (false, true, Turn::None),
            (true, true, Turn::Waits),
            (true, false, Turn::Waits),
            (false, false, Turn::Waits),
            (false, true, Turn::Due),
            (false, true, Turn::None),
            (false, false, Turn::None),
        ];
        for (is_filled_in, is_settled, expected) in steps {
            turn = turned(turn, is_filled_in, is_settled);
            assert_eq!(turn, expected);
        }
    }

    #[test]
    fn one_camera_is_open_at_a_time() {
        let owner = Owner::new();
        owner.with(|| {
            let is_open = StoredValue::new(false);
            let first = Opened::of(is_open);
            assert!(first.is_some() && Opened::of(is_open).is_none());
            drop(first);
            assert!(Opened::of(is_open).is_some());
        });
    }
}
