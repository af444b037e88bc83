//! Photos go up by tus 1.0: resumable at any byte, done when the server says so and not before.
//!
//! Working copies first, all of them; originals after them, clips among them, as far as they are wanted and the network is
//! not paid by the byte. One way of sending for both: what differs is where the row keeps its turn and its receipt.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::evidence::PhotoRole;
use shared::ids::Sha256;
use shared::refusal::Code;

use crate::cases::cards;
use crate::core::Inner;
use crate::error::{Error, Result};
use crate::ports::{Method, Reply};
use crate::shutter::files;
use crate::store::photos::{Outgoing, Traveller};
use crate::sync::api::{self, Call};
use crate::sync::plan::{self, Why};
use crate::sync::round::Line;

const UPLOADS: &str = "/api/v1/media/uploads";
const BYTES: &str = "application/offset+octet-stream";

/// How often one upload may have to begin anew within a round before it waits for its turn.
const MOST_BEGINNINGS: u32 = 3;

/// Sends every working copy whose row has arrived, smallest first. Returns how many were receipted.
pub async fn working_copies(core: &Inner, line: &Line<'_>, why: Why) -> Result<u64> {
    let waiting = core.store.read(|r| r.working_copies_to_send())?;
    send(core, line, why, waiting).await
}

/// Sends the originals that are wanted, for as long as the network allows it and nothing newer waits. Returns how many
/// were receipted.
pub async fn originals(core: &Inner, line: &Line<'_>, why: Why) -> Result<u64> {
    let custom = core.custom()?;
    let waiting = core.store.read(|r| r.originals_to_send(custom))?;
    send(core, line, why, waiting).await
}

/// One step of sending files.
struct Step<'a> {
    core: &'a Inner,
    line: &'a Line<'a>,
    /// The number that the next operation had when the step began.
    next_sequence: u64,
}

/// Sends files one after the other.
///
/// One that the server refuses is put off and the next one goes; a line that is cut ends the step.
async fn send(core: &Inner, line: &Line<'_>, why: Why, waiting: Vec<Outgoing>) -> Result<u64> {
    let step = Step { core, line, next_sequence: core.store.read(|r| r.next_sequence())? };
    let mut sent = 0;
    let total = waiting.len();
    let bytes = waiting.iter().map(|file| file.facts.size_bytes).sum();
    core.progress.begin_photos(bytes, core.world.clock.monotonic_ms());
    for (done, file) in waiting.into_iter().enumerate() {
        if !plan::is_due(file.next_try_at, why, core.world.clock.wall()) {
            continue;
        }
        let photo = core.store.read(|r| r.photo(file.photo))?;
        say(core, file.traveller, photo.as_ref().map(|photo| photo.role), (done + 1, total));
        if let Some(photo) = photo {
            core.progress.begin_photo(photo.role, cards::name_of_photo(core, &photo)?, file.facts.size_bytes);
        }
        match step.send_one(&file).await {
            Ok(Sent::Receipted) => sent += 1,
            Ok(Sent::GaveWay) => return Ok(sent),
            Err(error) => {
                put_off(core, &file, &error)?;
                if !stays_with_the_photo(&error) {
                    return Err(error);
                }
                tracing::warn!(photo.id = %file.photo, code = error.code(), "Photo {} was not taken", file.photo);
            }
        }
    }
    Ok(sent)
}

fn say(core: &Inner, traveller: Traveller, role: Option<PhotoRole>, (number, total): (usize, usize)) {
    let (zh, en) = match (traveller, role) {
        (Traveller::Working, _) => ("照片", "photo"),
        (Traveller::Original, Some(PhotoRole::Video)) => ("视频", "video, original"),
        (Traveller::Original, Some(PhotoRole::Voice)) => ("语音", "voice note, original"),
        (Traveller::Original, _) => ("原图", "original"),
    };
    core.progress.set_doing(&format!("传{zh} {number}/{total}"), &format!("Sending {en} {number} of {total}"));
}

