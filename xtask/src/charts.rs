//! The charts' library beside the desk's page: a file of its own, which a page loads when it first shows a chart.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::install::npm;
use crate::library::{keep, read};
use crate::place::Place;

/// Draws charts: Apache ECharts.
const ECHARTS: (&str, &str) = ("echarts", "6.1.0");
/// The folder of it in a page.
const FOLDER: &str = "charts";

/// Lays the library with its licence into a finished page; what is there already stays untouched.
pub fn lay_out(place: &Place, page: &Path) -> Result<()> {
    let out = page.join(FOLDER);
    fs::create_dir_all(&out).with_context(|| format!("make {}", out.display()))?;
    let echarts = npm::package(place, ECHARTS.0, ECHARTS.1)?;
    for (from, to) in [
        ("dist/echarts.esm.min.mjs", "echarts.mjs"),
        ("LICENSE", "echarts.LICENSE.txt"),
        ("NOTICE", "echarts.NOTICE.txt"),
    ] {
        keep(&out.join(to), &read(&echarts.join(from))?)?;
    }
    Ok(())
}
