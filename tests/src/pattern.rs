//! Cities as they are right after they were made: each is made once by a test program, and copied for every story.

use std::fs::{self, File};
use std::path::Path;
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

/// Copies what `make` makes in a folder into another one, which need not be there yet. It is made when it is wanted for the
/// first time since the program was built or a pack was changed; stories that run in other processes wait for it.
pub async fn copy_of(name: &str, into: &Path, make: impl AsyncFnOnce(&Path) -> Result<()>) -> Result<()> {
    let program = std::env::current_exe().context("find this program")?;
    // What a city is made of is read when it is made: packs that changed make another one.
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/packs");
    let built = changed_ns(&program)?.max(changed_ns(&packs)?).to_string();
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

/// Returns when a file, or the newest in a folder, was changed.
fn changed_ns(path: &Path) -> Result<u128> {
    let facts = path.metadata().with_context(|| format!("look at {}", path.display()))?;
    let mut newest = facts.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    if facts.is_dir() {
        for entry in fs::read_dir(path)? {
            newest = newest.max(changed_ns(&entry?.path())?);
        }
    }
    Ok(newest)
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
