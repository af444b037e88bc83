//! The way to the drawing: a script of the desk's own, loaded when a page first shows areas, spoken to in JSON.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

const SCRIPT: &str = "areas_map.mjs";
/// What the script leaves behind.
const NAME: &str = "xungeAreas";

#[wasm_bindgen]
extern "C" {
    pub type AreasDrawn;

    #[wasm_bindgen(catch, js_namespace = ["window", "xungeAreas"], js_name = open)]
    pub fn open(element: &HtmlElement, title: &str, tell: &Function) -> Result<AreasDrawn, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn put(this: &AreasDrawn, name: &str, collection: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn mark(this: &AreasDrawn, collection: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn beats(this: &AreasDrawn, beats: &str, names: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn pick(this: &AreasDrawn, codes: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn show(this: &AreasDrawn, groups: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn tool(this: &AreasDrawn, name: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn base(this: &AreasDrawn, base: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn find(this: &AreasDrawn, typed: &str) -> Result<String, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn fly(this: &AreasDrawn, lon: f64, lat: f64, zoom: f64) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn remove(this: &AreasDrawn) -> Result<(), JsValue>;
}

/// Loads the script unless it is here, and says afterwards whether it is.
pub fn load(then: impl Fn(bool) + Clone + 'static) {
    if is_here() {
        then(true);
        return;
    }
    let failed = then.clone();
    if !append(then) {
        failed(false);
    }
}

fn is_here() -> bool {
    web_sys::window().is_some_and(|window| Reflect::has(&window, &NAME.into()).unwrap_or(false))
}

/// Puts the script into the page; says whether that could be done. Put there twice it is still run once.
fn append(then: impl Fn(bool) + Clone + 'static) -> bool {
    let page = web_sys::window().and_then(|window| window.document());
    let Some((page, head)) = page.and_then(|page| Some((page.clone(), page.query_selector("head").ok()??))) else {
        return false;
    };
    let Ok(script) = page.create_element("script") else { return false };
    let failed = then.clone();
    let came = Closure::once_into_js(move || then(is_here()));
    let failed = Closure::once_into_js(move || failed(false));
    let is_ready = script.set_attribute("type", "module").is_ok()
        && script.set_attribute("src", SCRIPT).is_ok()
        && script.add_event_listener_with_callback("load", came.unchecked_ref()).is_ok()
        && script.add_event_listener_with_callback("error", failed.unchecked_ref()).is_ok();
    is_ready && head.append_child(&script).is_ok()
}
