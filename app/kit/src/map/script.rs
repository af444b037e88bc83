//! The way to the drawing: a script of the page's own, loaded when a screen first shows a map, spoken to in JSON.

use js_sys::{Function, Reflect};
use serde::{Deserialize, Serialize};
use shared::place::crs::Crs;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlCanvasElement, HtmlElement};

use super::system::{meant, shown};
use super::{Base, Heard, Here, Part, Pin, Spot, Start, Tiles, Touch};
use crate::tone::Tone;

const SCRIPT: &str = "map/map.mjs";
/// What the script leaves behind.
const NAME: &str = "xungeMap";

#[wasm_bindgen]
extern "C" {
    pub type Drawn;

    #[wasm_bindgen(catch, js_namespace = ["window", "xungeMap"], js_name = open)]
    pub fn open(element: &HtmlElement, start: &str, tell: &Function) -> Result<Drawn, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn ground(this: &Drawn, collections: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn pins(this: &Drawn, pins: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn here(this: &Drawn, here: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn base(this: &Drawn, base: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn hide(this: &Drawn, parts: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn layer(this: &Drawn, code: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn fly(this: &Drawn, lon: f64, lat: f64, zoom: f64) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn fit(this: &Drawn, west: f64, south: f64, east: f64, north: f64) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method, js_name = middle)]
    fn middle_of(this: &Drawn) -> Result<Vec<f64>, JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn jump(this: &Drawn, lon: f64, lat: f64) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn remove(this: &Drawn) -> Result<(), JsValue>;
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

/// Says whether this device can draw a map at all.
pub fn can_draw() -> bool {
    let page = web_sys::window().and_then(|window| window.document());
    let canvas = page.and_then(|page| page.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok());
    canvas.is_some_and(|canvas| canvas.get_context("webgl2").is_ok_and(|pen| pen.is_some()))
}

/// What the drawing says.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Ready,
    Lost,
    Moved { lon: f64, lat: f64 },
    Touched { ids: Vec<String>, grid: Option<String>, lon: f64, lat: f64 },
}

/// Reads what the drawing says; nothing when it says something that is not known here.
pub fn heard(text: &str, crs: Crs) -> Option<Heard> {
    Some(match serde_json::from_str::<Said>(text).ok()? {
        Said::Ready => Heard::Drawn,
        Said::Lost => Heard::CannotDraw,
        Said::Moved { lon, lat } => Heard::Rests(meant(crs, lon, lat)),
        Said::Touched { ids, grid, lon, lat } => Heard::Touched(Touch { pins: ids, grid, at: meant(crs, lon, lat) }),
    })
}

/// What the drawing says of itself, in the language of the screen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Says {
    /// What it is called, for who cannot see it.
    pub title: String,
    /// What its button does that tells whose data the base map is.
    pub data: &'static str,
}

/// Writes where the map begins, and what it says of itself.
pub fn start(start: Start, crs: Crs, says: &Says) -> String {
    #[derive(Serialize)]
    struct Out<'a> {
        centre: [f64; 2],
        zoom: f64,
        says: &'a Says,
    }
    json(&Out { centre: shown(crs, start.middle), zoom: start.zoom, says })
}

/// Writes the pins.
pub fn pins(pins: &[Pin], crs: Crs) -> String {
    #[derive(Serialize)]
    struct Out<'a> {
        id: &'a str,
        shape: &'static str,
        tone: &'static str,
        at: [f64; 2],
    }
    let out = pins.iter().map(|pin| Out {
        id: &pin.id,
        shape: pin.shape.as_str(),
        tone: tone(pin.tone),
        at: shown(crs, pin.at),
    });
    json(&out.collect::<Vec<_>>())
}

/// Writes where the person stands.
pub fn here(here: Option<Here>, crs: Crs) -> String {
    #[derive(Serialize)]
    struct Out {
        at: [f64; 2],
        accuracy: f64,
    }
    json(&here.map(|here| Out { at: shown(crs, here.at), accuracy: here.accuracy_m.unwrap_or(0.0) }))
}

/// Writes the base map.
pub fn base(base: Option<&Base>) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Out<'a> {
        kind: &'static str,
        #[serde(skip_serializing_if = "str::is_empty")]
        url: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        key: &'a str,
        min_zoom: u8,
        max_zoom: u8,
        bounds: Option<[f64; 4]>,
        attribution: &'a str,
    }
    json(&base.map(|base| {
        let (kind, url, key) = match &base.tiles {
            Tiles::Vector(url) => ("vector", url.as_str(), ""),
            Tiles::Raster(url) => ("raster", url.as_str(), ""),
            Tiles::Tianditu(key) => ("tianditu", "", key.as_str()),
        };
        let Base { min_zoom, max_zoom, bounds, attribution, .. } = base;
        let (min_zoom, max_zoom, bounds) = (*min_zoom, *max_zoom, *bounds);
        Out { kind, url, key, min_zoom, max_zoom, bounds, attribution }
    }))
}

