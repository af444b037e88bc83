//! From the journal into a database.

use std::collections::{BTreeMap, BTreeSet};

use app_bridge::draft::DraftOf;
use shared::evidence::manifest::{FileFacts, Manifest, SignedManifest};
use shared::ids::{CaseId, OperationId, PhotoId};
use shared::sync::operation::{Act, Operation};
use shared::time::Instant;

use super::entry::{Done, Entry, Session, Shot};
use crate::error::Result;
use crate::store::Writer;
use crate::store::cases::NewCase;
use crate::store::originals::Freeable;
use crate::store::photos::Photo;
use crate::store::session::SignedIn;

/// What becomes of news about operations and photos that the database knows already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Known {
    /// The entries are newer than the database: the news count.
    Follow,
    /// Nobody knows which is newer: the database is right.
    Leave,
}

/// What the database did not know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Replayed {
    /// Operations.
    pub operations: u64,
    /// Shots.
    pub photos: u64,
}

/// Brings entries into the database, in their order. What is there already is not entered twice.
pub fn replay(writer: &Writer<'_>, entries: &[Entry], known: Known) -> Result<Replayed> {
    let dropped = entries.iter().filter_map(|entry| match entry {
        Entry::PhotoDropped { photo } => Some(*photo),
        _ => None,
    });
    let mut replay = Replay { writer, known, dropped: dropped.collect(), cases: BTreeMap::new(), new: New::default() };
    for entry in entries {
        replay.take(entry)?;
    }
    if !replay.new.photos.is_empty() {
        writer.begin_drafts_of_shots()?;
    }
    for id in &replay.new.photos {
        // What was typed before the shot has yet to know of it.
        if let Some(photo) = writer.photo(*id)?.filter(|photo| photo.operation.is_none()) {
            writer.draft_took(&photo)?;
        }
    }
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    Ok(Replayed { operations: count(replay.new.operations.len()), photos: count(replay.new.photos.len()) })
}

struct Replay<'a> {
    writer: &'a Writer<'a>,
    known: Known,
    dropped: BTreeSet<PhotoId>,
    /// What stands before a report's operation and belongs to it.
    cases: BTreeMap<CaseId, (String, bool)>,
    new: New,
}

#[derive(Default)]
struct New {
    operations: BTreeSet<OperationId>,
    photos: BTreeSet<PhotoId>,
}

