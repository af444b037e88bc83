//! 签到, 签退: one card on the first screen, for whoever works in shifts; the shift has a page of its own.

use kit::button::{Button, Look, Size};
use kit::icon::{Icon, Picture};
use kit::lang::{self, t};
use kit::moment;
use leptos::prelude::*;
use shared::account::{Right, may};

use crate::pages::shift::mark::{Marking, MarkingNotices};
use crate::pages::shift::sign::{OutsideSign, TrackSign};
use crate::pages::shift::text as shift_text;
use crate::state::{App, Screen};
use crate::text;

/// Says since when the person is on shift and that a track is kept, and lets them begin the shift or end it.
#[component]
pub fn OnShift() -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let marking = Marking::new();
    let works = Memo::new(move |_| works_in_shifts(app));
    let since = Memo::new(move |_| app.session().and_then(|start| start.on_shift));
    let words = move || {
        let lang = speech.get();
        match since.get() {
            Some(since) => text::on_shift_since(lang, &moment::month_day_and_time(since, &clock.zone())),
            None => lang.say(text::NOT_ON_SHIFT).to_owned(),
        }
    };
    move || {
        works.get().then(|| view! {
            <div class="card stack" data-test="on-shift">
                <div class="shift-line">
                    <button type="button" class="shift-way small" data-test="go-shift"
                        on:click=move |_| app.open(Screen::Shift)>
                        <span class="grow">{words}<span class="hidden-words">" "{t(shift_text::SEE_SHIFT)}</span></span>
                        <Icon picture=Picture::Onward />
                    </button>
                    <Button look=Look::Plain size=Size::Usual test="mark-shift" disabled=marking.busy
                        on_press=move |()| marking.press(app)>
                        {move || speech.get().say(if since.get().is_some() { text::END_SHIFT } else { text::BEGIN_SHIFT })}
                    </Button>
                </div>
                <TrackSign />
            </div>
            <OutsideSign />
            <MarkingNotices marking=marking />
        })
    }
}

/// Says whether who is signed in works in shifts; follows it.
pub fn works_in_shifts(app: App) -> bool {
    app.session().and_then(|start| start.account).is_some_and(|account| may(account.role, Right::Report))
}
