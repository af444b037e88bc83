//! Beginning and ending a shift, with one question where the person stands outside their own duty grid.

use app_bridge::ask::Ask;
use app_bridge::told::{Failure, Told};
use app_bridge::track::ShiftPlace;
use kit::button::{Button, Look, Size};
use kit::icon::{Icon, Picture};
use kit::lang::{self, t};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::text;
use crate::bridge;
use crate::fetch::Refused;
use crate::state::{App, unexpected};

/// How far the marking is.
#[derive(Clone, Copy)]
pub struct Marking {
    /// It is being saved.
    pub busy: RwSignal<bool>,
    /// The person is asked whether to do it outside.
    pub asks: RwSignal<bool>,
    /// Why it was not saved.
    pub failure: RwSignal<Option<Failure>>,
}

impl Marking {
    /// Nothing was pressed yet.
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), asks: RwSignal::new(false), failure: RwSignal::new(None) }
    }

    /// Begins the shift or ends it, at once where the person is in an own duty grid or nobody knows.
    pub fn press(self, app: App) {
        let fix = untrack(|| app.standing_for_report());
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            // Whatever keeps the core from saying so is no reason not to let somebody sign in.
            let is_outside = match bridge::ask(Ask::Shift { here: fix }).await {
                Ok(Told::Shift(sheet)) => sheet.here == ShiftPlace::Outside,
                Ok(_) | Err(_) => false,
            };
            if is_outside {
                self.asks.set(true);
                self.busy.set(false);
            } else {
                self.mark(app).await;
            }
        });
    }

    /// Does it outside too: the person was asked.
    pub fn anyway(self, app: App) {
        self.asks.set(false);
        self.busy.set(true);
        spawn_local(async move { self.mark(app).await });
    }

    async fn mark(self, app: App) {
        let begins = app.start.with_untracked(|start| matches!(start, Some(Ok(start)) if start.on_shift.is_none()));
        let fix = untrack(|| app.standing_for_report());
        match bridge::ask(Ask::MarkShift { begins, fix }).await {
            Ok(Told::Start(start)) => {
                app.started(start);
                app.saved_something();
            }
            Ok(other) => self.failure.set(Some(unexpected(&other))),
            Err(why) => self.failure.set(Some(why)),
        }
        self.busy.set(false);
    }
}

/// Follows whether the person is on shift.
pub fn is_on_shift(app: App) -> Memo<bool> {
    Memo::new(move |_| app.start.with(|start| matches!(start, Some(Ok(start)) if start.on_shift.is_some())))
}

/// The one question, and why it was not saved; nothing otherwise.
#[component]
pub fn MarkingNotices(
    /// How far the marking is.
    marking: Marking,
) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let on_shift = is_on_shift(app);
    let anyway = move |()| marking.anyway(app);
    let words = move |begin, end| move || speech.get().say(if on_shift.get() { end } else { begin });
    view! {
        {move || marking.asks.get().then(|| view! {
            <section class="notice tone-soon shift-ask" data-test="outside-ask" role="alert">
                <Icon picture=Picture::Pin />
                <span>
                    <strong>{t(text::NOT_IN_OWN)}</strong>" "
                    {words(text::BEGIN_OUTSIDE, text::END_OUTSIDE)}
                    <span class="pair">
                        <Button look=Look::Soft size=Size::Wide test="mark-anyway" on_press=anyway>
                            {words(text::BEGIN_ANYWAY, text::END_ANYWAY)}
                        </Button>
                        <Button look=Look::Plain size=Size::Wide test="mark-not-now" on_press=move |()| marking.asks.set(false)>
                            {t(text::NOT_NOW)}
                        </Button>
                    </span>
                </span>
            </section>
        })}
        <Refused failure=marking.failure test="shift-failed" />
    }
}
