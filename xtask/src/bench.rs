//! `cargo xtask bench`: every bench of every crate, in a release build; each prints its figure beside its budget.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::install::{npm, packages, pypi};
use crate::place::Place;
use crate::postgres::{Care, Postgres};
use crate::{photos, run, suite};

/// An offline-first record store.
const KINTO: &str = "26.5.0";
/// A server of the same upload protocol.
const TUS_SERVER: &str = "2.4.5";
/// Its files.
const TUS_FILE_STORE: &str = "2.1.1";

/// The bench that needs them.
const PEERS: &str = "peers";
/// How soon the window is there: no bench of a crate, for it takes the whole program and a display.
const WINDOW: &str = "window";
/// How the lists of a phone after months are scrolled through: it takes the finished page and a browser.
const SCROLL: &str = "scroll";
/// How soon a cold browser shows the desk's board: it takes the whole program and a browser.
const PAINT: &str = "paint";

/// What a person may choose.
#[derive(clap::Args)]
pub struct Choice {
    /// Only these benches, such as `points year`; all without a name
    names: Vec<String>,
}

/// Runs the benches one after the other; the first that fails ends it.
pub fn run_all(place: &Place, choice: &Choice) -> Result<()> {
    packages::ensure(packages::NATIVE)?;
    photos::ensure(place)?;
    if let Err(error) = packages::ensure(packages::VIPS) {
        run::say(&format!("without libvips, which nothing is measured beside then: {error:#}"));
    }
    let mut known = list(place)?;
    known.extend([WINDOW, SCROLL, PAINT].map(str::to_owned));
    let chosen = chosen(known, &choice.names)?;
    let peers = chosen.iter().any(|bench| bench == PEERS).then(|| peers(place)).transpose()?;
    // A server that somebody names is measured as it is; else we make one.
    let own = if env::var_os(POSTGRES).is_none() { Some(postgres()?) } else { None };
    for bench in chosen {
        run::say(&bench);
        if bench == WINDOW {
            suite::window_starts(place)?;
            continue;
        }
        if bench == SCROLL {
            suite::lists_scroll(place)?;
            continue;
        }
        if bench == PAINT {
            suite::board_paints(place)?;
            continue;
        }
        let mut cargo = place.cargo("bench");
        // Of all crates: a narrower choice would build their dependencies anew for each.
        cargo.args(["--bench", &bench]).env("XUNGE_PHOTOS", photos::folder(place));
        if let Some(peers) = &peers {
            cargo.env("XUNGE_PEERS", peers);
        }
        if let Some(own) = &own {
            cargo.env(POSTGRES, own.url());
        }
        run::run(&mut cargo)?;
    }
    Ok(())
}

/// Names the PostgreSQL server that is measured.
const POSTGRES: &str = "XUNGE_TEST_POSTGRES";

fn postgres() -> Result<Postgres> {
    let own = Postgres::start(Care::AsInUse)?;
    if let Err(error) = packages::ensure(packages::POSTGIS) {
        run::say(&format!("without PostGIS, which nothing is measured beside then: {error:#}"));
    }
    Ok(own)
}

/// Returns those of the benches that were named, all when none was.
fn chosen(benches: Vec<String>, names: &[String]) -> Result<Vec<String>> {
    if let Some(name) = names.iter().find(|name| !benches.contains(name)) {
        bail!("there is no bench {name}; there are {}", benches.join(", "));
    }
    Ok(benches.into_iter().filter(|bench| names.is_empty() || names.contains(bench)).collect())
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

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn the_named_benches_run_and_a_name_that_is_none_is_told() {
        let names = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let all = || names(&["rules", "points", "year"]);
        assert_eq!(chosen(all(), &[]).unwrap().len(), 3);
        assert_eq!(chosen(all(), &names(&["year"])).unwrap(), ["year"]);
        assert!(chosen(all(), &names(&["yaer"])).unwrap_err().to_string().contains("rules, points, year"));
    }
}
