//! A city's handbook (指挥手册): the table in which cities keep their conditions, one row for each.
//!
//! Cells merged in the spreadsheet come as blanks and mean "as above". A handbook replaces the conditions of the
//! categories it names and leaves all others; a category nobody knows yet is added.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::limit::Limit;
use crate::catalogue::category::{Category, Origin};
use crate::catalogue::condition::{FilingCondition, Source};
use crate::catalogue::key::{CategoryCode, CategoryKey, Kind, StandardRef};
use crate::catalogue::pack::{BadCatalogue, CataloguePack, ConditionRow};

/// One sheet with its header line first, every cell as text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HandbookSheet {
    /// The name on its tab; 部件 and 事件 say the kind.
    pub name: String,
    /// The rows from the top; a short row has blanks at its end.
    pub rows: Vec<Vec<String>>,
}

/// What an import did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct HandbookReport {
    /// Categories whose conditions were replaced.
    pub categories_changed: usize,
    /// Categories that were new.
    pub categories_added: usize,
    /// Conditions read.
    pub conditions: usize,
}

impl HandbookSheet {
    /// Reads a sheet that was saved as CSV.
    pub fn from_csv(name: &str, text: &str) -> Result<Self, BadCatalogue> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| BadCatalogue::Line {
                file: name.to_owned(),
                line: error.position().map_or(1, csv::Position::line),
                field: "line".to_owned(),
                what: error.to_string(),
            })?;
            rows.push(record.iter().map(str::to_owned).collect());
        }
        Ok(Self { name: name.to_owned(), rows })
    }
}

impl CataloguePack {
    /// Returns the pack with the handbook's conditions in the place of those it had, under a version of its own.
    pub fn with_handbook(
        mut self,
        sheets: &[HandbookSheet],
        version: &str,
    ) -> Result<(Self, HandbookReport), BadCatalogue> {
        let mut read: BTreeMap<CategoryKey, Vec<FilingCondition>> = BTreeMap::new();
        let mut report = HandbookReport::default();
        for sheet in sheets {
            for line in lines(sheet, &self)? {
                if !self.categories.iter().any(|category| category.key == line.key) {
                    let added = line.new_category(&self)?;
                    self.categories.push(added);
                    report.categories_added += 1;
                }
                let conditions = read.entry(line.key.clone()).or_default();
                conditions.push(line.condition(conditions.len()));
                report.conditions += 1;
            }
        }
        report.categories_changed = read.len() - report.categories_added;
        self.conditions.retain(|row| !read.contains_key(&row.category));
        for (category, conditions) in read {
            let rows = conditions.into_iter();
            self.conditions.extend(rows.map(|condition| ConditionRow { category: category.clone(), condition }));
        }
        version.clone_into(&mut self.version);
        Ok((self, report))
    }
}

/// One row, its blanks filled from above.
struct Line<'s> {
    sheet: &'s HandbookSheet,
    number: usize,
    key: CategoryKey,
    name: String,
    text: String,
    closing: String,
    limit: Limit,
}

impl Line<'_> {
    fn condition(&self, earlier: usize) -> FilingCondition {
        FilingCondition {
            number: u32::try_from(earlier).unwrap_or(u32::MAX).saturating_add(1),
            text: self.text.clone(),
            // A handbook has no English; the city's own words are better than none.
            text_en: self.text.clone(),
            limit: self.limit,
            closing: self.closing.clone(),
            closing_en: self.closing.clone(),
            source: Source::City,
            key_2013: (*self.key.standard() == StandardRef::gb_2013()).then(|| self.key.clone()),
        }
    }

    /// Makes the category that the pack does not have; its layer is that of its neighbours.
    fn new_category(&self, pack: &CataloguePack) -> Result<Category, BadCatalogue> {
        let code = self.key.code();
        let neighbour = pack.categories.iter().find(|category| {
            category.key.standard() == self.key.standard()
                && category.key.kind() == self.key.kind()
                && category.key.code().major() == code.major()
        });
        let Some(neighbour) = neighbour else {
            return Err(wrong(self.sheet, self.number, "大类代码", format!("{} is in no known major class", self.key)));
        };
        let in_force = self.key.standard() == &pack.standard;
        Ok(Category {
            key: self.key.clone(),
            name: self.name.clone(),
            name_en: self.name.clone(),
            initials: String::new(),
            origin: if in_force { Origin::Extension } else { Origin::Superseded },
            layer: neighbour.layer.clone(),
            typical_limit: in_force.then_some(self.limit),
            successor: None,
            event_name: None,
            capture_hint: None,
            capture_hint_en: None,
            least_photos: None,
            frequent: None,
            retired: false,
        })
    }
}

