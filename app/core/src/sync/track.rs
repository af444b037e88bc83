//! Pieces of track go up one by one, after everything that somebody entered. The server knows a piece again, so each may
//! be sent as often as it takes; one that it does not want is kept here until its day is over and sent no more. Only where
//! it has another piece under that number, from before the database here was made again, is it sent under another one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::refusal::Code;
use shared::settings::USUAL_ZONE;
use shared::sync::track::{TrackPiece, TrackReceipt};
use shared::time::Instant;

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::sync::api::Call;
use crate::sync::round::Line;
use crate::track::walk::{END_OF_TIME, PIECE_MS};

/// What could not be handed in by then is let go.
const KEPT_MS: i64 = 2 * 24 * 3_600_000;
/// No shift has so many pieces.
const JUMP: u32 = 1_000;

/// Hands in the pieces that wait, and lets go of those that are old.
pub async fn send(core: &Inner, line: &Line<'_>) -> Result<()> {
    let account = core.store.read(|r| r.signed_in())?.account.id;
    let now = core.times()?.corrected();
    let packs = core.packs_if_any()?;
    let zone = packs.as_ref().map_or(USUAL_ZONE, |packs| packs.settings.zone.as_str());
    let today = Instant::day_begins(now.day_in(zone), zone).unwrap_or(now);
    // A phone that is to be erased hands in what is still open too: nobody can ask it later.
    let is_to_be_erased = core.store.read(|r| r.wipe())?.is_some();
    let begun_by = if is_to_be_erased { END_OF_TIME } else { now.plus_ms(-PIECE_MS) };
    core.store.write(|w| {
        w.close_track(account, begun_by)?;
        w.drop_old_track(today, now.plus_ms(-KEPT_MS))
    })?;
    let (pieces, next_sequence) = core.store.read(|r| Ok((r.track_to_send(account)?, r.next_sequence()?)))?;
    for piece in pieces {
        if core.store.read(|r| r.next_sequence())? != next_sequence {
            // Two days of it are hundreds of requests: what was saved meanwhile goes before.
            return Ok(());
        }
        let packed = BASE64.encode(&piece.packed);
        let call = Call::post("/api/v1/sync/track", &TrackPiece { shift: piece.shift, number: piece.number, packed })?;
        let answered = match line.json::<TrackReceipt>(&call).await {
            Ok(receipt) if (receipt.shift, receipt.number) == (piece.shift, piece.number) => None,
            Ok(_) => return Err(Error::Offline("the receipt is for another piece of track".to_owned())),
            // A server from before there were tracks; it may be brought up to date any day.
            Err(Error::Refused(refusal)) if matches!(refusal.code, Code::NotFound | Code::WrongMethod) => return Ok(()),
            Err(Error::Refused(refusal)) if refusal.code == Code::OperationChanged && piece.number <= JUMP => {
                // They go with the next round.
                tracing::warn!("The server has other pieces of this shift: these count from {JUMP} on");
                return core.store.write(|w| w.count_track_behind(account, piece.shift, JUMP));
            }
            Err(Error::Refused(refusal)) if is_about_the_piece(refusal.code) => Some(refusal.code),
            Err(error) => return Err(error),
        };
        let heard = core.world.clock.wall();
        core.store.write(|w| w.answer_track_piece(&piece, answered, heard))?;
    }
    Ok(())
}

/// Says whether a refusal is about what the piece says, and not about who sends it.
fn is_about_the_piece(code: Code) -> bool {
    matches!(code, Code::BadRequest | Code::BadValue | Code::TooLarge | Code::OperationChanged | Code::NotAllowed)
}