/// Writes which parts are hidden.
pub fn hidden(parts: &[Part]) -> String {
    json(&parts.iter().map(|part| part.as_str()).collect::<Vec<_>>())
}

/// Returns what is drawn in the middle, or will be as soon as the map is where it is going; longitude first.
pub fn middle(drawn: &Drawn) -> Result<Option<[f64; 2]>, JsValue> {
    Ok(drawn.middle_of()?.try_into().ok())
}

/// Returns where a place is drawn, longitude first.
pub fn place(crs: Crs, at: Spot) -> [f64; 2] {
    shown(crs, at)
}

const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Brand => "brand",
        Tone::Ok => "ok",
        Tone::Soon => "soon",
        Tone::Late => "late",
        Tone::Rest => "rest",
    }
}

fn json(value: &impl Serialize) -> String {
    // Only maps with keys that are no text cannot be written, and there are none here.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;

    use super::{Says, base, heard, here, hidden, pins, start};
    use crate::map::{Base, Heard, Here, Part, Pin, Shape, Spot, Start, Tiles};
    use crate::tone::Tone;

    const TOWER: Spot = Spot { lon: 108.9423, lat: 34.261 };

    #[test]
    fn a_pin_is_written_where_the_base_map_draws_its_place() {
        let pin = Pin { id: "t1".into(), shape: Shape::Check, tone: Tone::Late, at: TOWER };
        let plain = pins(std::slice::from_ref(&pin), Crs::Cgcs2000);
        assert_eq!(plain, r#"[{"id":"t1","shape":"check","tone":"late","at":[108.9423,34.261]}]"#);
        assert!(pins(&[pin], Crs::Gcj02).contains("[108.94695"), "on a public map");
    }

    #[test]
    fn the_map_begins_with_what_it_says_of_itself() {
        let says = Says { title: "地图".into(), data: "地图数据来源" };
        assert_eq!(
            start(Start { middle: TOWER, zoom: 14.5 }, Crs::Wgs84, &says),
            r#"{"centre":[108.9423,34.261],"zoom":14.5,"says":{"title":"地图","data":"地图数据来源"}}"#
        );
    }

    #[test]
    fn what_is_not_known_is_null_and_not_nought() {
        assert_eq!(here(None, Crs::Wgs84), "null");
        assert_eq!(base(None), "null");
        let sure = Here { at: TOWER, accuracy_m: Some(6.5) };
        assert_eq!(here(Some(sure), Crs::Wgs84), r#"{"at":[108.9423,34.261],"accuracy":6.5}"#);
        assert_eq!(hidden(&[Part::Roads, Part::Places]), r#"["roads","places"]"#);
    }

    #[test]
    fn a_base_map_is_written_with_what_its_tiles_need_and_nothing_else() {
        let file = Base {
            tiles: Tiles::Vector("tiles://localhost/0a".into()),
            crs: Crs::Wgs84,
            min_zoom: 5,
            max_zoom: 15,
            bounds: Some([108.0, 34.0, 109.0, 35.0]),
            attribution: "a".into(),
        };
        assert_eq!(
            base(Some(&file)),
            r#"{"kind":"vector","url":"tiles://localhost/0a","minZoom":5,"maxZoom":15,"bounds":[108.0,34.0,109.0,35.0],"attribution":"a"}"#
        );
    }

    #[test]
    fn what_the_drawing_says_is_understood_in_the_system_it_is_drawn_in() {
        assert_eq!(heard(r#""ready""#, Crs::Wgs84), Some(Heard::Drawn));
        assert_eq!(
            heard(r#"{"moved":{"lon":108,"lat":34.5}}"#, Crs::Wgs84),
            Some(Heard::Rests(Spot { lon: 108.0, lat: 34.5 }))
        );
        let said = r#"{"touched":{"ids":["t1"],"grid":null,"lon":108.946956,"lat":34.259413}}"#;
        let Some(Heard::Touched(touch)) = heard(said, Crs::Gcj02) else { panic!("a touch") };
        assert_eq!((touch.pins, touch.grid), (vec!["t1".to_owned()], None));
        assert!((touch.at.lon - TOWER.lon).abs() < 1e-5 && (touch.at.lat - TOWER.lat).abs() < 1e-5);
        assert_eq!(heard(r#""flown away""#, Crs::Wgs84), None);
    }
}
