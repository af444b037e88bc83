//! Originals: how many have arrived, counted apart from photos, and over which networks they travel.

use app_bridge::ask::{Ask, OriginalsOver};
use app_bridge::status::Originals;
use app_bridge::told::{Failure, Told};
use kit::card::Card;
use kit::lang::{self, spoken, t};
use kit::radios::{Radio, Radios};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::fetch::Refused;
use crate::state::{App, unexpected};
use crate::{bridge, text};

/// How far the originals are; nothing where none is wanted.
#[component]
pub fn OriginalsLine(
    /// What the core told.
    originals: Originals,
) -> impl IntoView {
    let speech = lang::speech();
    let Originals { wanted, received, waiting_bytes, held, .. } = originals;
    (wanted > 0).then(|| {
        let waits = waiting_bytes > 0;
        view! {
            <p class="small number" data-test="originals" data-received=received data-wanted=wanted>
                {move || text::originals_of(speech.get(), received, wanted)}
                {waits.then(|| format!(" · {}", text::bytes(waiting_bytes)))}
                {held.then(|| view! { " · "{t(text::ORIGINALS_HELD)} })}
            </p>
        }
    })
}

/// The person's own choice: originals wait for a network that is not paid by the byte, or take every one.
#[component]
pub fn OriginalsChoice() -> impl IntoView {
    let app = App::get();
    let failure = RwSignal::new(None::<Failure>);
    let over = Memo::new(move |_| app.status.with(|status| status.as_ref().map(|status| status.originals.over)));
    let choose = move |over: OriginalsOver| {
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(Ask::SendOriginalsOver { over }).await {
                Ok(Told::Status(status)) => app.told_status(*status),
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    let chip = move |choice: OriginalsOver, words| {
        view! {
            <Radio test=format!("originals-{}", choice.as_str()) chosen=Signal::derive(move || over.get() == Some(choice))
                on_choose=move |()| choose(choice)>{t(words)}</Radio>
        }
    };
    view! {
        <Card test="originals-over">
            <h2>{t(text::ORIGINALS)}</h2>
            <Radios label=spoken(text::ORIGINALS)>
                {chip(OriginalsOver::Unmetered, text::ORIGINALS_UNMETERED)}
                {chip(OriginalsOver::AnyNetwork, text::ORIGINALS_ANY)}
            </Radios>
            <p class="tiny">{t(text::ORIGINALS_WORDS)}</p>
            <Refused failure=failure test="originals-failed" />
        </Card>
    }
}
