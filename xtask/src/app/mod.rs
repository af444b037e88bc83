//! `cargo xtask app check`: what of the phones' projects can be checked without their vendors' kits.
//!
//! The Rust is checked for the Android target; the Kotlin, ours and Tauri's, is compiled against sources that `stubs.py`
//! makes from published type stubs of the platform; the Swift is parsed; XML and property lists are read. Nothing is
//! linked, packed or run: that takes the kits, and a phone. Which names and permissions must agree is a test of the
//! architecture and runs with every other test.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::install::{npm, packages, pypi};
use crate::place::{self, Place};
use crate::run;

const TARGET: &str = "aarch64-linux-android";
const KOTLIN: &str = "2.4.20";

/// Names and types of the platform and of AndroidX, made from the real ones.
const STUBS: &[(&str, &str)] = &[
    ("chaquopy-stubs-android", "36.20260406"),
    ("chaquopy-stubs-androidx-activity-activity", "1.13.0.20260401"),
    ("chaquopy-stubs-androidx-annotation-annotation-jvm", "1.9.1.20260401"),
    ("chaquopy-stubs-androidx-appcompat-appcompat", "1.7.1.20260401"),
    ("chaquopy-stubs-androidx-core-core", "1.18.0.20260401"),
    ("chaquopy-stubs-androidx-fragment-fragment", "1.8.9.20260401"),
];
const SWIFT: &[(&str, &str)] = &[("tree-sitter", "0.26.1"), ("tree-sitter-swift", "0.7.4")];

/// What is to be done with the phones' projects.
#[derive(clap::Args)]
pub struct Choice {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Check everything
    Check,
    /// Check the Kotlin alone
    Kotlin,
    /// Check the Swift alone
    Swift,
    /// Check the Rust for Android alone
    Rust,
}

/// Checks what was chosen.
pub fn check(place: &Place, choice: &Choice) -> Result<()> {
    match choice.what {
        What::Check => {
            resources(place)?;
            swift(place)?;
            kotlin(place)?;
            rust(place)
        }
        What::Kotlin => kotlin(place),
        What::Swift => swift(place),
        What::Rust => rust(place),
    }
}

/// Reads every XML file and property list.
fn resources(place: &Place) -> Result<()> {
    if place::program("python3").is_none() {
        packages::ensure(packages::PYTHON)?;
    }
    let mut files = Vec::new();
    for folder in ["app/mobile/android/src", "app/shell/gen/android/app/src"] {
        gather(&place.root.join(folder), "xml", &mut files)?;
    }
    files.push(place.root.join("app/shell/Info.ios.plist"));
    let script = "import sys, xml.dom.minidom\nfor file in sys.argv[1:]: xml.dom.minidom.parse(file)";
    run::run(run::command("python3", ["-c", script]).args(&files))?;
    run::say(&format!("{} files of XML are well formed", files.len()));
    Ok(())
}

fn swift(place: &Place) -> Result<()> {
    let home = place.tools().join("swift-parser");
    pypi::packages(&home, SWIFT)?;
    let script = place.root.join("xtask/src/app/parse.py");
    run::run(&mut run::command(home.join("bin/python"), [script, place.root.join("app/mobile/ios")]))
}

