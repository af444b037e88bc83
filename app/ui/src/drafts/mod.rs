//! What is filled in goes to the core with each change, and comes back after a start with the screen that was open.
//!
//! Nothing here knows what a report or an answer is made of; that stands with them. `pending` decides what is written
//! when, `trail` where to go on; both are plain and have the tests. `found` brings what the store learned by itself onto the
//! screens. Start with [`follow`] and [`meet`].

pub mod text;
pub mod unkept;
pub mod coming;
pub mod begun;
pub mod found;
mod pending;
mod trail;

use std::collections::BTreeMap;

use app_bridge::ask::Ask;
use app_bridge::draft::{DraftOf, Drafts, KeptDraft};
use app_bridge::told::{Failure, Told};
use kit::moment;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::AccountId;

use self::pending::{Pending, What};
use crate::bridge;
use crate::camera::lens;
use crate::opening::opens_on_camera;
use crate::pages::report::draft::Draft;
use crate::state::{App, Screen, unexpected};

/// Keeps what is filled in.
#[derive(Clone, Copy)]
pub struct Keeper {
    pending: StoredValue<Pending>,
    /// Whose drafts are on the screens; nobody's until they were told, and until then nothing is kept.
    whose: RwSignal<Option<AccountId>>,
    /// Why the last change could not be kept.
    pub failure: RwSignal<Option<Failure>>,
    /// How many shots are on their way to what is filled in.
    pub coming: RwSignal<u32>,
    /// Nothing waits to be kept or thrown away.
    is_settled: RwSignal<bool>,
    /// The phone's own camera lies over the page, and may be writing.
    camera_is_open: StoredValue<bool>,
}

impl Keeper {
    /// Knows nobody yet.
    pub fn new() -> Self {
        Self {
            pending: StoredValue::new(Pending::default()),
            whose: RwSignal::new(None),
            failure: RwSignal::new(None),
            coming: RwSignal::new(0),
            is_settled: RwSignal::new(true),
            camera_is_open: StoredValue::new(false),
        }
    }

    /// Says whether what was kept has been told; until then nobody here knows what was begun. Follows it.
    pub fn is_told(self) -> bool {
        self.whose.with(Option::is_some)
    }

    /// Throws a draft away, with its shots; after whatever of it is being kept.
    pub fn throw_away(self, of: DraftOf) {
        self.put(What::Draft(of), Ask::DropDraft { of });
    }

    fn put(self, what: What, ask: Ask) {
        self.pending.update_value(|pending| pending.put(what, ask));
        self.run();
    }

    fn put_or_empty(self, of: DraftOf, draft: KeptDraft, is_begun: bool) {
        let (what, ask) = (What::Draft(of), Ask::KeepDraft(draft));
        self.pending.update_value(|pending| match is_begun {
            true => pending.put(what, ask),
            false => pending.emptied(what, ask),
        });
        self.run();
    }

    /// Writes what waits, one after the other. After a failure the next change tries again.
    fn run(self) {
        let next = move || self.pending.try_update_value(Pending::begin_next).flatten();
        let first = next();
        self.note();
        let Some(first) = first else { return };
        spawn_local(async move {
            let mut under_way = Some(first);
            while let Some((what, ask)) = under_way {
                let failure = written(ask).await.err();
                let is_kept = failure.is_none();
                self.pending.update_value(|pending| match is_kept {
                    true => pending.written(),
                    false => pending.not_written(what),
                });
                if self.failure.with_untracked(|known| *known != failure) {
                    self.failure.set(failure);
                }
                under_way = if is_kept { next() } else { None };
                self.note();
            }
        });
    }

    /// Lets whoever follows it know whether anything waits.
    fn note(self) {
        let is_settled = self.pending.with_value(Pending::is_settled);
        if self.is_settled.get_untracked() != is_settled {
            self.is_settled.set(is_settled);
        }
    }

    /// Writes all that waits at once: there may be no later.
    fn flush(self) {
        let waiting = self.pending.try_update_value(Pending::all).unwrap_or_default();
        for (what, ask) in waiting {
            spawn_local(async move {
                if let Err(why) = written(ask).await {
                    self.pending.update_value(|pending| pending.wait_again(what));
                    self.failure.set(Some(why));
                }
            });
        }
    }
}

async fn written(ask: Ask) -> Result<(), Failure> {
    match bridge::ask(ask).await? {
        Told::Kept => Ok(()),
        other => Err(unexpected(&other)),
    }
}

