//! `cargo xtask bench`: every bench of every crate, in a release build; each prints its figure beside its budget.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::install::packages;
use crate::place::Place;
use crate::{photos, run};

/// Runs the benches one after the other; the first that fails ends it.
pub fn run_all(place: &Place) -> Result<()> {
    packages::ensure(packages::NATIVE)?;
    photos::ensure(place)?;
    for (package, bench) in list(place)? {
        run::say(&format!("{package}: {bench}"));
        let mut cargo = place.cargo("bench");
        cargo.args(["--package", &package, "--bench", &bench]).env("XUNGE_PHOTOS", photos::folder(place));
        run::run(&mut cargo)?;
    }
    Ok(())
}

/// Lists crate and name of every bench that the workspace has.
fn list(place: &Place) -> Result<Vec<(String, String)>> {
    let told = run::read(place.cargo("metadata").args(["--no-deps", "--format-version", "1"]))?;
    let told: Value = serde_json::from_str(&told).context("read what cargo says of the workspace")?;
    let mut found = Vec::new();
    for package in items(&told, "packages") {
        let benches = items(package, "targets").filter(|target| items(target, "kind").any(|kind| kind == "bench"));
        found.extend(benches.map(|bench| (name(package), name(bench))));
    }
    Ok(found)
}

fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn name(value: &Value) -> String {
    value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
}
