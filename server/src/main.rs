//! `xunge-server`: the sync server and its desk commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::commands::run()
}