/// Lets every change of what is filled in go to the core. Called once, at the root.
pub fn follow(app: App) {
    let keeper = app.keeper;
    Effect::new(move |_| {
        if keeper.whose.get().is_some() {
            app.draft.with(|draft| keep_report(keeper, DraftOf::Report, draft));
        }
    });
    Effect::new(move |_| {
        if keeper.whose.get().is_some() {
            app.mended.with(|draft| {
                // Without one it is no correction, and must not be taken for the new report.
                if let Some(sent_back) = &draft.corrects {
                    keep_report(keeper, DraftOf::Mend(sent_back.operation), draft);
                }
            });
        }
    });
    Effect::new(move |_| {
        if keeper.whose.get().is_some() {
            app.answers.with(|answers| {
                for (task, draft) in answers {
                    let (is_begun, kept) = draft.with(|draft| (draft.is_begun(), draft.kept(*task)));
                    keeper.put_or_empty(DraftOf::Answer(*task), KeptDraft::Answer(kept), is_begun);
                }
            });
        }
    });
    Effect::new(move |_| {
        if keeper.whose.get().is_some() {
            let trail = app.trail.with(|trail| trail::written(trail));
            keeper.put(What::Trail, Ask::KeepTrail { trail });
        }
    });
    found::follow(app);
    // Whoever is sent to the back may be ended there without another word.
    for leaving in ["visibilitychange", "pagehide"] {
        drop(window_event_listener_untyped(leaving, move |_| keeper.flush()));
    }
}

fn keep_report(keeper: Keeper, of: DraftOf, draft: &Draft) {
    if draft.saved.is_some() {
        keeper.pending.update_value(|pending| pending.forget(What::Draft(of)));
        keeper.note();
    } else {
        keeper.put_or_empty(of, KeptDraft::Report(Box::new(draft.kept())), draft.is_begun());
    }
}

/// Somebody is signed in: what they were filling in comes back. Of another account nothing stays on the screens.
pub fn meet(app: App, account: AccountId) {
    let known = app.keeper.whose.get_untracked();
    if known == Some(account) {
        // Told anew, such as after the PIN: what was found meanwhile comes onto the screens.
        if !untrack(|| app.is_locked()) {
            spawn_local(found::look(app));
        }
        return;
    }
    app.keeper.pending.update_value(|pending| *pending = Pending::default());
    app.keeper.note();
    if known.is_some() {
        app.keeper.whose.set(None);
        app.draft.set(Draft::default());
        app.mended.set(Draft::default());
        app.answers.update(BTreeMap::clear);
        app.trail.set(vec![Screen::Today]);
    }
    spawn_local(async move {
        match told().await {
            Ok(drafts) => {
                let found = drafts.found;
                go_on(app, account, drafts);
                if found > 0 {
                    app.find_out();
                }
                open(app).await;
            }
            // Nothing is kept over what could not be read; the next start of the page tries again.
            Err(why) => app.keeper.failure.set(Some(why)),
        }
    });
}

async fn told() -> Result<Drafts, Failure> {
    match bridge::ask_until_told(Ask::Drafts).await? {
        Told::Drafts(drafts) => Ok(drafts),
        other => Err(unexpected(&other)),
    }
}

/// Puts back what was filled in, and opens the screen that was open.
fn go_on(app: App, account: AccountId, mut drafts: Drafts) {
    for card in std::mem::take(&mut drafts.drafts) {
        match card.draft {
            KeptDraft::Report(report) if report.corrects.is_none() => {
                // Who was quicker than the store has begun another one.
                if app.draft.with_untracked(|draft| !draft.is_begun()) {
                    app.draft.set(Draft::restored(*report, card.category));
                } else if let Some(joined) = app.draft.with_untracked(|draft| found::joined(draft, &report, None)) {
                    app.draft.set(joined);
                }
            }
            // It is put over what was sent back when that is opened again.
            KeptDraft::Report(_) => {}
            KeptDraft::Answer(answer) => app.answer_to(answer.task).update(|draft| draft.restore(answer)),
        }
    }
    app.keeper.failure.set(None);
    app.keeper.whose.set(Some(account));
    let has_report = app.draft.with_untracked(Draft::is_begun);
    let trail = trail::resumed(&drafts, has_report, moment::present());
    if app.trail.with_untracked(|open| open.as_slice() == [Screen::Today]) && trail.len() > 1 {
        app.go_on_with(trail);
    }
}

/// Opens the camera where that was chosen and nothing else is open.
async fn open(app: App) {
    if !opens_on_camera() {
        return;
    }
    lens::look(app.lens).await;
    if app.trail.with_untracked(|open| open.as_slice() == [Screen::Today]) && app.may_report() {
        app.begin_report();
    }
}

/// Puts what was already corrected of a report over the report as it was sent back.
pub async fn as_corrected(app: App, mut draft: Draft) -> Draft {
    let Some(sent_back) = draft.corrects.clone() else { return draft };
    let Ok(drafts) = told().await else { return draft };
    // The new report may have begun with this very look.
    found::take_in(app, &drafts);
    for card in drafts.drafts {
        match card.draft {
            KeptDraft::Report(report) if report.corrects == Some(sent_back.operation) => {
                draft = Draft { corrects: Some(sent_back.clone()), ..Draft::restored(*report, card.category) };
            }
            KeptDraft::Report(_) | KeptDraft::Answer(_) => {}
        }
    }
    draft
}
