//! The map of areas: a box that the drawing fills, and what it is told and tells. It decides nothing.
//!
//! The drawing is a script of its own (`static/areas_map.mjs`), loaded when it is first wanted; `ground` brings the
//! outlines of an edition to it as the server writes them, unread but for the few facts that lists show.

mod script;
pub mod ground;

use leptos::html::Div;
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use self::script::AreasDrawn;
use super::text as words;
use crate::text::{lang, say};

/// What the map tells.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// It is drawn.
    Ready,
    /// A mark was pressed: a finding or a difference by its place in the list.
    Marked(usize),
    /// Unit grids were picked.
    Picked {
        /// Their codes.
        codes: Vec<String>,
        /// What was picked already is let go.
        toggles: bool,
    },
    /// A place was pressed.
    Touched(Box<Touched>),
}

/// What is at a place.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Touched {
    /// The unit grid.
    pub grid: Option<String>,
    /// Its size.
    pub area_m2: Option<f64>,
    /// The duty grid that it is in.
    pub duty: String,
    /// Who answers for the place, layer by layer.
    pub units: Vec<TouchedUnit>,
    /// Remarks near it.
    pub remarks: Vec<TouchedRemark>,
}

/// Who answers in a layer.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct TouchedUnit {
    /// What the layer is called.
    pub layer_name: String,
    /// The unit.
    pub unit: String,
    /// What it is called.
    pub name: String,
}

/// A remark near a place.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct TouchedRemark {
    /// What was agreed.
    pub text: String,
    /// Who takes it.
    pub owner: Option<String>,
    /// The paper it stands in.
    pub document: Option<String>,
    /// How far away it is.
    pub metres: f64,
}

/// The drawing with what hears it, once it is open.
type Kept = Option<(AreasDrawn, Closure<dyn Fn(String)>)>;

/// A map on the page.
#[derive(Clone, Copy)]
pub struct AreaMap {
    kept: StoredValue<Kept, LocalStorage>,
    is_open: RwSignal<bool>,
    has_failed: RwSignal<bool>,
}

impl AreaMap {
    /// A map that is not on the page yet.
    pub fn new() -> Self {
        Self { kept: StoredValue::new_local(None), is_open: RwSignal::new(false), has_failed: RwSignal::new(false) }
    }

    /// Tells the drawing something as soon as it is open; follows that, and whatever is read on the way.
    pub fn with(self, tell: impl FnOnce(&AreasDrawn) -> Result<(), JsValue>) {
        if self.is_open.get() {
            self.now(tell);
        }
    }

    /// Tells the drawing something if it is open.
    pub fn now(self, tell: impl FnOnce(&AreasDrawn) -> Result<(), JsValue>) {
        let done = self.kept.try_with_value(|kept| kept.as_ref().map_or(Ok(()), |(drawn, _)| tell(drawn)));
        if done.is_some_and(|done| done.is_err()) {
            leptos::logging::warn!("The map could not take what it was told");
        }
    }

    /// Goes to a grid by its code or the end of it; says whether there is one.
    pub fn find(self, typed: &str) -> bool {
        let found = self.kept.try_with_value(|kept| kept.as_ref().and_then(|(drawn, _)| drawn.find(typed).ok()));
        found.flatten().is_some_and(|code| !code.is_empty())
    }

    /// Goes to a place.
    pub fn fly(self, lon: f64, lat: f64) {
        self.now(|drawn| drawn.fly(lon, lat, 16.0));
    }

    /// Draws the box.
    pub fn view(self, on_told: Callback<Told>) -> AnyView {
        let element = NodeRef::<Div>::new();
        let title = say(words::MAP_TITLE);
        element.on_load(move |element| {
            script::load(move |came| {
                if !came {
                    self.has_failed.try_set(true);
                    return;
                }
                let tell = Closure::<dyn Fn(String)>::new(move |said: String| {
                    if let Ok(told) = serde_json::from_str::<Told>(&said) {
                        on_told.try_run(told);
                    }
                });
                match script::open(&element, title, tell.as_ref().unchecked_ref()) {
                    Ok(drawn) => self.keep(drawn, tell),
                    Err(_) => drop(self.has_failed.try_set(true)),
                }
            });
        });
        on_cleanup(move || self.close());
        let lang = lang();
        view! {
            <div class="areas-map" node_ref=element data-test="areas-map"></div>
            {move || self.has_failed.get().then(|| view! {
                <p class="complaint" role="status" data-test="areas-map-failed">{lang.say(words::MAP_FAILED)}</p>
            })}
        }
        .into_any()
    }

    fn keep(self, drawn: AreasDrawn, tell: Closure<dyn Fn(String)>) {
        let mut drawn = Some((drawn, tell));
        if self.kept.try_update_value(|kept| *kept = drawn.take()).is_some() {
            self.is_open.try_set(true);
        } else if let Some((drawn, _)) = drawn {
            // The page was left while it was opened.
            drop(drawn.remove());
        }
    }

    fn close(self) {
        if let Some((drawn, _)) = self.kept.try_update_value(Option::take).flatten() {
            drop(drawn.remove());
        }
    }
}
