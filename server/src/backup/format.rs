//! The file, format 1.
//!
//! `XUNGE-BACKUP`, two bytes with the format (big-endian), then records: one byte for the kind, four bytes big-endian for
//! the length, and that many bytes.
//!
//! | kind | record | what |
//! | --- | --- | --- |
//! | 1 | head | [`Head`] as JSON |
//! | 2 | table | a table as JSON; its rows follow. A table stands behind those that it refers to |
//! | 3 | rows | zstd of a JSON array of rows, each an array in the order of the columns |
//! | 4 | file | [`FileHead`] as JSON; its bytes follow |
//! | 5 | bytes | the next bytes of that file |
//! | 9 | end | [`End`] as JSON, with the SHA-256 of every byte before it |
//!
//! It holds password hashes and the key that rescue files are sealed for: whoever has it has the city. It is written for
//! its owner's eyes only, as a temporary file that is flushed and renamed at the end. Do not reorder: written files.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::Digest as _;
use shared::ids::{ServerId, Sha256};
use shared::time::Instant;

use crate::db::tables::Table;

const MAGIC: &[u8] = b"XUNGE-BACKUP\0\x01";
const HEAD: u8 = 1;
const TABLE: u8 = 2;
const ROWS: u8 = 3;
const FILE: u8 = 4;
const BYTES: u8 = 5;
const END: u8 = 9;

/// No record is larger.
const LONGEST: usize = 256 * 1024 * 1024;
/// Rows are gathered to about this many bytes of JSON.
const ROWS_BYTES: usize = 1 << 20;
/// The bytes of a file are written in records of this size.
const PIECE: usize = 1 << 20;
const ZSTD_LEVEL: i32 = 3;

/// What the file is a backup of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Head {
    /// Which database.
    pub server: ServerId,
    /// Its epoch at that moment.
    pub epoch: u64,
    /// The newest migration that it had.
    pub version: i64,
    /// The moment.
    pub made_at: Instant,
    /// Whether the files are in it.
    pub media: Media,
    /// Version of the server.
    pub server_version: String,
}

/// Whether the files are in a backup.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// All of them.
    Included,
    /// Only their names and hashes, which are rows.
    Listed,
}

/// A file whose bytes follow.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileHead {
    /// Its name and hash.
    pub sha256: Sha256,
    /// Its bytes.
    pub size_bytes: u64,
}

/// What the file holds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Tables.
    pub tables: u64,
    /// Their rows.
    pub rows: u64,
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub file_bytes: u64,
}

/// The last record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct End {
    /// What there should be.
    pub totals: Totals,
    /// The hash of every byte before this record.
    pub sha256: Sha256,
}

/// Writes a backup. Dropped before its end, it leaves nothing behind.
pub struct Writer {
    file: BufWriter<File>,
    temporary: Option<PathBuf>,
    target: PathBuf,
    hasher: sha2::Sha256,
    rows: Vec<Value>,
    rows_bytes: usize,
    totals: Totals,
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

impl Writer {
    /// Begins a file; what is under that name stays until the new one is whole.
    pub fn begin(target: &Path, head: &Head) -> Result<Self> {
        let name = target.file_name().context("the backup needs a name")?.to_string_lossy().into_owned();
        let temporary = folder_of(target).join(format!(".{name}.part"));
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&temporary).with_context(|| format!("write {}", temporary.display()))?;
        let mut writer = Self {
            file: BufWriter::with_capacity(1 << 18, file),
            temporary: Some(temporary),
            target: target.to_owned(),
            hasher: sha2::Sha256::new(),
            rows: Vec::new(),
            rows_bytes: 0,
            totals: Totals::default(),
        };
        writer.raw(MAGIC)?;
        writer.json(HEAD, head)?;
        Ok(writer)
    }

    /// Begins a table.
    pub fn table(&mut self, table: &Table) -> Result<()> {
        self.flush_rows()?;
        self.totals.tables += 1;
        self.json(TABLE, table)
    }

    /// Adds a row of the present table.
    pub fn row(&mut self, row: Value) -> Result<()> {
        self.totals.rows += 1;
        self.rows_bytes += size_of_json(&row);
        self.rows.push(row);
        if self.rows_bytes >= ROWS_BYTES { self.flush_rows() } else { Ok(()) }
    }

    /// Adds a file.
    pub fn file(&mut self, head: &FileHead, bytes: &[u8]) -> Result<()> {
        self.flush_rows()?;
        self.totals.files += 1;
        self.totals.file_bytes += head.size_bytes;
        self.json(FILE, head)?;
        for piece in bytes.chunks(PIECE) {
            self.record(BYTES, piece)?;
        }
        Ok(())
    }

