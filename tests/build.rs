//! Builds the disk that can lose power, which the simulation lays under itself.

use std::env;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=simulation/powercut.c");
    println!("cargo::rerun-if-env-changed=CC");
    let (Some(out), Some(here)) = (env::var_os("OUT_DIR"), env::var_os("CARGO_MANIFEST_DIR")) else {
        eprintln!("cargo says where to build");
        return ExitCode::FAILURE;
    };
    let library = PathBuf::from(out).join("libpowercut.so");
    println!("cargo::rustc-env=XUNGE_POWERCUT={}", library.display());
    let compiler = env::var_os("CC").unwrap_or_else(|| "cc".into());
    let mut command = Command::new(compiler);
    command.args(["-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o"]).arg(&library);
    command.arg(PathBuf::from(here).join("simulation/powercut.c")).args(["-ldl", "-lpthread"]);
    match command.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("the C compiler does not start: {error}");
            ExitCode::FAILURE
        }
    }
}
