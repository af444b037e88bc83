//! A bulletin as a workbook in which a clerk goes on counting: rates, sums and ranks are formulas, and each cell holds its
//! result too, for viewers that compute nothing.

mod page;
mod overview;
mod objects;
mod course;
mod cases;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::store::Kept;
use crate::error::Result;
use crate::sheets::lang::Lang;

/// Writes a bulletin as a workbook. Blocks.
pub fn write(kept: &Kept, lang: Lang) -> Result<Vec<u8>> {
    Ok(made(kept, lang).map_err(|error| anyhow::Error::new(error).context("write the workbook of a bulletin"))?)
}

fn made(kept: &Kept, lang: Lang) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let formats = page::Formats::new();
    overview::write(workbook.add_worksheet(), &formats, kept, lang)?;
    objects::areas(workbook.add_worksheet(), &formats, &kept.content, lang)?;
    objects::units(workbook.add_worksheet(), &formats, &kept.content, lang)?;
    course::categories(workbook.add_worksheet(), &formats, &kept.content, lang)?;
    course::months(workbook.add_worksheet(), &formats, &kept.content, lang)?;
    cases::write(workbook.add_worksheet(), &formats, &kept.content, lang)?;
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests;
