//! The real programs, as they were built beside the tests.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// Returns the folder with `xunge` and `xunge-server`.
///
/// cargo builds a crate's program before the crate's own tests; both crates have some, so that a run of all tests has
/// both programs. Whoever runs these stories alone builds them first.
pub fn folder() -> Result<PathBuf> {
    let test = std::env::current_exe().context("find this test")?;
    let folder = test.parent().and_then(Path::parent).context("a test lies in deps")?.to_owned();
    for name in ["xunge", "xunge-server"] {
        let there = folder.join(name).is_file();
        ensure!(there, "{name} is not in {}; build it with cargo build --bin {name}", folder.display());
    }
    Ok(folder)
}
