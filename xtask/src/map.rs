//! The map's library beside the pages: files of its own, which a page loads when it first shows a map.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::install::npm;
use crate::library::{keep, read};
use crate::place::Place;
use crate::run;

/// Draws maps: MapLibre GL JS.
const MAPLIBRE: (&str, &str) = ("maplibre-gl", "6.17.0");
/// Reads base maps out of one file, in ranges.
const PMTILES: (&str, &str) = ("pmtiles", "4.5.0");
/// Knows what a style may say.
const STYLE_RULES: (&str, &str) = ("@maplibre/maplibre-gl-style-spec", "26.6.0");

/// The folder of it in a page.
const FOLDER: &str = "map";
/// The tests of the scripts, which need node alone.
const TESTS: &[&str] = &[
    "tests/scripts/map_style.test.mjs",
    "tests/scripts/map_locale.test.mjs",
    "tests/scripts/map_stage.test.mjs",
    "tests/scripts/areas.test.mjs",
    "tests/scripts/case_points.test.mjs",
];

/// Lays the library with its licences into a finished page; what is there already stays untouched.
pub fn lay_out(place: &Place, page: &Path) -> Result<()> {
    let out = page.join(FOLDER);
    fs::create_dir_all(&out).with_context(|| format!("make {}", out.display()))?;
    let maplibre = npm::package(place, MAPLIBRE.0, MAPLIBRE.1)?;
    for (from, to) in [
        ("dist/maplibre-gl.mjs", "maplibre-gl.mjs"),
        ("dist/maplibre-gl-worker.mjs", "maplibre-gl-worker.mjs"),
        ("dist/maplibre-gl.css", "maplibre-gl.css"),
        ("LICENSE.txt", "maplibre-gl.LICENSE.txt"),
    ] {
        keep(&out.join(to), &read(&maplibre.join(from))?)?;
    }
    let pmtiles = npm::package(place, PMTILES.0, PMTILES.1)?;
    keep(&out.join("pmtiles.mjs"), &as_module(&read(&pmtiles.join("dist/pmtiles.js"))?))?;
    // What is inside it came along with it.
    let fflate = pmtiles.parent().context("find what pmtiles came with")?.join("fflate");
    keep(&out.join("fflate.LICENSE.txt"), &read(&fflate.join("LICENSE"))?)
}

/// Runs the tests of the scripts of the pages.
pub fn try_scripts(place: &Place) -> Result<()> {
    let rules: PathBuf = npm::package(place, STYLE_RULES.0, STYLE_RULES.1)?;
    let library: PathBuf = npm::package(place, MAPLIBRE.0, MAPLIBRE.1)?;
    let mut node = run::command("node", ["--test"]);
    node.args(TESTS).current_dir(&place.root).env("XUNGE_STYLE_RULES", rules).env("XUNGE_MAP_LIBRARY", library);
    run::run(&mut node)
}

/// Makes a module of a script that keeps everything in one variable: the module that the package has beside it imports
/// by a bare name, which no browser resolves.
fn as_module(script: &str) -> String {
    // Nobody has the map of the source at hand.
    let code: Vec<&str> = script.lines().filter(|line| !line.starts_with("//# sourceMappingURL=")).collect();
    format!("{}\nexport const {{ Protocol, PMTiles }} = pmtiles;\n", code.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::as_module;

    #[test]
    fn a_script_in_one_variable_becomes_a_module() {
        let module = as_module("\"use strict\";var pmtiles=(()=>1)();\n//# sourceMappingURL=pmtiles.js.map");
        assert_eq!(module, "\"use strict\";var pmtiles=(()=>1)();\nexport const { Protocol, PMTiles } = pmtiles;\n");
    }
}