impl Replay<'_> {
    fn take(&mut self, entry: &Entry) -> Result<()> {
        let w = self.writer;
        match entry {
            // Begun before anything is replayed.
            Entry::Device { .. } | Entry::Unknown => Ok(()),
            Entry::SignedIn(session) => self.signed_in(session),
            Entry::SignedOut => w.mark_signed_out(),
            Entry::Photo(shot) => self.photo(shot),
            Entry::PhotoDropped { photo } => w.delete_draft_photo(*photo),
            Entry::Case { case, unit_name, provisional } => {
                self.cases.insert(*case, (unit_name.clone(), *provisional));
                Ok(())
            }
            Entry::Operation(done) => self.operation(done),
            Entry::Resent { operation, by } => {
                w.mark_resent(*operation, *by).and_then(|()| w.drop_correction(*operation))
            }
            Entry::Outcome { operation, result, code, detail, at } if self.counts_for(*operation) => {
                w.put_outcome(*operation, *result, *code, detail, *at)
            }
            Entry::Numbered { case, case_no } => w.put_case_no(*case, case_no),
            Entry::Receipt { photo, file, at } if self.is_news_of(*photo) => w.put_receipt(*photo, (*file).into(), *at),
            Entry::Freed { photo, file, at } if self.is_news_of(*photo) => {
                w.put_freed(Freeable { photo: *photo, traveller: (*file).into() }, *at)
            }
            Entry::Outcome { .. } | Entry::Receipt { .. } | Entry::Freed { .. } => Ok(()),
            Entry::Counted { sequence, place, hash } => w.count_behind(*sequence, *place, hash),
        }
    }

    fn counts_for(&self, operation: OperationId) -> bool {
        self.known == Known::Follow || self.new.operations.contains(&operation)
    }

    fn is_news_of(&self, photo: PhotoId) -> bool {
        self.known == Known::Follow || self.new.photos.contains(&photo)
    }

    fn signed_in(&self, session: &Session) -> Result<()> {
        let before = self.writer.session()?;
        let is_same = before.as_ref().is_some_and(|before| {
            before.account.id == session.account.id && before.server_id == session.server_id && !before.signed_out
        });
        if is_same {
            return Ok(());
        }
        let signed_in = SignedIn {
            account: session.account.clone(),
            server_url: session.server_url.clone(),
            server_id: session.server_id,
            epoch: session.epoch,
            sealing_key: session.sealing_key.clone(),
            signing_key: session.signing_key.clone(),
            // The device's key gets another.
            token: String::new(),
            expires: Instant::from_ms(0),
            signed_out: false,
            // The scope is taken from nothing.
            scope_version: 0,
            cursor: String::new(),
            generation: before.as_ref().map_or(1, |before| before.generation.saturating_add(1)),
            taking: true,
            scope_purged: 0,
            near_since: None,
        };
        self.writer.put_session(&signed_in, session.at)
    }

    fn photo(&mut self, shot: &Shot) -> Result<()> {
        let w = self.writer;
        // Signed by this device's own key; the journal is sealed, so nobody else could have entered it.
        let manifest = Manifest::decode(&shot.signed.bytes()?)?;
        w.know_chain(manifest.index, shot.photo, &shot.signed.hash()?)?;
        if self.dropped.contains(&shot.photo) || w.photo(shot.photo)?.is_some() {
            return Ok(());
        }
        self.new.photos.insert(shot.photo);
        w.insert_photo(&Photo {
            id: shot.photo,
            jurisdiction: shot.jurisdiction.clone(),
            account: shot.account,
            case: shot.case,
            task: shot.task,
            role: shot.role,
            taken: shot.taken,
            manifest: shot.signed.clone(),
            original: FileFacts { sha256: shot.original_sha256.clone(), size_bytes: shot.original_bytes },
            working: FileFacts { sha256: shot.working_sha256.clone(), size_bytes: shot.working_bytes },
            operation: None,
            receipt: None,
            working_freed: None,
        })
    }

    fn operation(&mut self, done: &Done) -> Result<()> {
        let w = self.writer;
        let id = done.envelope.id;
        if w.operation(id)?.is_some() {
            return Ok(());
        }
        if let Some(other) = w.operation_at(done.envelope.sequence)? {
            // Two operations with one number cannot both be right; what the database holds may have been sent.
            tracing::error!(operation.id = %id, other = %other, "An operation of the journal has a number that is taken");
            return Ok(());
        }
        w.insert_operation(done)?;
        self.new.operations.insert(id);
        // Bytes of an act that this build does not know are kept and sent all the same.
        let Ok(operation) = serde_json::from_str::<Operation>(&done.envelope.body) else { return Ok(()) };
        match &operation.act {
            Act::Report(report) => {
                let local = w.case(report.case)?.filter(|case| case.report.is_some());
                let told = self.cases.remove(&report.case);
                let (unit_name, provisional) = match (told, &local) {
                    (Some(told), _) => told,
                    (None, Some(local)) => (local.unit_name.clone(), local.provisional),
                    (None, None) => (String::new(), false),
                };
                let case = NewCase {
                    jurisdiction: &done.jurisdiction,
                    account: done.account,
                    operation: id,
                    report,
                    unit_name: &unit_name,
                    provisional,
                    saved: done.made,
                };
                // The database may be of a moment before: it still has the draft that the save took with it.
                match local {
                    // It was sent back and corrected, or sent again: what was typed since is of another.
                    Some(_) => {
                        w.rewrite_case(&case)?;
                        w.drop_saved_report(done.account, Some(report.case))?;
                    }
                    None => {
                        w.insert_case(&case)?;
                        w.drop_report_saved_at(done.account, report.case, done.made)?;
                    }
                }
                self.attach(&report.photos, id)
            }
            Act::Answer(answer) => {
                w.answer_task(answer, id, done.made)?;
                w.drop_draft(done.account, DraftOf::Answer(answer.task))?;
                self.attach(&answer.photos, id)
            }
            Act::Shift(mark) => w.mark_shift(mark.begins, done.account, done.made),
        }
    }

    fn attach(&self, photos: &[SignedManifest], operation: OperationId) -> Result<()> {
        for signed in photos {
            let manifest = Manifest::decode(&signed.bytes()?)?;
            self.writer.attach_photo(manifest.photo, operation)?;
        }
        Ok(())
    }
}
