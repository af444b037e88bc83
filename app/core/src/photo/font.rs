//! The letters of the watermark.

use ab_glyph::{Font as _, FontVec, PxScale, ScaleFont as _};
use font8x8::UnicodeFonts as _;

/// A font with Chinese, given by the host: phones and desks have one, and it would be megabytes to bring along.
pub struct Font(FontVec);

impl Font {
    /// Reads a TrueType or OpenType file, the first face of a collection.
    pub fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        let font = FontVec::try_from_vec_and_index(bytes, 0).ok()?;
        let has_chinese = font.glyph_id('训').0 != 0 && font.glyph_id('格').0 != 0;
        has_chinese.then_some(Self(font))
    }
}

/// Called for each covered pixel of a text with how much of it is covered, 0 to 1.
pub type Plot<'a> = &'a mut dyn FnMut(i32, i32, f32);

/// Returns the width of a text in pixels.
pub fn width(font: Option<&Font>, text: &str, size: f32) -> f32 {
    match font {
        Some(Font(font)) => {
            let scaled = font.as_scaled(PxScale::from(size));
            text.chars().map(|c| scaled.h_advance(font.glyph_id(c))).sum()
        }
        None => text.chars().filter(|c| bitmap(*c).is_some()).map(|_| size * 0.6).sum(),
    }
}

/// Draws a text with its upper left corner at the point.
pub fn draw(font: Option<&Font>, text: &str, size: f32, x: f32, y: f32, plot: Plot<'_>) {
    match font {
        Some(Font(font)) => outlined(font, text, size, x, y, plot),
        None => pixelled(text, size, x, y, plot),
    }
}

fn outlined(font: &FontVec, text: &str, size: f32, x: f32, y: f32, plot: Plot<'_>) {
    let scaled = font.as_scaled(PxScale::from(size));
    let baseline = y + scaled.ascent();
    let mut pen = x;
    for c in text.chars() {
        let id = font.glyph_id(c);
        let glyph = id.with_scale_and_position(size, ab_glyph::point(pen, baseline));
        pen += scaled.h_advance(id);
        if let Some(outline) = font.outline_glyph(glyph) {
            let bounds = outline.px_bounds();
            outline.draw(|dx, dy, coverage| {
                plot(whole(bounds.min.x) + signed(dx), whole(bounds.min.y) + signed(dy), coverage);
            });
        }
    }
}

/// Digits and Latin letters from an 8 by 8 grid: ugly, legible, and always there.
fn pixelled(text: &str, size: f32, x: f32, y: f32, plot: Plot<'_>) {
    let cell = size * 0.6;
    let mut pen = x;
    for rows in text.chars().filter_map(bitmap) {
        let side = whole(cell);
        for dy in 0..side {
            for dx in 0..side {
                let row = rows.get(usize::try_from(dy * 8 / side.max(1)).unwrap_or(0)).copied().unwrap_or(0);
                if row >> (dx * 8 / side.max(1)) & 1 == 1 {
                    plot(whole(pen) + dx, whole(y + size * 0.2) + dy, 1.0);
                }
            }
        }
        pen += cell;
    }
}

fn bitmap(c: char) -> Option<[u8; 8]> {
    if c.is_ascii() { font8x8::BASIC_FONTS.get(c) } else { None }
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and no picture is that wide")]
fn whole(value: f32) -> i32 {
    value.round() as i32
}

fn signed(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}
