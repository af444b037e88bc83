//! What the whole app knows: who is signed in, what is only here, and which screen is open.
//!
//! One value, provided once at the root. Pages read it; only the functions here and the pages' own actions write it.

use std::cell::Cell;
use std::collections::BTreeMap;

use app_bridge::ask::{Ask, Shot, Subject};
use app_bridge::status::{SetAside, Status};
use app_bridge::told::{Failure, PhotoCard, Start, Told};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::{CaseId, OperationId, TaskId};
use shared::place::fix::Fix;
use wasm_bindgen::JsValue;

use crate::bridge;
use crate::camera::lens::{Lens, Way};
use crate::fetch::Fetched;
use crate::pages::answer::draft::AnswerDraft;
use crate::pages::report::draft::Draft;
use crate::place::Place;

/// A screen. The tab bar leads to the first five.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    /// What today is about.
    Today,
    /// What one is sent to look at.
    Tasks,
    /// A new report.
    Report,
    /// The own cases.
    Cases,
    /// What is only here and what has arrived.
    Sync,
    /// Choosing what the problem is, for the report.
    Picker,
    /// One own case.
    Case(CaseId),
    /// Answering one task.
    Answer(TaskId),
    /// Correcting one report that the server sent back.
    Mend(OperationId),
    /// Who is signed in, language, sign-out.
    Me,
    /// Which phone has not synced, and what is overdue.
    Board,
}

/// What the whole app knows.
#[derive(Clone, Copy)]
pub struct App {
    /// What this device is; `None` until the core has said so.
    pub start: RwSignal<Option<Result<Start, Failure>>>,
    /// What is only here and what has arrived, as last told.
    pub status: RwSignal<Option<Status>>,
    /// Why the last look at the status failed.
    pub status_failure: RwSignal<Option<Failure>>,
    /// Counts what may have changed what lists show; pages fetch again when it moves.
    pub changes: RwSignal<u64>,
    /// The screens that lead here, the open one last.
    pub trail: RwSignal<Vec<Screen>>,
    /// The report that is being filled in; it outlives its screen.
    pub draft: RwSignal<Draft>,
    /// The report that is being corrected; apart, so that a new one that was begun is not lost over it.
    pub mended: RwSignal<Draft>,
    /// Why it was sent back.
    pub mending: RwSignal<Fetched<SetAside>>,
    // The answers that are being filled in; they outlive their screens.
    answers: StoredValue<BTreeMap<TaskId, ArcRwSignal<AnswerDraft>>>,
    /// Where the person stands.
    pub place: Place,
    /// What this device can take photos with.
    pub lens: RwSignal<Lens>,
    /// What lies over the whole screen, such as the camera; the way back closes it first.
    cover: RwSignal<Option<RwSignal<bool>>>,
}

thread_local! {
    static APP: Cell<Option<App>> = const { Cell::new(None) };
}

impl App {
    /// Makes the app's state; called once.
    pub fn provide() -> Self {
        let app = Self {
            start: RwSignal::new(None),
            status: RwSignal::new(None),
            status_failure: RwSignal::new(None),
            changes: RwSignal::new(0),
            trail: RwSignal::new(vec![Screen::Today]),
            draft: RwSignal::new(Draft::default()),
            mended: RwSignal::new(Draft::default()),
            mending: RwSignal::new(Fetched::Reading),
            answers: StoredValue::new(BTreeMap::new()),
            place: Place::new(),
            lens: RwSignal::new(Lens::without_a_view()),
            cover: RwSignal::new(None),
        };
        provide_context(app);
        APP.set(Some(app));
        app
    }

    /// Returns the app's state.
    pub fn get() -> Self {
        match use_context() {
            Some(app) => app,
            None => unreachable!("provided at the root before any page is made"),
        }
    }

    /// Takes in what the core said about this device.
    pub fn started(self, start: Start) {
        self.place.start_from(start.home.clone());
        self.start.set(Some(Ok(start)));
        self.look_again();
    }

    /// Asks the core what this device is.
    pub fn find_out(self) {
        spawn_local(async move {
            match bridge::ask(Ask::Start).await {
                Ok(Told::Start(start)) => self.started(start),
                Ok(other) => self.start.set(Some(Err(unexpected(&other)))),
                Err(failure) => self.start.set(Some(Err(failure))),
            }
        });
    }

    fn find_out_again(self) {
        spawn_local(async move {
            if let Ok(Told::Start(start)) = bridge::ask(Ask::Start).await
                && start.ready
            {
                self.started(start);
            }
        });
    }

    /// Asks the core for the status, and for whatever lists depend on it.
    pub fn look_again(self) {
        spawn_local(async move {
            match bridge::ask(Ask::Status).await {
                Ok(Told::Status(status)) => self.told_status(status),
                Ok(other) => self.status_failure.set(Some(unexpected(&other))),
                Err(failure) => self.status_failure.set(Some(failure)),
            }
        });
    }

