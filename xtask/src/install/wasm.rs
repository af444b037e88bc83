//! The wasm target: from rustup where that works, else built once from Debian's packaged sources.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::install::packages;
use crate::place::{self, Place};
use crate::run;

const TARGET: &str = "wasm32-unknown-unknown";
const TOOLCHAIN: &str = "debian-web";
const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";

/// Which compiler makes wasm here.
pub enum Compiler {
    /// The one that runs us, with a target added.
    Own,
    /// Debian's, under a rustup name; the linker that it lacks lies in the folder.
    Debian { linker: PathBuf },
}

impl Compiler {
    /// Makes sure that wasm can be compiled, and says by whom.
    pub fn ensure(place: &Place) -> Result<Self> {
        if own_has_target() || added_by_rustup() {
            return Ok(Self::Own);
        }
        run::say("rustup has no wasm target to give; taking Debian's compiler and building the target once");
        packages::ensure(packages::RUST_FOR_WASM)?;
        let linker = link_linker(place)?;
        build_std(place)?;
        if !run::succeeds(&mut run::command("rustup", ["run", TOOLCHAIN, "rustc", "-V"])) {
            run::run(&mut run::command("rustup", ["toolchain", "link", TOOLCHAIN, "/usr"]))?;
        }
        Ok(Self::Debian { linker })
    }

    /// Describes a cargo that compiles for wasm, into the folder kept for it.
    pub fn cargo(&self, place: &Place, verb: &str) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.current_dir(&place.root);
        cargo.args([verb, "--target", TARGET, "--target-dir"]).arg(place.web_target());
        // The phone's SQLite is C, and gcc knows no wasm.
        if Path::new("/usr/bin/clang-22").exists() {
            cargo.envs([("CC_wasm32_unknown_unknown", "clang-22"), ("AR_wasm32_unknown_unknown", "llvm-ar-22")]);
        }
        // What `cargo xtask` itself was started with must not choose the compiler here.
        for inherited in ["RUSTUP_TOOLCHAIN", "RUSTC", "CARGO", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
            cargo.env_remove(inherited);
        }
        // Views are boxed: a page's code is not made anew for each way in which its parts are put together.
        let flags = format!("--cfg erase_components{}", unnamed(&registries()));
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
        if let Self::Debian { linker } = self {
            cargo.env("RUSTUP_TOOLCHAIN", TOOLCHAIN).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        cargo
    }
}

/// Returns where this machine keeps the sources of crates.
fn registries() -> Vec<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let Some(Ok(found)) = home.map(|home| fs::read_dir(home.join("registry/src"))) else { return Vec::new() };
    let mut folders: Vec<PathBuf> = found.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

/// Writes the flags by which a page does not name those folders: each line that may panic would carry its path, and
/// where whoever built it keeps things is nobody's business.
fn unnamed(folders: &[PathBuf]) -> String {
    let whole = folders.iter().filter_map(|folder| folder.to_str());
    // The flags are told apart by the blanks between them.
    whole
        .filter(|folder| !folder.contains(char::is_whitespace))
        .map(|folder| format!(" --remap-path-prefix={folder}="))
        .collect()
}

fn own_has_target() -> bool {
    let Ok(folder) = run::read(&mut run::command("rustc", ["--print", "target-libdir", "--target", TARGET])) else {
        return false;
    };
    fs::read_dir(folder.trim()).is_ok_and(|mut files| files.next().is_some())
}

fn added_by_rustup() -> bool {
    if place::program("rustup").is_none() {
        return false;
    }
    run::say(&format!("adding the compiler target {TARGET} (rustup target add)"));
    run::run(&mut run::command("rustup", ["target", "add", TARGET])).is_ok() && own_has_target()
}

/// Gives Debian's linker the name under which the compiler knows how to speak to it.
fn link_linker(place: &Place) -> Result<PathBuf> {
    let folder = place.tools().join("linker");
    let linker = folder.join("rust-lld");
    if !linker.exists() {
        fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
        std::os::unix::fs::symlink("/usr/bin/lld-22", &linker).with_context(|| format!("link {}", linker.display()))?;
    }
    Ok(linker)
}

/// Builds the standard library for wasm from Debian's sources and puts it beside the native one.
fn build_std(place: &Place) -> Result<()> {
    let version = run::read(&mut run::command(RUSTC, ["-V"]))?;
    let library = Path::new("/usr/lib/rustlib").join(TARGET).join("lib");
    let stamp = library.join("made-by");
    if fs::read_to_string(&stamp).is_ok_and(|made_by| made_by == version) {
        return Ok(());
    }
    run::say(&format!("building the standard library for {TARGET} (once, about a minute)"));
    let work = place.cache.join("wasm-std");
    if work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("clear {}", work.display()))?;
    }
    fs::create_dir_all(work.join("src")).with_context(|| format!("make {}", work.display()))?;
    fs::write(work.join("src/lib.rs"), "").context("write an empty crate")?;
    let manifest = "[package]\nname = \"nothing\"\nedition = \"2021\"\n\n[workspace]\n";
    fs::write(work.join("Cargo.toml"), manifest).context("write an empty crate")?;
    let mut cargo = run::command(CARGO, ["build", "--release", "--target", TARGET]);
    cargo.arg("-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test").current_dir(&work);
    cargo.env("RUSTC", RUSTC).env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", work.join("target"));
    // Without bitcode in it, no page could be optimised as a whole.
    cargo.env("RUSTFLAGS", "-Cembed-bitcode=yes").env_remove("RUSTUP_TOOLCHAIN");
    run::run(&mut cargo)?;

    let made = rlibs(&work.join("target").join(TARGET).join("release/deps"))?;
    ensure!(!made.is_empty(), "building the standard library for {TARGET} made no files");
    run::run(packages::as_root("mkdir")?.arg("-p").arg(&library))?;
    run::run(packages::as_root("cp")?.args(&made).arg(&library))?;
    let stamp_here = work.join("made-by");
    fs::write(&stamp_here, &version).context("write the stamp")?;
    run::run(packages::as_root("cp")?.arg(&stamp_here).arg(&stamp))?;
    // What was compiled against another standard library cannot be told from what was not.
    let stale = place.web_target().join(TARGET);
    if stale.exists() {
        fs::remove_dir_all(&stale).with_context(|| format!("clear {}", stale.display()))?;
    }
    fs::remove_dir_all(&work).with_context(|| format!("clear {}", work.display()))
}

fn rlibs(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))? {
        let file = entry.with_context(|| format!("read {}", folder.display()))?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libnothing-") {
            found.push(file);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::unnamed;

    #[test]
    fn a_folder_is_not_named_unless_its_blanks_would_break_the_flags() {
        assert_eq!(unnamed(&[]), "");
        let folders = ["/home/wang li/.cargo/registry/src/index".into(), "/home/li/.cargo/registry/src/index".into()];
        assert_eq!(unnamed(&folders), " --remap-path-prefix=/home/li/.cargo/registry/src/index=");
    }
}
