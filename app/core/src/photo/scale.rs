//! Upright and no larger than needed.

use std::io::Cursor;

use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits, RgbImage};
use shared::refusal::{Code, Refusal};

/// A picture as a person would hold it.
pub struct Upright {
    /// The pixels.
    pub image: RgbImage,
    /// The long edge before it was scaled.
    pub long_edge_before: u32,
}

/// Decodes, scales down to the long edge and turns upright. Scaling first turns fewer pixels.
pub fn upright(original: &[u8], long_edge: u32) -> Result<Upright, Refusal> {
    let unreadable = |error: image::ImageError| Refusal::because(Code::NotAPhoto, error.to_string());
    let mut reader = ImageReader::new(Cursor::new(original))
        .with_guessed_format()
        .map_err(|error| Refusal::because(Code::NotAPhoto, error.to_string()))?;
    // The header was judged before; this bounds what a lying one could still ask for.
    let mut limits = Limits::default();
    limits.max_alloc = Some(1 << 30);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    let long_edge_before = image.width().max(image.height());
    let mut scaled =
        if long_edge_before > long_edge { image.resize(long_edge, long_edge, FilterType::Triangle) } else { image };
    scaled.apply_orientation(orientation);
    Ok(Upright { image: scaled.into_rgb8(), long_edge_before })
}

/// Says whether hardly anything can be seen: the mean brightness of a sample is below 3 %.
pub fn is_dark(image: &RgbImage) -> bool {
    let (mut sum, mut count) = (0_u64, 0_u64);
    for pixel in image.pixels().step_by(97) {
        let [r, g, b] = pixel.0;
        sum += (u64::from(r) * 3 + u64::from(g) * 6 + u64::from(b)) / 10;
        count += 1;
    }
    sum < count * 8
}