/// Says whether the next photo may fare better.
fn stays_with_the_photo(error: &Error) -> bool {
    match error {
        Error::Refused(refusal) => !matches!(
            refusal.code,
            Code::DeviceRevoked
                | Code::DeviceUnknown
                | Code::AccountDisabled
                | Code::TokenRevoked
                | Code::TokenExpired
                | Code::NotSignedIn
                | Code::BadSignature
                | Code::QuotaFull
        ),
        Error::Storage(_) | Error::Locked(_) | Error::Bug(_) => true,
        Error::Offline(_) | Error::Busy(_) | Error::Broken(_) | Error::Lost(_) => false,
    }
}

fn put_off(core: &Inner, file: &Outgoing, error: &Error) -> Result<()> {
    let attempts = file.attempts.saturating_add(1);
    let now = core.world.clock.wall();
    let turn = core.next_try(now, attempts)?;
    core.store.write(|w| w.put_off_file(file, attempts, turn, error.code()))
}

/// What became of a file that was to be sent.
enum Sent {
    /// The server has it and said so.
    Receipted,
    /// It stopped for something that goes first; what was sent of it is kept.
    GaveWay,
}

/// Where an upload stands.
enum Stands {
    /// At this byte.
    At(usize),
    /// At its end, and receipted.
    Whole,
    /// The server no longer knows it.
    Gone,
}

/// How an upload went.
enum Went {
    /// Every byte is receipted.
    Through,
    /// It stopped for something that goes first.
    GaveWay,
    /// The server no longer knows the upload.
    Gone,
}

