//! The way to the drawing: a script of the page's own, loaded when a screen first shows a map, spoken to in JSON.

use serde::{Deserialize, Serialize};
use shared::place::crs::Crs;
use wasm_bindgen::prelude::*;

use super::stage::Script;
use super::system::{meant, shown};
use super::{Heard, Here, Part, Pin, Spot, Start, Touch};
use crate::tone::Tone;

/// What draws the big map.
pub const SCRIPT: Script = Script { file: "map/map.mjs", kind: "big" };

#[wasm_bindgen]
extern "C" {
    pub type Drawn;

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
}

/// What the drawing says.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Ready,
    Moved { lon: f64, lat: f64 },
    Touched { ids: Vec<String>, grid: Option<String>, lon: f64, lat: f64 },
}

/// Reads what the drawing says; nothing when it says something that is not known here.
pub fn heard(text: &str, crs: Crs) -> Option<Heard> {
    Some(match serde_json::from_str::<Said>(text).ok()? {
        Said::Ready => Heard::Drawn,
        Said::Moved { lon, lat } => Heard::Rests(meant(crs, lon, lat)),
        Said::Touched { ids, grid, lon, lat } => Heard::Touched(Touch { pins: ids, grid, at: meant(crs, lon, lat) }),
    })
}

/// Writes where the map begins.
pub fn start(start: Start, crs: Crs) -> String {
    #[derive(Serialize)]
    struct Out {
        centre: [f64; 2],
        zoom: f64,
    }
    json(&Out { centre: shown(crs, start.middle), zoom: start.zoom })
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

    use super::{heard, here, hidden, pins, start};
    use crate::map::{Heard, Here, Part, Pin, Shape, Spot, Start};
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
    fn the_map_begins_where_the_base_map_draws_its_middle() {
        let at = Start { middle: TOWER, zoom: 14.5 };
        assert_eq!(start(at, Crs::Wgs84), r#"{"centre":[108.9423,34.261],"zoom":14.5}"#);
        assert!(start(at, Crs::Gcj02).contains("[108.94695"), "on a public map");
    }

    #[test]
    fn what_is_not_known_is_null_and_not_nought() {
        assert_eq!(here(None, Crs::Wgs84), "null");
        let sure = Here { at: TOWER, accuracy_m: Some(6.5) };
        assert_eq!(here(Some(sure), Crs::Wgs84), r#"{"at":[108.9423,34.261],"accuracy":6.5}"#);
        assert_eq!(hidden(&[Part::Roads, Part::Places]), r#"["roads","places"]"#);
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
