//! Turns a compiled wasm module into what a browser loads: `app.js` and `app_bg.wasm`.
//!
//! A program of its own, because the library behind it takes most of a minute to compile and nothing else needs it.

use std::path::PathBuf;

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let module = arguments.next().context("usage: bindgen MODULE.wasm OUT_FOLDER")?;
    let out = arguments.next().context("usage: bindgen MODULE.wasm OUT_FOLDER")?;
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(&module).web(true)?.typescript(false).out_name("app").omit_default_module_path(false);
    bindgen.generate(&out).with_context(|| format!("bind {} into {}", module.display(), out.display()))
}
