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
mod receipt;
mod rescue;
mod pin;
mod diagnostics;
mod photo;
mod shots;

use std::process::ExitCode;
use std::rc::Rc;

use anyhow::Context as _;
use app_core::core::Core;
use app_core::error::Error;
use app_core::native::exports::ExportFile;
use app_core::native::http::Http;
use app_core::native::open::{Home, open_with, open_with_pin};
use app_core::ports::{Metering, Transport, World};
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
    let pin = args.pin_file.as_deref().map(login::first_line).transpose()?;
    if let Command::Rescue { file, originals, no_originals } = &args.command {
        let exports = Rc::new(ExportFile::new(file));
        let core = home(&args, pin.as_deref(), |world| World { exports, ..world }).await?;
        return rescue::rescue(&core, say, *originals, *no_originals).await;
    }
    if let Command::Diagnostics { file } = &args.command {
        let exports = Rc::new(ExportFile::new(file));
        let core = home(&args, pin.as_deref(), |world| World { exports, ..world }).await?;
        return diagnostics::diagnostics(&core, say).await;
    }
    let core = home(&args, pin.as_deref(), |world| world).await?;
    match args.command {
        Command::Login { server, user, password_file, code } => {
            login::login(&core, say, &server, &user, &password_file, code).await
        }
        Command::Enroll { link } => login::enroll(&core, say, &link).await,
        Command::Report(form) => report::report(&core, say, form).await,
        Command::Sync => round::sync(&core, say).await,
        Command::Tasks => lists::tasks(&core, say).await,
        Command::Answer(form) => answer::answer(&core, say, form).await,
        Command::Cases => lists::cases(&core, say).await,
        Command::Status => round::status(&core, say).await,
        Command::Originals { over } => round::originals(&core, say, over).await,
        Command::Receipt { day } => receipt::receipt(&core, say, day).await,
        Command::Pin { new_file, none: _ } => pin::change(&core, say, pin, new_file.as_deref()).await,
        Command::Rescue { .. } | Command::Diagnostics { .. } | Command::Photo { .. } => Ok(()),
    }
}

async fn home(args: &Args, pin: Option<&str>, change: impl FnOnce(World) -> World) -> Result<Core, Failed> {
    let home = Home { folder: args.home()?, key: args.key()?, font: args.font.clone() };
    let network = Rc::new(if args.metered { Metering::Metered } else { Metering::Unknown });
    let trusting = match &args.ca_file {
        None => None,
        Some(file) => {
            let authorities = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
            Some(Rc::new(Http::trusting(&authorities)?) as Rc<dyn Transport>)
        }
    };
    let change = |world: World| change(World { network, transport: trusting.unwrap_or(world.transport), ..world });
    match pin {
        Some(pin) => Ok(open_with_pin(&home, pin, change).await?),
        None => Ok(open_with(&home, change)?),
    }
}
