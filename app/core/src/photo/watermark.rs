//! Time, place, grid and person on the working copy, legible on bright and dark alike.
//!
//! White letters on a band that darkens what is under it: contrast does not depend on the scene. A training city's
//! photo says so in its middle, too large to be cropped away unseen.

use image::{Rgb, RgbImage};

use crate::photo::Stamp;
use crate::photo::font::Font;

const WHITE: [u8; 3] = [255, 255, 255];
const AMBER: [u8; 3] = [255, 200, 90];

/// Draws the stamp. Returns how many rows at the bottom the band takes: a copy for outside is cut there.
pub fn draw(image: &mut RgbImage, stamp: &Stamp, font: &Font) -> u32 {
    let lines: Vec<String> =
        [joined(&[&stamp.time, &stamp.role]), stamp.place.clone(), joined(&[&stamp.grid, &stamp.person, &stamp.case])]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect();
    let (width, height) = (edge(image.width()), edge(image.height()));
    let size = (width.max(height) / 40.0).clamp(12.0, 72.0);
    let (margin, pitch) = (size * 0.7, size * 1.35);
    let mut band = 0;
    if !lines.is_empty() {
        let count = edge(u32::try_from(lines.len()).unwrap_or(0));
        let top = (height - margin * 2.0 - pitch * count).max(0.0);
        band = image.height().saturating_sub(rows(top));
        darken(image, rows(top));
        for (number, line) in (0_u32..).zip(&lines) {
            let fitted = fit(font, line, size, width - margin * 2.0);
            put(image, font, line, fitted, (margin, top + margin + pitch * edge(number)), WHITE);
        }
    }
    if !stamp.training.is_empty() {
        let large = size * 2.4;
        let x = (width - font.width(&stamp.training, large) - margin).max(0.0);
        put(image, font, &stamp.training, large, (x, margin), AMBER);
    }
    band
}

/// Says whether the font has every letter of the stamp.
pub fn is_complete(stamp: &Stamp, font: &Font) -> bool {
    [&stamp.time, &stamp.role, &stamp.place, &stamp.grid, &stamp.person, &stamp.case, &stamp.training]
        .into_iter()
        .all(|text| font.has_all(text))
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A line that is too wide is written smaller rather than cut: the end of an address says as much as its beginning.
fn fit(font: &Font, line: &str, size: f32, room: f32) -> f32 {
    let wide = font.width(line, size);
    if wide > room { (size * room / wide).max(8.0) } else { size }
}

fn darken(image: &mut RgbImage, top: u32) {
    let row = usize::try_from(image.width()).unwrap_or(usize::MAX).saturating_mul(3);
    let skipped = row.saturating_mul(usize::try_from(top).unwrap_or(usize::MAX));
    for value in image.as_mut().iter_mut().skip(skipped) {
        *value /= 3;
    }
}

/// Writes letters with a dark rim: the training words stand outside the band. They are drawn once onto a sheet, and the
/// sheet is laid on the picture five times.
pub fn put(image: &mut RgbImage, font: &Font, text: &str, size: f32, (x, y): (f32, f32), colour: [u8; 3]) {
    let rim = rows((size / 18.0).max(1.0));
    let sheet = Sheet::of(font, text, size);
    let (left, top) = (rows(x.max(0.0)), rows(y.max(0.0)));
    for (dx, dy) in [(0, rim), (rim * 2, rim), (rim, 0), (rim, rim * 2)] {
        sheet.lay(image, left + dx, top + dy, rim, 0.6, [0; 3]);
    }
    sheet.lay(image, left + rim, top + rim, rim, 1.0, colour);
}

/// A text's coverage, one value a pixel.
struct Sheet {
    width: usize,
    coverage: Vec<f32>,
}

impl Sheet {
    fn of(font: &Font, text: &str, size: f32) -> Self {
        let width = usize::try_from(rows(font.width(text, size)) + 2).unwrap_or(0);
        let height = usize::try_from(rows(size * 1.6) + 2).unwrap_or(0);
        let mut sheet = Self { width, coverage: vec![0.0; width * height] };
        font.draw(text, size, 0.0, 0.0, &mut |x, y, coverage| {
            let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
            if x < width
                && let Some(cell) = sheet.coverage.get_mut(y * width + x)
            {
                *cell = cell.max(coverage);
            }
        });
        sheet
    }

    /// Lays the sheet on a picture; `rim` is how far its corner was moved in for the rim.
    fn lay(&self, image: &mut RgbImage, left: u32, top: u32, rim: u32, strength: f32, colour: [u8; 3]) {
        let (left, top) = (left.saturating_sub(rim), top.saturating_sub(rim));
        for (y, row) in (top..).zip(self.coverage.chunks(self.width.max(1))) {
            for (x, coverage) in (left..).zip(row) {
                if *coverage > 0.0 {
                    blend(image, x, y, coverage * strength, colour);
                }
            }
        }
    }
}

fn blend(image: &mut RgbImage, x: u32, y: u32, coverage: f32, colour: [u8; 3]) {
    let Some(Rgb(pixel)) = image.get_pixel_mut_checked(x, y) else { return };
    let share = coverage.clamp(0.0, 1.0);
    for (old, new) in pixel.iter_mut().zip(colour) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mean of two bytes is a byte")]
        let mixed = (f32::from(*old) * (1.0 - share) + f32::from(new) * share).round() as u8;
        *old = mixed;
    }
}

#[expect(clippy::cast_precision_loss, reason = "no picture has sixteen million pixels on an edge")]
fn edge(value: u32) -> f32 {
    value as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates at both ends")]
fn rows(value: f32) -> u32 {
    value as u32
}
