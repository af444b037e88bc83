//! Cities as they are right after they were made: each is made once by a test program, and copied for every story.

use std::fs::{self, File};
use std::path::Path;
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

/// Copies what `make` makes in a folder into another one, which need not be there yet. It is made when it is wanted for the
/// first time since the program was built; stories that run in other processes wait for it.
pub async fn copy_of(name: &str, into: &Path, make: impl AsyncFnOnce(&Path) -> Result<()>) -> Result<()> {
    let program = std::env::current_exe().context("find this program")?;
    let built = program.metadata()?.modified()?.duration_since(UNIX_EPOCH)?.as_nanos().to_string();
    let folder = program.with_extension("patterns");
    fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
    let pattern = folder.join(&built).join(name);
    let lock = File::create(folder.join("lock")).context("make a lock")?;
    lock.lock().context("wait for a pattern")?;
    if !pattern.exists() {
        keep_only(&folder, &built)?;
        let unfinished = folder.join("unfinished");
        fs::create_dir_all(&unfinished)?;
        make(&unfinished).await?;
        fs::create_dir_all(folder.join(&built))?;
        fs::rename(&unfinished, &pattern).context("keep a pattern")?;
    }
    drop(lock);
    copy(&pattern, into)
}

/// Removes what an earlier build of the program left, and what was never finished.
fn keep_only(folder: &Path, built: &str) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() && entry.file_name() != built {
            fs::remove_dir_all(entry.path()).with_context(|| format!("remove {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
