//! `cargo xtask test`: every check and every test, in order, each step named, the whole told in a table at the end.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::install::{packages, wasm};
use crate::place::{self, Place};
use crate::postgres::{Care, Postgres};
use crate::scratch::Scratch;
use crate::{map, pages, photos, run, suite};

/// What a person may leave out or add.
#[derive(clap::Args)]
pub struct Choice {
    /// Leave out the pages, the window and the browser
    #[arg(long)]
    without_screens: bool,
    /// Check licences and advisories too, compiling the tool for it when it is missing (some minutes)
    #[arg(long)]
    deny: bool,
    /// Only the steps whose name has this in it
    #[arg(long, value_name = "WORDS")]
    only: Option<String>,
    /// Begin no step later than this, in minutes: what is left out is said. For a build server that gives only so long
    #[arg(long, value_name = "MINUTES")]
    begin_within: Option<u64>,
}

/// Runs everything; fails when any step failed.
pub fn run_all(place: &Place, choice: &Choice) -> Result<()> {
    let mut steps = Steps {
        only: choice.only.clone(),
        begin_within: choice.begin_within.map(|minutes| Duration::from_secs(minutes.saturating_mul(60))),
        begun: Instant::now(),
        done: Vec::new(),
    };
    steps.step("system packages", || {
        packages::ensure(packages::NATIVE)?;
        packages::ensure(packages::PAGES)?;
        packages::ensure(packages::EXIF)?;
        packages::ensure(packages::POSTGRES)
    });
    steps.step("photographs", || photos::ensure(place).map(drop));
    steps.step("format", || run::run(place.cargo("fmt").args(["--all", "--check"])));
    steps.step("the core builds for a browser", || {
        let compiler = wasm::Compiler::ensure(place)?;
        run::run(compiler.cargo(place, "clippy").args(["--package", "app-core", "--", "-D", "warnings"]))
    });
    // From here on all that is ours is compiled by the compiler that lints.
    let linting = &place.linting();
    let scratch = Scratch::make();
    let mut count = suite::Count::default();
    match steps.value("PostgreSQL 15", || Postgres::start(Care::None)) {
        Some(postgres) => {
            let both = suite::Engines { postgres: &postgres, scratch: scratch.as_ref() };
            steps.step("lints and tests", || count.add(suite::default_members(linting, both)?));
            steps.step("clocks in another zone", || suite::in_another_zone(linting, both));
        }
        None => steps.fail("lints and tests", "there is no PostgreSQL to test against"),
    }
    if !choice.without_screens {
        steps.step("lints and tests of the faces", || count.add(suite::faces(linting)?));
        steps.step("pages", || pages::build_all(place));
        steps.step("scripts of the pages", || map::try_scripts(place));
        steps.step("lints and tests of the window's program", || count.add(suite::window_program(linting)?));
        let pictures = place.out().join("pictures");
        steps.step("the window and the browser", || count.add(suite::screens(linting, &pictures)?));
        steps.step("tests of the tool that makes pages", || count.add(suite::page_tool(linting)?));
    }
    steps.step("planted faults", || count.add(suite::planted(linting, scratch.as_ref())?));
    steps.optional("licences and advisories", || deny(place, choice));
    steps.finish(count)
}

fn deny(place: &Place, choice: &Choice) -> Result<Outcome> {
    let installed = place.tools().join("bin/cargo-deny");
    let program = match place::program("cargo-deny") {
        Some(program) => program,
        None if installed.exists() => installed,
        None if choice.deny => {
            run::say("compiling cargo-deny (once, some minutes)");
            let mut install = place.cargo("install");
            run::run(install.args(["cargo-deny", "--locked", "--root"]).arg(place.tools()))?;
            installed
        }
        None => return Ok(Outcome::Skipped("cargo-deny is not here; --deny installs it")),
    };
    let mut check = run::command(program, ["--config", ".deny.toml", "check", "licenses", "bans", "sources"]);
    run::run(check.current_dir(&place.root))?;
    Ok(Outcome::Passed)
}

/// How a step ended.
enum Outcome {
    Passed,
    Skipped(&'static str),
    Failed,
}

/// The steps so far, with how long each took.
struct Steps {
    only: Option<String>,
    begin_within: Option<Duration>,
    begun: Instant,
    done: Vec<(&'static str, Outcome, Duration)>,
}

impl Steps {
    /// Runs a step; a failure is told and remembered, and the next step still runs.
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) {
        self.optional(name, || work().map(|()| Outcome::Passed));
    }

    fn optional(&mut self, name: &'static str, work: impl FnOnce() -> Result<Outcome>) {
        if self.only.as_ref().is_none_or(|only| name.contains(only)) {
            self.run(name, work);
        }
    }

    fn run(&mut self, name: &'static str, work: impl FnOnce() -> Result<Outcome>) {
        eprintln!();
        run::say(&format!("{name} (after {} s)", self.begun.elapsed().as_secs()));
        let started = Instant::now();
        let is_late = self.begin_within.is_some_and(|limit| self.begun.elapsed() > limit);
        let result = if is_late { Ok(Outcome::Skipped("there was no time left for it")) } else { work() };
        let outcome = result.unwrap_or_else(|error| {
            eprintln!("── {name} failed: {error:#}");
            Outcome::Failed
        });
        self.done.push((name, outcome, started.elapsed()));
    }

    /// Runs a step whose result later steps need, whichever of them are wanted.
    fn value<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        let mut made = None;
        self.run(name, || {
            made = Some(work()?);
            Ok(Outcome::Passed)
        });
        made
    }

    fn fail(&mut self, name: &'static str, why: &str) {
        self.step(name, || bail!("{why}"));
    }

    fn finish(self, count: suite::Count) -> Result<()> {
        println!();
        for (name, outcome, took) in &self.done {
            let (word, why) = match outcome {
                Outcome::Passed => ("passed", ""),
                Outcome::Skipped(why) => ("skipped", *why),
                Outcome::Failed => ("FAILED", ""),
            };
            println!("{name:<30} {word:<8} {:>6} s  {why}", took.as_secs());
        }
        println!("\n{} passed, {} failed", count.passed, count.failed);
        let failed = self.done.iter().filter(|(_, outcome, _)| matches!(outcome, Outcome::Failed)).count();
        if failed > 0 {
            bail!("{failed} of {} steps failed", self.done.len());
        }
        Ok(())
    }
}
