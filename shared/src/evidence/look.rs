//! What a picture looks like, small enough to keep: for finding the same scene and the same picture again.
//!
//! A look is 48 by 48 brightness values of the picture's upper four fifths: the watermark's band lies below. Two looks
//! are compared by their edges, so that another hour's light counts for little, and shifted against each other, so that
//! nobody has to stand on the very same spot. Who decides sees the figure as evidence and nothing more.

use serde::{Deserialize, Serialize};

/// Values on an edge.
pub const SIDE: usize = 48;
/// How far two looks are shifted against each other at the most: an eighth of the picture.
const SHIFT: isize = 6;
/// Brightness values differ by less than this on average where nothing can be seen.
const FLAT: f64 = 4.0;

/// What a picture looks like.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Look(#[serde(with = "base64_bytes")] Vec<u8>);

impl Look {
    /// Takes the look of a picture from its brightness, one byte a pixel, row by row. `None` for fewer pixels than that.
    pub fn of_luma(luma: &[u8], width: usize, height: usize) -> Option<Self> {
        let seen = height.checked_mul(4)? / 5;
        if width < SIDE || seen < SIDE || luma.len() < width.checked_mul(height)? {
            return None;
        }
        let mut values = Vec::with_capacity(SIDE * SIDE);
        for row in 0..SIDE {
            let (top, bottom) = (row * seen / SIDE, (row + 1) * seen / SIDE);
            for column in 0..SIDE {
                let (left, right) = (column * width / SIDE, (column + 1) * width / SIDE);
                let mut sum = 0_u64;
                for y in top..bottom {
                    let pixels = luma.get(y * width + left..y * width + right)?;
                    sum += pixels.iter().map(|value| u64::from(*value)).sum::<u64>();
                }
                let count = u64::try_from((bottom - top) * (right - left)).ok()?;
                values.push(u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX));
            }
        }
        Some(Self(values))
    }

    /// Says whether hardly anything can be told apart in it: such looks are alike whatever they show.
    pub fn is_flat(&self) -> bool {
        let edges = self.edges();
        edges.iter().sum::<f64>() < FLAT * count(edges.len())
    }

    /// Returns 64 bits that stay nearly the same when the picture is scaled or encoded anew: each says whether a patch
    /// is brighter than the one to its right.
    pub fn hash(&self) -> u64 {
        let patch = |column: usize, row: usize| -> u32 {
            let (left, right) = (column * SIDE / 9, (column + 1) * SIDE / 9);
            let (top, bottom) = (row * SIDE / 8, (row + 1) * SIDE / 8);
            let values = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y)));
            let count = u32::try_from((right - left) * (bottom - top)).unwrap_or(1).max(1);
            values.map(|(x, y)| u32::from(self.at(x, y)) * 16).sum::<u32>() / count
        };
        let mut bits = 0;
        for row in 0..8 {
            for column in 0..8 {
                bits = bits << 1 | u64::from(patch(column, row) > patch(column + 1, row));
            }
        }
        bits
    }

    /// Returns how alike two scenes are, in hundredths: 100 for the same picture, about 0 for two that have nothing in
    /// common. The best of all small shifts counts.
    pub fn alike_percent(&self, other: &Self) -> u8 {
        let (one, two) = (self.edges(), other.edges());
        let mut best = 0.0_f64;
        for dy in -SHIFT..=SHIFT {
            for dx in -SHIFT..=SHIFT {
                best = best.max(correlation(&one, &two, dx, dy));
            }
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to hundredths")]
        let percent = (best * 100.0).round().clamp(0.0, 100.0) as u8;
        percent
    }

    fn at(&self, x: usize, y: usize) -> u8 {
        self.0.get(y * SIDE + x).copied().unwrap_or(0)
    }

    /// How steeply the brightness changes at each place but the last row and column.
    fn edges(&self) -> Vec<f64> {
        let side = SIDE - 1;
        let mut edges = Vec::with_capacity(side * side);
        for y in 0..side {
            for x in 0..side {
                let here = f64::from(self.at(x, y));
                let (right, below) = (f64::from(self.at(x + 1, y)), f64::from(self.at(x, y + 1)));
                edges.push((right - here).abs() + (below - here).abs());
            }
        }
        edges
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand values")]
fn count(length: usize) -> f64 {
    length as f64
}

/// Pearson's correlation of the parts of two edge maps that lie on each other after a shift.
fn correlation(one: &[f64], two: &[f64], dx: isize, dy: isize) -> f64 {
    let side = SIDE - 1;
    let (mut n, mut sx, mut sy, mut sxx, mut syy, mut sxy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for y in 0..side {
        let Some(v) = y.checked_add_signed(dy).filter(|v| *v < side) else { continue };
        for x in 0..side {
            let Some(u) = x.checked_add_signed(dx).filter(|u| *u < side) else { continue };
            let (Some(a), Some(b)) = (one.get(y * side + x), two.get(v * side + u)) else { continue };
            // The root tames single glaring edges.
            let (a, b) = (a.sqrt(), b.sqrt());
            n += 1.0;
            sx += a;
            sy += b;
            sxx += a * a;
            syy += b * b;
            sxy += a * b;
        }
    }
    let spread = (sxx - sx * sx / n) * (syy - sy * sy / n);
    if spread <= f64::EPSILON { 0.0 } else { (sxy - sx * sy / n) / spread.sqrt() }
}

mod base64_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD as BASE64;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let bytes = BASE64.decode(String::deserialize(from)?).map_err(D::Error::custom)?;
        if bytes.len() == super::SIDE * super::SIDE {
            Ok(bytes)
        } else {
            Err(D::Error::custom("a look of another size"))
        }
    }
}

#[cfg(test)]
mod tests;
