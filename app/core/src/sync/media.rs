//! Photos go up by tus 1.0: resumable at any byte, done when the server says so and not before.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::refusal::Code;

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::ports::{Method, Reply};
use crate::shutter;
use crate::store::photos::Photo;
use crate::sync::api::{self, Call};
use crate::sync::plan::{self, Why};
use crate::sync::round::Line;

const UPLOADS: &str = "/api/v1/media/uploads";

/// How often one upload may have to begin anew within a round before it waits for its turn.
const MOST_BEGINNINGS: u32 = 3;

/// Sends every working copy whose row has arrived, smallest first. Returns how many were receipted.
///
/// A photo that the server refuses is put off and the next one goes; a line that is cut ends the step.
pub async fn send(core: &Inner, line: &Line<'_>, why: Why) -> Result<u64> {
    let mut sent = 0;
    let waiting = core.store.read(|r| r.photos_to_send())?;
    let total = waiting.len();
    for (done, photo) in waiting.into_iter().enumerate() {
        if !plan::is_due(photo.next_try_at, why, core.world.clock.wall()) {
            continue;
        }
        core.doing(&format!("传照片 {}/{total}", done + 1), &format!("Sending photo {} of {total}", done + 1));
        match send_one(core, line, &photo).await {
            Ok(()) => sent += 1,
            Err(error) => {
                put_off(core, &photo, &error)?;
                if !stays_with_the_photo(&error) {
                    return Err(error);
                }
                tracing::warn!(photo.id = %photo.id, code = error.code(), "Photo {} was not taken", photo.id);
            }
        }
    }
    Ok(sent)
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

fn put_off(core: &Inner, photo: &Photo, error: &Error) -> Result<()> {
    let attempts = photo.attempts.saturating_add(1);
    let now = core.world.clock.wall();
    let turn = core.next_try(now, attempts)?;
    core.store.write(|w| w.put_off_photo(photo.id, attempts, turn, error.code()))
}

async fn send_one(core: &Inner, line: &Line<'_>, photo: &Photo) -> Result<()> {
    let bytes = shutter::working_copy(core, photo)?;
    let mut upload = photo.upload_url.clone();
    for _ in 0..MOST_BEGINNINGS {
        let offset = if upload.is_empty() {
            begin(core, line, photo, &mut upload).await?
        } else {
            stands_at(line, &upload).await?
        };
        let outcome = match offset {
            Some(offset) => go_on(core, line, &upload, &bytes, offset).await?,
            None => Went::Gone,
        };
        match outcome {
            Went::Through => return core.store.write(|w| w.put_receipt(photo.id, core.world.clock.wall())),
            Went::Gone => {
                upload.clear();
                core.store.write(|w| w.put_upload(photo.id, ""))?;
            }
        }
    }
    Err(Error::Busy("the upload had to begin anew too often".to_owned()))
}

/// How an upload went.
enum Went {
    /// Every byte is receipted.
    Through,
    /// The server no longer knows the upload.
    Gone,
}

/// Begins an upload, keeps its address, and returns the byte it stands at.
async fn begin(core: &Inner, line: &Line<'_>, photo: &Photo, upload: &mut String) -> Result<Option<usize>> {
    let metadata = format!("sha256 {}", BASE64.encode(photo.working.sha256.as_str()));
    let call = Call::tus(Method::Post, UPLOADS)
        .with("upload-length", photo.working.size_bytes.to_string())
        .with("upload-metadata", metadata);
    let reply = line.send(&call).await?;
    if reply.status != 201 {
        return Err(api::failure(&reply));
    }
    let location = reply.header("location").unwrap_or_default();
    if location.is_empty() {
        return Err(Error::Offline("the server gave the upload no address".to_owned()));
    }
    location.clone_into(upload);
    core.store.write(|w| w.put_upload(photo.id, upload))?;
    Ok(Some(offset_of(&reply).unwrap_or(0)))
}

/// Asks the server where an upload stands; `None` when it is gone.
async fn stands_at(line: &Line<'_>, upload: &str) -> Result<Option<usize>> {
    let reply = line.send(&Call::tus(Method::Head, upload)).await?;
    match reply.status {
        200 | 204 => Ok(offset_of(&reply)),
        404 | 410 => Ok(None),
        _ => Err(api::failure(&reply)),
    }
}

fn offset_of(reply: &Reply) -> Option<usize> {
    reply.header("upload-offset")?.parse().ok()
}

/// Sends piece after piece; where the server stands at another byte, it goes on from there.
///
/// An upload whose bytes are all there is asked once more with an empty piece: having every byte is not yet a receipt.
async fn go_on(core: &Inner, line: &Line<'_>, upload: &str, bytes: &[u8], mut offset: usize) -> Result<Went> {
    let mut corrected = false;
    loop {
        let piece = core.piece_bytes();
        let end = offset.saturating_add(piece).min(bytes.len());
        let Some(part) = bytes.get(offset..end) else {
            return Err(Error::Bug("an upload stands behind its own end".to_owned()));
        };
        let call = Call::tus(Method::Patch, upload)
            .with("content-type", "application/offset+octet-stream")
            .with("upload-offset", offset.to_string())
            .bytes(part.to_vec());
        let began = core.world.clock.monotonic_ms();
        let reply = match line.send(&call).await {
            Ok(reply) => reply,
            Err(error) => {
                core.set_piece_bytes(plan::next_piece(piece, u64::MAX));
                return Err(error);
            }
        };
        core.set_piece_bytes(plan::next_piece(piece, core.world.clock.monotonic_ms().saturating_sub(began)));
        match reply.status {
            204 => match offset_of(&reply) {
                Some(at) if at == bytes.len() => return Ok(Went::Through),
                Some(at) if at > offset && at < bytes.len() => {
                    offset = at;
                    corrected = false;
                }
                Some(_) | None => return Err(Error::Busy("the upload does not go on".to_owned())),
            },
            409 if !corrected => match stands_at(line, upload).await? {
                Some(at) if at <= bytes.len() => {
                    offset = at;
                    corrected = true;
                }
                Some(_) | None => return Ok(Went::Gone),
            },
            404 | 410 => return Ok(Went::Gone),
            _ => return Err(api::failure(&reply)),
        }
    }
}
