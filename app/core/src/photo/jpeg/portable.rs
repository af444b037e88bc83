//! The `image` crate's own JPEG, in Rust: slower, and everywhere.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::{DynamicImage, ImageDecoder as _, Limits};

use super::Decoded;

/// The most that decoding may take, bytes.
const MOST_MEMORY: u64 = 400 << 20;

/// Decodes at full size.
pub fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    let said = |error: image::ImageError| error.to_string();
    let mut decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(said)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).map_err(said)?;
    let image = DynamicImage::from_decoder(decoder).map_err(said)?.into_rgb8();
    let long_edge = image.width().max(image.height());
    Ok(Decoded { image, long_edge })
}

/// Encodes.
#[cfg(target_arch = "wasm32")]
pub fn encode(image: &image::RgbImage, quality: u8) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(image.as_raw(), image.width(), image.height(), image::ExtendedColorType::Rgb8)
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}
