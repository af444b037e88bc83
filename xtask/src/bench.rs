//! `cargo xtask bench`: every bench of every crate, in a release build; each prints its figure beside its budget.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::install::{npm, packages, pypi};
use crate::place::Place;
use crate::{photos, run};

/// An offline-first record store.
const KINTO: &str = "26.5.0";
/// A server of the same upload protocol.
const TUS_SERVER: &str = "2.4.5";
/// Its files.
const TUS_FILE_STORE: &str = "2.1.1";

/// Runs the benches one after the other; the first that fails ends it.
pub fn run_all(place: &Place) -> Result<()> {
    packages::ensure(packages::NATIVE)?;
    photos::ensure(place)?;
    let peers = peers(place)?;
    for bench in list(place)? {
        run::say(&bench);
        let mut cargo = place.cargo("bench");
        cargo
            // Of all crates: a narrower choice would build their dependencies anew for each.
            .args(["--bench", &bench])
            .env("XUNGE_PHOTOS", photos::folder(place))
            .env("XUNGE_PEERS", &peers);
        run::run(&mut cargo)?;
    }
    Ok(())
}

/// Fetches the servers that ours is measured beside, and returns their folder.
fn peers(place: &Place) -> Result<PathBuf> {
    let folder = place.tools().join("peers");
    pypi::program(&folder.join("kinto"), "kinto[postgresql]", KINTO)?;
    npm::packages(&folder.join("tus"), &[("@tus/server", TUS_SERVER), ("@tus/file-store", TUS_FILE_STORE)])?;
    Ok(folder)
}

/// Lists every bench that the workspace has.
fn list(place: &Place) -> Result<Vec<String>> {
    let told = run::read(place.cargo("metadata").args(["--no-deps", "--format-version", "1"]))?;
    let told: Value = serde_json::from_str(&told).context("read what cargo says of the workspace")?;
    let mut found = Vec::new();
    for package in items(&told, "packages") {
        let benches = items(package, "targets").filter(|target| items(target, "kind").any(|kind| kind == "bench"));
        found.extend(benches.map(name));
    }
    Ok(found)
}

fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn name(value: &Value) -> String {
    value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
}
