//! JPEG of the size that is wanted.

use image::RgbImage;
use shared::refusal::Refusal;

use super::{jpeg, scale};

/// Bytes a working copy of 1,600 pixels should not exceed.
const WORKING_MOST: usize = 700_000;
/// Bytes below which more quality costs nothing that matters.
const WORKING_LEAST: usize = 300_000;
/// Bytes a thumbnail may have.
const THUMB_MOST: usize = 30_000;

/// Encodes the working copy: between 300 and 700 KB where the picture allows it, in proportion for other sizes.
pub fn working(image: &RgbImage, long_edge: u32) -> Result<Vec<u8>, Refusal> {
    let scale = f64::from(long_edge.max(1_600)) / 1_600.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few megabytes at the most")]
    let most = (f64::from(u32::try_from(WORKING_MOST).unwrap_or(u32::MAX)) * scale * scale) as usize;
    let first = jpeg::encode(image, 82)?;
    if first.len() < WORKING_LEAST {
        let better = jpeg::encode(image, 92)?;
        return Ok(if better.len() <= most { better } else { first });
    }
    let mut best = first;
    for quality in [74, 66, 56, 46, 36] {
        if best.len() <= most {
            break;
        }
        best = jpeg::encode(image, quality)?;
    }
    Ok(best)
}

/// Scales down to 320 pixels and encodes within 30 KB.
pub fn thumbnail(image: &RgbImage) -> Result<Vec<u8>, Refusal> {
    let shrunk = scale::shrunk(image, 320)?;
    let small = shrunk.as_ref().unwrap_or(image);
    let mut bytes = jpeg::encode(small, 75)?;
    for quality in [60, 45, 30, 15] {
        if bytes.len() <= THUMB_MOST {
            break;
        }
        bytes = jpeg::encode(small, quality)?;
    }
    Ok(bytes)
}
