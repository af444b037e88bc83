//! Time, place, grid and person on the working copy, legible on bright and dark alike.
//!
//! White letters on a band that darkens what is under it: contrast does not depend on the scene. A training city's
//! photo says so in its middle, too large to be cropped away unseen.

use image::{Rgb, RgbImage};

use crate::photo::Stamp;
use crate::photo::font::{self, Font};

const WHITE: [u8; 3] = [255, 255, 255];
const AMBER: [u8; 3] = [255, 200, 90];

/// Draws the stamp.
pub fn draw(image: &mut RgbImage, stamp: &Stamp, font: Option<&Font>) {
    let lines: Vec<String> =
        [joined(&[&stamp.time, &stamp.role]), stamp.place.clone(), joined(&[&stamp.grid, &stamp.person, &stamp.case])]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect();
    let (width, height) = (edge(image.width()), edge(image.height()));
    let size = (width.max(height) / 46.0).clamp(12.0, 64.0);
    let (margin, pitch) = (size * 0.7, size * 1.35);
    let count = edge(u32::try_from(lines.len()).unwrap_or(0));
    let top = (height - margin * 2.0 - pitch * count).max(0.0);
    darken(image, top);
    for (number, line) in (0_u32..).zip(&lines) {
        let fitted = fit(font, line, size, width - margin * 2.0);
        put(image, font, line, fitted, margin, top + margin + pitch * edge(number), WHITE);
    }
    if !stamp.training.is_empty() {
        let large = size * 2.4;
        let x = (width - font::width(font, &stamp.training, large) - margin).max(0.0);
        put(image, font, &stamp.training, large, x, margin, AMBER);
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A line that is too wide is written smaller rather than cut: the end of an address says as much as its beginning.
fn fit(font: Option<&Font>, line: &str, size: f32, room: f32) -> f32 {
    let wide = font::width(font, line, size);
    if wide > room { (size * room / wide).max(8.0) } else { size }
}

fn darken(image: &mut RgbImage, top: f32) {
    for (_, y, pixel) in image.enumerate_pixels_mut() {
        if edge(y) >= top {
            pixel.0 = pixel.0.map(|channel| channel / 3);
        }
    }
}

/// Letters with a dark rim: the training words stand outside the band.
fn put(image: &mut RgbImage, font: Option<&Font>, text: &str, size: f32, x: f32, y: f32, colour: [u8; 3]) {
    let rim = (size / 18.0).max(1.0);
    for (dx, dy) in [(-rim, 0.0), (rim, 0.0), (0.0, -rim), (0.0, rim)] {
        font::draw(font, text, size, x + dx, y + dy, &mut |px, py, coverage| {
            blend(image, px, py, coverage * 0.6, [0; 3])
        });
    }
    font::draw(font, text, size, x, y, &mut |px, py, coverage| blend(image, px, py, coverage, colour));
}

fn blend(image: &mut RgbImage, x: i32, y: i32, coverage: f32, colour: [u8; 3]) {
    let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
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
