//! Lets the page be cut into parts: whoever cuts it has to know what refers to what, and a linker forgets that unless told.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let families = env::var("CARGO_CFG_TARGET_FAMILY").unwrap_or_default();
    if families.split(',').any(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