const MAJOR_CODE: &str = "大类代码";
const MAJOR_NAME: &str = "大类名称";
const MINOR_CODE: &str = "小类代码";
const MINOR_NAME: &str = "小类名称";
const CONDITION: &str = "立案条件";
const CLOSING: &str = "结案条件";
const LIMIT: &str = "处置时限";

fn lines<'s>(sheet: &'s HandbookSheet, pack: &CataloguePack) -> Result<Vec<Line<'s>>, BadCatalogue> {
    let mut rows = sheet.rows.iter().enumerate();
    let Some((_, header)) = rows.next() else {
        return Err(wrong(sheet, 0, "header", "the sheet is empty"));
    };
    for needed in [MAJOR_CODE, MINOR_CODE, MINOR_NAME, CONDITION, CLOSING, LIMIT] {
        if !header.iter().any(|cell| cell.trim() == needed) {
            return Err(wrong(sheet, 0, needed, "there is no such column"));
        }
    }
    let mut above = BTreeMap::new();
    let mut lines = Vec::new();
    for (number, row) in rows {
        let cells: BTreeMap<&str, &str> =
            header.iter().map(|cell| cell.trim()).zip(row.iter().map(|cell| cell.trim())).collect();
        if cells.values().all(|cell| cell.is_empty()) {
            continue;
        }
        if cells.get(MINOR_CODE).is_some_and(|cell| !cell.is_empty()) {
            // A new category: what was said of the one above does not hold for it.
            above.remove(CLOSING);
            above.remove(LIMIT);
        }
        above.remove(CONDITION);
        above.extend(cells.into_iter().filter(|(_, cell)| !cell.is_empty()));
        lines.push(line(sheet, number, &above, pack)?);
    }
    Ok(lines)
}

fn line<'s>(
    sheet: &'s HandbookSheet,
    number: usize,
    cells: &BTreeMap<&str, &str>,
    pack: &CataloguePack,
) -> Result<Line<'s>, BadCatalogue> {
    let cell = |column: &str| match cells.get(column) {
        Some(text) => Ok(*text),
        None => Err(wrong(sheet, number, column, "must not be empty")),
    };
    let code = code(cell(MAJOR_CODE)?, cell(MINOR_CODE)?)
        .ok_or_else(|| wrong(sheet, number, MINOR_CODE, "must be two digits, or three in the standard of 2026"))?;
    let kind = kind(sheet, cells.get(MAJOR_NAME).copied().unwrap_or_default(), pack).ok_or_else(|| {
        wrong(sheet, number, MAJOR_NAME, "says neither component nor event; name the sheet 部件 or 事件")
    })?;
    let limit = cell(LIMIT)?.parse().map_err(|error| wrong(sheet, number, LIMIT, format!("{error}")))?;
    Ok(Line {
        sheet,
        number,
        key: CategoryKey::usual(kind, code),
        name: cell(MINOR_NAME)?.to_owned(),
        text: cell(CONDITION)?.to_owned(),
        closing: cell(CLOSING)?.to_owned(),
        limit,
    })
}

/// Puts the two cells together; spreadsheets drop leading noughts, and some write the whole code in the second cell.
fn code(major: &str, minor: &str) -> Option<CategoryCode> {
    match minor.len() {
        4 | 5 => minor.parse().ok(),
        3 => format!("{major:0>2}{minor}").parse().ok(),
        1 | 2 => format!("{major:0>2}{minor:0>2}").parse().ok(),
        _ => None,
    }
}

fn kind(sheet: &HandbookSheet, major_name: &str, pack: &CataloguePack) -> Option<Kind> {
    if sheet.name.contains("部件") {
        return Some(Kind::Component);
    }
    if sheet.name.contains("事件") || sheet.name.contains("事项") {
        return Some(Kind::Event);
    }
    pack.majors.iter().find(|major| major.name == major_name).map(|major| major.kind)
}

fn wrong(sheet: &HandbookSheet, row: usize, field: &str, what: impl Into<String>) -> BadCatalogue {
    let line = u64::try_from(row).unwrap_or(u64::MAX).saturating_add(1);
    BadCatalogue::Line { file: sheet.name.clone(), line, field: field.to_owned(), what: what.into() }
}
