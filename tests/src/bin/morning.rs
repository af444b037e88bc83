//! `morning`: plays one patrol morning against a running server and prints what happened.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use system_tests::morning::{Plan, play};

/// Plays one patrol morning: real collectors, real photographs, the network off and on.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Address of the server
    #[arg(long)]
    server: String,
    /// What `xunge-server training --json` printed
    #[arg(long)]
    accounts: PathBuf,
    /// A folder of camera JPEGs
    #[arg(long)]
    photos: PathBuf,
    /// Where the phones of the morning keep what they keep
    #[arg(long)]
    home: PathBuf,
    /// How many collectors walk
    #[arg(long, default_value_t = 4)]
    collectors: usize,
    /// How many problems each of them reports
    #[arg(long, default_value_t = 2)]
    reports: usize,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let plan = Plan {
        server: arguments.server,
        accounts: arguments.accounts,
        photos: arguments.photos,
        home: arguments.home,
        collectors: arguments.collectors,
        reports: arguments.reports,
    };
    match play(&plan) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("── 有案件没有走到该到的地方 / a case did not end where it should");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("── {error:#}");
            ExitCode::FAILURE
        }
    }
}
