//! A disk that is really small: a tmpfs of its own, where the machine lets us mount one.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// A small disk; gone when it is dropped.
pub struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// Mounts one, or says why it cannot be.
    pub fn mount(megabytes: u32) -> Result<Self, String> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "xunge-test"]).arg(folder.path()).output();
        match done {
            Ok(done) if done.status.success() => Ok(Self(folder)),
            Ok(done) => Err(format!("no small disk can be mounted: {}", String::from_utf8_lossy(&done.stderr).trim())),
            Err(error) => Err(format!("no small disk can be mounted: {error}")),
        }
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Fills it to the last byte.
    pub fn fill(&self) {
        let mut file = File::options().create(true).append(true).open(self.path().join("filler")).unwrap();
        for piece in [1 << 20, 1 << 12, 1] {
            let bytes = vec![0x46; piece];
            while file.write_all(&bytes).is_ok() {}
        }
    }

    /// Gives all of that room back.
    pub fn clear(&self) {
        std::fs::remove_file(self.path().join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the server of a test that failed may still have a file open there.
        let ended = Command::new("umount").arg("-l").arg(self.path()).status();
        if !ended.is_ok_and(|status| status.success()) {
            eprintln!("{} stays mounted", self.path().display());
        }
    }
}
