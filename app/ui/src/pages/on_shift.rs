//! 签到, 签退: one row on the first screen, for whoever works in shifts.

use app_bridge::ask::Ask;
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look, Size};
use kit::faces::Notice;
use kit::icon::Picture;
use kit::lang;
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};

use crate::state::{App, unexpected};
use crate::{bridge, text};

/// Says since when the person is on shift, and lets them begin it or end it.
#[component]
pub fn OnShift() -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let works = Memo::new(move |_| {
        app.session().and_then(|start| start.account).is_some_and(|account| may(account.role, Right::Report))
    });
    let since = Memo::new(move |_| app.session().and_then(|start| start.on_shift));
    let mark = move |()| {
        let ask = Ask::MarkShift { begins: since.get_untracked().is_none(), fix: app.place.here.get_untracked() };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(ask).await {
                Ok(Told::Start(start)) => app.started(start),
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
            busy.set(false);
        });
    };
    let words = move || {
        let lang = speech.get();
        match since.get() {
            Some(since) => text::on_shift_since(lang, &moment::month_day_and_time(since, &clock.zone())),
            None => lang.say(text::NOT_ON_SHIFT).to_owned(),
        }
    };
    move || {
        works.get().then(|| view! {
            <div class="card row middle" data-test="on-shift">
                <span class="grow small">{words}</span>
                <Button look=Look::Plain size=Size::Usual test="mark-shift" disabled=busy on_press=mark>
                    {move || speech.get().say(if since.get().is_some() { text::END_SHIFT } else { text::BEGIN_SHIFT })}
                </Button>
            </div>
            {move || failure.get().map(|why| view! {
                <Notice tone=Tone::Late picture=Picture::Mind test="shift-failed">
                    {move || speech.get().pick(&why.zh, &why.en).to_owned()}
                </Notice>
            })}
        })
    }
}
