//! The two faces as pages: the collector's (`app-ui`) and the desk's (`console`).
//!
//! cargo makes wasm, `bindgen` the script beside it, `wasm-opt` makes it small, and the static files are laid round
//! it. Nothing is done again for a module that has not changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

use crate::install::{npm, packages, wasm};
use crate::place::Place;
use crate::{charts, map, run};

/// What a page may weigh, before and after compression; the map's library, which is loaded when it is wanted, apart.
const BUDGET_BYTES: u64 = 2_000_000;
const BUDGET_COMPRESSED_BYTES: u64 = 700_000;

/// One face: a crate that becomes a page.
struct Page {
    /// Its crate, and the name of its module.
    package: &'static str,
    /// The folder under the finished things.
    out: &'static str,
    /// Its folder of static files, `index.html` among them.
    files: &'static str,
    /// It shows charts.
    has_charts: bool,
}

const COLLECTOR: Page = Page { package: "app-ui", out: "ui", files: "app/ui/static", has_charts: false };
const DESK: Page = Page { package: "console", out: "console", files: "server/console/static", has_charts: true };
/// What both faces use: the tokens and the pieces.
const SHARED_FILES: &str = "app/kit/static";

/// Builds both pages.
pub fn build_all(place: &Place) -> Result<()> {
    build(place, &[COLLECTOR, DESK])
}

/// Returns the finished collector's page.
pub fn collector(place: &Place) -> PathBuf {
    place.out().join(COLLECTOR.out)
}

/// Returns the finished desk's page.
pub fn desk(place: &Place) -> PathBuf {
    place.out().join(DESK.out)
}

fn build(place: &Place, pages: &[Page]) -> Result<()> {
    packages::ensure(packages::NATIVE)?;
    let compiler = wasm::Compiler::ensure(place)?;
    run::say("building the pages");
    let mut cargo = compiler.cargo(place, "build");
    cargo.args(["--profile", "web"]);
    for page in pages {
        cargo.args(["--package", page.package]);
    }
    run::run(&mut cargo)?;
    pages.iter().try_for_each(|page| lay_out(place, page))
}

fn lay_out(place: &Place, page: &Page) -> Result<()> {
    let module = place.web_target().join("wasm32-unknown-unknown/web").join(format!("{}.wasm", page.package));
    let out = place.out().join(page.out);
    let small = out.join("app_bg.wasm");
    let stamp = place.out().join(format!("{}.made-from", page.out));
    let made_from = describe(&module)?;
    let fresh =
        small.exists() && pressed(&small).exists() && fs::read_to_string(&stamp).is_ok_and(|text| text == made_from);
    if !fresh {
        // A page that was left half made must not look finished.
        if out.exists() {
            fs::remove_dir_all(&out).with_context(|| format!("clear {}", out.display()))?;
        }
        fs::create_dir_all(&out).with_context(|| format!("make {}", out.display()))?;
        bind(place, &module, &out)?;
        shrink(place, &small)?;
        press(&small)?;
    }
    for files in [SHARED_FILES, page.files] {
        copy_files(&place.root.join(files), &out)?;
    }
    map::lay_out(place, &out)?;
    if page.has_charts {
        charts::lay_out(place, &out)?;
    }
    fs::write(&stamp, made_from).with_context(|| format!("write {}", stamp.display()))?;
    report(page, &small)
}

fn bind(place: &Place, module: &Path, out: &Path) -> Result<()> {
    let mut cargo = run::command("cargo", ["run", "--quiet", "--package", "xtask", "--features", "bindgen"]);
    cargo.args(["--bin", "bindgen", "--"]).arg(module).arg(out);
    run::run(cargo.current_dir(&place.root).env("CARGO_TARGET_DIR", &place.target))
}

fn shrink(place: &Place, module: &Path) -> Result<()> {
    let mut optimise = run::command("node", [npm::wasm_opt(place)?]);
    optimise.args(["-Oz", "-o"]).arg(module).arg(module);
    run::run(&mut optimise)
}

/// Compresses a module once, as well as can be: `app_bg.wasm.br` beside it is what the server hands to a browser, and
/// the window's program compresses what it holds in the same way.
fn press(module: &Path) -> Result<()> {
    run::run(run::command("node", ["-e", PRESS]).arg(module))
}

/// Node brings Brotli along; the best quality takes some seconds.
const PRESS: &str = "\
const { constants, brotliCompressSync } = require('zlib'), fs = require('fs'), path = process.argv[1]; \
const bytes = fs.readFileSync(path), params = {}; \
params[constants.BROTLI_PARAM_QUALITY] = 11; params[constants.BROTLI_PARAM_LGWIN] = 24; \
params[constants.BROTLI_PARAM_SIZE_HINT] = bytes.length; \
fs.writeFileSync(path + '.br', brotliCompressSync(bytes, { params }));";

fn pressed(module: &Path) -> PathBuf {
    let mut name = module.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

/// Says what a module was, so that a later build sees whether it is the same one.
fn describe(module: &Path) -> Result<String> {
    let facts = fs::metadata(module).with_context(|| format!("look at {}", module.display()))?;
    let changed = facts.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(format!("{} bytes, {} ns\n", facts.len(), changed.as_nanos()))
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(from).with_context(|| format!("read {}", from.display()))? {
        let file = entry.with_context(|| format!("read {}", from.display()))?.path();
        let copy = to.join(file.file_name().unwrap_or_default());
        if file.is_dir() {
            fs::create_dir_all(&copy).with_context(|| format!("make {}", copy.display()))?;
            copy_files(&file, &copy)?;
        } else if !same(&file, &copy) {
            fs::copy(&file, &copy).with_context(|| format!("copy {}", file.display()))?;
        }
    }
    Ok(())
}

/// Tells whether a copy is still true; leaving it alone keeps the window from being built again.
fn same(file: &Path, copy: &Path) -> bool {
    match (fs::read(file), fs::read(copy)) {
        (Ok(file), Ok(copy)) => file == copy,
        (Err(_), _) | (_, Err(_)) => false,
    }
}

fn report(page: &Page, module: &Path) -> Result<()> {
    let size_bytes = fs::metadata(module).with_context(|| format!("look at {}", module.display()))?.len();
    let compressed_bytes = fs::metadata(pressed(module)).context("look at a compressed page")?.len();
    let verdict =
        if size_bytes <= BUDGET_BYTES && compressed_bytes <= BUDGET_COMPRESSED_BYTES { "within" } else { "OVER" };
    run::say(&format!(
        "{}: {} KB of wasm, {} KB compressed; {verdict} the budget of {} and {} KB",
        page.package,
        size_bytes / 1000,
        compressed_bytes / 1000,
        BUDGET_BYTES / 1000,
        BUDGET_COMPRESSED_BYTES / 1000,
    ));
    Ok(())
}
