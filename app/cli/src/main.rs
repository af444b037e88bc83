//! `xunge`: the collector on a desk, for scripts, drills and tests. Holds no rule: each command is a few asks to the
//! same core that the phone has.
//!
//! What was asked for goes to standard output, one JSON document with `--json`; everything said beside it goes to
//! standard error. The exit code is 0 only when what was asked was done.

mod args;
mod say;
mod login;
mod report;
mod answer;
mod lists;
mod round;
mod rescue;
mod photo;
mod shots;

use std::process::ExitCode;

use app_core::core::Core;
use app_core::error::Error;
use app_core::native::open::{Home, open};
use clap::Parser as _;
use shared::refusal::Refusal;

use crate::args::{Args, Command};
use crate::say::Say;

/// Why a command was not done.
enum Failed {
    /// The core says why.
    Core(Error),
    /// It was said already, or it stands in what was printed.
    Said,
    /// Something of this machine's: a file that cannot be read.
    Here(anyhow::Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Core(Error::Refused(refusal))
    }
}

impl From<anyhow::Error> for Failed {
    fn from(error: anyhow::Error) -> Self {
        Self::Here(error)
    }
}

impl From<serde_json::Error> for Failed {
    fn from(error: serde_json::Error) -> Self {
        Self::Here(error.into())
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_env("XUNGE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let say = Say { language: args.lang, json: args.json };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            say.here(&error.into());
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(args, &say)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed::Said) => ExitCode::FAILURE,
        Err(Failed::Core(error)) => {
            say.failure(&error.told());
            ExitCode::FAILURE
        }
        Err(Failed::Here(error)) => {
            say.here(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args, say: &Say) -> Result<(), Failed> {
    if let Command::Photo { file, out } = &args.command {
        return photo::develop(say, file, out, args.font.as_deref());
    }
    if let Command::Rescue { file, originals, no_originals } = &args.command {
        let core = rescue::home(&args, file)?;
        return rescue::rescue(&core, say, *originals, *no_originals).await;
    }
    let core = home(&args)?;
    match args.command {
        Command::Login { server, user, password_file } => {
            login::login(&core, say, &server, &user, &password_file).await
        }
        Command::Enroll { link } => login::enroll(&core, say, &link).await,
        Command::Report(form) => report::report(&core, say, form).await,
        Command::Sync => round::sync(&core, say).await,
        Command::Tasks => lists::tasks(&core, say).await,
        Command::Answer(form) => answer::answer(&core, say, form).await,
        Command::Cases => lists::cases(&core, say).await,
        Command::Status => round::status(&core, say).await,
        Command::Rescue { .. } | Command::Photo { .. } => Ok(()),
    }
}

fn home(args: &Args) -> Result<Core, Failed> {
    Ok(open(&place(args)?)?)
}

fn place(args: &Args) -> Result<Home, Failed> {
    Ok(Home { folder: args.home()?, key: args.key()?, font: args.font.clone() })
}
