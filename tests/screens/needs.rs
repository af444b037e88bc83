//! What these tests need from their surroundings. A missing part is a failure that says what to do, never a pass.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

const HOW: &str = "`cargo xtask test` builds everything and sets it";

/// Returns the app's window, built with the page inside.
pub fn shell() -> PathBuf {
    program("XUNGE_SHELL", "the app window (app-shell, built with the feature custom-protocol)")
}

/// Returns the folder of the console's finished page.
pub fn console_pages() -> PathBuf {
    let folder = named("XUNGE_CONSOLE_DIR", "the folder of the console's finished page");
    assert!(folder.join("app_bg.wasm").exists(), "{} holds no finished page; {HOW}", folder.display());
    folder
}

/// Returns the folder of the collector's finished page.
pub fn collector_pages() -> PathBuf {
    let folder = named("XUNGE_COLLECTOR_DIR", "the folder of the collector's finished page");
    assert!(folder.join("app_bg.wasm").exists(), "{} holds no finished page; {HOW}", folder.display());
    folder
}

/// Returns the rules that every screen is held to for people who read it in another way.
pub fn axe() -> String {
    let file = program("XUNGE_AXE", "axe.min.js of axe-core");
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("read {}: {error}", file.display()))
}

/// Says whether every combination is wanted, and not only enough of them that each two choices meet.
pub fn every_combination() -> bool {
    env::var("XUNGE_COMBINATIONS").is_ok_and(|wanted| wanted == "every")
}

/// Returns how often a start of the window is measured.
pub fn starts() -> usize {
    env::var("XUNGE_STARTS").ok().and_then(|starts| starts.parse().ok()).unwrap_or(3)
}

/// Says whether lists are as long as they are after months, and not only longer than a page.
pub fn long_lists() -> bool {
    env::var("XUNGE_LONG_LISTS").is_ok_and(|wanted| wanted == "yes")
}

/// Returns the driver of the app's web view.
pub fn webkit_driver() -> PathBuf {
    program("WEBKIT_WEBDRIVER", "WebKitWebDriver")
}

/// Returns the driver of the browser.
pub fn chrome_driver() -> PathBuf {
    program("CHROMEDRIVER", "chromedriver")
}

/// Returns the server, which is built beside the tests.
pub fn server() -> PathBuf {
    if env::var_os("XUNGE_SERVER").is_some() {
        return program("XUNGE_SERVER", "the server's program");
    }
    let own = env::current_exe().expect("a test knows its own file");
    let built = own.parent().and_then(Path::parent).expect("tests lie in target/debug/deps").join("xunge-server");
    assert!(built.exists(), "{} is not built; {HOW}", built.display());
    built
}

/// Returns real camera JPEGs, in the order of their names.
pub fn photos() -> Vec<PathBuf> {
    let folder = named("XUNGE_PHOTOS", "the folder of real camera photographs");
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("read {}: {error}", folder.display()));
    let mut photos: Vec<PathBuf> = files
        .map(|file| file.expect("read the folder of photographs").path())
        .filter(|file| file.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("jpg")))
        .collect();
    photos.sort();
    assert!(photos.len() >= 4, "{} holds {} photographs, four are needed; {HOW}", folder.display(), photos.len());
    photos
}

/// Returns where pictures of the screens are kept.
pub fn pictures() -> PathBuf {
    let folder = env::var_os("XUNGE_PICTURES")
        .map_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("xunge").join("screens"), PathBuf::from);
    fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("make {}: {error}", folder.display()));
    folder
}

/// Returns where pictures of faces are kept that are looked at and then forgotten.
pub fn looks() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("xunge").join("looks");
    fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("make {}: {error}", folder.display()));
    folder
}

/// Returns the display that windows open on.
pub fn display() -> String {
    env::var("DISPLAY").unwrap_or_else(|_| panic!("no DISPLAY: run under xvfb-run; {HOW}"))
}

/// Returns the clone, where the server finds the packs it starts from.
pub fn clone() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lie in the clone").to_path_buf()
}

fn program(variable: &str, what: &str) -> PathBuf {
    let file = named(variable, what);
    assert!(file.is_file(), "{variable} names {}, which is not there; {HOW}", file.display());
    file
}

fn named(variable: &str, what: &str) -> PathBuf {
    match env::var_os(variable) {
        Some(value) if !value.is_empty() => PathBuf::from(value),
        Some(_) | None => panic!("{variable} must name {what}; {HOW}"),
    }
}
