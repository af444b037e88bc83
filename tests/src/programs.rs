//! The real programs, built as this test was: same folder, same profile.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// Builds the server's and the collector's program, if they are not there as they should be, and returns their folder.
///
/// cargo makes a program for the tests of its own crate only; these are other crates'. Where nothing has changed this
/// takes as long as cargo needs to see it.
pub fn built() -> Result<PathBuf> {
    let test = std::env::current_exe().context("find this test")?;
    let folder = test.parent().and_then(Path::parent).context("a test lies in deps")?.to_owned();
    let target = folder.parent().context("a profile's folder lies in the target folder")?;
    let profile = folder.file_name().and_then(|name| name.to_str()).context("the profile's folder has a name")?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // No crates are named: cargo would choose their features anew, and build what the tests stand on once more.
    cargo.args(["build", "--quiet", "--bin", "xunge", "--bin", "xunge-server", "--target-dir"]).arg(target);
    if profile == "release" {
        cargo.arg("--release");
    }
    cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).stdin(Stdio::null());
    let status = cargo.status().context("build the programs")?;
    ensure!(status.success(), "cargo could not build the programs");
    Ok(folder)
}
