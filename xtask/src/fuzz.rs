//! `cargo xtask fuzz`: any bytes into what reads files from elsewhere, and any requests into the server, for as long as one
//! likes.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::api;
use crate::install::packages;
use crate::place::Place;
use crate::run;

/// Every target that is fed files, by its own file.
const TARGETS: &[&str] = &["photo", "clip", "manifest"];

/// Builds with a fuzzer and drives it.
const CARGO_FUZZ: &str = "0.13.2";

/// What a person may choose.
#[derive(clap::Args)]
pub struct Choice {
    /// Only these targets: photo, clip, manifest, api; all without a name
    names: Vec<String>,
    /// For how many minutes each
    #[arg(long, default_value_t = 1)]
    minutes: u64,
}

/// Runs the targets one after the other; the first crash ends it.
pub fn run_all(place: &Place, choice: &Choice) -> Result<()> {
    if let Some(name) = choice.names.iter().find(|name| *name != api::NAME && !TARGETS.contains(&name.as_str())) {
        bail!("there is no target {name}; there are {}, {}", TARGETS.join(", "), api::NAME);
    }
    let is_wanted = |target: &str| choice.names.is_empty() || choice.names.iter().any(|name| name == target);
    if TARGETS.iter().any(|target| is_wanted(target)) {
        feed_files(place, choice)?;
    }
    if is_wanted(api::NAME) { api::ask(place, choice.minutes) } else { Ok(()) }
}

/// Feeds files to each target.
fn feed_files(place: &Place, choice: &Choice) -> Result<()> {
    packages::ensure(packages::NATIVE)?;
    let tool = place.tools().join("cargo-fuzz");
    if !tool.join("bin/cargo-fuzz").exists() {
        let mut install = place.cargo("install");
        install.args(["cargo-fuzz", "--locked", "--version", CARGO_FUZZ, "--root"]).arg(&tool);
        run::run(&mut install)?;
    }
    let folder = place.root.join("tests/fuzz");
    for target in TARGETS.iter().filter(|target| choice.names.is_empty() || choice.names.iter().any(|n| n == *target)) {
        run::say(&format!("{target}, {} minutes", choice.minutes));
        fs::create_dir_all(folder.join("corpus").join(target)).context("make room for the corpus")?;
        let mut fuzz = run::command(tool.join("bin/cargo-fuzz"), ["run", "--sanitizer", "address", "--fuzz-dir"]);
        fuzz.arg(&folder).arg("--target-dir").arg(place.target.join("fuzz")).arg(target);
        // The fuzzer's own flags are not stable; the compiler that is here takes them all the same.
        fuzz.env("RUSTC_BOOTSTRAP", "1");
        let seconds = choice.minutes * 60;
        // A decoder that takes 25 seconds or 2 GB for one file is a finding like a crash.
        fuzz.args(["--", &format!("-max_total_time={seconds}"), "-timeout=25", "-rss_limit_mb=2048", "-max_len=65536"]);
        run::run(fuzz.current_dir(&place.root))?;
    }
    Ok(())
}
