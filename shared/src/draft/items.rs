//! A catalogue or a calendar as a list of things with fields: what is compared and shown.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

use crate::calendar::pack::{CalendarPack, DayOfWeek, Period, WorkDay};
use crate::catalogue::{Catalogue, CataloguePack, Category, CategoryKey, FilingCondition};
use crate::draft::field::{Field, Subject};

/// Something with fields.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// What it is.
    pub subject: Subject,
    /// Which of them.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// What its fields hold, the most important first.
    pub fields: Vec<(Field, String)>,
}

/// Returns everything in a catalogue.
///
/// The conditions are those that a category goes by, wherever they were written, so that what is said of a change is what
/// changes for people.
pub fn of_catalogue(pack: &CataloguePack) -> Vec<Item> {
    let mut items = vec![Item {
        subject: Subject::Catalogue,
        key: pack.id.clone(),
        name: String::new(),
        name_en: String::new(),
        fields: vec![(Field::Title, pack.title.clone()), (Field::Since, optional(pack.since))],
    }];
    items.extend(pack.layers.iter().map(|layer| Item {
        subject: Subject::Layer,
        key: layer.code.to_string(),
        name: layer.name.clone(),
        name_en: layer.name_en.clone(),
        fields: vec![(Field::Name, layer.name.clone()), (Field::NameEn, layer.name_en.clone())],
    }));
    items.extend(pack.majors.iter().map(|major| Item {
        subject: Subject::Major,
        key: format!("{} {}:{:02}", major.standard, major.kind, major.number),
        name: major.name.clone(),
        name_en: major.name_en.clone(),
        fields: vec![(Field::Name, major.name.clone()), (Field::NameEn, major.name_en.clone())],
    }));
    // A pack that contradicts itself is shown as it is written.
    let resolved = Catalogue::new(pack.clone()).ok();
    for category in &pack.categories {
        items.push(of_category(category));
        match &resolved {
            Some(catalogue) => {
                items.extend(catalogue.conditions(&category.key).iter().map(|one| of_condition(category, one)));
            }
            None => {
                let written = pack.conditions.iter().filter(|row| row.category == category.key);
                items.extend(written.map(|row| of_condition(category, &row.condition)));
            }
        }
    }
    items.extend(of_look_alikes(pack, resolved.as_ref()));
    items
}

fn of_category(category: &Category) -> Item {
    Item {
        subject: Subject::Category,
        key: category.key.to_string(),
        name: category.name.clone(),
        name_en: category.name_en.clone(),
        fields: vec![
            (Field::Name, category.name.clone()),
            (Field::NameEn, category.name_en.clone()),
            (Field::Layer, category.layer.to_string()),
            (Field::TypicalLimit, optional(category.typical_limit)),
            (Field::Initials, category.initials.clone()),
            (Field::EventName, category.event_name.clone().unwrap_or_default()),
            (Field::CaptureHint, category.capture_hint.clone().unwrap_or_default()),
            (Field::CaptureHintEn, category.capture_hint_en.clone().unwrap_or_default()),
            (Field::LeastPhotos, optional(category.least_photos)),
            (Field::Frequent, optional(category.frequent)),
            (Field::Retired, if category.retired { "yes" } else { "no" }.to_owned()),
            (Field::Successor, optional(category.successor.as_ref())),
        ],
    }
}

/// Returns the marks. A category that is in several groups has one for each, counted by their order among its own: what
/// comes and goes elsewhere leaves their keys alone.
fn of_look_alikes(pack: &CataloguePack, resolved: Option<&Catalogue>) -> Vec<Item> {
    let mut counted: BTreeMap<&CategoryKey, u32> = BTreeMap::new();
    let mut items = Vec::new();
    for group in &pack.look_alikes {
        for tell in &group.tells {
            let count = counted.entry(&tell.key).or_default();
            *count += 1;
            let key = if *count == 1 { tell.key.to_string() } else { format!("{}~{count}", tell.key) };
            let category = resolved.and_then(|catalogue| catalogue.category(&tell.key));
            let others = group.tells.iter().filter(|other| other.key != tell.key);
            let others: Vec<String> = others.map(|other| other.key.to_string()).collect();
            items.push(Item {
                subject: Subject::Tell,
                key,
                name: category.map(|one| one.name.clone()).unwrap_or_default(),
                name_en: category.map(|one| one.name_en.clone()).unwrap_or_default(),
                fields: vec![
                    (Field::Mark, tell.text.clone()),
                    (Field::MarkEn, tell.text_en.clone()),
                    (Field::LookAlikes, others.join(", ")),
                ],
            });
        }
    }
    items
}

