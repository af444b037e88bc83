//! Whether a person could make something out: too dark, or nothing sharp.

use image::{GrayImage, Luma, RgbImage};

/// Pixels on the long edge that sharpness is judged at: fine noise is gone by then, and edges are not.
pub const EDGE: u32 = 640;
/// The spread of the Laplacian below which nothing is sharp. Photographs of streets and rooms lie between 250 and 3,000
/// here; the same ones blurred by 1 % of their long edge below 40.
const SHARP: f64 = 60.0;

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

/// Says whether nothing in a picture of [`EDGE`] pixels is sharp: the variance of its Laplacian, of the sharpest ninth, is low. A sharp
/// pothole before a plain wall is sharp.
pub fn is_blurred(small: &RgbImage) -> bool {
    sharpness(small) < SHARP
}

/// Returns the largest variance of the Laplacian among nine parts of a picture of [`EDGE`] pixels.
fn sharpness(small: &RgbImage) -> f64 {
    let luma = GrayImage::from_fn(small.width(), small.height(), |x, y| {
        let [r, g, b] = small.get_pixel(x, y).0;
        let mixed = (u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1_000;
        Luma([u8::try_from(mixed).unwrap_or(u8::MAX)])
    });
    let (width, height) = luma.dimensions();
    if width < 9 || height < 9 {
        return f64::MAX;
    }
    let mut sums = [(0.0_f64, 0.0_f64, 0.0_f64); 9];
    for y in 1..height - 1 {
        for x in 1..width - 1 {
            let at = |x: u32, y: u32| f64::from(luma.get_pixel(x, y).0[0]);
            let bend = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4.0 * at(x, y);
            let part = usize::try_from(y * 3 / height * 3 + x * 3 / width).unwrap_or(0);
            if let Some((count, sum, squares)) = sums.get_mut(part) {
                *count += 1.0;
                *sum += bend;
                *squares += bend * bend;
            }
        }
    }
    let spread = |(count, sum, squares): &(f64, f64, f64)| squares / count.max(1.0) - (sum / count.max(1.0)).powi(2);
    sums.iter().map(spread).fold(0.0, f64::max)
}
