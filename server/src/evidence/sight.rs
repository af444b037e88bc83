//! What a picture's pixels say: what it looks like, and whether anything can be seen in it.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{GrayImage, ImageReader, ImageResult, Limits};
use shared::evidence::look::Look;

/// The most memory that decoding may take; the pixels were counted before the file was taken.
const MEMORY_BYTES: u64 = 1 << 30;

/// Sharpness and brightness are told at this long edge: about what a screen shows of it, and noise is averaged away.
const EDGE: u32 = 640;

/// A picture with a shorter long edge has too few pixels for details; working copies have 1,600.
const SMALL_EDGE: u32 = 1_280;

/// A picture is dark where no more than one pixel in a hundred is brighter than this, of 255. A street by night has its
/// lamps and windows far above it; a lens under a thumb stays below.
const DARK: u8 = 48;

/// A picture is blurred where the variance of its Laplacian (centre four times, less its four neighbours) at 640 pixels is
/// below this.
///
/// Measured on eleven camera photographs of streets, rooms, water and animals: ten lie between 170 and 1,300, one that is
/// nearly all out of its short depth of focus at 13. Blurred by two pixels at this size, so far that lettering in the
/// middle distance cannot be read, they lie between 2 and 16; by three, all below 7. A sharp picture of a bare wall may
/// fall below it, too: it is told as a note and nothing more.
const BLURRED: f64 = 10.0;

/// What was seen.
#[derive(Clone, PartialEq, Debug)]
pub struct Sight {
    /// What it looks like; nothing for a picture with too few pixels.
    pub look: Option<Look>,
    /// Hardly anything can be seen.
    pub is_dark: bool,
    /// Nothing is sharp.
    pub is_blurred: bool,
    /// Too few pixels for details.
    pub is_small: bool,
}

/// Decodes a picture and looks at it; `turned` is how its EXIF says that it is to be turned. Blocks.
pub fn see(bytes: &[u8], turned: Orientation) -> ImageResult<Sight> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_BYTES);
    reader.limits(limits);
    let image = reader.decode()?;
    let long_edge = image.width().max(image.height());
    let mut scaled = if long_edge > EDGE { image.thumbnail(EDGE, EDGE) } else { image };
    scaled.apply_orientation(turned);
    Ok(look_at(&scaled.into_luma8(), long_edge))
}

/// Looks at a scaled picture whose long edge once had so many pixels.
fn look_at(luma: &GrayImage, long_edge: u32) -> Sight {
    let width = usize::try_from(luma.width()).unwrap_or(0);
    let height = usize::try_from(luma.height()).unwrap_or(0);
    // The lower fifth holds the watermark's band: sharp and bright letters, whatever the picture shows.
    let seen = height * 4 / 5;
    let upper = luma.as_raw().get(..width * seen).unwrap_or_default();
    let is_dark = is_dark(upper);
    Sight {
        look: Look::of_luma(luma.as_raw(), width, height),
        is_dark,
        // In the dark there is nothing to be sharp.
        is_blurred: !is_dark && sharpness(upper, width).is_some_and(|variance| variance < BLURRED),
        is_small: long_edge < SMALL_EDGE,
    }
}

fn is_dark(luma: &[u8]) -> bool {
    let bright = luma.iter().filter(|value| **value > DARK).count();
    bright * 100 <= luma.len()
}

/// Returns the variance of the Laplacian; nothing for a picture without an inside.
fn sharpness(luma: &[u8], width: usize) -> Option<f64> {
    if width < 3 {
        return None;
    }
    let rows: Vec<&[u8]> = luma.chunks_exact(width).collect();
    let (mut count, mut sum, mut squares) = (0_i64, 0_i64, 0_i64);
    for three in rows.windows(3) {
        let [above, row, below] = three else { continue };
        let beside = row.windows(3).zip(above.iter().skip(1)).zip(below.iter().skip(1));
        for ((middle, above), below) in beside {
            let [left, here, right] = middle else { continue };
            let around = i64::from(*left) + i64::from(*right) + i64::from(*above) + i64::from(*below);
            let laplacian = 4 * i64::from(*here) - around;
            count += 1;
            sum += laplacian;
            squares += laplacian * laplacian;
        }
    }
    if count == 0 {
        return None;
    }
    let mean = real(sum) / real(count);
    Some(real(squares) / real(count) - mean * mean)
}

#[expect(clippy::cast_precision_loss, reason = "sums over half a million pixels are far below 2^52")]
fn real(sum: i64) -> f64 {
    sum as f64
}

#[cfg(test)]
mod tests;
