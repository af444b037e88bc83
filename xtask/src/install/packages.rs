//! System packages, by what they are for.

use std::process::Command;

use anyhow::{Result, bail};

use crate::place;
use crate::run;

/// What the native programs link and are built with.
pub const NATIVE: &[&str] = &["gcc", "g++", "make", "cmake", "nasm", "pkg-config", "libssl-dev"];
/// What makes wasm small, and compiles the C in it.
pub const PAGES: &[&str] = &["clang-22", "llvm-22"];
/// A second Rust compiler with its sources, for networks that have no rustup server.
pub const RUST_FOR_WASM: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-22"];
/// What runs programs from npm.
pub const NODE: &[&str] = &["nodejs", "npm"];
/// What fetches source archives and programs from PyPI.
pub const PYTHON: &[&str] = &["python3", "python3-pip", "python3-venv"];
/// What the app window is made of.
pub const WINDOW: &[&str] =
    &["libwebkit2gtk-4.1-dev", "libxdo-dev", "libayatana-appindicator3-dev", "librsvg2-dev", "fonts-wqy-microhei"];
/// What drives the window and a browser without a person or a display.
pub const SCREENS: &[&str] = &["webkit2gtk-driver", "xvfb", "xauth", "chromium", "chromium-driver"];
/// The second database engine.
pub const POSTGRES: &[&str] = &["postgresql-15"];
/// Reads the EXIF that we write, as everybody else does.
pub const EXIF: &[&str] = &["libimage-exiftool-perl"];
/// What photos are measured beside.
pub const VIPS: &[&str] = &["libvips-tools"];
/// What the grids are measured beside.
pub const POSTGIS: &[&str] = &["postgresql-15-postgis-3"];

/// What compiles the C of a phone's library as far as its types go, where there is no NDK.
pub const RUST_FOR_ANDROID: &[&str] =
    &["clang-22", "llvm-22", "libc6-dev-arm64-cross", "libssl-dev", "android-liblog-dev"];
/// A compiler for Java, and what Tauri's Kotlin is compiled against.
pub const KOTLIN: &[&str] = &["default-jdk-headless", "libjackson2-databind-java", "libandroid-json-java"];

/// Installs those of the packages that are missing.
pub fn ensure(wanted: &[&str]) -> Result<()> {
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if place::program("apt-get").is_none() {
        // Not a Debian: the build may still find everything under other package names, so we only say it.
        run::say(&format!("this machine has no apt-get; please see to it that it has: {}", missing.join(" ")));
        return Ok(());
    }
    let root = is_root()?;
    if !root && place::program("sudo").is_none() {
        bail!("these packages are missing, and there is neither root nor sudo to install them: {}", missing.join(" "));
    }
    run::say(&format!(
        "installing system packages ({}): {}",
        if root { "apt-get" } else { "sudo apt-get" },
        missing.join(" ")
    ));
    refresh()?;
    run::run(apt(root, "install").args(["-y", "-qq", "--no-install-recommends"]).args(missing))
}

/// Learns what the archive holds now.
pub fn refresh() -> Result<()> {
    run::run(apt(is_root()?, "update").arg("-qq"))
}

/// Tells whether we are the administrator.
pub fn is_root() -> Result<bool> {
    Ok(run::read(&mut run::command("id", ["-u"]))?.trim() == "0")
}

/// Describes a program run as the administrator.
pub fn as_root(program: &str) -> Result<Command> {
    Ok(if is_root()? { Command::new(program) } else { run::command("sudo", [program]) })
}

fn apt(root: bool, verb: &str) -> Command {
    // `env` carries the setting through sudo, which drops it otherwise.
    let mut command = if root { Command::new("env") } else { run::command("sudo", ["env"]) };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "Dpkg::Use-Pty=0", verb]);
    command
}

fn is_installed(package: &str) -> bool {
    run::read(&mut run::command("dpkg-query", ["-W", "-f", "${db:Status-Abbrev}", package]))
        .is_ok_and(|status| status.starts_with("ii"))
}
