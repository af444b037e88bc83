//! A year's notice as CSV: how the new year's days reach the calendar each autumn.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use crate::calendar::pack::{BadCalendar, CalendarPack, Holiday, Year};

impl CalendarPack {
    /// Returns the pack with the notices of the CSV in the place of those for the same years, under a version of its own.
    ///
    /// Columns: `year,notice,dated,kind,name,from,to`; `kind` is `holiday` or `workday`, and a workday needs neither
    /// name nor `to`. The days covered reach to the end of the last year that follows on without a gap.
    pub fn with_notices(mut self, csv: &str, version: &str) -> Result<Self, BadCalendar> {
        let mut read: BTreeMap<i16, Year> = BTreeMap::new();
        let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let columns = reader.headers().map_err(unread)?.clone();
        for record in reader.records() {
            let record = record.map_err(unread)?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |name: &str| {
                let column = columns.iter().position(|column| column.trim() == name);
                let text = column.and_then(|column| record.get(column)).map(str::trim);
                text.ok_or_else(|| wrong(line, name, "there is no such column"))
            };
            let day = |name: &str| -> Result<Date, BadCalendar> {
                cell(name)?.parse().map_err(|_| wrong(line, name, "must be a day such as 2027-01-01"))
            };
            let number: i16 = cell("year")?.parse().map_err(|_| wrong(line, "year", "must be a year such as 2027"))?;
            let year = match read.entry(number) {
                std::collections::btree_map::Entry::Occupied(year) => year.into_mut(),
                std::collections::btree_map::Entry::Vacant(place) => place.insert(Year {
                    year: number,
                    notice: cell("notice")?.to_owned(),
                    dated: day("dated")?,
                    holidays: Vec::new(),
                    workdays: Vec::new(),
                }),
            };
            match cell("kind")? {
                "holiday" => {
                    year.holidays.push(Holiday { name: cell("name")?.to_owned(), from: day("from")?, to: day("to")? });
                }
                "workday" => year.workdays.push(day("from")?),
                _ => return Err(wrong(line, "kind", "must be holiday or workday")),
            }
        }
        self.years.retain(|year| !read.contains_key(&year.year));
        self.years.extend(read.into_values());
        self.years.sort_by_key(|year| year.year);
        for year in &self.years {
            // A year that leaves a gap before it must not pretend that the gap is known.
            if self.last.tomorrow().is_ok_and(|next| next.year() == year.year) {
                self.last = date(year.year, 12, 31);
            }
        }
        version.clone_into(&mut self.version);
        Ok(self)
    }
}

fn unread(error: csv::Error) -> BadCalendar {
    wrong(error.position().map_or(1, csv::Position::line), "line", error.to_string())
}

fn wrong(line: u64, field: &str, what: impl Into<String>) -> BadCalendar {
    BadCalendar::Field { field: format!("line {line}, {field}"), what: what.into() }
}
