//! Prepares the window: its settings, its icons, and which commands the page may call.

use tauri_build::{AppManifest, Attributes, try_build};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What is not on this list cannot be allowed by any capability.
    let commands = AppManifest::new().commands(&["ask", "photo"]);
    Ok(try_build(Attributes::new().app_manifest(commands))?)
}
