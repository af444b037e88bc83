//! The way to the core, through the shell. The only module that knows `invoke`.
//!
//! It also handles "signed out", once: whoever asked is told of the failure, and the page returns to the sign-in.

use std::cell::Cell;

use app_bridge::ask::{Ask, Shot};
use app_bridge::read;
use app_bridge::told::{Answer, Failure, Told};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use kit::lang::Words;
use serde::Serialize;
use shared::ids::Sha256;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{heard, text};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI__", "core"], js_name = invoke)]
    fn invoke(command: &str, body: &JsValue, options: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["window", "__TAURI__", "core"], js_name = convertFileSrc)]
    fn convert_file_src(path: &str, scheme: &str) -> Result<String, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// A line on which a phone's own code calls the page.
    #[wasm_bindgen(js_namespace = ["window", "__TAURI__", "core"])]
    type Channel;

    #[wasm_bindgen(catch, constructor, js_namespace = ["window", "__TAURI__", "core"])]
    fn new(on_message: &Function) -> Result<Channel, JsValue>;
}

/// What the shell of a phone sets on the window before the page is there.
const PHONE: &str = "xungePhone";
/// So long the answer to each question is waited for before it is asked once more; all in all longer than a line to the
/// server may stand still.
const ASK_AGAIN_AFTER_MS: [i32; 3] = [10_000, 20_000, 60_000];

thread_local! {
    // Each call wakes another program.
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

/// Returns how often the core was asked since the page was opened.
pub fn asked() -> u64 {
    ASKED.get()
}

/// How large a picture is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Picture {
    /// For lists and strips.
    Thumb,
    /// For looking and comparing.
    Working,
    /// The bytes of a video or voice clip.
    Clip,
}

/// Asks the core.
pub async fn ask(ask: Ask) -> Result<Told, Failure> {
    let body = body(&ask)?;
    let answer = call("ask", &body, &JsValue::UNDEFINED).await?;
    judge(answer)
}

/// Asks the core for what it tells as often as it is asked. Where no answer comes it is asked once more: one that is lost
/// on its way out of another program would be waited for until the page is loaded anew.
pub async fn ask_until_told(ask: Ask) -> Result<Told, Failure> {
    let body = body(&ask)?;
    let mut asked: Option<Promise> = None;
    for limit_ms in ASK_AGAIN_AFTER_MS {
        let again = begin("ask", &body, &JsValue::UNDEFINED)?;
        // The one before may only have been slow.
        let first = match &asked {
            Some(before) => Promise::race(&Array::of2(before, &again)),
            None => again,
        };
        if let Some(ended) = heard::in_time(limit_ms, &first).await {
            return judge(ended.map_err(|error| fault(&said(&error)))?);
        }
        leptos::logging::warn!("The core did not answer in {limit_ms} ms");
        asked = Some(first);
    }
    Err(fault("the core did not answer"))
}

/// Hands a photo's bytes to the core, untouched.
pub async fn photo(bytes: Uint8Array, shot: &Shot) -> Result<Told, Failure> {
    let (headers, options) = (Object::new(), Object::new());
    let (poster, shot) = (shot.poster.as_deref(), Shot { poster: None, ..shot.clone() });
    let facts = serde_json::to_string(&shot).map_err(|error| fault(&error.to_string()))?;
    // A header carries ASCII only, and the address is Chinese.
    let facts = js_sys::encode_uri_component(&facts);
    set(&headers, "x-shot", &facts.into())?;
    let body = match poster {
        Some(poster) => {
            // Too long for a header.
            set(&headers, "x-poster", &poster.len().to_string().into())?;
            let length = u32::try_from(poster.len()).map_err(|_| fault("the poster is too large"))?;
            let body = Uint8Array::new_with_length(length.saturating_add(bytes.length()));
            body.set(&Uint8Array::from(poster.as_bytes()), 0);
            body.set(&bytes, length);
            body
        }
        None => bytes,
    };
    set(&options, "headers", &headers)?;
    let answer = call("photo", &body, &options).await?;
    judge(answer)
}

/// Says whether this device is a phone, with a receiver and a camera of its own to ask.
pub fn is_phone() -> bool {
    web_sys::window().is_some_and(|window| Reflect::get(&window, &PHONE.into()).is_ok_and(|phone| phone.is_truthy()))
}

/// Lets a phone's own receiver tell positions: each as JSON, until it is asked again or stopped. Fails where the person
/// said no.
pub async fn watch_position(told: &Function, is_exact: bool) -> Result<(), Failure> {
    let channel = Channel::new(told).map_err(|error| fault(&said(&error)))?;
    let body = Object::new();
    set(&body, "onPosition", &channel)?;
    set(&body, "isExact", &is_exact.into())?;
    phone("watch_position", &body).await.map(drop)
}

