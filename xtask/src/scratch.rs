//! A folder in memory for what tests write and throw away.
//!
//! What the product writes is flushed to the disk on purpose, again and again; a test only wants to know that it is. On a
//! busy disk it would wait for that longer than for anything else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run;

/// Where Linux lets everybody keep files in memory.
const MEMORY: &str = "/dev/shm";
/// Less than this might not be enough for all tests beside each other.
const ENOUGH_BYTES: u64 = 4_000_000_000;

/// A folder that is gone when this is dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes a folder; none where there is too little memory for it.
    pub fn make() -> Option<Self> {
        let free = run::read(&mut run::command("df", ["--output=avail", "--block-size=1", MEMORY])).ok()?;
        let free: u64 = free.lines().last()?.trim().parse().ok()?;
        let folder = Path::new(MEMORY).join(format!("xunge-{}", std::process::id()));
        (free >= ENOUGH_BYTES && fs::create_dir(&folder).is_ok()).then_some(Self(folder))
    }

    /// Lets a program keep its temporary files there.
    pub fn lend(scratch: Option<&Self>, program: &mut Command) {
        if let Some(Self(folder)) = scratch {
            program.env("TMPDIR", folder);
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if fs::remove_dir_all(&self.0).is_err() {
            run::say(&format!("something is left in {}", self.0.display()));
        }
    }
}
