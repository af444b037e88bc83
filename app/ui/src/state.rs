//! What the whole app knows: who is signed in, what is only here, and which screen is open.
//!
//! One value, provided once at the root. Pages read it; only the functions here and the pages' own actions write it.

use std::cell::Cell;
use std::collections::BTreeMap;

use app_bridge::ask::{Ask, Shot, Subject};
use app_bridge::lock::Lock;
use app_bridge::status::{Rounds, SetAside, Status};
use app_bridge::told::{Failure, PhotoCard, Start, Told};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::ids::{AnnouncementId, CaseId, OperationId, TaskId};
use shared::place::fix::Fix;
use wasm_bindgen::JsValue;

use crate::bridge;
use crate::camera::lens::{Lens, Way};
use crate::drafts::{self, Keeper};
use crate::fetch::Fetched;
use crate::orders::anew;
use crate::pages::answer::draft::AnswerDraft;
use crate::pages::report::draft::Draft;
use crate::place::Place;
use crate::receiver::spent::Cost;
use crate::sight::Sight;
use crate::track::Walk;

/// A screen. The tab bar leads to the first five.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
    /// The desk's notices; with the one that is to be open.
    Announcements(Option<AnnouncementId>),
    /// Whom to call.
    Directory,
    /// How to take the photos.
    Hints,
    /// Which base maps are kept on this phone.
    BaseMaps,
    /// How this device looks, speaks, opens and locks.
    Settings,
    /// The first steps.
    Welcome,
    /// Which phone has not synced, and what is overdue.
    Board,
    /// The shift: signing in and out, what was walked, the day's figures.
    Shift,
    /// One's ground with all that stands on it.
    Map,
    /// The same, with all tasks in view.
    TasksOnMap,
    /// Pointing at the place of the report that is filled in.
    PlaceOnMap,
    /// How the area did in a month.
    Assessment,
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
    /// The answers that are being filled in; they outlive their screens.
    pub answers: RwSignal<BTreeMap<TaskId, ArcRwSignal<AnswerDraft>>>,
    /// Keeps all of these in the phone's store.
    pub keeper: Keeper,
    /// The camera that opens with the report is shown.
    pub camera: RwSignal<bool>,
    /// Where the person stands.
    pub place: Place,
    /// What this device can take photos with.
    pub lens: RwSignal<Lens>,
    /// What lies over the whole screen, such as the camera; the way back closes it first.
    cover: RwSignal<Option<RwSignal<bool>>>,
    /// It stands apart from the screen under it, which is then not to be reached.
    apart: RwSignal<bool>,
    /// The page itself asked the platform to go back.
    leaves: StoredValue<bool>,
    /// The walk on shift, as far as the page knows.
    pub walk: Walk,
    /// Whether anybody sees the page.
    pub sight: RwSignal<Sight>,
    /// What the page has cost today.
    pub cost: StoredValue<Cost>,
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
            answers: RwSignal::new(BTreeMap::new()),
            keeper: Keeper::new(),
            camera: RwSignal::new(false),
            place: Place::new(),
            lens: RwSignal::new(Lens::without_a_view()),
            cover: RwSignal::new(None),
            apart: RwSignal::new(false),
            leaves: StoredValue::new(false),
            walk: Walk::new(),
            sight: RwSignal::new(Sight::Seen),
            cost: StoredValue::new(Cost::default()),
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
        anew::follow(&start);
        self.place.start_from(start.home.clone());
        let account = start.account.as_ref().map(|account| account.id);
        self.start.set(Some(Ok(start)));
        self.look_again();
        if let Some(account) = account {
            drafts::meet(self, account);
        }
    }

    /// Asks the core what this device is.
    pub fn find_out(self) {
        spawn_local(async move {
            match bridge::ask_until_told(Ask::Start).await {
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
                Ok(Told::Status(status)) => self.told_status(*status),
                Ok(other) => self.status_failure.set(Some(unexpected(&other))),
                Err(failure) => self.status_failure.set(Some(failure)),
            }
        });
    }

    /// Takes in a status; lists are fetched again when it says something new.
    pub fn told_status(self, status: Status) {
        // Told anew each second; what follows it must not be drawn anew for nothing.
        if self.status_failure.with_untracked(Option::is_some) {
            self.status_failure.set(None);
        }
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
        // The database may have been found broken and made again behind the first page.
        let told = self.start.with_untracked(|start| match start {
            Some(Ok(start)) if start.account.is_some() => Some(start.notices.len()),
            Some(Ok(_) | Err(_)) | None => None,
        });
        if told.is_some_and(|told| u64::try_from(told).is_ok_and(|told| told < status.notices)) {
            self.find_out();
        }
        // How far a photo has come moves no list.
        let at_rest = |status: &Status| Status {
            syncing: false,
            doing: None,
            sending: None,
            // A step on foot moves none either.
            track_points_waiting: 0,
            // What a round brought stands in the rest.
            rounds: Rounds::default(),
            ..status.clone()
        };
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

    /// The same for what stands beside the screen in the page: the screen under it cannot be reached meanwhile.
    pub fn cover_apart(self, shown: RwSignal<bool>) {
        self.cover_with(shown);
        self.apart.set(true);
    }

    /// Says whether the screen cannot be reached for what lies over it; follows it.
    pub fn is_out_of_reach(self) -> bool {
        self.apart.get()
    }

    /// What lies over the screen gives way to another screen: the step that was remembered for it is that screen's.
    /// Where it was closed already, nothing is opened behind the person's back.
    pub fn uncover_onto(self, screen: Screen) {
        let Some(shown) = self.cover.get_untracked().filter(|shown| shown.try_get_untracked() == Some(true)) else {
            return;
        };
        self.cover.set(None);
        self.apart.set(false);
        shown.try_set(false);
        self.trail.update(|trail| trail.push(screen));
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
            self.apart.set(false);
            shown.try_set(false);
            self.leave();
        }
    }

    /// Goes back one screen, or closes what lies over it. Under the PIN only what was begun before it fell goes on: the
    /// platform's own button opens and closes nothing there.
    pub fn back(self) {
        let is_own = self.leaves.try_update_value(std::mem::take).unwrap_or_default();
        if !is_own && untrack(|| self.is_locked()) {
            remember_step();
            return;
        }
        if let Some(shown) = self.cover.get_untracked() {
            self.cover.set(None);
            self.apart.set(false);
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
        self.leaves.set_value(true);
        match history.map(|history| history.back()) {
            Some(Ok(())) => {}
            Some(Err(_)) | None => self.back(),
        }
    }

    /// Returns the report that the open screens fill in: the one that is corrected, or the new one.
    pub fn sheet(self) -> RwSignal<Draft> {
        let mends = self.trail.with_untracked(|trail| trail.iter().any(|screen| matches!(screen, Screen::Mend(_))));
        if mends { self.mended } else { self.draft }
    }

    /// Returns the answer to a task as it is being filled in.
    pub fn answer_to(self, task: TaskId) -> ArcRwSignal<AnswerDraft> {
        if let Some(begun) = self.answers.with_untracked(|answers| answers.get(&task).cloned()) {
            return begun;
        }
        let begun = ArcRwSignal::new(AnswerDraft::default());
        self.answers.update(|answers| drop(answers.insert(task, begun.clone())));
        begun
    }

    /// An answer was saved: its draft is put away.
    pub fn answered(self, task: TaskId) {
        self.answers.update(|answers| drop(answers.remove(&task)));
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

    /// Returns the open screen as it is now.
    pub fn screen_now(self) -> Screen {
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

    /// Says whether a PIN stands before everything; follows it.
    pub fn is_locked(self) -> bool {
        self.start.with(|start| matches!(start, Some(Ok(start)) if start.lock == Lock::Locked))
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
    // What lay over the screen went with it; whoever signs in next must be able to reach theirs.
    app.cover.set(None);
    app.apart.set(false);
    app.camera.set(false);
    spawn_local(async move {
        // It may be because the phone was erased as the desk ordered: what begins in its place says why.
        if let Ok(Told::Start(start)) = bridge::ask(Ask::Start).await
            && start.account.is_none()
        {
            app.started(start);
        }
    });
}

/// The core told something else than what was asked for. What it told is not written out: that would carry the text
/// of every type of the bridge into the page.
pub fn unexpected(_told: &Told) -> Failure {
    bridge::fault("an answer of another kind")
}

/// Gives the platform's back button something to go back to.
pub fn remember_step() {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history
        && history.push_state(&JsValue::NULL, "").is_err()
    {
        leptos::logging::warn!("The step could not be remembered for the back button");
    }
}
