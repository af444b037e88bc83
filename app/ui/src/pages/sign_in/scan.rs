//! Reading the link off a screen or a sheet of paper: by the web view's own reader where it has one, else by the core.

use app_bridge::ask::Ask;
use app_bridge::told::Told;
use js_sys::{Array, JSON, Promise, Reflect};
use kit::focus;
use kit::icon::{Icon, Picture};
use kit::lang::{self, t};
use leptos::html::{Button, Video};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream};

use super::text;
use crate::camera::stream;
use crate::state::App;
use crate::{bridge, frame, heard};

/// Between two looks; a hand needs longer to hold still.
const LOOK_EVERY_MS: i32 = 350;
/// A code that fills a third of the view has enough pixels at this size.
const LOOKED_AT_PX: u32 = 1_024;
const QUALITY: f64 = 0.8;

#[wasm_bindgen]
extern "C" {
    // Half of the platforms have it.
    type BarcodeDetector;

    #[wasm_bindgen(catch, constructor)]
    fn new(options: &JsValue) -> Result<BarcodeDetector, JsValue>;

    #[wasm_bindgen(catch, method)]
    fn detect(this: &BarcodeDetector, image: &JsValue) -> Result<Promise, JsValue>;
}

/// The view of the camera, until a code is in it or it is closed.
#[component]
pub fn ScanView(
    /// What the code says.
    #[prop(into)]
    on_found: Callback<String>,
) -> impl IntoView {
    focus::comes_back();
    let (app, speech) = (App::get(), lang::speech());
    let says = RwSignal::new(text::SCAN_OPENING);
    let opened = StoredValue::new_local(None::<MediaStream>);
    let video = NodeRef::<Video>::new();
    let show = move |video: HtmlVideoElement| {
        spawn_local(async move {
            let Ok(running) = stream::open().await else {
                says.try_set(text::SCAN_REFUSED);
                return;
            };
            // Nobody may have waited for it. (The platform's own `clone` would make a second stream.)
            if opened.try_update_value(|opened| *opened = Some(Clone::clone(&running))).is_none() {
                stream::close(&running);
                return;
            }
            video.set_muted(true);
            video.set_src_object(Some(&running));
            says.try_set(text::SCAN_WORDS);
            // Ends when the view is closed: what it says is gone then.
            while says.try_get_untracked().is_some() {
                if let Some(found) = look(&video).await {
                    if says.try_get_untracked().is_some() {
                        on_found.try_run(found);
                        app.uncover();
                    }
                    return;
                }
                let pause = Promise::new(&mut |_, _| {});
                heard::within(LOOK_EVERY_MS, pause).await;
            }
        });
    };
    video.on_load(show);
    on_cleanup(move || {
        opened.try_with_value(|opened| {
            if let Some(running) = opened {
                stream::close(running);
            }
        });
    });
    let cancel = NodeRef::<Button>::new();
    cancel.on_load(|cancel| {
        if cancel.focus().is_err() {
            leptos::logging::warn!("The scanner does not hear the keys");
        }
    });
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !event.repeat() {
            app.uncover();
        }
    };
    view! {
        <div class="camera-view night" role="dialog" aria-modal="true" aria-label=t(text::SCAN_TITLE) data-test="scan-view"
            on:keydown=key>
            <header class="camera-top">
                <button type="button" class="round" data-test="scan-close" node_ref=cancel aria-label=t(text::CLOSE_SCAN)
                    on:click=move |_| app.uncover()>
                    <Icon picture=Picture::Cross />
                </button>
                <h2>{t(text::SCAN_TITLE)}</h2>
            </header>
            <div class="camera-stage">
                <video node_ref=video autoplay playsinline muted></video>
                <div class="scan-frame" aria-hidden="true"></div>
            </div>
            <p class="scan-says" role="status" data-test="scan-says">{move || speech.get().say(says.get())}</p>
        </div>
    }
}

/// Looks once; what a code in the view says.
async fn look(video: &HtmlVideoElement) -> Option<String> {
    if let Ok(reader) = JSON::parse(r#"{"formats":["qr_code"]}"#).and_then(|options| BarcodeDetector::new(&options))
        && let Some(found) = by_itself(&reader, video).await
    {
        return found;
    }
    let frame = frame::drawn(video, LOOKED_AT_PX)?;
    let jpeg = frame::jpeg_base64(&frame, QUALITY)?;
    match bridge::ask(Ask::ReadCode { jpeg }).await {
        Ok(Told::Code(found)) => found,
        // The next look may be luckier; the person can close the view at any time.
        Ok(_) | Err(_) => None,
    }
}

/// Lets the web view look; nothing at all where it has a reader in name only.
async fn by_itself(reader: &BarcodeDetector, video: &HtmlVideoElement) -> Option<Option<String>> {
    let found = JsFuture::from(reader.detect(video).ok()?).await.ok()?;
    let first = Array::from(&found).get(0);
    if first.is_undefined() {
        return Some(None);
    }
    let text = Reflect::get(&first, &"rawValue".into()).ok()?.as_string();
    Some(text.filter(|text| !text.is_empty()))
}
