//! Small pictures for lists, made when first asked for and kept.

use std::io::{self, Cursor};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{ImageReader, Limits};
use shared::ids::Sha256;

use super::storage::Storage;

const EDGE: u32 = 320;

/// Returns a thumbnail of a finished picture; `None` when the file is not here. Blocks.
pub fn thumb(storage: &dyn Storage, sha256: &Sha256, unique: u64) -> io::Result<Option<Vec<u8>>> {
    if let Some(kept) = storage.read_thumb(sha256)? {
        return Ok(Some(kept));
    }
    let Some(bytes) = storage.read(sha256)? else { return Ok(None) };
    let made = shrink(&bytes).map_err(io::Error::other)?;
    storage.keep_thumb(sha256, &made, unique)?;
    Ok(Some(made))
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
