//! Shots. A row here means that both files and the thumbnail are on the disk.

use rusqlite::{OptionalExtension as _, Row};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::{FileFacts, Manifest, SignedManifest};
use shared::ids::{AccountId, CaseId, JurisdictionId, OperationId, PhotoId, Sha256, TaskId};
use shared::time::Instant;

use super::journal::entry::Entry;
use super::journal::shot;
use super::{Reader, Writer, count, instant, optional, parsed, signed, text, unreadable};
use crate::error::Result;

/// One shot.
#[derive(Clone, PartialEq, Debug)]
pub struct Photo {
    /// Its identity.
    pub id: PhotoId,
    /// The area it was taken in.
    pub jurisdiction: JurisdictionId,
    /// Who took it.
    pub account: AccountId,
    /// The report it was taken for.
    pub case: Option<CaseId>,
    /// The task it was taken for.
    pub task: Option<TaskId>,
    /// What it shows.
    pub role: PhotoRole,
    /// When it was taken.
    pub taken: Instant,
    /// What was signed at the shutter.
    pub manifest: SignedManifest,
    /// The file as the camera gave it.
    pub original: FileFacts,
    /// The copy that always travels.
    pub working: FileFacts,
    /// The operation that names it; none while it belongs to a draft.
    pub operation: Option<OperationId>,
    /// When the server receipted the working copy.
    pub receipt: Option<Instant>,
    /// When the working copy was freed here; it is at the server.
    pub working_freed: Option<Instant>,
}

impl Photo {
    /// Reads what was signed at the shutter; by this device's own key, so nobody verifies it here.
    pub fn opened(&self) -> Result<Manifest> {
        Ok(Manifest::decode(&self.manifest.bytes()?)?)
    }

    /// Returns how long a clip lasts; nothing for a photo.
    pub fn clip_ms(&self) -> Result<Option<u64>> {
        if self.role.is_clip() { Ok(self.opened()?.clip_ms) } else { Ok(None) }
    }
}

/// One of the two files of a shot that travel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Traveller {
    /// The working copy: always.
    Working,
    /// The original: by the jurisdiction's setting, when the desk asks for it, and always when it is a clip.
    Original,
}

/// A file of a shot that is to be sent.
#[derive(Clone, PartialEq, Debug)]
pub struct Outgoing {
    /// The shot.
    pub photo: PhotoId,
    /// Which file of it.
    pub traveller: Traveller,
    /// What was signed of the file.
    pub facts: FileFacts,
    /// The upload that was begun.
    pub upload_url: String,
    /// Failed tries.
    pub attempts: u64,
    /// Not before then is it tried by itself.
    pub next_try_at: Option<Instant>,
}

/// What waits among the photos.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct WaitingPhotos {
    /// Shots whose working copy has no receipt.
    pub count: u64,
    /// Bytes of those working copies.
    pub bytes: u64,
}

pub(super) const COLUMNS: &str = "id, jurisdiction_id, account_id, case_id, task_id, role, taken_ms, manifest, signature, \
                       original_sha256, original_bytes, working_sha256, working_bytes, operation_id, receipt_ms, \
                       working_freed_ms";

/// An operation that the server took names the shot.
pub(super) const ARRIVED: &str = "exists (
    select 1 from operations
    where operations.id = photos.operation_id and operations.outcome in ('applied', 'superseded'))";

/// A shot waits while an operation that was not refused names it and its working copy has no receipt.
const WAITING: &str = "receipt_ms = 0 and operation_id <> '' and not exists (
    select 1 from operations where operations.id = photos.operation_id and operations.outcome = 'refused')";