/// Compiles our Kotlin with Tauri's, and counts what is wrong in ours: Tauri's needs more of the platform than the
/// stubs give.
fn kotlin(place: &Place) -> Result<()> {
    packages::ensure(packages::KOTLIN)?;
    let compiler = npm::package(place, "kotlin-compiler", KOTLIN)?;
    let home = place.tools().join("android-stubs");
    pypi::packages(&home, STUBS)?;
    let work = place.target.join("kotlin");
    if work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("clear {}", work.display()))?;
    }
    let ours = place.root.join("app/mobile/android/src/main");
    let sources = work.join("sources");
    copy_kotlin(&ours.join("java"), &sources.join("ours"))?;
    copy_kotlin(&tauri(place)?.join("mobile/android/src/main/java"), &sources.join("tauri"))?;
    let stubs = work.join("stubs");
    let script = place.root.join("xtask/src/app/stubs.py");
    let site = run::read(&mut run::command(
        home.join("bin/python"),
        ["-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
    ))?;
    let (site, resources) = (PathBuf::from(site.trim()), ours.join("res"));
    run::run(&mut run::command(home.join("bin/python"), [&script, &sources, &site, &resources, &stubs]))?;

    let libraries = ["jackson-annotations", "jackson-core", "jackson-databind", "com.android.json"]
        .map(|name| format!("/usr/share/java/{name}.jar"))
        .join(":");
    let classes = work.join("classes");
    let mut java = Vec::new();
    gather(&stubs, "java", &mut java)?;
    let mut javac = run::command("javac", ["-nowarn", "-proc:none", "-cp", &libraries, "-d"]);
    run::run(javac.arg(&classes).args(&java))?;

    let mut kotlin = Vec::new();
    gather(&sources, "kt", &mut kotlin)?;
    let mut kotlinc = run::command("java", ["-cp"]);
    kotlinc.arg(compiler.join("lib/*")).arg("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler");
    kotlinc.arg("-kotlin-home").arg(&compiler).args(["-no-reflect", "-jvm-target", "1.8", "-d"]);
    kotlinc.arg(work.join("made")).arg("-cp").arg(format!("{}:{libraries}", classes.display())).args(&kotlin);
    let output = kotlinc.output().context("start the Kotlin compiler")?;
    let said = String::from_utf8_lossy(&output.stderr);
    let (ours, others) = sorted(&said);
    for line in &ours {
        eprintln!("{line}");
    }
    // A compiler that did not come so far as to look says no word about anybody's types.
    ensure!(output.status.success() || others > 0 || !ours.is_empty(), "the Kotlin compiler failed: {said}");
    if !ours.is_empty() {
        bail!("{} errors in the Kotlin", ours.len());
    }
    run::say(&format!("our Kotlin compiles; {others} complaints about Tauri's are the stubs' own gaps"));
    Ok(())
}

/// Takes apart what the compiler said: our errors, and how many are others'.
fn sorted(said: &str) -> (Vec<&str>, usize) {
    let errors = said.lines().filter(|line| line.contains(": error: ") || line.starts_with("error: "));
    let (ours, others): (Vec<&str>, Vec<&str>) = errors.partition(|line| !line.contains("/tauri/app/tauri/"));
    (ours, others.len())
}

/// Checks the shell and everything under it for the Android target.
fn rust(place: &Place) -> Result<()> {
    packages::ensure(packages::RUST_FOR_ANDROID)?;
    let added = run::succeeds(&mut run::command("rustup", ["target", "add", TARGET]));
    let page = crate::pages::collector(place);
    fs::create_dir_all(&page).with_context(|| format!("make {}", page.display()))?;
    let multiarch = run::read(&mut run::command("gcc", ["-print-multiarch"]))?;
    let headers = openssl_headers(place, multiarch.trim())?;
    let mut cargo = place.cargo("check");
    if !added {
        run::say(&format!("rustup has no {TARGET} to give; taking Debian's compiler with the sources of std"));
        packages::ensure(packages::RUST_FOR_WASM)?;
        cargo = run::command("/usr/bin/cargo", ["check", "-Zbuild-std=std,panic_abort"]);
        cargo.current_dir(&place.root).env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
        cargo.env_remove("RUSTUP_TOOLCHAIN");
    }
    cargo
        .args(["--lib", "--package", "app-shell", "--target", TARGET, "--target-dir"])
        .arg(place.target.join("android"));
    cargo.env("TAURI_CONFIG", format!("{{\"build\":{{\"frontendDist\":{:?}}}}}", page.display().to_string()));
    // The C is compiled against this machine's own headers: good enough to see that it is C, and never linked.
    cargo.envs([
        ("CC_aarch64_linux_android", "clang-22"),
        ("AR_aarch64_linux_android", "llvm-ar-22"),
        ("CFLAGS_aarch64_linux_android", "-isystem /usr/aarch64-linux-gnu/include -isystem /usr/include/android"),
        ("AARCH64_LINUX_ANDROID_OPENSSL_NO_VENDOR", "1"),
        ("AARCH64_LINUX_ANDROID_TURBOJPEG_SOURCE", "explicit"),
        ("AARCH64_LINUX_ANDROID_TURBOJPEG_LIB_DIR", "/usr/lib"),
    ]);
    cargo.env("AARCH64_LINUX_ANDROID_OPENSSL_INCLUDE_DIR", headers);
    cargo.env("AARCH64_LINUX_ANDROID_OPENSSL_LIB_DIR", Path::new("/usr/lib").join(multiarch.trim()));
    run::run(&mut cargo)
}

