//! The letters of the watermark.
//!
//! They come along (`shared::font`): a phone need not have a font of its own, and all phones write alike.

use std::sync::OnceLock;

use ab_glyph::{Font as _, FontRef, FontVec, PxScale, ScaleFont as _};
use shared::font::NOTO_SANS_SC;

/// Stands for a letter that the font has not.
const MISSING: char = '〓';

/// A font with Chinese.
pub struct Font(Face);

enum Face {
    BuiltIn(Box<FontRef<'static>>),
    Given(FontVec),
}

impl Font {
    /// Returns the font that comes along.
    pub fn built_in() -> &'static Self {
        static FONT: OnceLock<Font> = OnceLock::new();
        FONT.get_or_init(|| match FontRef::try_from_slice(NOTO_SANS_SC) {
            Ok(font) => Self(Face::BuiltIn(Box::new(font))),
            Err(_) => unreachable!("the font that comes along is read by a test"),
        })
    }

    /// Reads a TrueType or OpenType file, the first face of a collection; none without Chinese.
    pub fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        let font = FontVec::try_from_vec_and_index(bytes, 0).ok()?;
        let has_chinese = font.glyph_id('训').0 != 0 && font.glyph_id('格').0 != 0;
        has_chinese.then_some(Self(Face::Given(font)))
    }

    /// Says whether the font has every letter of a text.
    pub fn has_all(&self, text: &str) -> bool {
        text.chars().all(|c| c.is_whitespace() || self.has(c))
    }

    fn has(&self, letter: char) -> bool {
        let id = match &self.0 {
            Face::BuiltIn(font) => font.glyph_id(letter),
            Face::Given(font) => font.glyph_id(letter),
        };
        id.0 != 0
    }

    /// Returns the width of a text in pixels.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        match &self.0 {
            Face::BuiltIn(font) => width(&**font, self, text, size),
            Face::Given(font) => width(font, self, text, size),
        }
    }

    /// Calls `plot` for each pixel that a text covers, with how much of it, 0 to 1. The text's upper left corner is at
    /// the point.
    pub fn draw(&self, text: &str, size: f32, x: f32, y: f32, plot: Plot<'_>) {
        match &self.0 {
            Face::BuiltIn(font) => draw(&**font, self, text, size, (x, y), plot),
            Face::Given(font) => draw(font, self, text, size, (x, y), plot),
        }
    }

    fn shown(&self, letter: char) -> char {
        if letter.is_whitespace() || self.has(letter) { letter } else { MISSING }
    }
}

/// Called for each covered pixel of a text with how much of it is covered, 0 to 1.
pub type Plot<'a> = &'a mut dyn FnMut(i32, i32, f32);

fn width(face: &impl ab_glyph::Font, font: &Font, text: &str, size: f32) -> f32 {
    let scaled = face.as_scaled(PxScale::from(size));
    text.chars().map(|c| scaled.h_advance(face.glyph_id(font.shown(c)))).sum()
}

fn draw(face: &impl ab_glyph::Font, font: &Font, text: &str, size: f32, (x, y): (f32, f32), plot: Plot<'_>) {
    let scaled = face.as_scaled(PxScale::from(size));
    let baseline = y + scaled.ascent();
    let mut pen = x;
    for c in text.chars() {
        let id = face.glyph_id(font.shown(c));
        let glyph = id.with_scale_and_position(size, ab_glyph::point(pen, baseline));
        pen += scaled.h_advance(id);
        if let Some(outline) = face.outline_glyph(glyph) {
            let bounds = outline.px_bounds();
            outline.draw(|dx, dy, coverage| {
                plot(whole(bounds.min.x) + signed(dx), whole(bounds.min.y) + signed(dy), coverage);
            });
        }
    }
}

fn signed(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "pixel positions are far below 2^31, and `as` saturates")]
fn whole(value: f32) -> i32 {
    value.floor() as i32
}

#[cfg(test)]
mod tests {
    use super::Font;

    #[test]
    fn the_font_that_comes_along_has_what_a_watermark_says() {
        let font = Font::built_in();
        for text in [
            "2026-11-23 10:24:51 · 近景 · 训练 导入 摄 处置前 处置后 参照物 视频 语音",
            "西安市雁塔区小寨路街道 鄠邑区 浐灞 潏河 沣西新城 皂河",
            "王喆 李堃 赵祎 周翀 陈玥 镕 犇",
            "610113009012-03 ±6 m — “引号”（括号）：，。、→",
        ] {
            assert!(font.has_all(text), "{text}");
        }
        assert!(!font.has_all("\u{2a6d6}"), "a letter that nobody writes is known to be missing");
    }

    #[test]
    fn a_missing_letter_takes_the_room_of_its_box() {
        let font = Font::built_in();
        assert!(font.width("\u{2a6d6}", 20.0) > 12.0);
        let mut inked = 0;
        font.draw("\u{2a6d6}", 20.0, 0.0, 0.0, &mut |_, _, coverage| inked += i32::from(coverage > 0.5));
        assert!(inked > 20, "{inked}");
    }
}
