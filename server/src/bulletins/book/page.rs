//! A sheet of the workbook: its head, its cells, and what stands on every printed page.

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Url, Worksheet, XlsxError};
use shared::assessment::rate::Ratio;
use shared::time::Instant;

use crate::bulletins::numbers::{self, NOTHING};
use crate::sheets::lang::Lang;

/// What writing a cell comes to.
pub type Written = Result<(), XlsxError>;

/// A cell, by its row and its column, from 0.
pub type At = (u32, u16);

/// The paper of every page: A4.
const A4: u8 = 9;

/// How cells look.
pub struct Formats {
    head: Format,
    title: Format,
    count: Format,
    link: Format,
    rate: Format,
    points: Format,
    linked_points: Format,
    moment: Format,
    change: Format,
    way: Format,
    total: Format,
    total_count: Format,
    total_link: Format,
    total_rate: Format,
}

impl Formats {
    /// Makes them.
    pub fn new() -> Self {
        let bold = || Format::new().set_bold();
        Self {
            head: bold().set_text_wrap(),
            title: bold().set_font_size(14),
            count: Format::new().set_num_format("#,##0"),
            link: Format::new().set_hyperlink().set_num_format("#,##0"),
            rate: Format::new().set_num_format("0.0%"),
            points: Format::new().set_num_format("0.00"),
            linked_points: Format::new().set_hyperlink().set_num_format("0.00"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            // Of a count it is a part of the one before, of a rate points: both are written as per cent, with their sign.
            change: Format::new().set_num_format("+0.0%;-0.0%;0.0%"),
            way: Format::new().set_hyperlink(),
            total: bold(),
            total_count: bold().set_num_format("#,##0"),
            total_link: bold().set_hyperlink().set_num_format("#,##0"),
            total_rate: bold().set_num_format("0.0%"),
        }
    }
}

/// Whether a row adds the others up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Row {
    /// One of them.
    Usual,
    /// All of them together.
    Total,
}

/// A sheet that is written.
pub struct Page<'a> {
    sheet: &'a mut Worksheet,
    formats: &'a Formats,
}

impl<'a> Page<'a> {
    /// Begins a sheet under its name.
    pub fn begin(sheet: &'a mut Worksheet, formats: &'a Formats, name: &str) -> Result<Self, XlsxError> {
        sheet.set_name(name)?;
        sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&C&P / &N");
        Ok(Self { sheet, formats })
    }

