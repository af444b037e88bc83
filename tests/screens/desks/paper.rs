//! Pages of a PDF as pictures: drawn from the file that a reader downloads, not from what it was made of.

use std::fs;

use anyhow::{Context as _, Result, anyhow};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

use crate::needs;

/// Pixels for each point of the paper: an A4 page is 893 wide.
const SCALE: f32 = 1.5;

/// Keeps a page of a PDF as a picture for the README.
pub fn keep_page(pdf: Vec<u8>, number: usize, name: &str) -> Result<()> {
    let pdf = Pdf::new(pdf).map_err(|error| anyhow!("read a PDF: {error:?}"))?;
    let page = pdf.pages().get(number).with_context(|| format!("find page {number}"))?;
    let settings = RenderSettings { x_scale: SCALE, y_scale: SCALE, bg_color: WHITE, ..RenderSettings::default() };
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let is_blank = drawn.data_as_u8_slice().iter().all(|byte| *byte == u8::MAX);
    anyhow::ensure!(!is_blank, "something stands on page {number}");
    let png = drawn.into_png().context("write a picture")?;
    let file = needs::pictures().join(format!("{name}.png"));
    fs::write(&file, png).with_context(|| format!("keep {}", file.display()))
}
