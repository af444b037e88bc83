//! A rescue file on its way in: opened piece by piece, its photos laid down in a folder of their own.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;

use ed25519_dalek::VerifyingKey;
use sha2::Digest as _;
use shared::ids::{DeviceId, Sha256};
use shared::refusal::{Code, Refusal};
use shared::rescue::container::Opener;
use shared::rescue::records::{FileHead, Head, Reader, Record, Rescued};

use crate::error::Result;

/// The most bytes of operations in one file; what a phone gathers in a year is a tenth of it.
const MOST_OPERATION_BYTES: usize = 256 * 1024 * 1024;

/// A photo file that lies in the staging folder.
#[derive(Debug)]
pub struct Staged {
    /// What the phone says of it.
    pub head: FileHead,
    /// Where it lies.
    pub path: PathBuf,
    /// Its bytes have the hash that the phone says.
    pub fits: bool,
}

/// A file that is being received. Dropped, it leaves nothing behind. Calls block, shortly.
pub struct Incoming {
    opener: Opener,
    reader: Reader,
    folder: Folder,
    open: Option<OpenFile>,
    hasher: sha2::Sha256,
    plain: Vec<u8>,
    operation_bytes: usize,
    content: Content,
}

/// What is known of the content so far; it counts only when the whole file was verified.
#[derive(Default)]
struct Content {
    head: Option<Head>,
    operations: Vec<Rescued>,
    files: Vec<Staged>,
    unknown: Vec<u8>,
}

/// A file that was verified to its last byte; its photos stay where they are until this is dropped.
pub struct Verified {
    /// Which device wrote it, and when.
    pub head: Head,
    /// Its operations.
    pub operations: Vec<Rescued>,
    /// Its photo files.
    pub files: Vec<Staged>,
    /// Kinds of records that a later app wrote.
    pub unknown: Vec<u8>,
    /// The hash of the file as it was received.
    pub sha256: Sha256,
    _folder: Folder,
}

/// A folder that goes when it is no longer needed.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "A staging folder stays behind until it is swept");
        }
    }
}

struct OpenFile {
    file: File,
    hasher: sha2::Sha256,
    left: u64,
}

impl Incoming {
    /// Begins to receive into a folder of its own.
    pub fn new(opener: Opener, folder: PathBuf) -> Self {
        Self {
            opener,
            reader: Reader::default(),
            folder: Folder(folder),
            open: None,
            hasher: sha2::Sha256::new(),
            plain: Vec::new(),
            operation_bytes: 0,
            content: Content::default(),
        }
    }

    /// Takes more bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.hasher.update(bytes);
        self.plain.clear();
        self.opener.push(bytes, &mut self.plain)?;
        for record in self.reader.push(&self.plain)? {
            self.take(record)?;
        }
        Ok(())
    }

    /// Returns the device that a whole file names; what it says counts when its signature fits.
    pub fn device(&self) -> Result<DeviceId> {
        self.opener.finish()?;
        match &self.content.head {
            Some(head) => Ok(head.device),
            None => Err(Code::RescueIncomplete.into()),
        }
    }

    /// Says that the file is whole, unchanged, and written by the device that has the key.
    pub fn finish(self, key: &VerifyingKey) -> Result<Verified> {
        self.opener.finish()?;
        self.reader.finish(key)?;
        let Content { head, operations, files, unknown } = self.content;
        let head = head.ok_or(Refusal::from(Code::RescueIncomplete))?;
        let sha256 = Sha256::from_raw(&self.hasher.finalize().into());
        Ok(Verified { head, operations, files, unknown, sha256, _folder: self.folder })
    }

    fn take(&mut self, record: Record) -> Result<()> {
        match record {
            Record::Head(head) => self.content.head = Some(head),
            Record::Operation(rescued) => {
                self.operation_bytes += rescued.envelope.body.len();
                if self.operation_bytes > MOST_OPERATION_BYTES {
                    return Err(Refusal::because(Code::TooLarge, "operations of a rescue file").into());
                }
                self.content.operations.push(*rescued);
            }
            Record::File(head) => self.begin_file(head)?,
            Record::Bytes(bytes) => self.more_of_file(&bytes)?,
            Record::Unknown(kind) => self.content.unknown.push(kind),
            Record::End(_) => {}
        }
        Ok(())
    }

    fn begin_file(&mut self, head: FileHead) -> Result<()> {
        let path = self.folder.0.join(self.content.files.len().to_string());
        let open = OpenFile { file: File::create(&path)?, hasher: sha2::Sha256::new(), left: head.size_bytes };
        self.content.files.push(Staged { head, path, fits: false });
        self.open = Some(open);
        self.end_file_if_all_is_here();
        Ok(())
    }

    fn more_of_file(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(open) = &mut self.open {
            open.file.write_all(bytes)?;
            open.hasher.update(bytes);
            open.left = open.left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        }
        self.end_file_if_all_is_here();
        Ok(())
    }

    fn end_file_if_all_is_here(&mut self) {
        let Some(open) = self.open.take_if(|open| open.left == 0) else { return };
        let sha256 = Sha256::from_raw(&open.hasher.finalize().into());
        if let Some(staged) = self.content.files.last_mut() {
            staged.fits = staged.head.sha256 == sha256;
        }
    }
}
