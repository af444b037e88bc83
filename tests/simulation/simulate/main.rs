//! Plays out what phones and a server go through: one plan a run, the same run every time.
//!
//! The program lays a disk under itself that can lose power (`powercut.c`) and starts itself again over it. A run is a
//! real server and real cores in one process, with the world's ports in our hands: clocks, randomness, lines, disks.
//! Start with `run`; a plan is drawn in `draw`, what must be true is in `truth`.

mod power;
mod chance;
mod clocks;
mod town;
mod shots;
mod plan;
mod draw;
mod further;
mod line;
mod phone;
mod server;
mod desk;
mod history;
mod run;
mod requests;
mod acts;
mod typing;
mod walking;
mod orders;
mod deaths;
mod observe;
mod rest;
mod withdrawn;
mod truth;
mod batch;
mod shrink;

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand};

use crate::batch::{Place, Wanted};
use crate::plan::Plan;

/// Plays out what phones and a server go through.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Task,
    /// Ignore flushes of what fits, such as `file:phone*.part`: somebody must notice
    #[arg(long, global = true)]
    deaf: Vec<String>,
    /// Plant a fault in the product, which must be found
    #[cfg(feature = "planted")]
    #[arg(long, global = true)]
    planted: Option<String>,
}

#[derive(Subcommand)]
enum Task {
    /// Run seeds; prints one JSON document, exit code 1 when a seed broke something
    Run {
        #[arg(long, default_value_t = 0)]
        from: u64,
        #[arg(long, default_value_t = 1)]
        count: u64,
        /// Keep plans that broke something here
        #[arg(long)]
        save: Option<PathBuf>,
        /// Stop at the first that broke something
        #[arg(long)]
        until_broken: bool,
    },
    /// Replay saved plans; prints how often what struck
    Replay { plans: Vec<PathBuf> },
    /// Play seeds twice and compare their traces
    Twice {
        #[arg(long, default_value_t = 0)]
        from: u64,
        #[arg(long, default_value_t = 1)]
        count: u64,
    },
    /// Tell what happens in a seed or a plan, line by line
    Tell {
        #[arg(long)]
        seed: Option<u64>,
        plan: Option<PathBuf>,
    },
    /// Make a plan that breaks something as short as it goes, and print it
    Shrink {
        #[arg(long)]
        seed: Option<u64>,
        plan: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match carry_out() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

fn carry_out() -> Result<bool> {
    let arguments = Arguments::parse();
    if !power::is_there() {
        return over_the_disk();
    }
    for pattern in &arguments.deaf {
        power::deafen(pattern)?;
    }
    #[cfg(feature = "planted")]
    if let Some(fault) = &arguments.planted {
        plant(fault)?;
    }
    let mut place = Place::new()?;
    match arguments.command {
        Task::Run { from, count, save, until_broken } => {
            let outcome = batch::seeds(&mut place, &Wanted { from, count, save, until_broken })?;
            println!("{}", serde_json::to_string(&outcome)?);
            Ok(outcome.failed.is_empty())
        }
        Task::Replay { plans } => {
            let mut held = true;
            let mut struck: BTreeMap<&str, u64> = BTreeMap::new();
            for path in plans {
                let played = place.play(&Plan::read(&path)?)?;
                for (what, times) in played.struck {
                    *struck.entry(what).or_default() += times;
                }
                if let Some(wrong) = played.wrong {
                    eprintln!("{}: {wrong:#}", path.display());
                    held = false;
                }
            }
            println!("{}", serde_json::json!({ "struck": struck }));
            Ok(held)
        }
        Task::Twice { from, count } => match batch::twice(&mut place, from, count)? {
            Some(difference) => bail!("two runs of one seed differ: {difference}"),
            None => Ok(true),
        },
        Task::Tell { seed, plan } => {
            let played = place.play(&chosen(seed, plan)?)?;
            print!("{}", played.trace);
            if let Some(wrong) = &played.wrong {
                println!("{wrong:#}");
            }
            Ok(played.wrong.is_none())
        }
        Task::Shrink { seed, plan } => {
            print!("{}", shrink::shrink(&mut place, chosen(seed, plan)?)?.text()?);
            Ok(true)
        }
    }
}

fn chosen(seed: Option<u64>, plan: Option<PathBuf>) -> Result<Plan> {
    match (seed, plan) {
        (Some(seed), None) => Ok(draw::plan(seed)),
        (None, Some(path)) => Plan::read(&path),
        _ => bail!("name a seed or a plan"),
    }
}

/// Plants a fault, in whichever crate it belongs.
#[cfg(feature = "planted")]
fn plant(fault: &str) -> Result<()> {
    let known = ::server::planted::FAULTS.iter().chain(&app_core::planted::FAULTS);
    if !known.into_iter().any(|known| *known == fault) {
        bail!("there is no fault \"{fault}\"");
    }
    ::server::planted::choose(fault);
    app_core::planted::choose(fault);
    Ok(())
}

/// Starts this program again, over the disk.
fn over_the_disk() -> Result<bool> {
    if std::env::var_os("LD_PRELOAD").is_some_and(|library| library == power::LIBRARY) {
        bail!("{} could not be laid under this program", power::LIBRARY);
    }
    let program = std::env::current_exe().context("find this program")?;
    let mut again = Command::new(program);
    again.args(std::env::args_os().skip(1)).env("LD_PRELOAD", power::LIBRARY);
    Err(again.exec()).context("start this program again")
}
