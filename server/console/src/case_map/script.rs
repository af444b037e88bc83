//! What the drawing can be told and what it tells (`static/case_map.mjs`), in JSON.

use kit::map::stage::Script;
use serde::{Deserialize, Serialize};
use shared::place::convert::to_wgs84;
use shared::place::crs::Crs;
use wasm_bindgen::prelude::*;

/// What draws the cases.
pub const SCRIPT: Script = Script { file: "case_map.mjs", kind: "cases" };

#[wasm_bindgen]
extern "C" {
    pub type Drawn;

    #[wasm_bindgen(catch, method)]
    pub fn base(this: &Drawn, base: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn ground(this: &Drawn, address: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn show(this: &Drawn, address: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn choose(this: &Drawn, id: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn see(this: &Drawn, id: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn place(this: &Drawn, lon: f64, lat: f64, zoom: f64) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, method)]
    pub fn fit(this: &Drawn) -> Result<(), JsValue>;
}

/// What the drawing says.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
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
pub fn start(kept: Option<(f64, f64, f64)>) -> String {
    #[derive(Serialize)]
    struct Out {
        centre: [f64; 2],
        zoom: f64,
        exact: bool,
    }
    // The middle of the city; all points are shown as soon as they are here.
    let (centre, zoom) = kept.map_or(([108.94, 34.26], 9.0), |(lon, lat, zoom)| ([lon, lat], zoom));
    // Numbers alone can always be written.
    serde_json::to_string(&Out { centre, zoom, exact: kept.is_some() }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;

    use super::{Failed, Fresh, Heard, heard, start};

    #[test]
    fn what_the_drawing_says_is_understood() {
        assert_eq!(heard(r#"{"pressed":["a","b"]}"#), Some(Heard::Pressed(vec!["a".into(), "b".into()])));
        let fresh = Fresh { count: 7, more: false, tones: vec![1, 0, 2, 3, 1] };
        assert_eq!(heard(r#"{"fresh":{"count":7,"more":false,"tones":[1,0,2,3,1]}}"#), Some(Heard::Fresh(fresh)));
        let failed = Failed { status: 0, body: "x".into() };
        assert_eq!(heard(r#"{"failed":{"status":0,"body":"x"}}"#), Some(Heard::Failed(failed)));
        assert_eq!(heard(r#""flown away""#), None);
    }

    #[test]
    fn the_map_begins_where_somebody_looked_and_is_not_moved_from_there() {
        assert_eq!(start(None), r#"{"centre":[108.94,34.26],"zoom":9.0,"exact":false}"#);
        let said =
            r#"{"rests":{"west":108.9,"south":34.2,"east":109,"north":34.3,"lon":108.97,"lat":34.28,"zoom":12}}"#;
        let Some(Heard::Rests(rest)) = heard(said) else { panic!("it came to rest") };
        assert_eq!(start(Some(rest.middle())), r#"{"centre":[108.97,34.28],"zoom":12.0,"exact":true}"#);
    }

    #[test]
    fn what_is_in_view_is_asked_for_where_it_is_and_not_where_a_public_map_draws_it() {
        let said = r#"{"rests":{"west":108.946956,"south":34.259413,"east":109,"north":34.3,"lon":108.97,"lat":34.28,"zoom":12}}"#;
        let Some(Heard::Rests(rest)) = heard(said) else { panic!("it came to rest") };
        assert!(rest.within(Crs::Wgs84).starts_with("108.946956,34.259413,109.000000,"));
        assert!(rest.within(Crs::Gcj02).starts_with("108.9423"), "{}", rest.within(Crs::Gcj02));
    }
}
