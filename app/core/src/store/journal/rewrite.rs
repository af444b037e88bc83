//! From a database into a new journal: what must survive it, and nothing that the server keeps anyway.

use shared::ids::OperationId;
use shared::time::Instant;

use super::entry::{Done, Entry, Session, Shot, ShotFile};
use crate::error::Result;
use crate::store::operations::{self, Logged};
use crate::store::photos::{self, Photo};
use crate::store::{Reader, instant, parsed, signed};

impl Reader<'_> {
    /// Returns the entries of a new journal. What was acknowledged before `since` is counted and not told.
    pub fn journal_entries(&self, since: Instant) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        if let Some((device, made)) = self.device_and_when()? {
            entries.push(Entry::Device { device: device.id, key: hex::encode(device.key.to_bytes()), made });
        }
        if let Some(session) = self.session()? {
            let signed_out = session.signed_out;
            entries.push(Entry::SignedIn(Box::new(Session {
                account: session.account,
                server_url: session.server_url,
                server_id: session.server_id,
                epoch: session.epoch,
                sealing_key: session.sealing_key,
                signing_key: session.signing_key,
                at: since,
            })));
            if signed_out {
                entries.push(Entry::SignedOut);
            }
        }
        let hash = self.chain_end()?;
        entries.push(Entry::Counted {
            sequence: self.next_sequence()?.saturating_sub(1),
            place: hash.as_ref().map_or(0, |end| end.place),
            hash: hash.map(|end| end.hash.to_string()).unwrap_or_default(),
        });
        for kept in self.shots_worth_keeping(since)? {
            kept.tell(&mut entries);
        }
        for logged in self.operations_worth_keeping(since)? {
            self.tell_operation(&logged, &mut entries)?;
        }
        Ok(entries)
    }

    fn tell_operation(&self, logged: &Kept, entries: &mut Vec<Entry>) -> Result<()> {
        let Kept { done, logged } = logged;
        let id = logged.envelope.id;
        let local = match logged.case.filter(|_| logged.act == "report") {
            Some(case) => self.case(case)?,
            None => None,
        };
        if let Some(local) = &local {
            let (unit_name, provisional) = (local.unit_name.clone(), local.provisional);
            entries.push(Entry::Case { case: local.id, unit_name, provisional });
        }
        entries.push(Entry::Operation(Box::new(done.clone())));
        if let Some(by) = logged.resent_as {
            entries.push(Entry::Resent { operation: id, by });
        }
        if let Some((result, at)) = logged.outcome.zip(logged.answered) {
            let (code, detail) = (logged.code, logged.detail.clone());
            entries.push(Entry::Outcome { operation: id, result, code, detail, at });
        }
        if let Some((case, case_no)) = local.and_then(|local| Some((local.id, local.case_no?))) {
            entries.push(Entry::Numbered { case, case_no });
        }
        Ok(())
    }

    fn operations_worth_keeping(&self, since: Instant) -> Result<Vec<Kept>> {
        let sql = format!(
            "select jurisdiction_id, account_id, {} from operations
             where outcome not in ('applied', 'superseded') or answered_ms >= ?1
                or exists (select 1 from photos where photos.operation_id = operations.id and {WORTH_KEEPING})
             order by sequence",
            operations::COLUMNS
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([since.ms()], |row| {
            let logged = operations::logged(row)?;
            let done = Done {
                envelope: logged.envelope.clone(),
                jurisdiction: parsed(row, "jurisdiction_id")?,
                account: parsed(row, "account_id")?,
                act: logged.act.clone(),
                case: logged.case,
                task: logged.task,
                made: logged.made,
            };
            Ok(Kept { done, logged })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn shots_worth_keeping(&self, since: Instant) -> Result<Vec<KeptShot>> {
        let sql = format!(
            "select original_receipt_ms, original_freed_ms, {} from photos where {WORTH_KEEPING} order by taken_ms, id",
            photos::COLUMNS
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([since.ms()], |row| {
            let original_receipt = instant(row, "original_receipt_ms")?;
            let original_freed = instant(row, "original_freed_ms")?;
            Ok(KeptShot { photo: photos::photo(row)?, original_receipt, original_freed })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns which operation has a number.
    pub fn operation_at(&self, sequence: u64) -> Result<Option<OperationId>> {
        use rusqlite::OptionalExtension as _;
        let found = self
            .sql
            .query_row("select id from operations where sequence = ?1", [signed(sequence)], |row| parsed(row, "id"))
            .optional()?;
        Ok(found)
    }
}

/// A shot of which something is here that the server does not have, or may have to be offered again.
const WORTH_KEEPING: &str =
    "(receipt_ms = 0 or receipt_ms >= ?1 or (original_receipt_ms = 0 and original_freed_ms = 0))";

struct KeptShot {
    photo: Photo,
    original_receipt: Option<Instant>,
    original_freed: Option<Instant>,
}

impl KeptShot {
    fn tell(self, entries: &mut Vec<Entry>) {
        let photo = self.photo.id;
        let (receipt, freed) = (self.photo.receipt, self.photo.working_freed);
        entries.push(Entry::Photo(Box::new(shot(&self.photo))));
        let receipts = [(ShotFile::Working, receipt), (ShotFile::Original, self.original_receipt)];
        let freed = [(ShotFile::Working, freed), (ShotFile::Original, self.original_freed)];
        for (file, at) in receipts {
            entries.extend(at.map(|at| Entry::Receipt { photo, file, at }));
        }
        for (file, at) in freed {
            entries.extend(at.map(|at| Entry::Freed { photo, file, at }));
        }
    }
}

struct Kept {
    done: Done,
    logged: Logged,
}

/// Returns the entry of a shot.
pub fn shot(photo: &Photo) -> Shot {
    Shot {
        photo: photo.id,
        jurisdiction: photo.jurisdiction.clone(),
        account: photo.account,
        case: photo.case,
        task: photo.task,
        role: photo.role,
        taken: photo.taken,
        signed: photo.manifest.clone(),
        original_sha256: photo.original.sha256.clone(),
        original_bytes: photo.original.size_bytes,
        working_sha256: photo.working.sha256.clone(),
        working_bytes: photo.working.size_bytes,
    }
}