    /// Ends the file: flushed, renamed, folder flushed. Do not reorder. Returns what it holds and its checksum.
    pub fn finish(mut self) -> Result<End> {
        self.flush_rows()?;
        let sha256 = Sha256::from_raw(&self.hasher.clone().finalize().into());
        let end = End { totals: self.totals.clone(), sha256 };
        self.json(END, &end)?;
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        if let Some(temporary) = &self.temporary {
            fs::rename(temporary, &self.target).with_context(|| format!("name {}", self.target.display()))?;
        }
        self.temporary = None;
        File::open(folder_of(&self.target))?.sync_all()?;
        Ok(end)
    }

    fn flush_rows(&mut self) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let json = serde_json::to_vec(&self.rows)?;
        self.rows.clear();
        self.rows_bytes = 0;
        self.record(ROWS, &zstd::encode_all(json.as_slice(), ZSTD_LEVEL)?)
    }

    fn json<T: Serialize>(&mut self, kind: u8, value: &T) -> Result<()> {
        self.record(kind, &serde_json::to_vec(value)?)
    }

    fn record(&mut self, kind: u8, payload: &[u8]) -> Result<()> {
        ensure!(payload.len() <= LONGEST, "a record of {} bytes is too long", payload.len());
        let length = u32::try_from(payload.len()).context("a record is too long")?;
        self.raw(&[kind])?;
        self.raw(&length.to_be_bytes())?;
        self.raw(payload)
    }

    fn raw(&mut self, bytes: &[u8]) -> Result<()> {
        self.hasher.update(bytes);
        self.file.write_all(bytes).context("write the backup")
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary
            && let Err(error) = fs::remove_file(temporary)
        {
            tracing::warn!(%error, "A half-written backup stays behind");
        }
    }
}

/// Returns about how many bytes a value has in JSON; enough to gather rows by.
fn size_of_json(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len() + 3,
        Value::Array(values) => values.iter().map(size_of_json).sum::<usize>() + 2,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => 12,
    }
}

/// One record.
#[derive(Debug)]
pub enum Record {
    /// A table begins.
    Table(Table),
    /// Rows of it.
    Rows(Vec<Value>),
    /// A file, whole.
    File(FileHead, Vec<u8>),
    /// The last one.
    End(End),
}

/// Reads a backup record by record, and checks it against its end.
pub struct Reader {
    file: BufReader<File>,
    hasher: sha2::Sha256,
    totals: Totals,
    /// What the file is a backup of.
    pub head: Head,
}

impl Reader {
    /// Opens a file and reads its head.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).with_context(|| format!("open {}", path.display()))?;
        let mut file = BufReader::with_capacity(1 << 18, file);
        let mut hasher = sha2::Sha256::new();
        let mut magic = vec![0; MAGIC.len()];
        file.read_exact(&mut magic).map_err(|_| not_one(path))?;
        hasher.update(&magic);
        ensure!(magic.starts_with(MAGIC.get(..12).unwrap_or(MAGIC)), not_one(path));
        ensure!(magic == MAGIC, "{} was written by a later server", path.display());
        let (kind, payload) = next(&mut file, &mut hasher)?;
        ensure!(kind == HEAD, damaged("its head is missing"));
        let head = json(&payload)?;
        Ok(Self { file, hasher, totals: Totals::default(), head })
    }

    /// Reads the next record. After the end there is nothing.
    pub fn next_record(&mut self) -> Result<Record> {
        let before = self.hasher.clone();
        let (kind, payload) = next(&mut self.file, &mut self.hasher)?;
        match kind {
            TABLE => {
                self.totals.tables += 1;
                Ok(Record::Table(json(&payload)?))
            }
            ROWS => {
                let plain = zstd::decode_all(payload.as_slice()).map_err(|_| damaged("rows"))?;
                let rows: Vec<Value> = json(&plain)?;
                self.totals.rows += u64::try_from(rows.len()).unwrap_or(u64::MAX);
                Ok(Record::Rows(rows))
            }
            FILE => {
                let head: FileHead = json(&payload)?;
                self.totals.files += 1;
                self.totals.file_bytes += head.size_bytes;
                let bytes = self.file(&head)?;
                Ok(Record::File(head, bytes))
            }
            END => {
                let end: End = json(&payload)?;
                let sha256 = Sha256::from_raw(&before.finalize().into());
                ensure!(end.sha256 == sha256, damaged("its bytes do not fit their checksum"));
                ensure!(end.totals == self.totals, damaged("it does not hold what its end says"));
                let mut more = [0];
                ensure!(self.file.read(&mut more)? == 0, damaged("there are bytes behind its end"));
                Ok(Record::End(end))
            }
            kind => bail!(damaged(&format!("a record of kind {kind}"))),
        }
    }

    fn file(&mut self, head: &FileHead) -> Result<Vec<u8>> {
        let length = usize::try_from(head.size_bytes).ok().filter(|length| *length <= LONGEST);
        let length = length.ok_or_else(|| damaged("a file is too long"))?;
        let mut bytes = Vec::with_capacity(length);
        while bytes.len() < length {
            let (kind, piece) = next(&mut self.file, &mut self.hasher)?;
            ensure!(kind == BYTES && !piece.is_empty(), damaged("a file ends too early"));
            bytes.extend_from_slice(&piece);
        }
        ensure!(Sha256::of(&bytes) == head.sha256, damaged(&format!("file {}", head.sha256)));
        Ok(bytes)
    }
}

