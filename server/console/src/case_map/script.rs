//! The way to the drawing: a script of the page's own, loaded when somebody first looks at the map, spoken to in JSON.

use js_sys::{Function, Reflect};
use serde::{Deserialize, Serialize};
use shared::api::base_maps::BaseMap;
use shared::base_map::kind::MapKind;
use shared::place::convert::to_wgs84;
use shared::place::crs::Crs;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::text::{say, words};

use super::text;

const SCRIPT: &str = "case_map.mjs";
/// What the script leaves behind.
const NAME: &str = "xungeCaseMap";

#[wasm_bindgen]
extern "C" {
    pub type Drawn;

    #[wasm_bindgen(catch, js_namespace = ["window", "xungeCaseMap"], js_name = open)]
    pub fn open(element: &HtmlElement, view: &str, tell: &Function) -> Result<Drawn, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn base(this: &Drawn, base: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn ground(this: &Drawn, address: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn show(this: &Drawn, address: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn choose(this: &Drawn, id: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn see(this: &Drawn, id: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn place(this: &Drawn, lon: f64, lat: f64, zoom: f64) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn fit(this: &Drawn) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn remove(this: &Drawn) -> Result<JsValue, JsValue>;
}

/// Loads the script unless it is here, and says afterwards whether it is.
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
    Reflect::has(&leptos::prelude::window(), &NAME.into()).unwrap_or(false)
}

/// Puts the script into the page. Put there twice it is still run once.
fn append(then: impl Fn(bool) + Clone + 'static) -> Option<()> {
    let page = leptos::prelude::document();
    let head = page.query_selector("head").ok()??;
    let script = page.create_element("script").ok()?;
    let failed = then.clone();
    let came = Closure::once_into_js(move || then(is_here()));
    let failed = Closure::once_into_js(move || failed(false));
    script.set_attribute("type", "module").ok()?;
    script.set_attribute("src", SCRIPT).ok()?;
    script.add_event_listener_with_callback("load", came.unchecked_ref()).ok()?;
    script.add_event_listener_with_callback("error", failed.unchecked_ref()).ok()?;
    head.append_child(&script).ok().map(drop)
}

/// What the drawing says.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// It is drawn.
    Ready,
    /// The device took its graphics away.
    Lost,
    /// It came to rest.
    Rests(Rest),
    /// Cases were pressed; none where nothing was under the pointer.
    Pressed(Vec<String>),
    /// The points are as the server has them.
    Fresh(Fresh),
    /// They could not be fetched.
    Failed(Failed),
}

/// What is in view, in the system of the base map.
#[derive(Clone, Copy, PartialEq, Debug, Deserialize)]
pub struct Rest {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
    /// The middle.
    pub lon: f64,
    /// The middle.
    pub lat: f64,
    /// How near.
    pub zoom: f64,
}

/// How many points there are.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Fresh {
    /// How many.
    pub count: u64,
    /// There are more than are drawn.
    pub more: bool,
    /// Of each tone, the calmest first.
    pub tones: Vec<u64>,
}

/// Why there are none.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Failed {
    /// What the server answered; 0 where nobody did.
    pub status: u16,
    /// Its words, a problem document.
    pub body: String,
}

/// Reads what the drawing says; nothing when it says something that is not known here.
pub fn heard(said: &str) -> Option<Heard> {
    serde_json::from_str(said).ok()
}

impl Rest {
    /// Returns longitude, latitude and zoom.
    pub const fn middle(&self) -> (f64, f64, f64) {
        (self.lon, self.lat, self.zoom)
    }

    /// Writes what is in view as a list is asked for it: west, south, east, north in degrees of the frame of record.
    pub fn within(&self, crs: Crs) -> String {
        let (low, high) = (to_wgs84(crs, self.west, self.south), to_wgs84(crs, self.east, self.north));
        let fits = |degrees: f64, most: f64| degrees.clamp(-most, most);
        format!(
            "{:.6},{:.6},{:.6},{:.6}",
            fits(low.lon, 180.0),
            fits(low.lat, 90.0),
            fits(high.lon, 180.0),
            fits(high.lat, 90.0)
        )
    }
}

/// Writes where the map begins: where somebody was, as longitude, latitude and zoom, or round all points.
pub fn view(kept: Option<(f64, f64, f64)>) -> String {
    #[derive(Serialize)]
    struct Out {
        centre: [f64; 2],
        zoom: f64,
        exact: bool,
        words: serde_json::Value,
    }
    let words = serde_json::json!({
        "Map.Title": say(text::MAP_OF_CASES),
        "NavigationControl.ZoomIn": say(words::ZOOM_IN),
        "NavigationControl.ZoomOut": say(words::ZOOM_OUT),
    });
    // The middle of the city; all points are shown as soon as they are here.
    let (centre, zoom) = kept.map_or(([108.94, 34.26], 9.0), |(lon, lat, zoom)| ([lon, lat], zoom));
    json(&Out { centre, zoom, exact: kept.is_some(), words })
}

/// Writes the base map for the drawing.
pub fn base(map: Option<&BaseMap>) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Out<'a> {
        kind: &'static str,
        url: String,
        min_zoom: u8,
        max_zoom: u8,
        bounds: [f64; 4],
        attribution: &'a str,
    }
    json(&map.map(|map| Out {
        kind: map.kind.as_str(),
        url: format!("/api/v1/base-maps/{}", map.hash),
        min_zoom: map.min_zoom,
        max_zoom: map.max_zoom,
        bounds: map.bounds,
        attribution: &map.attribution,
    }))
}

/// Returns the first map that can be drawn here.
pub fn usable(maps: &[BaseMap]) -> Option<&BaseMap> {
    maps.iter().find(|map| match map.kind {
        MapKind::Vector | MapKind::Raster => true,
        MapKind::Unknown => false,
    })
}

fn json(value: &impl Serialize) -> String {
    // Only maps with keys that are no text cannot be written, and there are none here.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;

    use super::{Failed, Fresh, Heard, heard};

    #[test]
    fn what_the_drawing_says_is_understood() {
        assert_eq!(heard(r#""ready""#), Some(Heard::Ready));
        assert_eq!(heard(r#"{"pressed":["a","b"]}"#), Some(Heard::Pressed(vec!["a".into(), "b".into()])));
        let fresh = Fresh { count: 7, more: false, tones: vec![1, 0, 2, 3, 1] };
        assert_eq!(heard(r#"{"fresh":{"count":7,"more":false,"tones":[1,0,2,3,1]}}"#), Some(Heard::Fresh(fresh)));
        let failed = Failed { status: 0, body: "x".into() };
        assert_eq!(heard(r#"{"failed":{"status":0,"body":"x"}}"#), Some(Heard::Failed(failed)));
        assert_eq!(heard(r#""flown away""#), None);
    }

    #[test]
    fn what_is_in_view_is_asked_for_where_it_is_and_not_where_a_public_map_draws_it() {
        let said = r#"{"rests":{"west":108.946956,"south":34.259413,"east":109,"north":34.3,"lon":108.97,"lat":34.28,"zoom":12}}"#;
        let Some(Heard::Rests(rest)) = heard(said) else { panic!("it came to rest") };
        assert!(rest.within(Crs::Wgs84).starts_with("108.946956,34.259413,109.000000,"));
        assert!(rest.within(Crs::Gcj02).starts_with("108.9423"), "{}", rest.within(Crs::Gcj02));
    }
}
