//! `cargo xtask soak`: many seeds of the fault simulation, or many kills of the real programs, and a line of record for
//! each batch.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::place::Place;
use crate::run;

/// Which seeds to run.
#[derive(clap::Args)]
pub struct Choice {
    /// The first seed; without it, the one after the last on record
    #[arg(long)]
    from: Option<u64>,
    /// How many
    #[arg(long, default_value_t = 1_000)]
    count: u64,
    /// Kill the real programs so many times in the place of seeds, each side half of them
    #[arg(long)]
    kills: Option<u64>,
}

/// Seeds of one line on record: an interrupted soak loses no more than these.
const BATCH: u64 = 1_000;

/// Kills of one round, each side half of them; every round begins with a city of its own.
const KILLS_OF_A_ROUND: u64 = 50;

/// The record's heading; its lines follow.
const HEADING: &str = "| date | commit | seeds | failed | median | p99 | struck |";

/// … of the other record.
const KILLS_HEADING: &str = "| date | commit | kills | of the phone's program, of the server | took |";

/// Runs what was chosen; the record grows.
pub fn run_all(place: &Place, choice: &Choice) -> Result<()> {
    let record = place.root.join("tests/simulation/README.md");
    match choice.kills {
        Some(kills) => kill(place, &record, kills),
        None => seeds(place, &record, choice),
    }
}

/// Kills the real programs as their tests do, and more often.
fn kill(place: &Place, record: &Path, kills: u64) -> Result<()> {
    run::run(place.cargo("build").args(["--bin", "xunge", "--bin", "xunge-server", "--test", "kills"]))?;
    let (rounds, began) = (kills.div_ceil(KILLS_OF_A_ROUND), Instant::now());
    for round in 1..=rounds {
        run::say(&format!("round {round} of {rounds}"));
        let mut tests = place.cargo("test");
        tests.args(["--test", "kills", "--", "--nocapture"]).env("XUNGE_KILLS_ROUND", round.to_string());
        run::run(tests.env("XUNGE_KILLS", (KILLS_OF_A_ROUND / 2).to_string()))?;
    }
    let (each, took) = (rounds * KILLS_OF_A_ROUND / 2, began.elapsed().as_secs());
    append(record, KILLS_HEADING, &format!("| {} | {} | {each}, {each} | {took} s |", commit(place)?, 2 * each))
}

/// Runs seeds batch by batch; the record grows after each.
fn seeds(place: &Place, record: &Path, choice: &Choice) -> Result<()> {
    // With a bench: the same features of what it stands on as when benches are built.
    run::run(place.cargo("build").args(["--release", "--bin", "simulate", "--bench", "save"]))?;
    let mut from = match choice.from {
        Some(from) => from,
        None => after_the_last(&fs::read_to_string(record)?),
    };
    let end = from + choice.count;
    let mut failed = Vec::new();
    while from < end {
        let count = BATCH.min(end - from);
        run::say(&format!("seeds {from} to {}", from + count - 1));
        let batch = together(place, from, count)?;
        append(record, HEADING, &line(place, from, count, &batch)?)?;
        failed.extend(batch.failed);
        from += count;
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("{} seeds broke something; their plans are in {}: {failed:?}", failed.len(), plans(place).display())
}

fn plans(place: &Place) -> PathBuf {
    place.out().join("plans")
}

/// What came of some seeds.
#[derive(Default)]
struct Batch {
    failed: Vec<String>,
    median_ms: u64,
    p99_ms: u64,
    struck: Map<String, Value>,
}

/// Runs seeds in as many processes as there are processors.
fn together(place: &Place, from: u64, count: u64) -> Result<Batch> {
    let parts = thread::available_parallelism().map_or(1, |n| n.get() as u64).min(count);
    let each = count.div_ceil(parts);
    let mut running = Vec::new();
    for part in 0..parts {
        let begin = from + part * each;
        let size = each.min((from + count).saturating_sub(begin));
        let mut simulate = Command::new(place.target.join("release/simulate"));
        simulate.args(["run", "--from", &begin.to_string(), "--count", &size.to_string(), "--save"]).arg(plans(place));
        running.push(simulate.stdout(Stdio::piped()).spawn().context("start the simulation")?);
    }
    let mut batch = Batch::default();
    for child in running {
        let output = child.wait_with_output().context("wait for the simulation")?;
        let told: Value = serde_json::from_slice(&output.stdout).context("read what the simulation tells")?;
        let number = |name: &str| told.get(name).and_then(Value::as_u64).unwrap_or(0);
        batch.median_ms = batch.median_ms.max(number("median_ms"));
        batch.p99_ms = batch.p99_ms.max(number("p99_ms"));
        batch
            .failed
            .extend(told.get("failed").and_then(Value::as_object).into_iter().flatten().map(|(seed, _)| seed.clone()));
        for (what, times) in told.get("struck").and_then(Value::as_object).into_iter().flatten() {
            let sum = batch.struck.get(what).and_then(Value::as_u64).unwrap_or(0) + times.as_u64().unwrap_or(0);
            batch.struck.insert(what.clone(), sum.into());
        }
    }
    Ok(batch)
}

fn line(place: &Place, from: u64, count: u64, batch: &Batch) -> Result<String> {
    let struck: Vec<String> = batch.struck.iter().map(|(what, times)| format!("{what} {times}")).collect();
    Ok(format!(
        "| {} | {from}–{} | {} | {} ms | {} ms | {} |",
        commit(place)?,
        from + count - 1,
        batch.failed.len(),
        batch.median_ms,
        batch.p99_ms,
        struck.join(", ")
    ))
}

fn commit(place: &Place) -> Result<String> {
    let told = run::read(Command::new("git").args(["log", "-1", "--format=%cs | %h"]).current_dir(&place.root))?;
    Ok(told.trim().to_owned())
}

/// Puts a line under the others of its record.
fn append(record: &Path, heading: &str, line: &str) -> Result<()> {
    let text = fs::read_to_string(record).with_context(|| format!("read {}", record.display()))?;
    fs::write(record, with_line(&text, heading, line)?).with_context(|| format!("write {}", record.display()))
}

fn with_line(text: &str, heading: &str, line: &str) -> Result<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|known| *known == heading).context("the record has its heading")?;
    let end = lines.iter().skip(at).position(|known| !known.starts_with('|'));
    lines.insert(end.map_or(lines.len(), |end| at + end), line);
    Ok(lines.join("\n") + "\n")
}

/// Returns the seed after the highest on record.
fn after_the_last(text: &str) -> u64 {
    let seeds = text.lines().skip_while(|line| *line != HEADING).take_while(|line| line.starts_with('|')).filter_map(|line| {
        let (_, last) = line.split('|').nth(3)?.trim().split_once('–')?;
        last.parse::<u64>().ok()
    });
    seeds.max().map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::{HEADING, after_the_last, with_line};

    #[test]
    fn a_soak_goes_on_where_the_record_ends() {
        let empty = format!("# record\n\n{HEADING}\n| --- | --- |\n\nmore\n");
        assert_eq!(after_the_last(&empty), 0);
        let once = with_line(&empty, HEADING, "| 2026-01-02 | abc | 0–999 | 0 | 1 ms | 2 ms | lost 3 |").unwrap();
        assert_eq!(after_the_last(&once), 1_000);
        let twice = with_line(&once, HEADING, "| 2026-01-02 | abc | 1000–1999 | 0 | 1 ms | 2 ms | lost 3 |").unwrap();
        assert_eq!(after_the_last(&twice), 2_000);
        assert!(twice.ends_with("| lost 3 |\n\nmore\n"), "{twice}");
    }
}
