//! What every map on a page has in common, whatever is drawn on it: its script, which is loaded when it is first wanted;
//! the box that it fills; what it says by itself, in the language of the page; why there is none; and its end.
//!
//! The other half is `static/map/stage.mjs`. A map of one's own is a script that offers its kind there, and a type of
//! methods for what it is told ([`Drawing`]'s `D`); everything goes there and comes back as JSON.

use std::marker::PhantomData;
use std::rc::Rc;

use js_sys::Function;
use leptos::html::Div;
use leptos::prelude::*;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlCanvasElement, HtmlDivElement, HtmlElement};

use crate::lang::{self, Lang, Speech};
use crate::text;

#[wasm_bindgen]
extern "C" {
    /// A map that is open, as every one of them is told.
    type Opened;

    #[wasm_bindgen(catch, js_namespace = ["window", "xungeMaps"])]
    fn has(kind: &str) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["window", "xungeMaps"])]
    fn open(kind: &str, element: &HtmlElement, start: &str, says: &str, tell: &Function) -> Result<Opened, JsValue>;

    #[wasm_bindgen(catch, method)]
    fn speak(this: &Opened, says: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    fn remove(this: &Opened) -> Result<(), JsValue>;
}

/// What draws a map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Script {
    /// Where it lies, seen from the page.
    pub file: &'static str,
    /// The kind of map that it offers.
    pub kind: &'static str,
}

/// Why there is no map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lack {
    /// This device cannot draw one, or does not any more.
    CannotDraw,
    /// Its files could not be loaded.
    NotLoaded,
}

/// How a map begins, and who hears it.
pub struct Beginning {
    /// What it is called, for who cannot see it.
    pub title: Signal<String>,
    /// Where it begins, as its script reads it.
    pub start: String,
    /// Hears what the script tells, in the script's own words.
    pub on_said: Callback<String>,
    /// Hears that there is no map.
    pub on_lack: Callback<Lack>,
}

/// The drawing with what hears it, once it is open.
type Kept = Option<(Opened, Closure<dyn Fn(String)>)>;

/// A map on the page, or one that will be there. `D` is what its script can be told.
pub struct Drawing<D> {
    kept: StoredValue<Kept, LocalStorage>,
    is_open: RwSignal<bool>,
    script: Script,
    told: PhantomData<fn() -> D>,
}

// By hand: what a script can be told need not be copied for the map to be.
impl<D> Clone for Drawing<D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D> Copy for Drawing<D> {}

impl<D: JsCast + 'static> Drawing<D> {
    /// A map that is not on the page yet.
    pub fn new(script: Script) -> Self {
        let (kept, is_open) = (StoredValue::new_local(None), RwSignal::new(false));
        Self { kept, is_open, script, told: PhantomData }
    }

    /// Fills a box as soon as that is on the page; gives everything back when the page is left.
    pub fn fill(self, element: NodeRef<Div>, beginning: Beginning) {
        // Asked here: whoever calls back later has no page to ask.
        let (title, speech) = (beginning.title, lang::speech());
        element.on_load(move |element: HtmlDivElement| self.begin(element, beginning, speech));
        Effect::new(move |_| {
            let says = title.with(|title| says(speech.get(), title));
            if self.is_open.get() {
                self.each(|opened| opened.speak(&says));
            }
        });
        on_cleanup(move || self.close());
    }

    /// Says whether it is open; follows that.
    pub fn is_open(self) -> bool {
        self.is_open.get()
    }

    /// Tells it something as soon as it is open; follows that, and whatever is read on the way.
    pub fn with(self, tell: impl FnOnce(&D) -> Result<(), JsValue>) {
        if self.is_open.get() {
            self.now(tell);
        }
    }

    /// Tells it something if it is open.
    pub fn now(self, tell: impl FnOnce(&D) -> Result<(), JsValue>) {
        self.each(|opened| tell(opened.unchecked_ref()));
    }

    /// Asks it something; nothing where it is not open or does not know.
    pub fn ask<T>(self, ask: impl FnOnce(&D) -> Result<T, JsValue>) -> Option<T> {
        let said = self.kept.try_with_value(|kept| {
            let (opened, _) = kept.as_ref()?;
            ask(opened.unchecked_ref()).ok()
        });
        said.flatten()
    }

    fn begin(self, element: HtmlDivElement, beginning: Beginning, speech: Speech) {
        let Beginning { title, start, on_said, on_lack } = beginning;
        if !can_draw() {
            on_lack.run(Lack::CannotDraw);
            return;
        }
        let then = move |came: bool| {
            // Nobody may look at the page any more.
            let Some(title) = title.try_get_untracked() else { return };
            if !came {
                on_lack.try_run(Lack::NotLoaded);
                return;
            }
            let tell = Closure::<dyn Fn(String)>::new(move |said: String| {
                if is_lost(&said) {
                    on_lack.try_run(Lack::CannotDraw);
                } else {
                    on_said.try_run(said);
                }
            });
            let says = says(speech.now(), &title);
            match open(self.script.kind, &element, &start, &says, tell.as_ref().unchecked_ref()) {
                Ok(opened) => self.keep(opened, tell),
                Err(_) => {
                    on_lack.try_run(Lack::CannotDraw);
                }
            }
        };
        load(self.script, Rc::new(then));
    }

    fn keep(self, opened: Opened, tell: Closure<dyn Fn(String)>) {
        let mut opened = Some((opened, tell));
        if self.kept.try_update_value(|kept| *kept = opened.take()).is_some() {
            self.is_open.try_set(true);
        } else if let Some((opened, _)) = opened {
            // The page was left while it was opened.
            report(opened.remove());
        }
    }

    fn each(self, tell: impl FnOnce(&Opened) -> Result<(), JsValue>) {
        let done = self.kept.try_with_value(|kept| kept.as_ref().map_or(Ok(()), |(opened, _)| tell(opened)));
        report(done.unwrap_or(Ok(())));
    }

    fn close(self) {
        if let Some((opened, _)) = self.kept.try_update_value(Option::take).flatten() {
            report(opened.remove());
        }
    }
}

