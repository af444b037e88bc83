//! The two faces as pages: the collector's (`app-ui`) and the desk's (`console`).
//!
//! cargo makes wasm, `bindgen` cuts the desk's into parts and makes the script beside it, `wasm-opt` makes each module
//! small, and the static files are laid round them. Nothing is done again for a module that has not changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

use crate::install::{npm, packages, wasm};
use crate::place::Place;
use crate::{charts, map, run};

/// What a page may weigh that is loaded at first, before and after compression; the map's library and the other parts,
/// which are loaded when they are wanted, apart.
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
    /// Of a page that is cut into parts the one that is loaded with it: what a supervisor begins with.
    first_part: Option<&'static str>,
}

const COLLECTOR: Page =
    Page { package: "app-ui", out: "ui", files: "app/ui/static", has_charts: false, first_part: None };
const DESK: Page = Page {
    package: "console",
    out: "console",
    files: "server/console/static",
    has_charts: true,
    first_part: Some("board"),
};
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
    let is_cut = page.first_part.is_none() || list_of_parts(place, page).exists();
    let is_whole = small.exists() && pressed(&small).exists() && is_cut;
    let fresh = is_whole && fs::read_to_string(&stamp).is_ok_and(|text| text == made_from);
    if !fresh {
        // A page that was left half made must not look finished.
        if out.exists() {
            fs::remove_dir_all(&out).with_context(|| format!("clear {}", out.display()))?;
        }
        fs::create_dir_all(&out).with_context(|| format!("make {}", out.display()))?;
        bind(place, page, &module, &out)?;
        // The main module comes last: where it is finished, the parts are too.
        let mut modules = all(&parts(place, page)?);
        modules.push(small.clone());
        modules.iter().try_for_each(|module| shrink(place, module))?;
        press(&modules)?;
    }
    for files in [SHARED_FILES, page.files] {
        copy_files(&place.root.join(files), &out)?;
    }
    map::lay_out(place, &out)?;
    if page.has_charts {
        charts::lay_out(place, &out)?;
    }
    fs::write(&stamp, made_from).with_context(|| format!("write {}", stamp.display()))?;
    report(page, &small, &parts(place, page)?)
}

fn bind(place: &Place, page: &Page, module: &Path, out: &Path) -> Result<()> {
    let mut cargo = run::command("cargo", ["run", "--quiet", "--package", "xtask", "--features", "bindgen"]);
    cargo.args(["--bin", "bindgen", "--"]).arg(module).arg(out);
    if page.first_part.is_some() {
        cargo.arg(list_of_parts(place, page));
    }
    run::run(cargo.current_dir(&place.root).env("CARGO_TARGET_DIR", &place.target))
}

/// Where it is written down which files each part of a page is made of.
fn list_of_parts(place: &Place, page: &Page) -> PathBuf {
    place.out().join(format!("{}.parts.json", page.out))
}

/// Returns the modules that each part of a page is made of; several parts may share one. None for a page that is not cut.
fn parts(place: &Place, page: &Page) -> Result<BTreeMap<String, Vec<PathBuf>>> {
    if page.first_part.is_none() {
        return Ok(BTreeMap::new());
    }
    let list = list_of_parts(place, page);
    let text = fs::read_to_string(&list).with_context(|| format!("read {}", list.display()))?;
    let parts: BTreeMap<String, Vec<PathBuf>> =
        serde_json::from_str(&text).with_context(|| format!("understand {}", list.display()))?;
    let out = place.out().join(page.out);
    let within = |files: Vec<PathBuf>| -> Vec<PathBuf> { files.into_iter().map(|file| out.join(file)).collect() };
    Ok(parts.into_iter().map(|(part, files)| (part, within(files))).collect())
}

/// Returns the modules of all parts, each once.
fn all(parts: &BTreeMap<String, Vec<PathBuf>>) -> Vec<PathBuf> {
    let modules: BTreeSet<&PathBuf> = parts.values().flatten().collect();
    modules.into_iter().cloned().collect()
}

/// Makes a module small. Of a part it keeps all that the others count on: what goes in and out under a name, and what it
/// lays into a table or memory that is not its own.
fn shrink(place: &Place, module: &Path) -> Result<()> {
    let mut optimise = run::command("node", [npm::wasm_opt(place)?]);
    optimise.args(["-Oz", "-o"]).arg(module).arg(module);
    run::run(&mut optimise)
}

/// Compresses modules once, as well as can be: `app_bg.wasm.br` beside one is what the server hands to a browser, and
/// the window's program compresses what it holds in the same way.
fn press(modules: &[PathBuf]) -> Result<()> {
    run::run(run::command("node", ["-e", PRESS]).args(modules))
}

/// Node brings Brotli along; the best quality takes some seconds.
const PRESS: &str = "\
const { constants, brotliCompressSync } = require('zlib'), fs = require('fs'); \
for (const path of process.argv.slice(1)) { \
const bytes = fs.readFileSync(path), params = {}; \
params[constants.BROTLI_PARAM_QUALITY] = 11; params[constants.BROTLI_PARAM_LGWIN] = 24; \
params[constants.BROTLI_PARAM_SIZE_HINT] = bytes.length; \
fs.writeFileSync(path + '.br', brotliCompressSync(bytes, { params })); }";

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

fn report(page: &Page, main: &Path, parts: &BTreeMap<String, Vec<PathBuf>>) -> Result<()> {
    let alone = weigh([main])?;
    let Some(first) = page.first_part else {
        run::say(&format!("{}: {} of wasm; {}", page.package, alone.words(), alone.verdict()));
        return Ok(());
    };
    let with_it = parts.get(first).with_context(|| format!("{} has no part {first}", page.package))?;
    let at_first = weigh(with_it.iter().map(PathBuf::as_path).chain([main]))?;
    let package = page.package;
    run::say(&format!("{package}: {} of wasm with the part `{first}`; {}", at_first.words(), at_first.verdict()));

    let modules = all(parts);
    let together = weigh(modules.iter().map(PathBuf::as_path))?;
    let each = modules.iter().map(|module| Ok((weigh([module.as_path()])?, module))).collect::<Result<Vec<_>>>()?;
    let (largest, which) =
        each.into_iter().max_by_key(|(weight, _)| weight.compressed_bytes).context("look for the largest part")?;
    run::say(&format!(
        "{package}: the main module {}; {} modules of {} parts {} together, the largest {} ({})",
        alone.words(),
        modules.len(),
        parts.len(),
        together.words(),
        largest.words(),
        which.file_stem().unwrap_or_default().display(),
    ));
    Ok(())
}

/// What modules weigh together.
#[derive(Clone, Copy, Default)]
struct Weight {
    bytes: u64,
    compressed_bytes: u64,
}

impl Weight {
    fn words(self) -> String {
        format!("{} KB, {} KB compressed", self.bytes / 1000, self.compressed_bytes / 1000)
    }

    fn verdict(self) -> String {
        let is_within = self.bytes <= BUDGET_BYTES && self.compressed_bytes <= BUDGET_COMPRESSED_BYTES;
        let verdict = if is_within { "within" } else { "OVER" };
        format!("{verdict} the budget of {} and {} KB", BUDGET_BYTES / 1000, BUDGET_COMPRESSED_BYTES / 1000)
    }
}

fn weigh<'a>(modules: impl IntoIterator<Item = &'a Path>) -> Result<Weight> {
    let mut together = Weight::default();
    for module in modules {
        together.bytes += fs::metadata(module).with_context(|| format!("look at {}", module.display()))?.len();
        together.compressed_bytes += fs::metadata(pressed(module)).context("look at a compressed page")?.len();
    }
    Ok(together)
}
