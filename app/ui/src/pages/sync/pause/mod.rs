//! Sending nothing by itself for a while: in a cellar, on the last of the battery, on a network that is paid dearly.

pub mod text;

use app_bridge::ask::Ask;
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look};
use kit::card::Card;
use kit::faces::Notice;
use kit::icon::Picture;
use kit::lang::{self, t};
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::text::{GO_ON, HALF_HOUR, PAUSE, PAUSE_WORDS, TWO_HOURS, paused};
use crate::bridge;
use crate::fetch::Refused;
use crate::state::{App, unexpected};

/// Pauses, or says until when it is paused and goes on.
#[component]
pub fn PauseCard() -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let failure = RwSignal::new(None::<Failure>);
    let until = Memo::new(move |_| app.status.with(|status| status.as_ref().and_then(|status| status.paused_until)));
    let pause = move |minutes: u32| {
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(Ask::Pause { minutes }).await {
                Ok(Told::Status(status)) => app.told_status(*status),
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    view! {
        {move || match until.get() {
            Some(until) => view! {
                <Notice tone=Tone::Soon picture=Picture::Clock test="paused">
                    {move || paused(speech.get(), &moment::time_of_day(until, &clock.zone()))}
                </Notice>
                <Button look=Look::Soft test="pause-end" on_press=move |()| pause(0)>{t(GO_ON)}</Button>
            }.into_any(),
            None => view! {
                <Card test="pause">
                    <h2>{t(PAUSE)}</h2>
                    <p class="small">{t(PAUSE_WORDS)}</p>
                    <div class="chips">
                        <Button test="pause-30" on_press=move |()| pause(30)>{t(HALF_HOUR)}</Button>
                        <Button test="pause-120" on_press=move |()| pause(120)>{t(TWO_HOURS)}</Button>
                    </div>
                </Card>
            }.into_any(),
        }}
        <Refused failure=failure test="pause-failed" />
    }
}