    /// Takes in a status; lists are fetched again when it says something new.
    pub fn told_status(self, status: Status) {
        self.status_failure.set(None);
        if status.last_error.as_ref().is_some_and(bridge::means_signed_out) {
            signed_out();
        }
        // The packs come with a round; until then the phone cannot answer for itself.
        if self
            .start
            .with_untracked(|start| matches!(start, Some(Ok(start)) if start.account.is_some() && !start.ready))
        {
            self.find_out_again();
        }
        // How far a photo has come moves no list.
        let at_rest = |status: &Status| Status { syncing: false, doing: None, sending: None, ..status.clone() };
        let (is_news, moves_lists) = self.status.with_untracked(|known| {
            let moved = known.as_ref().is_none_or(|known| at_rest(known) != at_rest(&status));
            (moved || known.as_ref() != Some(&status), moved)
        });
        if is_news {
            self.status.set(Some(status));
        }
        if moves_lists {
            self.changes.update(|count| *count += 1);
        }
    }

    /// Something was saved here: lists and status are old.
    pub fn saved_something(self) {
        self.changes.update(|count| *count += 1);
        self.look_again();
    }

    /// Opens a screen above this one.
    pub fn open(self, screen: Screen) {
        self.trail.update(|trail| trail.push(screen));
        remember_step();
    }

    /// Opens one of the tab bar's screens; the way back then leads to today.
    pub fn turn_to(self, screen: Screen) {
        let trail = if screen == Screen::Today { vec![screen] } else { vec![Screen::Today, screen] };
        self.trail.set(trail);
        remember_step();
    }

    /// Notes that something lies over the whole screen; the way back then closes it, by setting this to false.
    pub fn cover_with(self, shown: RwSignal<bool>) {
        self.cover.set(Some(shown));
        remember_step();
    }

    /// Says whether something lies over the whole screen; follows it.
    pub fn is_covered(self) -> bool {
        self.cover.with(Option::is_some)
    }

    /// Closes what lies over the whole screen, as the platform's back button does.
    pub fn uncover(self) {
        let Some(shown) = self.cover.get_untracked() else { return };
        // Hidden at once: a second press, before the platform has gone back, must not leave the screen under it too.
        if shown.try_get_untracked() != Some(false) {
            shown.try_set(false);
            self.leave();
        }
    }

    /// Goes back one screen, or closes what lies over it.
    pub fn back(self) {
        if let Some(shown) = self.cover.get_untracked() {
            self.cover.set(None);
            // The screen under it may have gone in the meantime.
            shown.try_set(false);
            return;
        }
        self.trail.update(|trail| {
            if trail.len() > 1 {
                trail.pop();
            }
        });
    }

    /// Leaves the screen as the platform's back button does.
    pub fn leave(self) {
        let history = web_sys::window().and_then(|window| window.history().ok());
        match history.map(|history| history.back()) {
            Some(Ok(())) => {}
            Some(Err(_)) | None => self.back(),
        }
    }

    /// Opens the report; one that was saved is put away first.
    pub fn begin_report(self) {
        if self.draft.with_untracked(|draft| draft.saved.is_some()) {
            self.draft.set(Draft::default());
        }
        self.turn_to(Screen::Report);
    }

    /// Opens the correction of what the server sent back. A correction that was begun goes on where it was left.
    pub fn begin_mending(self, operation: OperationId) {
        let is_begun = self.mended.with_untracked(|draft| {
            draft.saved.is_none() && draft.corrects.as_ref().is_some_and(|sent_back| sent_back.operation == operation)
        });
        if self.screen_now() != Screen::Mend(operation) {
            self.open(Screen::Mend(operation));
        }
        if is_begun {
            return;
        }
        self.mending.set(Fetched::Reading);
        self.mended.set(Draft::default());
        spawn_local(async move {
            let told = match bridge::ask(Ask::Aside { operation }).await {
                Ok(Told::Aside(card)) => {
                    let aside = card.aside.clone();
                    match Draft::correcting(*card) {
                        Some(draft) => {
                            self.mended.set(draft);
                            Fetched::Here(aside)
                        }
                        None => Fetched::Failed(bridge::fault("an answer is corrected at its task")),
                    }
                }
                Ok(other) => Fetched::Failed(unexpected(&other)),
                Err(failure) => Fetched::Failed(failure),
            };
            self.mending.set(told);
        });
    }

    /// Returns the report that the open screens fill in: the one that is corrected, or the new one.
    pub fn sheet(self) -> RwSignal<Draft> {
        let mends = self.trail.with_untracked(|trail| trail.iter().any(|screen| matches!(screen, Screen::Mend(_))));
        if mends { self.mended } else { self.draft }
    }

