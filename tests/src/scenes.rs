//! Pictures of places that do not exist: as different from each other as two street corners, and the same one again in
//! another hour's light. Sharp, neither dark nor small: nothing is to be said of them but what a story does to them.

use std::io::Cursor;

use anyhow::{Context as _, Result};
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use shared::place::point::Degree;
use shared::time::Instant;

const WIDTH: u32 = 1_600;
const HEIGHT: u32 = 1_200;
/// Walls, windows, doors.
const SHAPES: u32 = 90;

/// A place to be photographed. Each number is another place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scene(pub u32);

/// What a picture file says of itself in its EXIF.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Says {
    /// When it was taken.
    pub taken: Option<Instant>,
    /// Where: longitude and latitude, WGS-84.
    pub place: Option<(Degree, Degree)>,
}

impl Scene {
    /// Photographs it: a JPEG as a camera gives it, without EXIF.
    pub fn shoot(self) -> Result<Vec<u8>> {
        self.jpeg(|level| level, 0)
    }

    /// Photographs it some hours later: the same edges in another light, and other bytes at each hour.
    pub fn shoot_later(self, hours: u8) -> Result<Vec<u8>> {
        self.jpeg(|level| level / 4 * 3 + 20 + hours % 4 * 8, u32::from(hours))
    }

    fn jpeg(self, light: impl Fn(u8) -> u8, grain: u32) -> Result<Vec<u8>> {
        let mut pixels = self.drawn().context("draw a scene")?;
        let mut dice = Dice::new(self.0.wrapping_mul(31).wrapping_add(grain));
        for pixel in pixels.chunks_exact_mut(3) {
            let [speck, ..] = dice.throw().to_le_bytes();
            for level in pixel {
                *level = light(*level).saturating_sub(8).saturating_add(speck % 16);
            }
        }
        let mut bytes = Cursor::new(Vec::new());
        JpegEncoder::new_with_quality(&mut bytes, 88)
            .encode(&pixels, WIDTH, HEIGHT, ExtendedColorType::Rgb8)
            .context("encode a scene")?;
        Ok(bytes.into_inner())
    }

    /// Shapes of every grey, one over the other.
    fn drawn(self) -> Option<Vec<u8>> {
        let row = usize::try_from(WIDTH * 3).ok()?;
        let mut pixels = vec![128_u8; row * usize::try_from(HEIGHT).ok()?];
        let mut dice = Dice::new(self.0);
        for _ in 0..SHAPES {
            let (wide, high) = (dice.within(40, 420), dice.within(40, 320));
            let (left, top) = (dice.within(0, WIDTH - wide), dice.within(0, HEIGHT - high));
            let level = u8::try_from(dice.within(20, 235)).ok()?;
            let (from, to) = (usize::try_from(left * 3).ok()?, usize::try_from((left + wide) * 3).ok()?);
            let rows = pixels.chunks_exact_mut(row).skip(usize::try_from(top).ok()?);
            for line in rows.take(usize::try_from(high).ok()?) {
                line.get_mut(from..to)?.fill(level);
            }
        }
        Some(pixels)
    }
}

/// Throws the same numbers for the same seed.
struct Dice(u32);

impl Dice {
    fn new(seed: u32) -> Self {
        // Nought would stay nought for ever, and small seeds begin alike.
        let mut dice = Self((seed.wrapping_mul(2_654_435_761) ^ 0x9e37_79b9) | 1);
        for _ in 0..8 {
            dice.throw();
        }
        dice
    }

    fn throw(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }

    /// Throws a number from the first to the last, both included.
    fn within(&mut self, first: u32, last: u32) -> u32 {
        first + self.throw() % (last - first + 1)
    }
}

/// A field of TIFF: its number, its kind, how many values, the values.
struct Field(u16, u16, u32, Vec<u8>);

const ASCII: u16 = 2;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;

