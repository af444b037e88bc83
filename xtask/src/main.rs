//! The one place that knows how things are built and run.
//!
//! Start at [`Command`]: each word of the command line leads to one module. Whatever a command needs
//! and the machine lacks is installed by `install` on the way.

mod place;
mod run;
mod scratch;
mod install;
mod pages;
mod library;
mod map;
mod charts;
mod photos;
mod server;
mod demo;
mod gate;
mod suite;
mod bench;
mod postgres;
mod soak;
mod fuzz;
mod api;
mod app;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::place::Place;

/// Builds, tests and shows Xunge.
#[derive(Parser)]
#[command(name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the training city, play a patrol morning on it, and leave it up to be tried
    Demo(demo::Choice),
    /// Fetch the camera photos that the demonstration and the tests use, and say where they come from
    Photos,
    /// Build both faces, the collector's and the desk's, as pages a browser loads
    Ui,
    /// Run every check and every test
    Test(gate::Choice),
    /// Measure what has a budget
    Bench(bench::Choice),
    /// Run many seeds of the fault simulation and add a line to its record
    Soak(soak::Choice),
    /// Feed damaged and random files to what reads photos, clips and manifests, and random requests to the server
    Fuzz(fuzz::Choice),
    /// Make the README's pictures from the real screens
    Pictures,
    /// Look at every screen in every size, language, light and line, and keep a picture of each
    Screens,
    /// Check the phones' own projects as far as that goes without their vendors' kits
    App(app::Choice),
}

fn main() -> ExitCode {
    match carry_out(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("── {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(arguments: Arguments) -> Result<()> {
    let place = Place::find()?;
    match arguments.command {
        Command::Demo(choice) => demo::play(&place, &choice),
        Command::Photos => photos::tell(&place),
        Command::Ui => pages::build_all(&place),
        Command::Bench(choice) => bench::run_all(&place, &choice),
        Command::Soak(choice) => soak::run_all(&place, &choice),
        Command::Fuzz(choice) => fuzz::run_all(&place, &choice),
        Command::Pictures => suite::pictures(&place),
        Command::Screens => suite::every_screen(&place),
        Command::Test(choice) => gate::run_all(&place, &choice),
        Command::App(choice) => app::check(&place, &choice),
    }
}
