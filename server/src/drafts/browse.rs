//! What a catalogue and a calendar hold, as it is read at a desk: what is in force, or what a draft would make of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;
use shared::api::catalogue::{
    CalendarChoice, CalendarFacts, CategoryFacts, CategoryRow, CategoryRows, Contents, DayFacts, DayKind, HolidayFacts,
    HoursFacts, LayerFacts, Ledger, LookAlikeGroup, MajorFacts, NoticeFacts, TellFacts, is_training,
};
use shared::calendar::limit::Limit;
use shared::calendar::pack::{Calendar, CalendarPack};
use shared::catalogue::{Catalogue, Category, CategoryKey, Kind, Tell};
use shared::draft::items::{weekday_word, work_day_word, written_periods};
use shared::ids::{JurisdictionId, LayerCode, Sha256};
use shared::refusal::Code;

use super::actions::{Drafted, current, drafted};
use super::content::Content;
use super::publishing::today;
use super::reach;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::catalogue::city::City;
use crate::error::{Result, refuse};

/// At most so many categories on a page.
pub const MOST: usize = 200;

/// Which of the two is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// What is in force.
    Current,
    /// What the draft would hold.
    Draft,
}

impl Of {
    /// Reads the word of a query.
    pub fn read(word: Option<&str>) -> Result<Self> {
        match word {
            None | Some("" | "current") => Ok(Self::Current),
            Some("draft") => Ok(Self::Draft),
            Some(_) => refuse(Code::BadValue, "of: current or draft"),
        }
    }
}

/// A catalogue that is read.
struct Shown {
    catalogue: Arc<Catalogue>,
    hash: Sha256,
    has_draft: bool,
    whole: JurisdictionId,
}

async fn catalogue(app: &App, caller: &Caller, of: Of) -> Result<Shown> {
    let whole = reach::seen(app, caller, Ledger::Catalogue, None)?;
    let city = app.city();
    let drafted = drafted(&mut *app.db.read().await?, &city, Ledger::Catalogue, &whole).await?;
    let has_draft = has_changes(&drafted);
    let hash = current(&city, Ledger::Catalogue, &whole)?;
    let catalogue = match (of, drafted.after) {
        (Of::Draft, Content::Catalogue(pack)) => match Catalogue::new(*pack) {
            Ok(catalogue) => Arc::new(catalogue),
            Err(error) => return refuse(Code::DraftUnsound, error.to_string()),
        },
        (Of::Draft | Of::Current, _) => match city.catalogue() {
            Some(named) => named.content.clone(),
            None => return refuse(Code::NotFound, "there is no catalogue yet"),
        },
    };
    Ok(Shown { catalogue, hash, has_draft, whole })
}

fn has_changes(drafted: &Drafted) -> bool {
    drafted.lines.iter().any(|line| !line.told.is_taken_back)
}

/// Returns what a catalogue is made of.
pub async fn contents(app: &App, caller: &Caller, of: Of) -> Result<Contents> {
    let Shown { catalogue, hash, has_draft, whole } = catalogue(app, caller, of).await?;
    let in_major = |number: u32, standard: &str, kind| {
        let found = catalogue.categories().filter(|one| {
            one.key.code().major() == number && one.key.kind() == kind && one.key.standard().as_str() == standard
        });
        u64::try_from(found.count()).unwrap_or(u64::MAX)
    };
    Ok(Contents {
        version: catalogue.version().to_owned(),
        hash,
        title: catalogue.title().to_owned(),
        standard: catalogue.standard().clone(),
        has_draft,
        may_edit: reach::may_edit(caller, &whole),
        majors: (catalogue.majors().iter())
            .map(|major| MajorFacts {
                standard: major.standard.clone(),
                kind: major.kind,
                number: major.number,
                name: major.name.clone(),
                name_en: major.name_en.clone(),
                categories: in_major(major.number, major.standard.as_str(), major.kind),
            })
            .collect(),
        layers: (catalogue.layers().iter())
            .map(|layer| LayerFacts {
                code: layer.code.clone(),
                name: layer.name.clone(),
                name_en: layer.name_en.clone(),
            })
            .collect(),
    })
}

/// Which categories are listed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// Those that words fit, the best first.
    Words(String),
    /// Those of a major class, from behind one on.
    Major {
        /// Standard, kind and number, such as `GB/T 47678.5-2026 event:06`.
        name: String,
        /// What comes behind this one.
        after: Option<CategoryKey>,
    },
}