fn report(done: Result<(), JsValue>) {
    if done.is_err() {
        leptos::logging::warn!("The map could not take what it was told");
    }
}

/// Says whether a script told that the device took its graphics away for good.
fn is_lost(said: &str) -> bool {
    said == r#""lost""#
}

/// Writes what a map says by itself.
fn says(lang: Lang, title: &str) -> String {
    #[derive(Serialize)]
    struct Says<'a> {
        title: &'a str,
        data: &'static str,
        nearer: &'static str,
        wider: &'static str,
    }
    let (data, nearer, wider) = (lang.say(text::MAP_DATA), lang.say(text::NEARER), lang.say(text::WIDER));
    // Words alone can always be written.
    serde_json::to_string(&Says { title, data, nearer, wider }).unwrap_or_default()
}

/// Says whether this device can draw a map at all.
fn can_draw() -> bool {
    let page = web_sys::window().and_then(|window| window.document());
    let canvas = page.and_then(|page| page.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok());
    canvas.is_some_and(|canvas| canvas.get_context("webgl2").is_ok_and(|pen| pen.is_some()))
}

/// Loads a script unless it is here, and says afterwards whether it is.
fn load(script: Script, then: Rc<dyn Fn(bool)>) {
    if is_here(script) {
        then(true);
    } else if append(script, &then).is_none() {
        then(false);
    }
}

fn is_here(script: Script) -> bool {
    // Before the first of them came, there is nobody to ask.
    has(script.kind).unwrap_or(false)
}

/// Puts a script into the page. Put there twice it is still run once.
fn append(script: Script, then: &Rc<dyn Fn(bool)>) -> Option<()> {
    let page = web_sys::window()?.document()?;
    let head = page.query_selector("head").ok()??;
    let element = page.create_element("script").ok()?;
    let (came, failed) = (Rc::clone(then), Rc::clone(then));
    let came = Closure::once_into_js(move || came(is_here(script)));
    let failed = Closure::once_into_js(move || failed(false));
    element.set_attribute("type", "module").ok()?;
    element.set_attribute("src", script.file).ok()?;
    element.add_event_listener_with_callback("load", came.unchecked_ref()).ok()?;
    element.add_event_listener_with_callback("error", failed.unchecked_ref()).ok()?;
    head.append_child(&element).ok().map(drop)
}

#[cfg(test)]
mod tests {
    use super::{is_lost, says};
    use crate::lang::Lang;

    #[test]
    fn a_map_says_all_in_the_language_of_the_page() {
        assert_eq!(says(Lang::Zh, "地图"), r#"{"title":"地图","data":"地图数据来源","nearer":"放大","wider":"缩小"}"#);
        assert_eq!(
            says(Lang::En, "Map"),
            r#"{"title":"Map","data":"Whose map data this is","nearer":"Zoom in","wider":"Zoom out"}"#
        );
    }

    #[test]
    fn graphics_that_are_gone_are_told_from_everything_else() {
        assert!(is_lost(r#""lost""#));
        assert!(!is_lost(r#""ready""#) && !is_lost(r#"{"lost":1}"#));
    }
}
