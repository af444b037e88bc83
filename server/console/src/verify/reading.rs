//! A file's bytes, read in pieces so that words can say how far it is.

use js_sys::Uint8Array;
use kit::lang::Words;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::text::words;

/// No file of ours is larger; a browser's memory is not asked for more.
const LARGEST_BYTES: u32 = 60_000_000;
/// Small enough that the words move, large enough that the browser is not asked too often.
const PIECE_BYTES: u32 = 4_000_000;

/// Returns how many bytes a file has; the words when it cannot be one of ours.
pub fn size(file: &File) -> Result<u32, Words> {
    fits(file.size())
}

fn fits(size: f64) -> Result<u32, Words> {
    if size > f64::from(LARGEST_BYTES) {
        return Err(words::VERIFY_TOO_LARGE);
    }
    if size < 1.0 {
        return Err(words::VERIFY_EMPTY_FILE);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie within the limit")]
    let bytes = size as u32;
    Ok(bytes)
}

/// Reads the whole file; `told` hears how many bytes have been read. `None` when the browser gives another number of
/// bytes than it said: a folder, or a file that is being changed.
pub async fn bytes(file: &File, whole: u32, told: impl Fn(u32)) -> Option<Vec<u8>> {
    let length = usize::try_from(whole).ok()?;
    let mut bytes = Vec::with_capacity(length);
    for (start, end) in pieces(whole) {
        let piece = file.slice_with_f64_and_f64(f64::from(start), f64::from(end)).ok()?;
        let buffer = JsFuture::from(piece.array_buffer()).await.ok()?;
        bytes.extend(Uint8Array::new(&buffer).to_vec());
        told(end);
    }
    (bytes.len() == length).then_some(bytes)
}

/// Returns where each piece begins and ends.
fn pieces(whole: u32) -> impl Iterator<Item = (u32, u32)> {
    let starts = (0..whole.div_ceil(PIECE_BYTES)).map(|piece| piece.saturating_mul(PIECE_BYTES));
    starts.map(move |start| (start, start.saturating_add(PIECE_BYTES).min(whole)))
}

#[cfg(test)]
mod tests {
    use super::{LARGEST_BYTES, PIECE_BYTES, fits, pieces};
    use crate::text::words;

    #[test]
    fn the_pieces_are_the_whole_file_without_a_gap() {
        for whole in [1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, LARGEST_BYTES] {
            let mut read = 0;
            for (start, end) in pieces(whole) {
                assert_eq!(start, read);
                assert!(end > start && end - start <= PIECE_BYTES);
                read = end;
            }
            assert_eq!(read, whole);
        }
        assert_eq!(pieces(0).count(), 0);
    }

    #[test]
    fn what_cannot_be_ours_is_refused_before_it_is_read() {
        assert_eq!(fits(60_000_000.0), Ok(60_000_000));
        assert_eq!(fits(60_000_001.0), Err(words::VERIFY_TOO_LARGE));
        assert_eq!(fits(0.0), Err(words::VERIFY_EMPTY_FILE));
    }
}