/// Returns categories.
pub async fn categories(app: &App, caller: &Caller, of: Of, wanted: Wanted, limit: usize) -> Result<CategoryRows> {
    let shown = catalogue(app, caller, of).await?;
    let catalogue = &shown.catalogue;
    let limit = limit.clamp(1, MOST);
    match wanted {
        Wanted::Words(words) => {
            let hits = catalogue.hits_in_all(&words);
            let rows = hits.into_iter().take(limit).map(|hit| row(catalogue, hit.category)).collect();
            Ok(CategoryRows { rows, next: None })
        }
        Wanted::Major { name, after } => {
            let major = |one: &Category| {
                format!("{} {}:{:02}", one.key.standard(), one.key.kind(), one.key.code().major()) == name
            };
            let behind = |one: &Category| after.as_ref().is_none_or(|after| one.key > *after);
            let mut found: Vec<&Category> =
                catalogue.categories().filter(|one| major(one) && behind(one)).take(limit.saturating_add(1)).collect();
            let more = found.len() > limit;
            found.truncate(limit);
            let next = found.last().filter(|_| more).map(|last| last.key.clone());
            Ok(CategoryRows { rows: found.into_iter().map(|one| row(catalogue, one)).collect(), next })
        }
    }
}

fn layer_names(catalogue: &Catalogue, code: &LayerCode) -> (String, String) {
    let found = catalogue.layers().iter().find(|layer| layer.code == *code);
    found.map_or_else(|| (code.to_string(), code.to_string()), |layer| (layer.name.clone(), layer.name_en.clone()))
}

fn row(catalogue: &Catalogue, category: &Category) -> CategoryRow {
    let conditions = catalogue.conditions(&category.key);
    let mut limits: Vec<Limit> = Vec::new();
    for condition in conditions {
        if !limits.contains(&condition.limit) {
            limits.push(condition.limit);
        }
    }
    let (layer, layer_en) = layer_names(catalogue, &category.layer);
    CategoryRow {
        key: category.key.clone(),
        name: category.name.clone(),
        name_en: category.name_en.clone(),
        origin: category.origin,
        layer,
        layer_en,
        retired: category.retired,
        has_hint: category.capture_hint.is_some(),
        limits,
        conditions: u64::try_from(conditions.len()).unwrap_or(u64::MAX),
        is_training: is_training(conditions),
    }
}

/// Returns everything about one category.
pub async fn category(app: &App, caller: &Caller, of: Of, key: &CategoryKey) -> Result<CategoryFacts> {
    let shown = catalogue(app, caller, of).await?;
    let catalogue = &shown.catalogue;
    let Some(found) = catalogue.category(key) else { return refuse(Code::NotFound, format!("no category {key}")) };
    let (layer_name, layer_name_en) = layer_names(catalogue, &found.layer);
    let major = catalogue.major_of(key);
    Ok(CategoryFacts {
        key: found.key.clone(),
        name: found.name.clone(),
        name_en: found.name_en.clone(),
        initials: found.initials.clone(),
        origin: found.origin,
        major: major.map(|major| major.name.clone()).unwrap_or_default(),
        major_en: major.map(|major| major.name_en.clone()).unwrap_or_default(),
        layer: found.layer.clone(),
        layer_name,
        layer_name_en,
        typical_limit: found.typical_limit,
        event_name: found.event_name.clone(),
        capture_hint: found.capture_hint.clone(),
        capture_hint_en: found.capture_hint_en.clone(),
        least_photos: found.least_photos,
        frequent: found.frequent,
        retired: found.retired,
        successor: found.successor.clone(),
        predecessor: catalogue.before(key).map(|before| before.key.clone()),
        component: catalogue.component_of(key).map(|component| component.key.clone()),
        conditions: catalogue.conditions(key).to_vec(),
        look_alikes: look_alikes(catalogue, &key.as_kind(Kind::Event)),
    })
}

/// Returns what a category is taken for. A case is about an event, also where a component is meant.
fn look_alikes(catalogue: &Catalogue, key: &CategoryKey) -> Vec<LookAlikeGroup> {
    let tell = |tell: &Tell| {
        let category = catalogue.category(&tell.key);
        TellFacts {
            key: tell.key.clone(),
            name: category.map(|one| one.name.clone()).unwrap_or_default(),
            name_en: category.map(|one| one.name_en.clone()).unwrap_or_default(),
            text: tell.text.clone(),
            text_en: tell.text_en.clone(),
        }
    };
    let groups = catalogue.look_alikes(key);
    groups.map(|group| LookAlikeGroup { tells: group.tells.iter().map(tell).collect() }).collect()
}

/// Returns how working time is counted, and every day of a year.
pub async fn calendar(
    app: &App,
    caller: &Caller,
    of: Of,
    named: Option<&JurisdictionId>,
    year: Option<i16>,
) -> Result<CalendarFacts> {
    let area = reach::seen(app, caller, Ledger::Calendar, named)?;
    let city = app.city();
    let whole = reach::whole(&city)?;
    let drafted = drafted(&mut *app.db.read().await?, &city, Ledger::Calendar, &area).await?;
    let has_draft = has_changes(&drafted);
    let hash = current(&city, Ledger::Calendar, &area)?;
    let is_own = area == *whole || city.calendar(whole).is_none_or(|named| named.hash != hash);
    let pack = match (of, drafted.after) {
        (Of::Draft, Content::Calendar(pack)) => *pack,
        (Of::Draft | Of::Current, _) => match city.calendar(&area) {
            Some(named) => named.content.pack().clone(),
            None => return refuse(Code::NotFound, "there is no calendar yet"),
        },
    };
    let year = year.unwrap_or_else(|| today(&city, &area, app.clock.now()).year());
    if !(1970..=2200).contains(&year) {
        return refuse(Code::BadValue, "year: 1970 to 2200");
    }
    Ok(facts(
        pack,
        About {
            may_edit: reach::may_edit(caller, &area),
            area,
            is_own,
            hash,
            year,
            has_draft,
            choices: choices(&city, caller)?,
        },
    ))
}

