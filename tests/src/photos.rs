//! Real camera photographs from a folder, one after the other.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The JPEGs of a folder, in the order of their names, over and over.
pub struct Roll {
    files: Vec<PathBuf>,
    next: usize,
}

impl Roll {
    /// Finds the photographs of a folder.
    pub fn of(folder: &Path) -> Result<Self> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).with_context(|| format!("look for photographs in {}", folder.display()))? {
            let path = entry?.path();
            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
            if matches!(extension.as_str(), "jpg" | "jpeg") {
                files.push(path);
            }
        }
        files.sort();
        ensure!(!files.is_empty(), "there is no photograph in {}", folder.display());
        Ok(Self { files, next: 0 })
    }

    /// Returns the bytes of the next photograph.
    pub fn shoot(&mut self) -> Result<Vec<u8>> {
        let at = self.next % self.files.len();
        self.next += 1;
        let path = self.files.get(at).context("a roll has photographs")?;
        fs::read(path).with_context(|| format!("read {}", path.display()))
    }
}
