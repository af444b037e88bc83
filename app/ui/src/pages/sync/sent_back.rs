//! What the server sent back: what it was, why, and the way to put it right.

use app_bridge::status::SetAside;
use kit::badge::Badge;
use kit::button::{Button, Look};
use kit::lang::{self, either, t};
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;

use crate::bridge::Picture;
use crate::state::{App, Screen};
use crate::{bridge, text};

/// One operation that was sent back.
#[component]
pub fn SentBackCard(
    /// What the core said.
    aside: SetAside,
) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let SetAside { operation, title, title_en, place, photo, task, code, zh, en, detail, made_at, .. } = aside;
    let shown = RwSignal::new(false);
    let small_print = format!("{}{}", code.as_str(), detail.map(|detail| format!(" · {detail}")).unwrap_or_default());
    let mend = move |()| match task {
        Some(task) => app.open(Screen::Answer(task)),
        None => app.begin_mending(operation),
    };
    let thumb = photo.map(|photo| bridge::picture(&photo.to_string(), Picture::Thumb));
    view! {
        <section class="card edged tone-late stack" data-test="set-aside" data-code=code.as_str()>
            <div class="row">
                {thumb.map(|address| view! { <span class="thumb"><img src=address alt="" loading="lazy" /></span> })}
                <span class="grow">
                    <span class="between">
                        <h2>{either(title, title_en)}</h2>
                        <Badge tone=Tone::Late>{t(text::SENT_BACK)}</Badge>
                    </span>
                    <span class="small clip" lang="zh">{place}</span>
                    <span class="tiny number">{move || clock.say(speech.get(), made_at)}</span>
                </span>
            </div>
            <p class="small">{either(zh, en)}</p>
            <Show when=move || shown.get()><p class="tiny" data-test="set-aside-detail">{small_print.clone()}</p></Show>
            <div class="chips">
                <Button look=Look::Soft test="mend" on_press=mend>{t(text::MEND)}</Button>
                <Button test="set-aside-why" on_press=move |()| shown.update(|shown| *shown = !*shown)>{t(text::WHY)}</Button>
            </div>
        </section>
    }
}
