//! Whose turn it is to write to an upload where several servers share its folder.
//!
//! A turn ends inside one server by word; a request that hangs on another one hears nothing. So whoever has the turn
//! leaves its mark beside the bytes, and every write looks for it first, with the file locked: the mark of an older
//! request is gone, and it writes no more. The folder's file system must know advisory locks, as local ones and NFS 4 do.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::uploads::{found, gone};

/// Tells one request from all others.
pub type Mark = u64;

/// Takes the turn; an upload whose bytes are not here has none.
pub fn put(bytes: &Path, mark: Mark) -> io::Result<()> {
    let Some(file) = found(OpenOptions::new().write(true).open(bytes))? else { return Ok(()) };
    file.lock()?;
    fs::write(beside(bytes), mark.to_string())
}

/// Says whether the turn is still that request's. The file is locked by the caller.
pub fn stands(bytes: &Path, mark: Mark) -> io::Result<bool> {
    Ok(found(fs::read_to_string(beside(bytes)))?.is_some_and(|written| written == mark.to_string()))
}

/// Removes the mark with the upload.
pub fn remove(bytes: &Path) -> io::Result<()> {
    gone(fs::remove_file(beside(bytes)))
}

fn beside(bytes: &Path) -> PathBuf {
    bytes.with_extension("turn")
}
