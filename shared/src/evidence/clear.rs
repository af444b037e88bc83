//! Whether a person could make something out in a picture: too dark, nothing sharp, too few pixels. On brightness
//! values, one byte a pixel, row by row; the phone asks at the shutter and the server of what arrived.

/// The long edge that sharpness and brightness are told at, pixels: about what a screen shows of a photo, and noise is
/// averaged away.
pub const EDGE: u32 = 640;

/// A photo with a shorter long edge has too few pixels for details; working copies have 1,600.
pub const SMALL_EDGE: u32 = 1_280;

/// A picture is dark where no more than one pixel in a hundred is brighter than this, of 255. A street by night has its
/// lamps and windows far above it; a lens under a thumb stays below.
const DARK: u8 = 48;

/// A picture is blurred where, of nine parts, none has a Laplacian (centre four times, less its four neighbours) of this
/// variance at 640 pixels. The sharpest part counts: a sharp pothole before a plain wall is sharp.
///
/// Measured on eleven camera photographs of streets, rooms, water and animals: ten lie between 198 and 1,276, one that
/// is nearly all out of its short depth of focus at 17. Blurred by a Gaussian of two pixels at 1,600, so that lettering
/// in the middle distance cannot be read, they lie between 3 and 14; by four, all below 4.
const BLURRED: f64 = 15.0;

/// Says whether hardly anything can be seen.
pub fn is_dark(luma: &[u8]) -> bool {
    let bright = luma.iter().filter(|value| **value > DARK).count();
    bright.saturating_mul(100) <= luma.len()
}

/// Says whether nothing is sharp in a picture whose long edge was scaled to [`EDGE`]. What is too small for an inside is
/// not judged.
pub fn is_blurred(luma: &[u8], width: usize) -> bool {
    sharpness(luma, width).is_some_and(|variance| variance < BLURRED)
}

/// Returns the largest variance of the Laplacian among nine parts.
fn sharpness(luma: &[u8], width: usize) -> Option<f64> {
    let rows: Vec<&[u8]> = luma.chunks_exact(width.max(1)).collect();
    if width < 9 || rows.len() < 9 {
        return None;
    }
    let mut parts = [(0_i64, 0_i64, 0_i64); 9];
    for (y, three) in rows.windows(3).enumerate() {
        let [above, row, below] = three else { continue };
        let beside = row.windows(3).zip(above.iter().skip(1)).zip(below.iter().skip(1));
        for (x, ((middle, above), below)) in beside.enumerate() {
            let [left, here, right] = middle else { continue };
            let around = i64::from(*left) + i64::from(*right) + i64::from(*above) + i64::from(*below);
            let laplacian = 4 * i64::from(*here) - around;
            let part = (y + 1) * 3 / rows.len() * 3 + (x + 1) * 3 / width;
            if let Some((count, sum, squares)) = parts.get_mut(part) {
                *count += 1;
                *sum += laplacian;
                *squares += laplacian * laplacian;
            }
        }
    }
    let spread = |(count, sum, squares): &(i64, i64, i64)| {
        let mean = real(*sum) / real(*count.max(&1));
        real(*squares) / real(*count.max(&1)) - mean * mean
    };
    Some(parts.iter().map(spread).fold(0.0, f64::max))
}

#[expect(clippy::cast_precision_loss, reason = "sums over half a million pixels are far below 2^52")]
fn real(sum: i64) -> f64 {
    sum as f64
}

#[cfg(test)]
mod tests {
    use super::{is_blurred, is_dark};

    /// A plain ground with stripes in one corner, each so many pixels wide.
    fn striped(width: usize, height: usize, stripe: usize) -> Vec<u8> {
        (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| if x < width / 3 && y < height / 3 && (x / stripe).is_multiple_of(2) { 220 } else { 120 })
            .collect()
    }

    #[test]
    fn one_sharp_part_is_enough() {
        assert!(!is_blurred(&striped(640, 480, 8), 640));
        assert!(is_blurred(&[120; 640 * 480], 640), "nothing is sharp in a plain ground");
        let soft: Vec<u8> = (0..640 * 480).map(|at| u8::try_from(at % 640 / 4).unwrap()).collect();
        assert!(is_blurred(&soft, 640), "a slope has no edge");
        assert!(!is_blurred(&[120; 64], 8), "too small to be judged");
    }

    #[test]
    fn a_lamp_in_the_night_is_something_to_see() {
        let mut night = vec![6; 640 * 480];
        assert!(is_dark(&night));
        night[..640 * 5].fill(200);
        assert!(!is_dark(&night));
    }
}
