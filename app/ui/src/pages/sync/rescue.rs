//! The way out when a phone cannot send: what is only here goes into one file that somebody carries to the desk.

use app_bridge::ask::Ask;
use app_bridge::rescue::{Rescue, WithOriginals};
use app_bridge::told::{Failure, Told};
use kit::button::Button;
use kit::card::Card;
use kit::faces::Notice;
use kit::icon::Picture;
use kit::lang::{self, either, t};
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::fetch::Refused;
use crate::state::unexpected;
use crate::{bridge, text};

/// Offers the file, and says where it lies.
#[component]
pub fn RescueCard() -> impl IntoView {
    let speech = lang::speech();
    let busy = RwSignal::new(false);
    let written = RwSignal::new(None::<Rescue>);
    let failure = RwSignal::new(None::<Failure>);
    let write = move |()| {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(Ask::Rescue { originals: WithOriginals::IfTheyFit }).await {
                Ok(Told::Rescue(rescue)) => written.set(Some(rescue)),
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
            busy.set(false);
        });
    };
    view! {
        <Card test="rescue">
            <h2>{t(text::RESCUE)}</h2>
            <p class="small">{t(text::RESCUE_WORDS)}</p>
            <div class="chips">
                <Button test="rescue-write" disabled=busy on_press=write>
                    {move || speech.get().say(if busy.get() { text::RESCUE_WRITING } else { text::RESCUE_WRITE })}
                </Button>
            </div>
            {move || written.get().map(|rescue| {
                let Rescue { place, size_bytes, operations, photos, warnings, .. } = rescue;
                view! {
                    <p class="small" role="status" data-test="rescue-written" data-operations=operations data-photos=photos>
                        {move || text::rescued(speech.get(), operations, photos)}" · "{text::bytes(size_bytes)}
                        <br /><span class="tiny number">{place}</span>
                    </p>
                    {warnings.into_iter().map(|warning| view! {
                        <Notice tone=Tone::Soon picture=Picture::Mind test="rescue-warning">
                            {either(warning.zh, warning.en)}
                        </Notice>
                    }).collect_view()}
                }
            })}
            <Refused failure=failure test="rescue-failed" />
        </Card>
    }
}
