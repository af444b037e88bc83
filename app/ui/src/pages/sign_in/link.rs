//! The link: pasted, scanned, or opened by the system.

use js_sys::{Function, Promise, Reflect};
use kit::button::{Button, Look};
use kit::faces::Notice;
use kit::field::{Entry, Field};
use kit::icon::Picture;
use kit::lang::{spoken, t};
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::form::SignInForm;
use super::scan::ScanView;
use super::text;
use crate::camera::lens::Lens;
use crate::state::App;

/// The event by which the shell says that the system opened the app with a link; its `detail` is the link.
const OPENED: &str = "xunge-link";
/// Where the shell leaves a link that came before there was a page to hear of it.
const LEFT: &str = "xungeLink";

/// The link, with the ways for it to come here.
#[component]
pub fn LinkField(
    /// What is typed.
    form: RwSignal<SignInForm>,
    /// A link is there as a whole: sign in with it.
    #[prop(into)]
    on_whole: Callback<()>,
) -> impl IntoView {
    let app = App::get();
    let take = move |link: String| {
        form.update(|form| form.link = link);
        on_whole.run(());
    };
    // What the system opened the app with was chosen by whoever sent it: it is shown, and the person signs in with it.
    follow(Callback::new(move |link: String| form.update(|form| form.link = link)));
    let no_paste = RwSignal::new(false);
    let paste = move |()| {
        spawn_local(async move {
            match pasted().await {
                Some(link) if !link.trim().is_empty() => {
                    no_paste.set(false);
                    form.update(|form| form.link = link.trim().to_owned());
                }
                Some(_) | None => no_paste.set(true),
            }
        });
    };
    let scans = RwSignal::new(false);
    let scan = move |()| {
        scans.set(true);
        app.cover_with(scans);
    };
    let has_link = Memo::new(move |_| form.with(SignInForm::has_link));
    let has_camera = move || app.lens.get() == Lens::Live;
    view! {
        <div class="stack">
            <Field label=spoken(text::LINK) placeholder=spoken(text::LINK_HINT) entry=Entry::Address test="enrol-link"
                value=Signal::derive(move || form.get().link)
                on_input=move |typed| form.update(|form| form.link = typed) />
            <div class="chips">
                <Button test="paste" on_press=paste>{t(text::PASTE)}</Button>
                {move || has_camera().then(|| view! {
                    <Button look=Look::Soft test="scan" on_press=scan>{t(text::SCAN)}</Button>
                })}
                {move || has_link.get().then(|| view! {
                    <Button look=Look::Main test="enrol" on_press=on_whole>{t(text::ENROL)}</Button>
                })}
            </div>
            <p class="tiny">{t(text::LINK_WORDS)}</p>
            <Show when=move || no_paste.get()>
                <Notice tone=Tone::Soon picture=Picture::Mind test="no-paste">{t(text::NO_PASTE)}</Notice>
            </Show>
            <Show when=move || scans.get()><ScanView on_found=take /></Show>
        </div>
    }
}

/// Takes in a link that the system opened the app with, before this page or while it is shown.
fn follow(on_link: Callback<String>) {
    let left = web_sys::window().and_then(|window| {
        let left = Reflect::get(&window, &LEFT.into()).ok()?.as_string()?;
        // Taken once: a link that was refused must not come back with the page.
        Reflect::delete_property(&window, &LEFT.into()).ok()?;
        Some(left)
    });
    if let Some(link) = left {
        on_link.run(link);
    }
    let heard = window_event_listener_untyped(OPENED, move |event| {
        let link = Reflect::get(&event, &"detail".into()).ok().and_then(|detail| detail.as_string());
        if let Some(link) = link {
            on_link.run(link);
        }
    });
    on_cleanup(move || heard.remove());
}

/// Reads the clipboard; nothing where the platform does not let pages do so.
async fn pasted() -> Option<String> {
    let navigator = web_sys::window()?.navigator();
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok().filter(JsValue::is_truthy)?;
    let read = Reflect::get(&clipboard, &"readText".into()).ok()?.dyn_into::<Function>().ok()?;
    let asked = read.call0(&clipboard).ok()?.dyn_into::<Promise>().ok()?;
    JsFuture::from(asked).await.ok()?.as_string()
}
