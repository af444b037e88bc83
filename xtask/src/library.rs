//! Files of a library beside the pages: laid there once, and again only when they say something else.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Reads a file of a library.
pub fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("read {}", file.display()))
}

/// Writes a file unless it says so already; leaving it alone keeps the window from being built again.
pub fn keep(file: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(file).is_ok_and(|held| held == text) {
        return Ok(());
    }
    fs::write(file, text).with_context(|| format!("write {}", file.display()))
}
