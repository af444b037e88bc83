//! WAV: chunks, of which one says how many bytes a second has and another holds them.

use super::bytes::{array, ms, u32_le};
use super::{Format, Found, broken, cut};
use crate::refusal::Refusal;

/// The size of a chunk that was written while nobody knew how long it would become.
const UNKNOWN: u32 = u32::MAX;

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Found, Refusal> {
    let mut rest = bytes.get(12..).unwrap_or_default();
    let (mut bytes_per_s, mut heard) = (0, None);
    while !rest.is_empty() {
        let kind = array::<4>(rest, 0).ok_or_else(cut)?;
        let said = u32_le(rest, 4).ok_or_else(cut)?;
        let body = rest.get(8..).unwrap_or_default();
        let size = match said {
            UNKNOWN if &kind == b"data" => body.len(),
            said => usize::try_from(said).unwrap_or(usize::MAX),
        };
        let (chunk, behind) = body.split_at_checked(size).ok_or_else(cut)?;
        match &kind {
            b"fmt " => bytes_per_s = u32_le(chunk, 8).ok_or_else(|| broken("the format is too short"))?,
            b"data" => heard = Some(chunk.len()),
            _ => {}
        }
        // Chunks begin at even places; the last one may leave the filling byte out.
        rest = behind.get(size % 2..).unwrap_or_default();
    }
    let heard = heard.ok_or_else(cut)?;
    let duration_ms = ms(u64::try_from(heard).unwrap_or(u64::MAX), u64::from(bytes_per_s));
    let duration_ms = duration_ms.ok_or_else(|| broken("it has no bytes a second"))?;
    Ok(Found { format: Format::Wav, duration_ms, has_picture: false, has_sound: true })
}