/// Lays the headers of OpenSSL into a folder of their own: Debian keeps what differs from one machine to another apart,
/// and among the headers of this machine's C library, which are not Android's.
fn openssl_headers(place: &Place, multiarch: &str) -> Result<PathBuf> {
    let include = place.target.join("android-include");
    let folder = include.join("openssl");
    fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
    for from in [PathBuf::from("/usr/include/openssl"), Path::new("/usr/include").join(multiarch).join("openssl")] {
        for entry in fs::read_dir(&from).with_context(|| format!("read {}", from.display()))? {
            let header = entry.with_context(|| format!("read {}", from.display()))?;
            let copied = folder.join(header.file_name());
            fs::copy(header.path(), &copied).with_context(|| format!("copy {}", header.path().display()))?;
        }
    }
    Ok(include)
}

/// Returns where cargo keeps the tauri that the app is built with.
fn tauri(place: &Place) -> Result<PathBuf> {
    let manifests = run::read(place.cargo("metadata").args(["--format-version", "1", "--filter-platform", TARGET]))?;
    let mut named =
        manifests.split("\"manifest_path\":\"").filter_map(|rest| rest.split_once('"').map(|(path, _)| path));
    let is_tauri = |path: &&str| {
        let folder = Path::new(path).parent().and_then(Path::file_name).and_then(OsStr::to_str).unwrap_or_default();
        folder.strip_prefix("tauri-").is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()))
    };
    let manifest = named.find(is_tauri).context("find tauri among what the workspace is made of")?;
    Path::new(manifest).parent().map(Path::to_path_buf).context("find the folder of tauri")
}

fn copy_kotlin(from: &Path, to: &Path) -> Result<()> {
    let mut files = Vec::new();
    gather(from, "kt", &mut files)?;
    ensure!(!files.is_empty(), "there is no Kotlin in {}", from.display());
    for file in files {
        let there = to.join(file.strip_prefix(from).context("a file lies under its folder")?);
        let folder = there.parent().context("a file lies in a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))?;
        fs::copy(&file, &there).with_context(|| format!("copy {}", file.display()))?;
    }
    Ok(())
}

fn gather(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) -> Result<()> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))? {
        paths.push(entry.with_context(|| format!("read {}", folder.display()))?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(&path, extension, found)?;
        } else if path.extension().is_some_and(|ending| ending == extension) {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn errors_of_ours_are_told_from_gaps_in_the_stubs() {
        let said = "\
            w/sources/tauri/app/tauri/Logger.kt:82:14: error: unresolved reference 'BuildConfig'.\n\
            w/sources/ours/cn/xunge/mobile/Links.kt:9:1: error: unresolved reference 'x'.\n\
            w/sources/ours/cn/xunge/mobile/Links.kt:9:1: warning: unused\n\
            error: source entry is not a Kotlin file\n";
        let (ours, others) = sorted(said);
        assert_eq!((ours.len(), others), (2, 1), "what names no file at all must not pass either");
    }
}
