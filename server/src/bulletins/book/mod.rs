//! A bulletin as a workbook in which a clerk goes on counting: rates, sums and ranks are formulas, and each cell holds its
//! result too, for viewers that compute nothing. Each count is a link to its cases at the desk, each case to itself.

mod page;
mod overview;
mod objects;
mod course;
mod compared;
mod cases;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::desk::Ways;
use super::store::Kept;
use crate::error::Result;
use crate::sheets::lang::Lang;

/// Writes a bulletin as a workbook, whose counts lead to their cases where it is known where the desk is. Blocks.
pub fn write(kept: &Kept, ways: Option<&Ways>, lang: Lang) -> Result<Vec<u8>> {
    Ok(made(kept, ways, lang).map_err(|error| anyhow::Error::new(error).context("write the workbook of a bulletin"))?)
}

fn made(kept: &Kept, ways: Option<&Ways>, lang: Lang) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let formats = page::Formats::new();
    overview::write(workbook.add_worksheet(), &formats, (kept, ways), lang)?;
    objects::areas(workbook.add_worksheet(), &formats, (&kept.content, ways), lang)?;
    objects::units(workbook.add_worksheet(), &formats, (&kept.content, ways), lang)?;
    course::categories(workbook.add_worksheet(), &formats, (&kept.content, ways), lang)?;
    course::months(workbook.add_worksheet(), &formats, (&kept.content, ways), lang)?;
    compared::write(workbook.add_worksheet(), &formats, (&kept.content, ways), lang)?;
    cases::write(workbook.add_worksheet(), &formats, (&kept.content, ways), lang)?;
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests;
