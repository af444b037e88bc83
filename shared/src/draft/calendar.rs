//! What an edit does to a calendar.

use jiff::civil::{Date, Time};

use crate::calendar::pack::{BadCalendar, Calendar, CalendarPack, DayOfWeek, Holiday, Period, Schedule, WorkDay, Year};
use crate::draft::catalogue::words;
use crate::draft::edit::{BadEdit, Edit};
use crate::draft::field::Field;
use crate::draft::items::{self, weekday_word};

const DAYS: [DayOfWeek; 7] = [
    DayOfWeek::Monday,
    DayOfWeek::Tuesday,
    DayOfWeek::Wednesday,
    DayOfWeek::Thursday,
    DayOfWeek::Friday,
    DayOfWeek::Saturday,
    DayOfWeek::Sunday,
];

/// Returns the calendar after an edit. It may contradict itself then: [`problem`] says so.
pub fn apply(mut pack: CalendarPack, edit: &Edit) -> Result<CalendarPack, BadEdit> {
    match edit {
        Edit::Calendar { field, to } => set(&mut pack, *field, to.trim())?,
        Edit::Hours { valid_from, to } => hours(&mut pack, valid_from, to.trim())?,
        Edit::Year { year, field, to } => notice(year_of(&mut pack, *year)?, *field, to)?,
        Edit::Holiday { year, name, from, to } => {
            let place = format!("{year}, {name}");
            let (name, from, to) = (words(name, &place)?, day(from, &place)?, day(to, &place)?);
            let known = year_of(&mut pack, *year)?;
            known.holidays.retain(|holiday| holiday.name != name);
            known.holidays.push(Holiday { name, from, to });
            known.holidays.sort_by_key(|holiday| holiday.from);
        }
        Edit::RemoveHoliday { year, name } => {
            let known = year_of(&mut pack, *year)?;
            let before = known.holidays.len();
            known.holidays.retain(|holiday| holiday.name != *name);
            if known.holidays.len() == before {
                return Err(BadEdit::at(format!("{year}, {name}"), "there is no such holiday"));
            }
        }
        Edit::MakeUpDay { day: text } => {
            let worked = day(text, "make-up day")?;
            let known = year_of(&mut pack, worked.year())?;
            if known.workdays.contains(&worked) {
                return Err(BadEdit::at(text, "is worked already"));
            }
            known.workdays.push(worked);
            known.workdays.sort();
        }
        Edit::RemoveMakeUpDay { day: text } => {
            let worked = day(text, "make-up day")?;
            let before: usize = pack.years.iter().map(|year| year.workdays.len()).sum();
            for year in &mut pack.years {
                year.workdays.retain(|known| *known != worked);
            }
            if pack.years.iter().map(|year| year.workdays.len()).sum::<usize>() == before {
                return Err(BadEdit::at(text, "is no make-up day"));
            }
        }
        Edit::Notices { csv } => {
            let version = pack.version.clone();
            return pack.with_notices(csv, &version).map_err(|error| bad(&error));
        }
        Edit::Category { .. }
        | Edit::AddCategory { .. }
        | Edit::Condition { .. }
        | Edit::AddCondition { .. }
        | Edit::RemoveCondition { .. }
        | Edit::Major { .. }
        | Edit::AddLookAlikes { .. }
        | Edit::JoinLookAlikes { .. }
        | Edit::Tell { .. }
        | Edit::RemoveLookAlike { .. }
        | Edit::Handbook { .. } => return Err(BadEdit::at("edit", "this is an edit of a catalogue")),
    }
    Ok(pack)
}

/// Says why a calendar cannot be counted by, and where.
pub fn problem(pack: &CalendarPack) -> Option<BadEdit> {
    Calendar::new(pack.clone()).err().map(|error| bad(&error))
}

fn bad(error: &BadCalendar) -> BadEdit {
    match error {
        BadCalendar::NotRead { line, column, what } => BadEdit::at(format!("line {line}, column {column}"), what),
        BadCalendar::UnknownFormat(_) => BadEdit::at("format", error.to_string()),
        BadCalendar::Field { field, what } => BadEdit::at(field, what),
    }
}

