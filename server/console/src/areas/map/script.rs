//! What the drawing of areas can be told (`static/areas_map.mjs`), in JSON.

use kit::map::stage::Script;
use wasm_bindgen::prelude::*;

/// What draws them.
pub const SCRIPT: Script = Script { file: "areas_map.mjs", kind: "areas" };
/// Where it begins: the city, until the outlines are there.
pub const START: &str = r#"{"centre":[108.94,34.34],"zoom":11}"#;

#[wasm_bindgen]
extern "C" {
    pub type AreasDrawn;

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
}
