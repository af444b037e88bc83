//! Small pictures for lists, made when first asked for and kept.

use std::io::{self, Cursor};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{ImageFormat, ImageReader, Limits};
use shared::ids::Sha256;

use super::storage::Storage;

const EDGE: u32 = 320;
/// Two drawings of one picture differ by at most so much on average, of 255.
const ALIKE: u64 = 8;

/// What became of a wish for a thumbnail.
pub enum Thumb {
    /// The small picture.
    Made(Vec<u8>),
    /// The file has the structure of a picture and cannot be drawn all the same.
    NoPicture(String),
    /// The file is not here.
    Missing,
}

/// Makes a thumbnail of a finished picture, or returns the one that was made before. Blocks.
pub fn thumb(storage: &dyn Storage, sha256: &Sha256, unique: u64) -> io::Result<Thumb> {
    if let Some(kept) = storage.read_thumb(sha256)? {
        return Ok(Thumb::Made(kept));
    }
    let Some(bytes) = storage.read(sha256)? else { return Ok(Thumb::Missing) };
    let made = match shrink(&bytes) {
        Ok(made) => made,
        Err(error) => return Ok(Thumb::NoPicture(error.to_string())),
    };
    // Kept so that it need not be made again; a disk without room must not hide the picture.
    if let Err(error) = storage.keep_thumb(sha256, &made, unique) {
        tracing::warn!(%error, "Thumbnail of {sha256} could not be kept");
    }
    Ok(Thumb::Made(made))
}

/// Says whether a kept thumbnail shows what the picture shows. Another version's encoder may have drawn it: what is
/// compared are the pixels, and small differences are none.
pub fn shows(kept: &[u8], bytes: &[u8]) -> bool {
    let drawn = shrink(bytes).and_then(|made| image::load_from_memory_with_format(&made, ImageFormat::Jpeg));
    let kept = image::load_from_memory_with_format(kept, ImageFormat::Jpeg);
    let (Ok(drawn), Ok(kept)) = (drawn, kept) else { return false };
    let (drawn, kept) = (drawn.into_rgb8(), kept.into_rgb8());
    if drawn.dimensions() != kept.dimensions() {
        return false;
    }
    let apart = drawn.as_raw().iter().zip(kept.as_raw()).map(|(one, other)| u64::from(one.abs_diff(*other)));
    let values = u64::try_from(drawn.as_raw().len()).unwrap_or(u64::MAX);
    apart.sum::<u64>() <= values.saturating_mul(ALIKE)
}

fn shrink(bytes: &[u8]) -> image::ImageResult<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(1 << 30);
    reader.limits(limits);
    let image = reader.decode()?;
    let small =
        if image.width().max(image.height()) > EDGE { image.resize(EDGE, EDGE, FilterType::Triangle) } else { image };
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, 70).encode_image(&small.into_rgb8())?;
    Ok(out)
}
