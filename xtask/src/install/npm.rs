//! Programs from npm, at pinned versions, in the tool folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::install::packages as system;
use crate::place::{self, Place};
use crate::run;

/// Makes wasm smaller. Debian's own build of it is too old: it breaks our modules without a word.
const BINARYEN: &str = "132.0.0";
/// The rules that every screen is held to for people who read it in another way.
const AXE: &str = "4.14.1";

/// Returns the program that makes wasm smaller, installing it when it is not there.
pub fn wasm_opt(place: &Place) -> Result<PathBuf> {
    package(place, "binaryen", BINARYEN).map(|folder| folder.join("bin/wasm-opt"))
}

/// Returns the script that holds a page to those rules, installing it when it is not there.
pub fn axe(place: &Place) -> Result<PathBuf> {
    package(place, "axe-core", AXE).map(|folder| folder.join("axe.min.js"))
}

/// Returns the folder of an npm package.
pub fn package(place: &Place, name: &str, version: &str) -> Result<PathBuf> {
    let home = place.tools().join(format!("{}-{version}", name.replace('/', "-")));
    packages(&home, &[(name, version)])?;
    Ok(home.join("node_modules").join(name))
}

/// Installs packages together in a folder of their own.
pub fn packages(home: &Path, wanted: &[(&str, &str)]) -> Result<()> {
    if place::program("npm").is_none() {
        system::ensure(system::NODE)?;
    }
    let folder = |name: &str| home.join("node_modules").join(name);
    if wanted.iter().all(|(name, _)| folder(name).join("package.json").exists()) {
        return Ok(());
    }
    let named: Vec<String> = wanted.iter().map(|(name, version)| format!("{name}@{version}")).collect();
    run::say(&format!("fetching {} from npm", named.join(" and ")));
    fs::create_dir_all(home).with_context(|| format!("make {}", home.display()))?;
    let mut npm = run::command("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]);
    npm.args(["--loglevel", "error", "--prefix"]).arg(home).args(named);
    run::run(&mut npm)?;
    for (name, _) in wanted {
        ensure!(folder(name).exists(), "npm left no {}", folder(name).display());
    }
    Ok(())
}
