//! Where finished files are kept, whatever keeps them.

use std::io;
use std::ops::Range;
use std::path::Path;

use shared::ids::Sha256;

/// Keeps finished files under their hash. Calls block.
pub trait Storage: Send + Sync + 'static {
    /// Takes a staged file over: when this returns it is there for good, and the staged file is gone.
    fn keep(&self, staged: &Path, sha256: &Sha256) -> io::Result<()>;
    /// Reads a file; `None` when it is not here.
    fn read(&self, sha256: &Sha256) -> io::Result<Option<Vec<u8>>>;
    /// Reads the bytes of a file from one place to before another, both within it; `None` when it is not here.
    fn read_part(&self, sha256: &Sha256, part: Range<u64>) -> io::Result<Option<Vec<u8>>>;
    /// Says whether a file is here.
    fn holds(&self, sha256: &Sha256) -> io::Result<bool>;
    /// Throws a file and its thumbnail away.
    fn remove(&self, sha256: &Sha256) -> io::Result<()>;
    /// Reads a kept thumbnail.
    fn read_thumb(&self, sha256: &Sha256) -> io::Result<Option<Vec<u8>>>;
    /// Keeps a thumbnail. It can be made again, so it need not outlive a crash; `unique` tells two makers apart.
    fn keep_thumb(&self, sha256: &Sha256, bytes: &[u8], unique: u64) -> io::Result<()>;
    /// Returns the name of every file that a thumbnail is kept of.
    fn thumbs(&self) -> io::Result<Vec<Sha256>>;
    /// Says whether no file was ever kept here.
    fn is_empty(&self) -> io::Result<bool>;
    /// Returns the folder whose disk fills up.
    fn folder(&self) -> &Path;
}
