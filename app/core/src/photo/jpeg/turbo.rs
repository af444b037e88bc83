//! libjpeg-turbo.

use image::RgbImage;
use turbojpeg::{Colorspace, Compressor, Decompressor, Image, PixelFormat, ScalingFactor, Subsamp};

use super::Decoded;

/// A progressive file is held whole as coefficients while it is decoded, up to six bytes a pixel.
const MOST_PROGRESSIVE: usize = 50_000_000;
/// More scans than any camera writes; each costs a walk through all coefficients.
const MOST_SCANS: u32 = 100;

/// Why it was not decoded here.
pub enum Declined {
    /// It would take too much memory.
    TooLarge(String),
    /// It is of a kind that is read elsewhere, or broken.
    Unusual,
}

impl From<turbojpeg::Error> for Declined {
    fn from(_: turbojpeg::Error) -> Self {
        Self::Unusual
    }
}

/// Decodes to the smallest eighth that keeps the long edge.
pub fn decode(bytes: &[u8], long_edge: u32) -> Result<Decoded, Declined> {
    let mut decompressor = Decompressor::new()?;
    let header = decompressor.read_header(bytes)?;
    if header.is_progressive && header.width.saturating_mul(header.height) > MOST_PROGRESSIVE {
        return Err(Declined::TooLarge(format!("progressive, {} by {} pixels", header.width, header.height)));
    }
    if header.is_lossless || matches!(header.colorspace, Colorspace::CMYK | Colorspace::YCCK) {
        return Err(Declined::Unusual);
    }
    let full = header.width.max(header.height);
    let wanted = usize::try_from(long_edge).unwrap_or(usize::MAX);
    let eighth = (1..8).find(|eighth| ScalingFactor::new(*eighth, 8).scale(full) >= wanted);
    let factor = eighth.map_or(ScalingFactor::ONE, |eighth| ScalingFactor::new(eighth, 8));
    decompressor.set_scaling_factor(factor)?;
    decompressor.set_scan_limit(MOST_SCANS)?;
    let scaled = header.scaled(factor);
    let mut pixels = vec![0; scaled.width.saturating_mul(scaled.height).saturating_mul(3)];
    let output = Image {
        pixels: pixels.as_mut_slice(),
        width: scaled.width,
        pitch: scaled.width.saturating_mul(3),
        height: scaled.height,
        format: PixelFormat::RGB,
    };
    decompressor.decompress(bytes, output)?;
    let size = |edge: usize| u32::try_from(edge).map_err(|_| Declined::Unusual);
    let image = RgbImage::from_raw(size(scaled.width)?, size(scaled.height)?, pixels).ok_or(Declined::Unusual)?;
    Ok(Decoded { image, long_edge: size(full)? })
}

/// Encodes.
pub fn encode(image: &RgbImage, quality: u8) -> Result<Vec<u8>, String> {
    let made = || -> Result<Vec<u8>, turbojpeg::Error> {
        let mut compressor = Compressor::new()?;
        compressor.set_quality(i32::from(quality))?;
        compressor.set_subsamp(Subsamp::Sub2x2)?;
        let (width, height) = (usize::try_from(image.width()), usize::try_from(image.height()));
        let (width, height) = (width.unwrap_or(0), height.unwrap_or(0));
        compressor.compress_to_vec(Image {
            pixels: image.as_raw().as_slice(),
            width,
            pitch: width.saturating_mul(3),
            height,
            format: PixelFormat::RGB,
        })
    };
    made().map_err(|error| error.to_string())
}
