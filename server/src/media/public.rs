//! Copies of pictures for outside the house: nothing but pixels, and not those that name the collector.
//!
//! A working copy carries in its EXIF, as `ImageDescription`, the word `xunge-band` and how many pixels high the
//! watermark's band at its foot is. A phone's working copy that says nothing of a band is older than the word and is cut
//! by the height that bands had then; any other picture that says nothing has none and is not cut. The copy is encoded
//! anew from the upright pixels, so that no metadata of any kind comes along: no place, no device, no colour profile, no comment.
//! It is not kept: whoever needs it often keeps it.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageReader, Limits};

/// No edge of a copy is longer, pixels.
const EDGE: u32 = 1_280;
/// What stands before the height of the band.
const BAND: &[u8] = b"xunge-band ";
/// Decoding takes at most so many bytes.
const MOST_BYTES: u64 = 1 << 30;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum NoCopy {
    /// The file has the structure of a picture and cannot be drawn all the same.
    #[error("{0}")]
    NoPicture(#[from] ImageError),
    /// All of it is band.
    #[error("nothing of the picture lies above its band of {0} pixels")]
    OnlyBand(u32),
}

/// What to take a picture for that says nothing of a band.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unsaid {
    /// It has none.
    NoBand,
    /// It has the band that phones drew before they wrote down how high it is.
    FormerBand,
}

/// Makes the copy of a picture.
pub fn copy(bytes: &[u8]) -> Result<Vec<u8>, NoCopy> {
    cut(bytes, Unsaid::NoBand)
}

/// Makes the copy of a phone's working copy: it has a band, whether it says so or not.
pub fn copy_of_working(bytes: &[u8]) -> Result<Vec<u8>, NoCopy> {
    cut(bytes, Unsaid::FormerBand)
}

fn cut(bytes: &[u8], unsaid: Unsaid) -> Result<Vec<u8>, NoCopy> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(ImageError::IoError)?;
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    limits.reserve(decoder.total_bytes())?;
    let band = decoder.exif_metadata()?.as_deref().and_then(band);
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    let band = band.or_else(|| match unsaid {
        Unsaid::NoBand => None,
        Unsaid::FormerBand => Some(former_band(picture.width().max(picture.height()))),
    });
    if let Some(band) = band.filter(|band| *band > 0) {
        let left = picture.height().checked_sub(band).filter(|left| *left > 0).ok_or(NoCopy::OnlyBand(band))?;
        picture = picture.crop_imm(0, 0, picture.width(), left);
    }
    if picture.width().max(picture.height()) > EDGE {
        picture = picture.resize(EDGE, EDGE, FilterType::Triangle);
    }
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, 82).encode_image(&picture.into_rgb8())?;
    Ok(out)
}

/// Returns how high the former band was at the most: three lines of 1.35 letters and two margins of 0.7, a letter being a
/// 46th of the long edge and 12 to 64 pixels. Rounded up.
fn former_band(long_edge: u32) -> u32 {
    let letter = long_edge.div_ceil(46).clamp(12, 64);
    letter.saturating_mul(545).div_ceil(100)
}

/// Finds how high the band is, pixels. The bytes are searched and no EXIF is read: what is damaged elsewhere must not
/// let the band through. A height that is no number is all of the picture.
fn band(exif: &[u8]) -> Option<u32> {
    let at = exif.windows(BAND.len()).position(|bytes| bytes == BAND)?;
    let behind = exif.get(at.saturating_add(BAND.len())..)?;
    let digits: Vec<u8> = behind.iter().copied().take_while(u8::is_ascii_digit).collect();
    let height = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse().ok());
    Some(height.unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
