//! Upright and no larger than needed.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, ImageReader, Limits, RgbImage};
use shared::evidence::file::{Format, Picture};
use shared::refusal::{Code, Refusal};

use super::jpeg::{self, Decoded};

/// The most that decoding a PNG or WebP may take, bytes.
const MOST_MEMORY: u64 = 400 << 20;

/// A picture as a person would hold it.
pub struct Upright {
    /// The pixels.
    pub image: RgbImage,
    /// The long edge before it was scaled.
    pub long_edge_before: u32,
}

/// Decodes, scales down to the long edge and turns upright. Scaling first turns fewer pixels.
pub fn upright(original: &[u8], picture: &Picture, orientation: u8, long_edge: u32) -> Result<Upright, Refusal> {
    let decoded = match picture.format {
        Format::Jpeg => {
            jpeg::is_worth_decoding(original, picture)?;
            jpeg::decode(original, long_edge)?
        }
        Format::Png | Format::Webp => portable(original)?,
    };
    let long_edge_before = decoded.long_edge;
    let scaled = match shrunk(&decoded.image, long_edge)? {
        Some(shrunk) => shrunk,
        None => decoded.image,
    };
    let image = match Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms) {
        Orientation::NoTransforms => scaled,
        turn => {
            let mut turned = DynamicImage::ImageRgb8(scaled);
            turned.apply_orientation(turn);
            turned.into_rgb8()
        }
    };
    Ok(Upright { image, long_edge_before })
}

fn portable(original: &[u8]) -> Result<Decoded, Refusal> {
    let unreadable = |detail: String| Refusal::because(Code::NotAPhoto, detail);
    let mut reader =
        ImageReader::new(Cursor::new(original)).with_guessed_format().map_err(|error| unreadable(error.to_string()))?;
    // The header was judged before; this bounds what a lying one could still ask for.
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let image = reader.decode().map_err(|error| unreadable(error.to_string()))?.into_rgb8();
    let long_edge = image.width().max(image.height());
    Ok(Decoded { image, long_edge })
}

/// Scales down to the long edge; `None` where the picture is no larger.
pub fn shrunk(image: &RgbImage, long_edge: u32) -> Result<Option<RgbImage>, Refusal> {
    let (width, height) = image.dimensions();
    let long = width.max(height);
    if long <= long_edge {
        return Ok(None);
    }
    let edge = |side: u32| {
        let scaled = (u64::from(side) * u64::from(long_edge) + u64::from(long / 2)) / u64::from(long.max(1));
        u32::try_from(scaled).unwrap_or(long_edge).max(1)
    };
    let failed = |detail: String| Refusal::because(Code::Internal, detail);
    let from = ImageRef::new(width, height, image.as_raw(), PixelType::U8x3).map_err(|why| failed(why.to_string()))?;
    let mut to = Image::new(edge(width), edge(height), PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    Resizer::new().resize(&from, &mut to, &options).map_err(|why| failed(why.to_string()))?;
    let (width, height) = (to.width(), to.height());
    let scaled = RgbImage::from_raw(width, height, to.into_vec());
    scaled.map(Some).ok_or_else(|| failed("a scaled picture of another size".to_owned()))
}

/// Returns the brightness of each pixel (ITU-R BT.601).
pub fn luma(image: &RgbImage) -> Vec<u8> {
    let bright = |[r, g, b]: [u8; 3]| (u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1_000;
    image.pixels().map(|pixel| u8::try_from(bright(pixel.0)).unwrap_or(u8::MAX)).collect()
}
