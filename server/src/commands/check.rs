//! `check`: does everything that is written down fit together?

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::{Place, print_json};
use crate::check;

/// Look whether everything that is written down fits together
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    place: Place,
    /// Read every file as well: hash it, judge it anew, compare its thumbnail
    #[arg(long)]
    media: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) async fn run(self) -> Result<ExitCode> {
        let app = self.place.open().await?;
        let depth = if self.media { check::Depth::Media } else { check::Depth::Rows };
        let found = check::all_telling(&app, depth, &told).await?;
        app.db.close().await;
        if self.json {
            print_json(&found)?;
        } else {
            println!(
                "{} cases, {} photos, {} originals, {} operations",
                found.cases, found.photos, found.originals, found.operations
            );
            println!("{} files read, {} photos of the chains are not here", found.files, found.gaps);
            println!("{} base maps", found.base_maps);
            println!("{} frozen months read once more", found.months);
            for problem in &found.problems {
                println!("{problem}");
            }
        }
        Ok(if found.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Says on the side how far the files are, twenty times in all.
fn told(done: u64, total: u64) {
    let twentieth = |done: u64| done.saturating_mul(20) / total.max(1);
    if twentieth(done) > twentieth(done.saturating_sub(1)) {
        eprintln!("{done} of {total} files read");
    }
}
