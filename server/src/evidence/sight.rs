//! What a picture's pixels say: what it looks like, and whether anything can be seen in it.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{GrayImage, ImageReader, ImageResult, Limits};
use shared::evidence::clear::{self, EDGE, SMALL_EDGE};
use shared::evidence::look::Look;

/// The most memory that decoding may take; the pixels were counted before the file was taken.
const MEMORY_BYTES: u64 = 1 << 30;

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
    let is_dark = clear::is_dark(upper);
    Sight {
        look: Look::of_luma(luma.as_raw(), width, height),
        is_dark,
        // In the dark there is nothing to be sharp.
        is_blurred: !is_dark && clear::is_blurred(upper, width),
        is_small: long_edge < SMALL_EDGE,
    }
}

#[cfg(test)]
mod tests;