pub(super) fn photo(row: &Row<'_>) -> rusqlite::Result<Photo> {
    let role: String = row.get("role")?;
    Ok(Photo {
        id: parsed(row, "id")?,
        jurisdiction: parsed(row, "jurisdiction_id")?,
        account: parsed(row, "account_id")?,
        case: optional(row, "case_id")?,
        task: optional(row, "task_id")?,
        role: PhotoRole::parse(&role).ok_or_else(|| unreadable("role"))?,
        taken: Instant::from_ms(row.get("taken_ms")?),
        manifest: SignedManifest { manifest: row.get("manifest")?, signature: row.get("signature")? },
        original: FileFacts { sha256: parsed(row, "original_sha256")?, size_bytes: count(row, "original_bytes")? },
        working: FileFacts { sha256: parsed(row, "working_sha256")?, size_bytes: count(row, "working_bytes")? },
        operation: optional(row, "operation_id")?,
        receipt: instant(row, "receipt_ms")?,
        working_freed: instant(row, "working_freed_ms")?,
    })
}

pub(super) fn outgoing(row: &Row<'_>, traveller: Traveller) -> rusqlite::Result<Outgoing> {
    Ok(Outgoing {
        photo: parsed(row, "id")?,
        traveller,
        facts: FileFacts { sha256: parsed(row, "sha256")?, size_bytes: count(row, "bytes")? },
        upload_url: row.get("upload_url")?,
        attempts: count(row, "attempts")?,
        next_try_at: instant(row, "next_try_ms")?,
    })
}

