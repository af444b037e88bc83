//! The map of areas: a box that the drawing fills, and what it is told and tells. It decides nothing.
//!
//! The drawing is a script of its own (`static/areas_map.mjs`), loaded when it is first wanted; `ground` brings the
//! outlines of an edition to it as the server writes them, unread but for the few facts that lists show.

mod script;
pub mod ground;

use kit::lang::spoken;
use kit::map::stage::{Beginning, Drawing, Lack};
use leptos::html::Div;
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen::JsValue;

use self::script::AreasDrawn;
use super::text as words;
use crate::text::lang;

/// What the map tells.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
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

/// A map on the page.
#[derive(Clone, Copy)]
pub struct AreaMap {
    drawing: Drawing<AreasDrawn>,
    lack: RwSignal<Option<Lack>>,
}

impl AreaMap {
    /// A map that is not on the page yet.
    pub fn new() -> Self {
        Self { drawing: Drawing::new(script::SCRIPT), lack: RwSignal::new(None) }
    }

    /// Tells the drawing something as soon as it is open; follows that, and whatever is read on the way.
    pub fn with(self, tell: impl FnOnce(&AreasDrawn) -> Result<(), JsValue>) {
        self.drawing.with(tell);
    }

    /// Goes to a grid by its code or the end of it; says whether there is one.
    pub fn find(self, typed: &str) -> bool {
        self.drawing.ask(|drawn| drawn.find(typed)).is_some_and(|code| !code.is_empty())
    }

    /// Goes to a place.
    pub fn fly(self, lon: f64, lat: f64) {
        self.drawing.now(|drawn| drawn.fly(lon, lat, 16.0));
    }

    /// Draws the box.
    pub fn view(self, on_told: Callback<Told>) -> AnyView {
        let element = NodeRef::<Div>::new();
        let said = move |said: String| {
            if let Ok(told) = serde_json::from_str::<Told>(&said) {
                on_told.try_run(told);
            }
        };
        let lacks = move |lack: Lack| {
            self.lack.try_set(Some(lack));
        };
        let beginning = Beginning {
            title: spoken(words::MAP_TITLE),
            start: script::START.to_owned(),
            on_said: Callback::new(said),
            on_lack: Callback::new(lacks),
        };
        self.drawing.fill(element, beginning);
        let lang = lang();
        let why = move || {
            self.lack.get().map(|lack| match lack {
                Lack::CannotDraw => lang.say(words::MAP_FAILED),
                Lack::NotLoaded => lang.say(words::MAP_NOT_LOADED),
            })
        };
        view! {
            <div class="areas-map" node_ref=element data-test="areas-map"></div>
            {move || why().map(|why| view! {
                <p class="complaint" role="status" data-test="areas-map-failed">{why}</p>
            })}
        }
        .into_any()
    }
}
