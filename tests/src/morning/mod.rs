//! One patrol morning: reported offline, sent when the network is back, handled, checked by somebody else, closed.
//!
//! Everything in it is the product's own: the collectors' core with its encrypted store, the server's HTTP, camera
//! photographs. Only the people and the network are played. Start with [`play`].

mod cast;
mod acts;
mod told;

use std::path::PathBuf;

use anyhow::{Context, Result};

use self::acts::Morning;

/// What the morning is played with.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Address of the server.
    pub server: String,
    /// What `xunge-server training --json` printed.
    pub accounts: PathBuf,
    /// A folder of camera JPEGs.
    pub photos: PathBuf,
    /// Where the phones keep what they keep.
    pub home: PathBuf,
    /// How many collectors walk.
    pub collectors: usize,
    /// How many problems each reports.
    pub reports: usize,
}

/// Plays the morning and prints what happened; says whether every case ended where it should.
pub fn play(plan: &Plan) -> Result<bool> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("start a runtime")?;
    // A core stays on its thread: everybody in the morning shares this one.
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut morning = Morning::begin(plan).await?;
        morning.report_offline().await?;
        morning.network_comes_back().await?;
        morning.units_handle().await?;
        morning.checks().await?;
        morning.end().await
    })
}
