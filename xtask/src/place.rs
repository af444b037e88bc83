//! Where things lie: the clone, what cargo builds, and what is kept outside the clone.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The folders that every command works in.
#[derive(Clone)]
pub struct Place {
    /// The clone.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// Tools and downloads that outlive the clone.
    pub cache: PathBuf,
    /// Our own crates are linted while they are compiled, and what is found is an error.
    lints: bool,
}

/// What `cargo clippy` sets for itself: the compiler that lints, and the flags it is given, with this after each. Set for
/// a build that is wanted anyway, it saves compiling everything a second time for the lints alone.
const LINTING: [(&str, &str); 2] =
    [("RUSTC_WORKSPACE_WRAPPER", "clippy-driver"), ("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__")];

impl Place {
    /// Reads the surroundings, once.
    ///
    /// On a build server (`CI=true`) the target folder lies in the cache, so that the next clone finds the
    /// dependencies built.
    pub fn find() -> Result<Self> {
        let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let root = manifest.parent().context("find the clone above xtask")?.to_path_buf();
        let cache = match (env::var_os("XDG_CACHE_HOME"), env::var_os("HOME")) {
            (Some(cache), _) if !cache.is_empty() => PathBuf::from(cache).join("xunge"),
            (_, Some(home)) => PathBuf::from(home).join(".cache/xunge"),
            (_, None) => env::temp_dir().join("xunge-cache"),
        };
        let on_build_server = env::var("CI").is_ok_and(|value| value == "true");
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(target) if !target.is_empty() => root.join(target),
            _ if on_build_server => cache.join("target"),
            _ => root.join("target"),
        };
        Ok(Self { root, target, cache, lints: false })
    }

    /// The same place, where every cargo lints what it compiles.
    pub fn linting(&self) -> Self {
        Self { lints: true, ..self.clone() }
    }

    /// Where finished things lie: pages, the demo's city.
    pub fn out(&self) -> PathBuf {
        self.target.join("xunge")
    }

    /// Where the wasm crates are built; apart, because they may be built by another compiler.
    pub fn web_target(&self) -> PathBuf {
        self.target.join("web")
    }

    /// Tools that are no system packages.
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// Describes a cargo that builds in the clone.
    pub fn cargo(&self, verb: &str) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.arg(verb).current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        // What cargo told this program about itself: crates that look at it would be built anew, and all that stands on
        // them, whenever a person runs cargo without us in between.
        for (name, _) in env::vars_os() {
            let is_about_us = name.to_str().is_some_and(|name| {
                name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_CRATE_NAME"
            });
            if is_about_us {
                cargo.env_remove(&name);
            }
        }
        if self.lints {
            cargo.envs(LINTING);
        }
        cargo
    }

    /// A program that a development build made.
    pub fn built(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name)
    }
}

/// Returns the file that a bare program name stands for, looking where the shell would and where Debian puts
/// programs for administrators.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin", "/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|file| is_program(file))
}

fn is_program(file: &Path) -> bool {
    file.is_file()
}