fn of_condition(category: &Category, condition: &FilingCondition) -> Item {
    Item {
        subject: Subject::Condition,
        key: format!("{}#{}", category.key, condition.number),
        name: category.name.clone(),
        name_en: category.name_en.clone(),
        fields: vec![
            (Field::Text, condition.text.clone()),
            (Field::Limit, condition.limit.to_string()),
            (Field::Closing, condition.closing.clone()),
            (Field::TextEn, condition.text_en.clone()),
            (Field::ClosingEn, condition.closing_en.clone()),
            (Field::Source, condition.source.code().to_owned()),
        ],
    }
}

/// Returns everything in a calendar.
pub fn of_calendar(pack: &CalendarPack) -> Vec<Item> {
    let item =
        |subject, key: String, fields| Item { subject, key, name: String::new(), name_en: String::new(), fields };
    let mut items = vec![item(
        Subject::Calendar,
        pack.id.clone(),
        vec![
            (Field::Title, pack.title.clone()),
            (Field::Zone, pack.zone.clone()),
            (Field::First, pack.first.to_string()),
            (Field::Last, pack.last.to_string()),
            (Field::Weekend, pack.weekend.iter().map(|day| weekday_word(*day)).collect::<Vec<_>>().join(",")),
            (Field::WorkDay, work_day_word(pack.work_day).to_owned()),
        ],
    )];
    for schedule in &pack.schedules {
        let fields = vec![(Field::Periods, written_periods(&schedule.periods))];
        items.push(item(Subject::Hours, schedule.valid_from.to_string(), fields));
    }
    for year in &pack.years {
        let fields = vec![(Field::Notice, year.notice.clone()), (Field::Dated, year.dated.to_string())];
        items.push(item(Subject::Year, year.year.to_string(), fields));
        for holiday in &year.holidays {
            let fields = vec![(Field::From, holiday.from.to_string()), (Field::To, holiday.to.to_string())];
            items.push(item(Subject::Holiday, format!("{} {}", year.year, holiday.name), fields));
        }
        items.extend(year.workdays.iter().map(|day| item(Subject::MakeUpDay, day.to_string(), Vec::new())));
    }
    items
}

/// Writes hours as people type them: `08:00-12:00,14:00-18:00`.
pub fn written_periods(periods: &[Period]) -> String {
    let time = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let written = periods.iter().map(|period| format!("{}-{}", time(period.from), time(period.to)));
    written.collect::<Vec<_>>().join(",")
}

/// Returns the word of what a work day means, as it stands in packs.
pub const fn work_day_word(work_day: WorkDay) -> &'static str {
    match work_day {
        WorkDay::EightHours => "eight_hours",
        WorkDay::EndOfDay => "end_of_day",
    }
}

/// Returns the word of a day of the week, as it stands in packs.
pub const fn weekday_word(day: DayOfWeek) -> &'static str {
    match day {
        DayOfWeek::Monday => "monday",
        DayOfWeek::Tuesday => "tuesday",
        DayOfWeek::Wednesday => "wednesday",
        DayOfWeek::Thursday => "thursday",
        DayOfWeek::Friday => "friday",
        DayOfWeek::Saturday => "saturday",
        DayOfWeek::Sunday => "sunday",
    }
}

fn optional<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Reads a day as it is written in edits.
pub(super) fn day(text: &str) -> Option<Date> {
    crate::day::read(text.trim())
}
