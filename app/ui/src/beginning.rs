//! Beginning a report, a correction, or where somebody was.

use app_bridge::ask::Ask;
use app_bridge::told::Told;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::ids::OperationId;

use crate::camera::quick;
use crate::fetch::Fetched;
use crate::pages::report::draft::Draft;
use crate::state::{App, Screen, remember_step, unexpected};
use crate::{bridge, drafts};

impl App {
    /// Opens the report, and at once the camera where nothing was photographed for it yet; one that was saved is put
    /// away first. Call it in a press.
    pub fn begin_report(self) {
        if self.draft.with_untracked(|draft| draft.saved.is_some()) {
            self.draft.set(Draft::default());
        }
        self.turn_to(Screen::Report);
        if self.may_report() && self.draft.with_untracked(|draft| draft.photos.is_empty()) {
            quick::open(self);
        }
    }

    /// Begins a report in which stands already what it has in common with one that was saved. One that was begun goes
    /// on instead. Call it in a press.
    pub fn begin_like(self, common: Draft) {
        if self.draft.with_untracked(|draft| draft.saved.is_some() || !draft.is_begun()) {
            self.draft.set(common);
        }
        self.begin_report();
    }

    /// Goes on where somebody was when the program ended.
    pub fn go_on_with(self, trail: Vec<Screen>) {
        trail.iter().skip(1).for_each(|_| remember_step());
        let mended =
            trail.iter().find_map(|screen| if let Screen::Mend(operation) = screen { Some(*operation) } else { None });
        self.trail.set(trail);
        if let Some(operation) = mended {
            self.read_sent_back(operation);
        }
    }

    /// Says whether whoever is signed in reports cases.
    pub fn may_report(self) -> bool {
        self.start.with_untracked(|start| match start {
            Some(Ok(start)) => start.account.as_ref().is_some_and(|account| may(account.role, Right::Report)),
            Some(Err(_)) | None => false,
        })
    }

    /// Opens the correction of what the server sent back. A correction that was begun goes on where it was left.
    pub fn begin_mending(self, operation: OperationId) {
        let is_begun = self.mended.with_untracked(|draft| {
            draft.saved.is_none() && draft.corrects.as_ref().is_some_and(|sent_back| sent_back.operation == operation)
        });
        if self.screen_now() != Screen::Mend(operation) {
            self.open(Screen::Mend(operation));
        }
        if !is_begun {
            self.read_sent_back(operation);
        }
    }

    fn read_sent_back(self, operation: OperationId) {
        self.mending.set(Fetched::Reading);
        self.mended.set(Draft::default());
        spawn_local(async move {
            let told = match bridge::ask(Ask::Aside { operation }).await {
                Ok(Told::Aside(card)) => {
                    let aside = card.aside.clone();
                    match Draft::correcting(*card) {
                        Some(draft) => {
                            self.mended.set(drafts::as_corrected(self, draft).await);
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
}