/// Stops a phone's own receiver.
pub async fn stop_watching() -> Result<(), Failure> {
    phone("stop_watching", &Object::new()).await.map(drop)
}

/// Tells a phone that a track is kept from now on, or no longer.
pub async fn keep_track(keeps: bool) -> Result<(), Failure> {
    phone(if keeps { "begin_track" } else { "end_track" }, &Object::new()).await.map(drop)
}

/// Opens the phone's own camera to write this file, and returns the hash of what it wrote; `None` where the person took
/// no photo.
pub async fn take_photo(file: &str) -> Result<Option<Sha256>, Failure> {
    let body = Object::new();
    set(&body, "file", &file.into())?;
    match phone("take_photo", &body).await?.as_string() {
        Some(sha256) => sha256.parse().map(Some).map_err(|_| fault("the phone's code told no hash")),
        None => Ok(None),
    }
}

async fn phone(command: &str, body: &JsValue) -> Result<JsValue, Failure> {
    call(&format!("plugin:app-mobile|{command}"), body, &JsValue::UNDEFINED).await
}

/// Returns where a picture's bytes are: a shot's id, or a working copy's hash.
pub fn picture(id: &str, size: Picture) -> String {
    let size = match size {
        Picture::Thumb => "thumb",
        Picture::Working => "working",
        Picture::Clip => "clip",
    };
    match convert_file_src(id, "photo") {
        Ok(address) => format!("{address}?size={size}"),
        Err(_) => format!("photo://localhost/{id}?size={size}"),
    }
}

/// Returns where the bytes of a base map are, to be read in ranges.
pub fn base_map(hash: &str) -> String {
    convert_file_src(hash, "tiles").unwrap_or_else(|_| format!("tiles://localhost/{hash}"))
}

/// Says whether the failure means that nobody is signed in any more.
pub fn means_signed_out(failure: &Failure) -> bool {
    matches!(failure.code.as_str(), "not_signed_in" | "token_revoked" | "device_unknown")
}

async fn call(command: &str, body: &JsValue, options: &JsValue) -> Result<JsValue, Failure> {
    let promise = begin(command, body, options)?;
    JsFuture::from(promise).await.map_err(|error| fault(&said(&error)))
}

fn begin(command: &str, body: &JsValue, options: &JsValue) -> Result<Promise, Failure> {
    ASKED.set(ASKED.get().saturating_add(1));
    invoke(command, body, options).map_err(|error| fault(&said(&error)))
}

fn body(ask: &Ask) -> Result<Object, Failure> {
    let body = Object::new();
    set(&body, "ask", &to_js(ask)?)?;
    Ok(body)
}

fn judge(answer: JsValue) -> Result<Told, Failure> {
    // The shell may pass the core's answer on as the text that it is.
    let text = match answer.as_string() {
        Some(text) => text,
        None => js_sys::JSON::stringify(&answer).map(String::from).map_err(|error| fault(&said(&error)))?,
    };
    match read::answer(&text).map_err(|error| fault(&error.to_string()))? {
        Answer::Told(told) => Ok(*told),
        Answer::Failed(failure) => {
            if means_signed_out(&failure) {
                crate::state::signed_out();
            }
            Err(failure)
        }
    }
}

fn to_js(value: &impl Serialize) -> Result<JsValue, Failure> {
    let text = serde_json::to_string(value).map_err(|error| fault(&error.to_string()))?;
    js_sys::JSON::parse(&text).map_err(|error| fault(&said(&error)))
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<(), Failure> {
    Reflect::set(object, &name.into(), value).map(|_| ()).map_err(|error| fault(&said(&error)))
}

fn said(error: &JsValue) -> String {
    error.as_string().or_else(|| js_sys::JSON::stringify(error).ok().map(String::from)).unwrap_or_default()
}

/// What the screen itself could not do, in words for the person.
pub fn told(words: Words, code: &str) -> Failure {
    Failure { code: code.to_owned(), zh: words.zh.to_owned(), en: words.en.to_owned(), detail: None }
}

/// A fault between the screen and the core; never the person's doing.
pub fn fault(detail: &str) -> Failure {
    Failure {
        code: "bug".to_owned(),
        zh: text::FAULT.zh.to_owned(),
        en: text::FAULT.en.to_owned(),
        detail: Some(detail.chars().take(300).collect()),
    }
}
