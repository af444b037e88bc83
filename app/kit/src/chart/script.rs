//! The way to the drawing: a script of the page's own, loaded when a page first shows a chart, spoken to in JSON.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

const SCRIPT: &str = "chart/chart.mjs";
/// What the script leaves behind.
const NAME: &str = "xungeChart";

#[wasm_bindgen]
extern "C" {
    pub type Drawn;

    #[wasm_bindgen(catch, js_namespace = ["window", "xungeChart"], js_name = open)]
    pub fn open(element: &HtmlElement) -> Result<Drawn, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn show(this: &Drawn, option: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn remove(this: &Drawn) -> Result<(), JsValue>;
}

/// Loads the script with its library unless they are here, and says afterwards whether they are.
pub fn load(then: impl Fn(bool) + Clone + 'static) {
    if is_here() {
        then(true);
        return;
    }
    let failed = then.clone();
    if append(then).is_none() {
        failed(false);
    }
}

fn is_here() -> bool {
    web_sys::window().is_some_and(|window| Reflect::has(&window, &NAME.into()).unwrap_or(false))
}

/// Puts the script into the page. Put there twice it is still run once.
fn append(then: impl Fn(bool) + Clone + 'static) -> Option<()> {
    let page = web_sys::window()?.document()?;
    let head = page.query_selector("head").ok()??;
    let script = page.create_element("script").ok()?;
    let failed = then.clone();
    let came = Closure::once_into_js(move || then(is_here()));
    let failed = Closure::once_into_js(move || failed(false));
    script.set_attribute("type", "module").ok()?;
    script.set_attribute("src", SCRIPT).ok()?;
    script.add_event_listener_with_callback("load", came.unchecked_ref()).ok()?;
    script.add_event_listener_with_callback("error", failed.unchecked_ref()).ok()?;
    head.append_child(&script).ok()?;
    Some(())
}