impl Step<'_> {
    async fn send_one(&self, file: &Outgoing) -> Result<Sent> {
        if self.gives_way(file.traveller)? {
            return Ok(Sent::GaveWay);
        }
        #[cfg(feature = "planted")]
        if crate::planted::is("receipt before the reply") {
            self.core.store.write(|w| w.put_receipt(file.photo, file.traveller, self.core.world.clock.wall()))?;
        }
        let bytes = files::outgoing(self.core, file)?;
        let mut upload = file.upload_url.clone();
        for _ in 0..MOST_BEGINNINGS {
            let stands = if upload.is_empty() {
                self.begin(file, &bytes, &mut upload).await?
            } else {
                stands_at(self.line, &upload).await?
            };
            let went = match stands {
                Stands::Whole => Went::Through,
                Stands::At(offset) => self.go_on(file, &upload, &bytes, offset).await?,
                Stands::Gone => Went::Gone,
            };
            match went {
                Went::Through => {
                    self.core
                        .store
                        .write(|w| w.put_receipt(file.photo, file.traveller, self.core.world.clock.wall()))?;
                    return Ok(Sent::Receipted);
                }
                Went::GaveWay => return Ok(Sent::GaveWay),
                Went::Gone => {
                    upload.clear();
                    self.core.store.write(|w| w.put_upload(file, ""))?;
                }
            }
        }
        Err(Error::Busy("the upload had to begin anew too often".to_owned()))
    }

    /// Says whether a file stops here: an original waits for what was saved in the meantime, and for a network that is
    /// not paid by the byte.
    fn gives_way(&self, traveller: Traveller) -> Result<bool> {
        match traveller {
            Traveller::Working => Ok(false),
            Traveller::Original => {
                let next = self.core.store.read(|r| r.next_sequence())?;
                Ok(next != self.next_sequence || self.core.originals_are_held()?)
            }
        }
    }

    /// Begins an upload, or finds the one that was begun, and keeps its address.
    ///
    /// A file no larger than one piece travels in the same request when it goes for the first time. After a failure the
    /// server is asked first: it may have all of it already.
    async fn begin(&self, file: &Outgoing, bytes: &[u8], upload: &mut String) -> Result<Stands> {
        let metadata = format!("sha256 {},resume", BASE64.encode(file.facts.sha256.as_str()));
        let mut call = Call::tus(Method::Post, UPLOADS)
            .with("upload-length", file.facts.size_bytes.to_string())
            .with("upload-metadata", metadata);
        if file.attempts == 0 && bytes.len() <= self.core.piece_bytes() {
            call = call.with("content-type", BYTES).with("upload-checksum", checksum(bytes)).bytes(bytes.to_vec());
        }
        let reply = self.timed(&call).await?;
        if reply.status != 201 {
            return Err(api::failure(&reply));
        }
        let location = reply.header("location").unwrap_or_default();
        if location.is_empty() {
            return Err(Error::Offline("the server gave the upload no address".to_owned()));
        }
        location.clone_into(upload);
        match offset_of(&reply).unwrap_or(0) {
            // The answer to the request that made it whole, or to one that needed no bytes: the receipt.
            offset if offset == bytes.len() => Ok(Stands::Whole),
            offset => {
                self.core.store.write(|w| w.put_upload(file, upload))?;
                Ok(Stands::At(offset))
            }
        }
    }

    /// Sends a call with bytes and learns from it how large the next piece may be.
    async fn timed(&self, call: &Call) -> Result<Reply> {
        let (piece, began) = (self.core.piece_bytes(), self.core.world.clock.monotonic_ms());
        let reply = self.line.send(call).await;
        let took_ms = if reply.is_ok() { self.core.world.clock.monotonic_ms().saturating_sub(began) } else { u64::MAX };
        if call.carries_bytes() {
            self.core.set_piece_bytes(plan::next_piece(piece, took_ms));
        }
        reply
    }

    /// Sends piece after piece; where the server stands at another byte, or a piece changed on the way, it goes on from
    /// where the server stands.
    ///
    /// An upload whose bytes are all there is asked once more with an empty piece: having every byte is not yet a receipt.
    async fn go_on(&self, file: &Outgoing, upload: &str, bytes: &[u8], mut offset: usize) -> Result<Went> {
        let mut corrected = false;
        loop {
            if self.gives_way(file.traveller)? {
                return Ok(Went::GaveWay);
            }
            let end = offset.saturating_add(self.core.piece_bytes()).min(bytes.len());
            let Some(piece) = bytes.get(offset..end) else {
                return Err(Error::Bug("an upload stands behind its own end".to_owned()));
            };
            let call = Call::tus(Method::Patch, upload)
                .with("content-type", BYTES)
                .with("upload-offset", offset.to_string())
                .with("upload-checksum", checksum(piece))
                .bytes(piece.to_vec());
            let reply = self.timed(&call).await?;
            if let (204, Some(at)) = (reply.status, offset_of(&reply)) {
                self.core.progress.stands_at(at, piece.len(), self.core.world.clock.monotonic_ms());
            }
            match reply.status {
                204 => match offset_of(&reply) {
                    Some(at) if at == bytes.len() => return Ok(Went::Through),
                    Some(at) if at > offset && at < bytes.len() => {
                        offset = at;
                        corrected = false;
                    }
                    Some(_) | None => return Err(Error::Busy("the upload does not go on".to_owned())),
                },
                409 | 460 if !corrected => match stands_at(self.line, upload).await? {
                    Stands::At(at) if at <= bytes.len() => {
                        offset = at;
                        corrected = true;
                    }
                    Stands::At(_) | Stands::Whole | Stands::Gone => return Ok(Went::Gone),
                },
                404 | 410 => return Ok(Went::Gone),
                _ => return Err(api::failure(&reply)),
            }
        }
    }
}

/// Asks the server where an upload stands. Having every byte is not yet a receipt.
async fn stands_at(line: &Line<'_>, upload: &str) -> Result<Stands> {
    let reply = line.send(&Call::tus(Method::Head, upload)).await?;
    match reply.status {
        200 | 204 => Ok(offset_of(&reply).map_or(Stands::Gone, Stands::At)),
        404 | 410 => Ok(Stands::Gone),
        _ => Err(api::failure(&reply)),
    }
}

fn offset_of(reply: &Reply) -> Option<usize> {
    reply.header("upload-offset")?.parse().ok()
}

/// Writes what the bytes of a piece hash to, as tus has it.
fn checksum(bytes: &[u8]) -> String {
    format!("sha256 {}", BASE64.encode(Sha256::of(bytes).raw()))
}
