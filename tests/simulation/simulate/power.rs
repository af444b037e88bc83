//! The disk under the run: which folder is watched, when it dies, what is left of it. See `powercut.c`, which does it.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

/// The library that is laid under this program.
pub const LIBRARY: &str = env!("XUNGE_POWERCUT");

/// How a node dies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Death {
    /// The power fails: what was not flushed is gone.
    PowerCut,
    /// The power fails when the file system has noted names and lengths and not yet written what was to be there.
    Hollow,
    /// The process is killed: what was written stays, flushed or not.
    Killed,
}

/// Says whether the disk is there.
pub fn is_there() -> bool {
    tell("hear").is_ok()
}

/// Watches a folder; all that lies in it now is durable.
pub fn watch(folder: &Path) -> Result<()> {
    tell(&format!("watch/{}", folder.display())).map(drop)
}

/// Lets it be.
pub fn forget(folder: &Path) -> Result<()> {
    tell(&format!("forget/{}", folder.display())).map(drop)
}

/// Lets the folder die after so many more durable steps.
pub fn arm(folder: &Path, death: Death, after: u32) -> Result<()> {
    let counted = match death {
        Death::PowerCut => "syncs",
        Death::Hollow => "hollow",
        Death::Killed => "calls",
    };
    tell(&format!("arm/{counted}/{after}/{}", folder.display())).map(drop)
}

/// Does not let it die after all.
pub fn disarm(folder: &Path) -> Result<()> {
    tell(&format!("disarm/{}", folder.display())).map(drop)
}

/// How far a folder is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Flushes so far.
    pub syncs: u64,
    /// Changes of any kind so far.
    pub calls: u64,
    /// It died; what happens to it now is a dream.
    pub is_dead: bool,
}

/// Returns how far a folder is.
pub fn standing(folder: &Path) -> Result<Standing> {
    let told = tell(&format!("state/{}", folder.display()))?;
    let words: Vec<&str> = told.split_whitespace().collect();
    let [syncs, calls, word] = words.as_slice() else { bail!("the disk says {told}") };
    Ok(Standing { syncs: syncs.parse()?, calls: calls.parse()?, is_dead: *word == "frozen" })
}

/// Puts a folder back to what is left of it. Nobody may have a file of it open.
pub fn restore(folder: &Path) -> Result<()> {
    tell(&format!("restore/{}", folder.display())).map(drop)
}

/// Lets renaming between the folders in it fail, as between two file systems.
pub fn split(folder: &Path) -> Result<()> {
    tell(&format!("split/{}", folder.display())).map(drop)
}

/// Ignores flushes of what fits the pattern from now on, in every folder.
pub fn deafen(pattern: &str) -> Result<()> {
    tell(&format!("deaf/{pattern}")).map(drop)
}

fn tell(words: &str) -> Result<String> {
    let answer =
        std::fs::read_to_string(format!("/powercut/{words}")).context("there is no disk under this program")?;
    if answer.starts_with("powercut:") {
        bail!("the disk does not understand \"{words}\"");
    }
    Ok(answer)
}