fn day(text: &str, place: &str) -> Result<Date, BadEdit> {
    items::day(text).ok_or_else(|| BadEdit::at(place, format!("\"{text}\" is no day such as 2027-01-01")))
}

fn set(pack: &mut CalendarPack, field: Field, to: &str) -> Result<(), BadEdit> {
    let place = field.as_str();
    match field {
        Field::Title => pack.title = words(to, place)?,
        Field::Zone => pack.zone = words(to, place)?,
        Field::First => pack.first = day(to, place)?,
        Field::Last => pack.last = day(to, place)?,
        Field::Weekend => {
            let named = to.split(',').map(str::trim).filter(|word| !word.is_empty());
            let mut weekend = Vec::new();
            for word in named {
                let found = DAYS.into_iter().find(|day| weekday_word(*day) == word);
                weekend.push(found.ok_or_else(|| BadEdit::at(place, format!("\"{word}\" is no day of the week")))?);
            }
            pack.weekend = weekend;
        }
        Field::WorkDay => {
            pack.work_day = match to {
                "eight_hours" => WorkDay::EightHours,
                "end_of_day" => WorkDay::EndOfDay,
                _ => return Err(BadEdit::at(place, "eight_hours or end_of_day")),
            };
        }
        Field::Name
        | Field::NameEn
        | Field::Initials
        | Field::Layer
        | Field::TypicalLimit
        | Field::EventName
        | Field::CaptureHint
        | Field::CaptureHintEn
        | Field::LeastPhotos
        | Field::Frequent
        | Field::Retired
        | Field::Successor
        | Field::Text
        | Field::TextEn
        | Field::Limit
        | Field::Closing
        | Field::ClosingEn
        | Field::Source
        | Field::Since
        | Field::Periods
        | Field::Notice
        | Field::Dated
        | Field::From
        | Field::To
        | Field::Mark
        | Field::MarkEn
        | Field::LookAlikes => return Err(BadEdit::at(place, "is not changed here")),
    }
    Ok(())
}

fn hours(pack: &mut CalendarPack, valid_from: &str, to: &str) -> Result<(), BadEdit> {
    let place = format!("hours from {valid_from}");
    let valid_from = day(valid_from, &place)?;
    pack.schedules.retain(|schedule| schedule.valid_from != valid_from);
    if to.is_empty() {
        return Ok(());
    }
    let mut periods = Vec::new();
    for stretch in to.split(',') {
        let wrong = || BadEdit::at(&place, format!("\"{stretch}\" is no stretch such as 08:00-12:00"));
        let (from, to) = stretch.split_once('-').ok_or_else(wrong)?;
        let time = |text: &str| clock_time(text).ok_or_else(wrong);
        periods.push(Period { from: time(from)?, to: time(to)? });
    }
    pack.schedules.push(Schedule { valid_from, periods });
    pack.schedules.sort_by_key(|schedule| schedule.valid_from);
    Ok(())
}

fn clock_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// Returns a year's notice; one that nobody wrote yet begins empty, and its number says so until it is known.
fn year_of(pack: &mut CalendarPack, number: i16) -> Result<&mut Year, BadEdit> {
    let place = number.to_string();
    if !(1970..=2200).contains(&number) {
        return Err(BadEdit::at(place, "is not a year such as 2027"));
    }
    if !pack.years.iter().any(|year| year.year == number) {
        let dated = Date::new(number, 1, 1).map_err(|error| BadEdit::at(&place, error.to_string()))?;
        let (holidays, workdays) = (Vec::new(), Vec::new());
        pack.years.push(Year { year: number, notice: "–".to_owned(), dated, holidays, workdays });
        pack.years.sort_by_key(|year| year.year);
    }
    let found = pack.years.iter_mut().find(|year| year.year == number);
    found.ok_or_else(|| BadEdit::at(place, "there is no such year"))
}

fn notice(year: &mut Year, field: Field, to: &str) -> Result<(), BadEdit> {
    let place = format!("{}, {}", year.year, field.as_str());
    if field == Field::Notice {
        year.notice = words(to, &place)?;
    } else if field == Field::Dated {
        year.dated = day(to, &place)?;
    } else {
        return Err(BadEdit::at(place, "is not changed here"));
    }
    Ok(())
}