/// Returns whose calendars somebody may see, the city's first.
fn choices(city: &City, caller: &Caller) -> Result<Vec<CalendarChoice>> {
    let whole = reach::whole(city)?;
    let shared = city.calendar(whole).map(|named| &named.hash);
    let mut choices: Vec<CalendarChoice> = (city.jurisdictions())
        .filter(|one| one.id == *whole || reach::may_edit(caller, &one.id))
        .map(|one| CalendarChoice {
            jurisdiction: one.id.clone(),
            name: city.name_of(&one.id),
            is_own: one.id == *whole || city.calendar(&one.id).map(|named| &named.hash) != shared,
        })
        .collect();
    choices.sort_by_key(|choice| choice.jurisdiction != *whole);
    Ok(choices)
}

/// What is said of a calendar beside what it holds.
struct About {
    area: JurisdictionId,
    is_own: bool,
    hash: Sha256,
    year: i16,
    has_draft: bool,
    may_edit: bool,
    choices: Vec<CalendarChoice>,
}

fn facts(pack: CalendarPack, about: About) -> CalendarFacts {
    let About { area, is_own, hash, year, has_draft, may_edit, choices } = about;
    let days = days(&pack, year);
    CalendarFacts {
        jurisdiction: area,
        is_own,
        version: pack.version,
        hash,
        title: pack.title,
        zone: pack.zone,
        first: pack.first.to_string(),
        last: pack.last.to_string(),
        weekend: pack.weekend.iter().map(|day| weekday_word(*day).to_owned()).collect(),
        work_day: work_day_word(pack.work_day).to_owned(),
        hours: (pack.schedules.iter())
            .map(|schedule| HoursFacts {
                valid_from: schedule.valid_from.to_string(),
                periods: written_periods(&schedule.periods),
            })
            .collect(),
        notices: (pack.years.into_iter())
            .map(|year| NoticeFacts {
                year: year.year,
                notice: year.notice,
                dated: year.dated.to_string(),
                holidays: (year.holidays.into_iter())
                    .map(|one| HolidayFacts { name: one.name, from: one.from.to_string(), to: one.to.to_string() })
                    .collect(),
                make_up_days: year.workdays.iter().map(ToString::to_string).collect(),
            })
            .collect(),
        year,
        days,
        has_draft,
        may_edit,
        choices,
    }
}

/// Returns what each day of a year is; nothing of a calendar that contradicts itself.
fn days(pack: &CalendarPack, year: i16) -> Vec<DayFacts> {
    let (Ok(calendar), Ok(first)) = (Calendar::new(pack.clone()), Date::new(year, 1, 1)) else { return Vec::new() };
    let mut off: BTreeMap<Date, &str> = BTreeMap::new();
    for holiday in pack.years.iter().flat_map(|year| &year.holidays) {
        let days = holiday.from.series(1.day()).take_while(|day| *day <= holiday.to);
        off.extend(days.map(|day| (day, holiday.name.as_str())));
    }
    let is_make_up = |day: Date| pack.years.iter().any(|year| year.workdays.contains(&day));
    let fact = |day: Date| {
        let (kind, name) = match (off.get(&day), calendar.is_working_day(day)) {
            (Some(name), _) => (DayKind::Holiday, *name),
            (None, true) if is_make_up(day) => (DayKind::MakeUp, ""),
            (None, true) => (DayKind::Worked, ""),
            (None, false) => (DayKind::Weekend, ""),
        };
        DayFacts { day: day.to_string(), kind, name: name.to_owned() }
    };
    first.series(1.day()).take_while(|day| day.year() == year).map(fact).collect()
}

#[cfg(test)]
mod tests {
    use shared::api::catalogue::DayKind;

    use super::days;

    #[test]
    fn every_day_of_a_year_is_something() {
        let pack = serde_json::from_str(include_str!("../../packs/calendar/national.json")).unwrap();
        let year = days(&pack, 2026);
        assert_eq!(year.len(), 365);
        let kind = |day: &str| year.iter().find(|one| one.day == day).map(|one| (one.kind, one.name.as_str())).unwrap();
        assert_eq!(kind("2026-11-23"), (DayKind::Worked, ""));
        assert_eq!(kind("2026-11-22"), (DayKind::Weekend, ""));
        assert_eq!(kind("2026-10-01").0, DayKind::Holiday);
        assert!(year.iter().any(|one| one.kind == DayKind::MakeUp));
        assert_eq!(days(&pack, 2024).len(), 366);
    }
}