/// Returns the same picture with an EXIF that says this; times are written in China's offset.
pub fn saying(jpeg: &[u8], says: Says) -> Result<Vec<u8>> {
    let text = |tag: u16, text: String| {
        let bytes = [text.as_bytes(), &[0]].concat();
        Field(tag, ASCII, u32::try_from(bytes.len()).unwrap_or(0), bytes)
    };
    let taken = says.taken.map_or_else(Vec::new, |taken| {
        let local = taken.format_in("Asia/Shanghai", "%Y:%m:%d %H:%M:%S");
        vec![text(0x9003, local), text(0x9011, "+08:00".to_owned())]
    });
    let place = says.place.map_or_else(Vec::new, |(lon, lat)| {
        let (east, north) = (if lon.0 < 0 { "W" } else { "E" }, if lat.0 < 0 { "S" } else { "N" });
        vec![
            text(1, north.to_owned()),
            Field(2, RATIONAL, 3, degrees(lat)),
            text(3, east.to_owned()),
            Field(4, RATIONAL, 3, degrees(lon)),
        ]
    });
    // The header, the first folder with its two pointers, and behind it the two that are pointed at.
    let first = 8 + 2 + 2 * 12 + 4;
    let taken = folder(&taken, first);
    let second = first + u32::try_from(taken.len())?;
    let pointers =
        [Field(0x8769, LONG, 1, first.to_le_bytes().to_vec()), Field(0x8825, LONG, 1, second.to_le_bytes().to_vec())];
    let tiff = [&b"II*\0\x08\0\0\0"[..], &folder(&pointers, 8), &taken, &folder(&place, second)].concat();
    let exif = [&b"Exif\0\0"[..], &tiff].concat();
    let length = u16::try_from(exif.len() + 2)?.to_be_bytes();
    let (begins, rest) = jpeg.split_at_checked(2).context("a JPEG begins with two bytes")?;
    Ok([begins, &[0xff, 0xe1], &length, &exif, rest].concat())
}

/// A folder of TIFF that stands at this byte: its fields, and behind them the values that are longer than a field.
fn folder(fields: &[Field], at: u32) -> Vec<u8> {
    let count = u16::try_from(fields.len()).unwrap_or(0);
    let (mut table, mut behind) = (count.to_le_bytes().to_vec(), Vec::<u8>::new());
    let values_at = at + 2 + u32::from(count) * 12 + 4;
    for Field(tag, kind, many, value) in fields {
        table.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        table.extend(many.to_le_bytes());
        if value.len() <= 4 {
            table.extend(value);
            table.resize(table.len() + 4 - value.len(), 0);
        } else {
            table.extend((values_at + u32::try_from(behind.len()).unwrap_or(0)).to_le_bytes());
            behind.extend(value);
            // Values begin at even bytes.
            behind.resize(behind.len().next_multiple_of(2), 0);
        }
    }
    // No folder follows.
    table.extend([0; 4]);
    table.extend(behind);
    table
}

/// Degrees as three fractions, of which the first says it all.
fn degrees(degree: Degree) -> Vec<u8> {
    let parts = [degree.0.unsigned_abs(), 10_000_000, 0, 1, 0, 1];
    parts.iter().flat_map(|part| part.to_le_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use shared::evidence::look::Look;

    use super::{Says, Scene, saying};

    fn look(jpeg: &[u8]) -> Look {
        let grey = image::load_from_memory(jpeg).unwrap().into_luma8();
        Look::of_luma(grey.as_raw(), grey.width() as usize, grey.height() as usize).unwrap()
    }

    #[test]
    fn a_scene_is_itself_in_another_light_and_no_other() {
        let (here, later, elsewhere) =
            (Scene(1).shoot().unwrap(), Scene(1).shoot_later(1).unwrap(), Scene(2).shoot().unwrap());
        assert_ne!(here, later, "another shot has other bytes");
        let (same, other) = (look(&here).alike_percent(&look(&later)), look(&here).alike_percent(&look(&elsewhere)));
        assert!(same > 80 && other < 50, "the same scene {same}%, another one {other}%");
        assert!((look(&here).hash() ^ look(&elsewhere).hash()).count_ones() > 16);
        let says = Says { taken: Some("2026-11-20T08:00:00+08:00".parse().unwrap()), place: None };
        assert_eq!(look(&saying(&here, says).unwrap()), look(&here), "words beside the picture change no pixel");
    }
}
