//! The command line. Messages go to stderr, what was asked for to stdout; exit code 0 only when it was done.
//!
//! One module for each command; none of them holds a rule. Only this folder reads the environment.

mod serve;
mod training;
mod import;
mod areas;
mod rescue;
mod locate;
mod deadline;
mod account;
mod device;
mod receipt;
mod check;
mod backup;
mod base_maps;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand};
use shared::account::Actor;
use tracing_subscriber::EnvFilter;

use crate::app::App;
use crate::config::Config;
use crate::world::{SystemClock, SystemRandom};

/// The sync server of Xunge 巡格.
#[derive(Parser)]
#[command(name = "xunge-server", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve phones and the desk
    Serve(serve::Serve),
    /// Make the training city, and print its accounts
    Training(training::Training),
    /// Bring in grids, duty grids, industry layers, remarks, units, a catalogue, a calendar, a base map, or what a phone
    /// could not send
    Import(import::Import),
    /// List editions of boundaries, or take one back
    Editions(areas::Editions),
    /// Find the unit grid of points: CSV id,lon,lat in, id,grid,match out
    Locate(locate::Locate),
    /// Compute when a limit runs out
    Deadline(deadline::DeadlineOf),
    /// Add, change, disable and list accounts
    Account(account::AccountCommand),
    /// Enrol, list and withdraw devices
    Device(device::DeviceCommand),
    /// Verify the receipt of a shift that somebody brings
    Receipt(receipt::ReceiptCommand),
    /// Look whether everything that is written down fits together
    Check(check::Check),
    /// Write everything into one file, beside a running server
    Backup(backup::Backup),
    /// Restore a backup into an empty place
    Restore(backup::Restore),
    /// List base maps, or take one away
    #[command(name = "basemaps")]
    BaseMaps(base_maps::BaseMaps),
}

/// Which server's data.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// Folder of the embedded database and the files
    #[arg(long, env = "XUNGE_DATA", default_value = "xunge-data")]
    data: PathBuf,
    /// Another database than the embedded one: postgres://…
    #[arg(long, env = "XUNGE_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Another place for files, that several servers share: file:///… or s3://bucket/prefix (keys from AWS_… variables)
    #[arg(long)]
    media_url: Option<String>,
    /// Folder of the packs that a new server starts from
    #[arg(long)]
    packs: Option<PathBuf>,
}

impl Place {
    fn config(&self) -> Config {
        Config {
            database_url: self.database_url.clone(),
            media_url: self.media_url.clone(),
            packs: self.packs.clone(),
            ..Config::new(&self.data)
        }
    }

    async fn open(&self) -> Result<App> {
        App::new(self.config(), Arc::new(SystemClock), Arc::new(SystemRandom)).await
    }
}

/// The actor of what is done on the command line: whoever may read the data folder.
fn operator() -> Actor {
    Actor::System { rule: "command_line".to_owned() }
}

/// Reads the arguments and does what they say.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let json_logs = matches!(&arguments.command, Command::Serve(serve) if serve.log_json);
    log(json_logs);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("xunge-server: start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(carry_out(arguments.command)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xunge-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn log(json: bool) {
    let filter = EnvFilter::try_from_env("XUNGE_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { log.json().init() } else { log.init() }
}

async fn carry_out(command: Command) -> Result<ExitCode> {
    match command {
        Command::Serve(command) => command.run().await.map(|()| ExitCode::SUCCESS),
        Command::Training(command) => command.run().await.map(|()| ExitCode::SUCCESS),
        Command::Import(command) => command.run().await,
        Command::Editions(command) => command.run().await.map(|()| ExitCode::SUCCESS),
        Command::Locate(command) => command.run().await.map(|()| ExitCode::SUCCESS),
        Command::Deadline(command) => command.run().map(|()| ExitCode::SUCCESS),
        Command::Account(command) => command.run().await.map(|()| ExitCode::SUCCESS),
        Command::Device(command) => command.run().await.map(|()| ExitCode::SUCCESS),
        Command::Receipt(command) => command.run().await,
        Command::Check(command) => command.run().await,
        Command::Backup(command) => command.run().await,
        Command::Restore(command) => command.run().await.map(|()| ExitCode::SUCCESS),
        Command::BaseMaps(command) => command.run().await.map(|()| ExitCode::SUCCESS),
    }
}

/// Prints a JSON document on stdout.
fn print_json(value: &impl serde::Serialize) -> Result<()> {
    println!("{}", serde_json::to_string_pretty(value).context("write JSON")?);
    Ok(())
}
