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
    /// Read and hash every file as well
    #[arg(long)]
    media: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) async fn run(self) -> Result<ExitCode> {
        let app = self.place.open().await?;
        let found = check::all(&app, if self.media { check::Depth::Media } else { check::Depth::Rows }).await?;
        app.db.close().await;
        if self.json {
            print_json(&found)?;
        } else {
            println!(
                "{} cases, {} photos, {} originals, {} operations",
                found.cases, found.photos, found.originals, found.operations
            );
            for problem in &found.problems {
                println!("{problem}");
            }
        }
        Ok(if found.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