    /// Writes the head of a table in the first row, which then stands on every page.
    pub fn head<'t>(&mut self, titles: impl IntoIterator<Item = &'t str>) -> Written {
        for (column, title) in (0_u16..).zip(titles) {
            self.sheet.write_string_with_format(0, column, title, &self.formats.head)?;
        }
        self.sheet.set_freeze_panes(1, 0)?;
        self.sheet.set_repeat_rows(0, 0)?;
        Ok(())
    }

    /// Writes a heading among other cells.
    pub fn heading(&mut self, (row, column): At, text: &str) -> Written {
        self.sheet.write_string_with_format(row, column, text, &self.formats.head)?;
        Ok(())
    }

    /// Writes the title of the sheet.
    pub fn title(&mut self, (row, column): At, text: &str) -> Written {
        self.sheet.write_string_with_format(row, column, text, &self.formats.title)?;
        Ok(())
    }

    /// Writes words, which are never read as a formula.
    pub fn words(&mut self, (row, column): At, text: &str, kind: Row) -> Written {
        if text.is_empty() {
            return Ok(());
        }
        match kind {
            Row::Usual => self.sheet.write_string(row, column, text)?,
            Row::Total => self.sheet.write_string_with_format(row, column, text, &self.formats.total)?,
        };
        Ok(())
    }

    /// Writes how many.
    pub fn count(&mut self, (row, column): At, value: u64) -> Written {
        self.sheet.write_number_with_format(row, column, numbers::cell(value), &self.formats.count)?;
        Ok(())
    }

    /// Writes how many, as the way to them; none lead nowhere.
    pub fn linked(&mut self, (row, column): At, value: u64, way: Option<String>) -> Written {
        let Some(way) = way.filter(|_| value > 0) else { return self.count((row, column), value) };
        self.sheet.write_url(row, column, Url::new(way).set_text("…"))?;
        // The words of the link give way to the number; the cell stays a link, and a number to go on counting with.
        self.sheet.write_number_with_format(row, column, numbers::cell(value), &self.formats.link)?;
        Ok(())
    }

    /// Writes words as a way; without one as words.
    pub fn way(&mut self, (row, column): At, text: &str, way: Option<String>) -> Written {
        let Some(way) = way.filter(|_| !text.is_empty()) else { return self.words((row, column), text, Row::Usual) };
        self.sheet.write_url(row, column, Url::new(way).set_text("…"))?;
        // Written over the words of the link, as text of its own kind: it is never read as a formula.
        self.sheet.write_string_with_format(row, column, text, &self.formats.way)?;
        Ok(())
    }

    /// Writes a number as it is.
    pub fn number(&mut self, (row, column): At, value: f64) -> Written {
        self.sheet.write_number(row, column, value)?;
        Ok(())
    }

    /// Writes hundredths of a point, as the way to how they came about.
    pub fn points(&mut self, (row, column): At, centi: i64, way: Option<String>) -> Written {
        let format = match way {
            None => &self.formats.points,
            Some(way) => {
                self.sheet.write_url(row, column, Url::new(way).set_text("…"))?;
                &self.formats.linked_points
            }
        };
        self.sheet.write_number_with_format(row, column, numbers::of_hundred(centi), format)?;
        Ok(())
    }

    /// Writes a moment in a zone.
    pub fn moment(&mut self, (row, column): At, at: Instant, zone: &str) -> Written {
        let text = at.format_in(zone, "%Y-%m-%d %H:%M:%S");
        match ExcelDateTime::parse_from_str(&text) {
            Ok(date) => self.sheet.write_datetime_with_format(row, column, date, &self.formats.moment)?,
            // From before the calendar of spreadsheets begins.
            Err(_) => self.sheet.write_string(row, column, text)?,
        };
        Ok(())
    }

    /// Writes a formula with its result.
    pub fn formula(&mut self, (row, column): At, formula: &str, result: &str) -> Written {
        self.sheet.write_formula(row, column, Formula::new(formula).set_result(result))?;
        Ok(())
    }

    /// Writes a rate of two cells; a dash where the second holds nothing.
    pub fn rate(&mut self, (row, column): At, (part, whole): (At, At), result: Ratio, kind: Row) -> Written {
        let (part, whole) = (cell(part), cell(whole));
        let formula = Formula::new(format!("=IF({whole}=0,\"{NOTHING}\",{part}/{whole})")).set_result(share(result));
        let format = match kind {
            Row::Usual => &self.formats.rate,
            Row::Total => &self.formats.total_rate,
        };
        self.sheet.write_formula_with_format(row, column, formula, format)?;
        Ok(())
    }

    /// Writes the sum of the cells above, from the first row of a table on, as the way to all of their cases.
    pub fn sum(&mut self, (row, column): At, first: u32, result: u64, way: Option<String>) -> Written {
        let (top, foot) = (cell((first, column)), cell((row.saturating_sub(1), column)));
        self.added((row, column), &format!("=SUM({top}:{foot})"), result, way)
    }

    /// Writes a count that a formula makes of others, as the way to its cases; none lead nowhere.
    pub fn added(&mut self, (row, column): At, formula: &str, result: u64, way: Option<String>) -> Written {
        let formula = Formula::new(formula).set_result(result.to_string());
        let format = match way.filter(|_| result > 0) {
            None => &self.formats.total_count,
            Some(way) => {
                self.sheet.write_url(row, column, Url::new(way).set_text("…"))?;
                &self.formats.total_link
            }
        };
        self.sheet.write_formula_with_format(row, column, formula, format)?;
        Ok(())
    }

    /// Writes by how much a number changed, in thousandths; a dash where it is not known.
    pub fn change(&mut self, (row, column): At, formula: &str, thousandths: Option<i64>) -> Written {
        let result = thousandths.map_or_else(|| NOTHING.to_owned(), |by| numbers::of_thousand(by).to_string());
        let formula = Formula::new(formula).set_result(result);
        self.sheet.write_formula_with_format(row, column, formula, &self.formats.change)?;
        Ok(())
    }

    /// Makes columns as wide as what stands in them.
    pub fn end(self) {
        self.sheet.autofit();
    }
}

/// Names a cell as formulas do.
pub fn cell((row, column): At) -> String {
    row_col_to_cell(row, column)
}

/// Writes a rate as a spreadsheet has it: exact, and a dash where there is nothing to be a part of.
fn share(ratio: Ratio) -> String {
    if ratio.whole == 0 {
        NOTHING.to_owned()
    } else {
        (numbers::cell(ratio.part) / numbers::cell(ratio.whole)).to_string()
    }
}

/// The names of the sheets.
pub const fn names(lang: Lang) -> [&'static str; 7] {
    [
        lang.say("概况", "Overview"),
        lang.say("辖区", "Jurisdictions"),
        lang.say("责任单位", "Units"),
        lang.say("类别", "Categories"),
        lang.say("月份", "Months"),
        lang.say("对比", "Compared"),
        lang.say("案件清单", "Cases"),
    ]
}
