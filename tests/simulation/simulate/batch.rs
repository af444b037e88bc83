//! Many seeds, one after the other, and what came of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::clocks::{Time, WallClock};
use crate::draw;
use crate::plan::Plan;
use crate::run::{self, MONDAY_MS, Played};
use crate::server::Template;

/// A place to run in, with the town made once.
pub struct Place {
    folder: tempfile::TempDir,
    template: Template,
    runs: u64,
}

/// What came of many seeds.
#[derive(Default, Serialize)]
pub struct Outcome {
    /// How many ran.
    pub seeds: u64,
    /// Those that broke something, and what.
    pub failed: BTreeMap<u64, String>,
    /// Half of them took no longer.
    pub median_ms: u64,
    /// All but one in a hundred took no longer.
    pub p99_ms: u64,
    /// How often what struck.
    pub struck: BTreeMap<&'static str, u64>,
}

impl Place {
    /// Finds a place in memory where there is one, and makes the town.
    pub fn new() -> Result<Self> {
        let memory = Path::new("/dev/shm");
        let mut builder = tempfile::Builder::new();
        builder.prefix("xunge-simulation-");
        let folder = if memory.is_dir() { builder.tempdir_in(memory) } else { builder.tempdir() };
        let folder = folder.context("make a folder to run in")?;
        let time = Time::at(shared::time::Instant::from_ms(MONDAY_MS));
        let template = Template::make(&folder.path().join("town"), WallClock::new(&time, "template"))?;
        Ok(Self { folder, template, runs: 0 })
    }

    /// Plays a plan.
    pub fn play(&mut self, plan: &Plan) -> Result<Played> {
        self.runs += 1;
        run::play(plan, &self.template, &self.folder.path().join("run"))
    }
}

/// What is to be done with seeds.
pub struct Wanted {
    /// The first.
    pub from: u64,
    /// How many.
    pub count: u64,
    /// Where plans that broke something are kept.
    pub save: Option<PathBuf>,
    /// Stop at the first that breaks something.
    pub until_broken: bool,
}

/// Runs seeds.
pub fn seeds(place: &mut Place, wanted: &Wanted) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut took_ms = Vec::new();
    for seed in wanted.from..wanted.from.saturating_add(wanted.count) {
        let plan = draw::plan(seed);
        let began = Instant::now();
        let played = place.play(&plan)?;
        took_ms.push(u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX));
        outcome.seeds += 1;
        for (what, times) in played.struck {
            *outcome.struck.entry(what).or_default() += times;
        }
        let Some(wrong) = played.wrong else { continue };
        eprintln!("seed {seed}: {wrong:#}");
        outcome.failed.insert(seed, format!("{wrong:#}"));
        if let Some(folder) = &wanted.save {
            fs::create_dir_all(folder)?;
            fs::write(folder.join(format!("seed-{seed}.json")), plan.text()?)?;
        }
        if wanted.until_broken {
            break;
        }
    }
    took_ms.sort_unstable();
    let at =
        |hundredth: usize| took_ms.get((took_ms.len() * hundredth / 100).min(took_ms.len().saturating_sub(1))).copied();
    outcome.median_ms = at(50).unwrap_or(0);
    outcome.p99_ms = at(99).unwrap_or(0);
    Ok(outcome)
}

/// Plays every seed twice and returns the first line in which the two traces differ, if any.
pub fn twice(place: &mut Place, from: u64, count: u64) -> Result<Option<String>> {
    for seed in from..from.saturating_add(count) {
        let plan = draw::plan(seed);
        let (first, second) = (place.play(&plan)?.trace, place.play(&plan)?.trace);
        if first != second {
            let place = first.lines().zip(second.lines()).find(|(one, other)| one != other);
            return Ok(Some(format!("seed {seed}: {place:?}")));
        }
    }
    Ok(None)
}