    /// Returns the answer to a task as it is being filled in.
    pub fn answer_to(self, task: TaskId) -> ArcRwSignal<AnswerDraft> {
        let kept = self.answers.try_update_value(|answers| {
            answers.entry(task).or_insert_with(|| ArcRwSignal::new(AnswerDraft::default())).clone()
        });
        kept.unwrap_or_else(|| ArcRwSignal::new(AnswerDraft::default()))
    }

    /// An answer was saved: its draft is put away.
    pub fn answered(self, task: TaskId) {
        self.answers.update_value(|answers| drop(answers.remove(&task)));
    }

    /// Takes in a shot whose screen was left while it was developed: it waits in the draft that it was taken for.
    pub fn took_late(self, shot: &Shot, taken: PhotoCard) {
        match shot.subject {
            Subject::Task { task } => self.answer_to(task).update(|draft| draft.took(taken)),
            Subject::Draft { .. } => {
                let case = taken.draft;
                let is_for = move |draft: &Draft| draft.saved.is_none() && (draft.case.is_none() || draft.case == case);
                if self.mended.with_untracked(|draft| draft.corrects.is_some() && is_for(draft)) {
                    self.mended.update(|draft| draft.took(taken));
                } else if self.draft.with_untracked(is_for) {
                    self.draft.update(|draft| draft.took(taken));
                }
            }
        }
    }

    /// Returns a shot as it is handed over. What was begun before the report had its first shot, such as a voice note
    /// that was still being spoken, belongs to the case that the report has by now.
    pub fn as_of_now(self, shot: &Shot) -> Shot {
        let mut shot = shot.clone();
        if let Subject::Draft { case: case @ None } = &mut shot.subject {
            *case = self.draft.with_untracked(Draft::open_case);
        }
        shot
    }

    fn screen_now(self) -> Screen {
        self.trail.with_untracked(|trail| trail.last().copied()).unwrap_or(Screen::Today)
    }

    /// Returns the open screen.
    pub fn screen(self) -> Screen {
        self.trail.with(|trail| trail.last().copied()).unwrap_or(Screen::Today)
    }

    /// Returns who is signed in and where, once known; follows it.
    pub fn session(self) -> Option<Start> {
        self.start.with(|start| match start {
            Some(Ok(start)) if start.account.is_some() => Some(start.clone()),
            Some(Ok(_) | Err(_)) | None => None,
        })
    }

    /// Says whether photos may come from an album or a file here; follows it.
    pub fn takes_files(self) -> bool {
        self.start.with(|start| matches!(start, Some(Ok(start)) if start.album))
    }

    /// Returns how a photo comes here; follows it.
    pub fn way_of_photos(self) -> Way {
        self.lens.get().way(self.takes_files())
    }

    /// Says whether the position is the training city's simulated one; follows it.
    pub fn simulates(self) -> bool {
        self.start.with(|start| matches!(start, Some(Ok(start)) if start.training)) && self.place.is_made_up()
    }

    /// Returns where the person stands, for showing and for answers; follows it. In a training city without a receiver
    /// they stand at the spot that it is about, in the way that was chosen for the simulated position.
    pub fn standing(self, spot: Option<&Fix>) -> Option<Fix> {
        if self.simulates() { self.place.simulated_at(spot) } else { self.place.here.get() }
    }

    /// Returns where the person stands, for a shot.
    pub fn standing_for_shot(self, spot: Option<&Fix>) -> Option<Fix> {
        let fix = untrack(|| self.standing(spot));
        self.place.count_shot();
        fix
    }

    /// Returns where the person stands, for a report: the simulated position is a good one, so that what is bad about
    /// a shot shows against it.
    pub fn standing_for_report(self) -> Option<Fix> {
        if self.simulates() { self.place.good() } else { self.place.here.get() }
    }

    /// Says whether the server could not be reached when it was last tried.
    pub fn is_offline(self) -> bool {
        self.status.with(|status| {
            let error = status.as_ref().and_then(|status| status.last_error.as_ref());
            error.is_some_and(|error| error.code == "offline")
        })
    }
}

/// Nobody is signed in any more; the page shows the sign-in. What was saved stays on the phone.
pub fn signed_out() {
    let Some(app) = APP.get() else { return };
    app.start.update(|start| {
        if let Some(Ok(start)) = start {
            start.account = None;
        }
    });
}

/// The core told something else than what was asked for. What it told is not written out: that would carry the text
/// of every type of the bridge into the page.
pub fn unexpected(_told: &Told) -> Failure {
    bridge::fault("an answer of another kind")
}

/// Gives the platform's back button something to go back to.
fn remember_step() {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history
        && history.push_state(&JsValue::NULL, "").is_err()
    {
        leptos::logging::warn!("The step could not be remembered for the back button");
    }
}
