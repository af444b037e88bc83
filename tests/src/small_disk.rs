//! A disk that is really small: a tmpfs of its own, where the machine lets us mount one.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

/// A small disk; gone when it is dropped.
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// Mounts one, or says aloud why the test is passed over. With CI=true nothing is passed over.
    pub fn of_megabytes(size: u32) -> Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}m"), "xunge-test"]).arg(folder.path());
        let why = match mount.stdin(Stdio::null()).output() {
            Ok(done) if done.status.success() => return Ok(Some(Self { folder })),
            Ok(done) => String::from_utf8_lossy(&done.stderr).trim().to_owned(),
            Err(error) => error.to_string(),
        };
        let is_ci = std::env::var("CI").is_ok_and(|word| word == "true" || word == "1");
        ensure!(!is_ci, "no small disk can be mounted ({why}), and with CI=true nothing is skipped");
        // Past what the runner holds back of a test that passes.
        std::io::stderr().write_all(format!("skipped: no small disk can be mounted: {why}\n").as_bytes())?;
        Ok(None)
    }

    /// Returns where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Fills it to the last byte.
    pub fn fill(&self) -> Result<()> {
        let mut file = File::options().create(true).append(true).open(self.filler())?;
        for piece in [1 << 20, 1 << 12, 1] {
            let bytes = vec![0x46; piece];
            while file.write_all(&bytes).is_ok() {}
        }
        ensure!(File::create(self.path().join("one-more")).and_then(|mut f| f.write_all(&[0; 8192])).is_err());
        std::fs::remove_file(self.path().join("one-more")).context("take the last try away")
    }

    /// Gives all of that room back.
    pub fn clear(&self) -> Result<()> {
        std::fs::remove_file(self.filler()).context("clear the small disk")
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a server of a test that failed may still have a file open there.
        let ended = Command::new("umount").arg("-l").arg(self.folder.path()).status();
        if !ended.is_ok_and(|status| status.success()) {
            eprintln!("{} stays mounted", self.folder.path().display());
        }
    }
}
