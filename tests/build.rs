//! Builds the libraries that are laid under programs: the disk that can lose power, and the one that kills.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

/// What each is made of, and the variable that tells the tests where it is.
const LIBRARIES: [(&str, &str); 2] =
    [("simulation/powercut.c", "XUNGE_POWERCUT"), ("kills/killpoint.c", "XUNGE_KILLPOINT")];

fn main() -> ExitCode {
    println!("cargo::rerun-if-env-changed=CC");
    for (source, variable) in LIBRARIES {
        println!("cargo::rerun-if-changed={source}");
        match build(source) {
            Ok(library) => println!("cargo::rustc-env={variable}={library}"),
            Err(why) => {
                eprintln!("{source}: {why}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

fn build(source: &str) -> Result<String, String> {
    let variable = |name: &str| env::var(name).map_err(|error| format!("{name}: {error}"));
    let (out, here) = (variable("OUT_DIR")?, variable("CARGO_MANIFEST_DIR")?);
    let library = Path::new(&out).join(source).with_extension("so");
    if let Some(folder) = library.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("make {}: {error}", folder.display()))?;
    }
    let mut compiler = Command::new(env::var_os("CC").unwrap_or_else(|| "cc".into()));
    compiler.args(["-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o"]).arg(&library);
    compiler.arg(Path::new(&here).join(source)).args(["-ldl", "-lpthread"]);
    let ended = compiler.status().map_err(|error| format!("the C compiler does not start: {error}"))?;
    if ended.success() { Ok(library.display().to_string()) } else { Err(format!("the C compiler ended with {ended}")) }
}
