//! Where to get help: the first steps again, the diagnostics file, and the way to the rescue file.

use std::collections::BTreeMap;

use app_bridge::ask::Ask;
use app_bridge::diagnostics::DiagnosticsFile;
use app_bridge::told::{Failure, Told};
use kit::button::Button;
use kit::card::Card;
use kit::lang::{self, Lang, t};
use kit::looks::{self, Contrast, Hand, Looks, Theme};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::text;
use crate::fetch::Refused;
use crate::opening::opens_on_camera;
use crate::pages::lock::away::LockAfter;
use crate::receiver::spent::{Cost, SpentToday};
use crate::state::{App, Screen, unexpected};
use crate::{bridge, text as words};

/// Where to get help.
#[component]
pub fn Help() -> impl IntoView {
    let (app, speech, looks) = (App::get(), lang::speech(), looks::looks());
    let busy = RwSignal::new(false);
    let written = RwSignal::new(None::<DiagnosticsFile>);
    let failure = RwSignal::new(None::<Failure>);
    let write = move |()| {
        busy.set(true);
        failure.set(None);
        let mut page = untrack(|| set_to(speech.now(), looks));
        page.extend(spent(app.cost.get_value()));
        spawn_local(async move {
            match bridge::ask(Ask::Diagnostics { page }).await {
                Ok(Told::Diagnostics(file)) => {
                    written.try_set(Some(file));
                }
                Ok(other) => {
                    failure.try_set(Some(unexpected(&other)));
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Card test="settings-help">
            <h2>{t(text::HELP)}</h2>
            <div class="stack">
                <Button test="walk-again" on_press=move |()| app.open(Screen::Welcome)>{t(text::WALK_AGAIN)}</Button>
                <Button test="to-rescue" on_press=move |()| app.turn_to(Screen::Sync)>{t(text::RESCUE)}</Button>
                <Button test="diagnostics" disabled=busy on_press=write>
                    {move || speech.get().say(if busy.get() { text::DIAGNOSTICS_WRITING } else { text::DIAGNOSTICS })}
                </Button>
            </div>
            <p class="tiny">{t(text::DIAGNOSTICS_WORDS)}</p>
            <SpentToday />
            {move || written.get().map(|DiagnosticsFile { place, size_bytes }| view! {
                <p class="small" role="status" data-test="diagnostics-written">
                    {t(text::DIAGNOSTICS_WRITTEN)}" · "{words::bytes(size_bytes)}<br /><span class="tiny number">{place}</span>
                </p>
            })}
            <Refused failure=failure test="diagnostics-failed" />
        </Card>
    }
    .into_any()
}

/// What this page has cost today.
fn spent(cost: Cost) -> [(String, String); 3] {
    [
        ("receiver_s".to_owned(), cost.receiver.on_s.to_string()),
        ("receiver_exact_s".to_owned(), cost.receiver.exact_s.to_string()),
        ("asks_a_minute".to_owned(), cost.asks_a_minute.to_string()),
    ]
}

/// What this page is set to, in short words that name nobody.
fn set_to(lang: Lang, looks: Looks) -> BTreeMap<String, String> {
    let theme = match looks.theme() {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let contrast = match looks.contrast() {
        Contrast::Usual => "usual",
        Contrast::High => "high",
    };
    let hand = match looks.hand() {
        Hand::Right => "right",
        Hand::Left => "left",
    };
    let language = match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    let opens_on = if opens_on_camera() { "camera" } else { "today" };
    BTreeMap::from([
        ("language".to_owned(), language.to_owned()),
        ("theme".to_owned(), theme.to_owned()),
        ("contrast".to_owned(), contrast.to_owned()),
        ("text".to_owned(), looks.text_size().percent().to_string()),
        ("hand".to_owned(), hand.to_owned()),
        ("opens_on".to_owned(), opens_on.to_owned()),
        ("lock_after_min".to_owned(), LockAfter::remembered().minutes().to_string()),
    ])
}