impl Reader<'_> {
    fn photos_where(&self, condition: &str, value: &str) -> Result<Vec<Photo>> {
        let sql = format!("select {COLUMNS} from photos where {condition} order by taken_ms, id");
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([value], photo)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns one shot.
    pub fn photo(&self, id: PhotoId) -> Result<Option<Photo>> {
        let sql = format!("select {COLUMNS} from photos where id = ?1");
        Ok(self.sql.query_row(&sql, [id.to_string()], photo).optional()?)
    }

    /// Returns the shot whose working copy has this name.
    pub fn photo_by_working(&self, working: &Sha256) -> Result<Option<Photo>> {
        let sql = format!("select {COLUMNS} from photos where working_sha256 = ?1 limit 1");
        Ok(self.sql.query_row(&sql, [working.as_str()], photo).optional()?)
    }

    /// Returns a shot whose camera's file has this name.
    pub fn photo_by_original(&self, original: &Sha256) -> Result<Option<Photo>> {
        let sql = format!("select {COLUMNS} from photos where original_sha256 = ?1 limit 1");
        Ok(self.sql.query_row(&sql, [original.as_str()], photo).optional()?)
    }

    /// Returns the shots of a report, in the order they were taken.
    pub fn photos_of_case(&self, case: CaseId) -> Result<Vec<Photo>> {
        self.photos_where("case_id = ?1", &case.to_string())
    }

    /// Returns the shots of an answer, in the order they were taken.
    pub fn photos_of_task(&self, task: TaskId) -> Result<Vec<Photo>> {
        self.photos_where("task_id = ?1", &task.to_string())
    }

    /// Returns what waits.
    pub fn photos_waiting(&self) -> Result<WaitingPhotos> {
        let sql =
            format!("select count(*) as waiting, coalesce(sum(working_bytes), 0) as bytes from photos where {WAITING}");
        let waiting = self.sql.query_row(&sql, [], |row| {
            Ok(WaitingPhotos { count: count(row, "waiting")?, bytes: count(row, "bytes")? })
        })?;
        Ok(waiting)
    }

    /// Returns the working copies whose row has arrived and that have not, smallest first.
    pub fn working_copies_to_send(&self) -> Result<Vec<Outgoing>> {
        let sql = format!(
            "select id, working_sha256 as sha256, working_bytes as bytes, upload_url, attempts, next_try_ms
             from photos
             where receipt_ms = 0 and {ARRIVED}
             order by working_bytes, id"
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([], |row| outgoing(row, Traveller::Working))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Keeps a shot whose files are on the disk.
    pub fn insert_photo(&self, photo: &Photo) -> Result<()> {
        self.sql.execute(
            "insert into photos
                (id, jurisdiction_id, account_id, case_id, task_id, role, taken_ms, manifest, signature,
                 original_sha256, original_bytes, working_sha256, working_bytes, operation_id)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            rusqlite::params![
                photo.id.to_string(),
                photo.jurisdiction.as_str(),
                photo.account.to_string(),
                text(photo.case),
                text(photo.task),
                photo.role.as_str(),
                photo.taken.ms(),
                photo.manifest.manifest,
                photo.manifest.signature,
                photo.original.sha256.as_str(),
                signed(photo.original.size_bytes),
                photo.working.sha256.as_str(),
                signed(photo.working.size_bytes),
                text(photo.operation),
            ],
        )?;
        self.enter(Entry::Photo(Box::new(shot(photo))));
        Ok(())
    }

    /// Lets an operation name the shot.
    pub fn attach_photo(&self, id: PhotoId, operation: OperationId) -> Result<()> {
        self.sql
            .execute("update photos set operation_id = ?2 where id = ?1", (id.to_string(), operation.to_string()))?;
        Ok(())
    }

    /// Keeps where an upload was begun; the empty text when it has to begin anew.
    pub fn put_upload(&self, file: &Outgoing, upload_url: &str) -> Result<()> {
        let sql = match file.traveller {
            Traveller::Working => "update photos set upload_url = ?2 where id = ?1",
            Traveller::Original => "update photos set original_upload_url = ?2 where id = ?1",
        };
        self.sql.execute(sql, (file.photo.to_string(), upload_url))?;
        Ok(())
    }

    /// Keeps the server's receipt of a file.
    pub fn put_receipt(&self, photo: PhotoId, traveller: Traveller, now: Instant) -> Result<()> {
        let sql = match traveller {
            Traveller::Working => {
                "update photos
                 set receipt_ms = ?2, upload_url = '', attempts = 0, next_try_ms = 0, code = ''
                 where id = ?1"
            }
            Traveller::Original => {
                "update photos
                 set original_receipt_ms = ?2, original_upload_url = '', original_attempts = 0,
                     original_next_try_ms = 0, original_code = ''
                 where id = ?1"
            }
        };
        self.sql.execute(sql, (photo.to_string(), now.ms()))?;
        self.enter(Entry::Receipt { photo, file: traveller.into(), at: now });
        Ok(())
    }

    /// Keeps that a file could not be sent now.
    pub fn put_off_file(&self, file: &Outgoing, attempts: u64, next_try_at: Instant, code: &str) -> Result<()> {
        let sql = match file.traveller {
            Traveller::Working => "update photos set attempts = ?2, next_try_ms = ?3, code = ?4 where id = ?1",
            Traveller::Original => {
                "update photos
                 set original_attempts = ?2, original_next_try_ms = ?3, original_code = ?4
                 where id = ?1"
            }
        };
        self.sql.execute(sql, (file.photo.to_string(), signed(attempts), next_try_at.ms(), code))?;
        Ok(())
    }

    /// Takes receipts back that a restored server may not remember. What was freed cannot be offered again.
    pub fn doubt_receipts(&self, since: Instant) -> Result<()> {
        self.sql.execute(
            "update photos set receipt_ms = 0, upload_url = '' where receipt_ms >= ?1 and working_freed_ms = 0",
            [since.ms()],
        )?;
        self.sql.execute(
            "update photos set original_receipt_ms = 0, original_upload_url = ''
             where original_receipt_ms >= ?1 and original_freed_ms = 0",
            [since.ms()],
        )?;
        Ok(())
    }

    /// Takes the receipts of an operation's shots back: the server no longer knows what it receipted.
    pub fn doubt_receipts_of(&self, operation: OperationId) -> Result<()> {
        self.sql.execute(
            "update photos set receipt_ms = 0, upload_url = '', next_try_ms = 0 where operation_id = ?1",
            [operation.to_string()],
        )?;
        Ok(())
    }

    /// Makes a shot's row one that cannot be read.
    #[cfg(test)]
    pub fn spoil_photo(&self, id: PhotoId) -> Result<()> {
        self.sql.execute("update photos set role = 'no such role' where id = ?1", [id.to_string()])?;
        Ok(())
    }

    /// Forgets a shot that no operation names. Its place in the chain stays.
    pub fn delete_draft_photo(&self, id: PhotoId) -> Result<()> {
        self.sql.execute("delete from photos where id = ?1 and operation_id = ''", [id.to_string()])?;
        self.enter(Entry::PhotoDropped { photo: id });
        Ok(())
    }
}
