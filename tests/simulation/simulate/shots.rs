//! Pictures as a camera gives them: small, real, and no two alike.

use std::io::Cursor;

use anyhow::{Context as _, Result};
use image::{ImageFormat, Rgb, RgbImage};

/// A camera that never takes the same picture twice.
pub struct Camera {
    picture: Vec<u8>,
    taken: u32,
}

impl Camera {
    /// Makes a camera.
    pub fn new() -> Result<Self> {
        let pixel = |x: u32, y: u32| Rgb([shade(x * 5), shade(y * 7), shade(x * y / 9)]);
        let mut picture = Cursor::new(Vec::new());
        RgbImage::from_fn(48, 36, pixel).write_to(&mut picture, ImageFormat::Jpeg)?;
        Ok(Self { picture: picture.into_inner(), taken: 0 })
    }

    /// Takes a picture: the same scene, with a remark of its own in the file.
    pub fn shoot(&mut self, seed: u64) -> Result<Vec<u8>> {
        self.taken += 1;
        let remark = format!("{seed}/{}", self.taken);
        let length = u16::try_from(remark.len() + 2).context("a short remark")?;
        let (begin, rest) = self.picture.split_first_chunk::<2>().context("a JPEG begins with two bytes")?;
        // A comment segment right after the start of the image.
        let segment = [0xff, 0xfe].into_iter().chain(length.to_be_bytes()).chain(remark.bytes());
        Ok(begin.iter().copied().chain(segment).chain(rest.iter().copied()).collect())
    }
}

fn shade(of: u32) -> u8 {
    u8::try_from(of % 256).unwrap_or(0)
}
