//! Programs from npm, at pinned versions, in the tool folder.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::install::packages;
use crate::place::{self, Place};
use crate::run;

/// Makes wasm smaller. Debian's own build of it is too old: it breaks our modules without a word.
const BINARYEN: &str = "132.0.0";

/// Returns the program that makes wasm smaller, installing it when it is not there.
pub fn wasm_opt(place: &Place) -> Result<PathBuf> {
    package(place, "binaryen", BINARYEN).map(|folder| folder.join("bin/wasm-opt"))
}

/// Returns the folder of an npm package.
pub fn package(place: &Place, name: &str, version: &str) -> Result<PathBuf> {
    if place::program("npm").is_none() {
        packages::ensure(packages::NODE)?;
    }
    let home = place.tools().join(format!("{}-{version}", name.replace('/', "-")));
    let folder = home.join("node_modules").join(name);
    if folder.join("package.json").exists() {
        return Ok(folder);
    }
    run::say(&format!("fetching {name} {version} from npm"));
    fs::create_dir_all(&home).with_context(|| format!("make {}", home.display()))?;
    let mut npm = run::command("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]);
    npm.args(["--loglevel", "error", "--prefix"]).arg(&home).arg(format!("{name}@{version}"));
    run::run(&mut npm)?;
    ensure!(folder.exists(), "npm left no {}", folder.display());
    Ok(folder)
}