/// Reads a whole file and returns what it is and holds; an error when a single byte is wrong.
pub fn verify(path: &Path) -> Result<(Head, End)> {
    let mut reader = Reader::open(path)?;
    loop {
        if let Record::End(end) = reader.next_record()? {
            return Ok((reader.head, end));
        }
    }
}

fn next(file: &mut BufReader<File>, hasher: &mut sha2::Sha256) -> Result<(u8, Vec<u8>)> {
    let mut frame = [0; 5];
    file.read_exact(&mut frame).map_err(cut)?;
    let [kind, length @ ..] = frame;
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    ensure!(length <= LONGEST, damaged("a record has an impossible length"));
    // Grown as bytes come: a length that was changed must not cost its memory at once.
    let mut payload = Vec::new();
    let read = file.take(u64::try_from(length).unwrap_or(u64::MAX)).read_to_end(&mut payload)?;
    ensure!(read == length, damaged("it ends too early"));
    hasher.update(frame);
    hasher.update(&payload);
    Ok((kind, payload))
}

fn cut(error: io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::UnexpectedEof { damaged("it ends too early") } else { error.into() }
}

fn json<T: DeserializeOwned>(payload: &[u8]) -> Result<T> {
    serde_json::from_slice(payload).map_err(|error| damaged(&error.to_string()))
}

fn damaged(what: &str) -> anyhow::Error {
    anyhow::anyhow!("the backup is incomplete or damaged ({what}); nothing was restored")
}

fn not_one(path: &Path) -> anyhow::Error {
    anyhow::anyhow!("{} is no backup of this server", path.display())
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::ids::{ServerId, Sha256};
    use shared::time::Instant;

    use super::{FileHead, Head, Media, Reader, Record, Writer, verify};
    use crate::db::tables::{Column, Kind, Table};

    fn head() -> Head {
        Head {
            server: ServerId(uuid::Uuid::from_u128(1)),
            epoch: 1,
            version: 1,
            made_at: Instant::from_ms(5),
            media: Media::Included,
            server_version: "0.1.0".to_owned(),
        }
    }

    fn written(path: &std::path::Path) {
        let mut writer = Writer::begin(path, &head()).unwrap();
        let column = Column { name: "id".to_owned(), kind: Kind::Text };
        writer.table(&Table { name: "cases".to_owned(), columns: vec![column] }).unwrap();
        writer.row(json!(["a"])).unwrap();
        writer.row(json!(["b"])).unwrap();
        let photo = b"photo".as_slice();
        writer.file(&FileHead { sha256: Sha256::of(photo), size_bytes: 5 }, photo).unwrap();
        writer.finish().unwrap();
    }

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b");
        written(&path);
        let (read, end) = verify(&path).unwrap();
        assert_eq!(read, head());
        assert_eq!((end.totals.tables, end.totals.rows, end.totals.files), (1, 2, 1));
        let mut reader = Reader::open(&path).unwrap();
        assert!(matches!(reader.next_record().unwrap(), Record::Table(table) if table.name == "cases"));
        assert!(matches!(reader.next_record().unwrap(), Record::Rows(rows) if rows == [json!(["a"]), json!(["b"])]));
        assert!(matches!(reader.next_record().unwrap(), Record::File(_, bytes) if bytes == b"photo"));
    }

    #[test]
    fn a_byte_that_changed_or_is_missing_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b");
        written(&path);
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            std::fs::write(&path, &changed).unwrap();
            assert!(verify(&path).is_err(), "byte {at}");
            std::fs::write(&path, &whole[..at]).unwrap();
            assert!(verify(&path).is_err(), "cut at {at}");
        }
        std::fs::write(&path, [whole, vec![0]].concat()).unwrap();
        assert!(verify(&path).is_err());
    }

    #[test]
    fn a_backup_that_was_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let writer = Writer::begin(&folder.path().join("b"), &head()).unwrap();
        drop(writer);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
