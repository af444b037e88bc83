//! What an edit does to a catalogue.

use std::fmt::Display;
use std::str::FromStr;

use crate::calendar::limit::Limit;
use crate::catalogue::{
    BadCatalogue, Catalogue, CataloguePack, Category, CategoryKey, ConditionRow, FilingCondition, Kind, Origin, Source,
};
use crate::draft::edit::{BadEdit, Edit};
use crate::draft::field::Field;
use crate::draft::{look_alikes, majors};
use crate::evidence::amount::MOST_PHOTOS;
use crate::ids::LayerCode;

/// The longest words of a field, in characters: a handbook's cell, with room.
const LONGEST: usize = 1_000;

/// Returns the catalogue after an edit. It may contradict itself then: [`problem`] says so.
pub fn apply(mut pack: CataloguePack, edit: &Edit) -> Result<CataloguePack, BadEdit> {
    match edit {
        Edit::Category { category, field, to } => {
            let place = format!("{category}, {}", field.as_str());
            let layers: Vec<LayerCode> = pack.layers.iter().map(|layer| layer.code.clone()).collect();
            let (limit, known) = (parsed_limit(*field, to, &place)?, written(&mut pack, category)?);
            set(known, *field, to.trim(), &layers, &place)?;
            // The words of `typical.csv` are one condition with the typical limit: they stay together.
            if let Some(limit) = limit {
                let key = known.key.clone();
                let mut own = pack.conditions.iter_mut().filter(|row| row.category == key);
                if let (Some(only), None) = (own.next(), own.next())
                    && only.condition.source == Source::Training
                {
                    only.condition.limit = limit;
                }
            }
            Ok(pack)
        }
        Edit::AddCategory { category, name, name_en, layer, limit } => {
            add(&mut pack, category, [name, name_en], layer, *limit)?;
            Ok(pack)
        }
        Edit::Condition { category, number, field, to } => {
            let place = format!("{category}, condition {number}, {}", field.as_str());
            let condition = own_conditions(&mut pack, category)?.into_iter().find(|one| one.number == *number);
            let condition = condition.ok_or_else(|| BadEdit::at(&place, "there is no such condition"))?;
            set_condition(condition, *field, to, &place)?;
            Ok(pack)
        }
        Edit::AddCondition { category, text, limit, closing } => {
            let place = format!("{category}, a new condition");
            let (text, closing) = (words(text, &place)?, words(closing, &place)?);
            let number = own_conditions(&mut pack, category)?.iter().map(|one| one.number).max().unwrap_or(0);
            let condition = FilingCondition {
                number: number.saturating_add(1),
                // The city's own words are better than none.
                text_en: text.clone(),
                closing_en: closing.clone(),
                text,
                limit: *limit,
                closing,
                source: Source::City,
                key_2013: None,
            };
            let category = written_for(&pack, category)?;
            pack.conditions.push(ConditionRow { category, condition });
            Ok(pack)
        }
        Edit::RemoveCondition { category, number } => {
            let place = format!("{category}, condition {number}");
            let numbers: Vec<u32> = own_conditions(&mut pack, category)?.iter().map(|one| one.number).collect();
            if !numbers.contains(number) {
                return Err(BadEdit::at(place, "there is no such condition"));
            }
            if numbers.iter().max() != Some(number) || *number == 1 {
                let why = "only the last of several can be taken out: cases keep the number of theirs";
                return Err(BadEdit::at(place, why));
            }
            let category = written_for(&pack, category)?;
            pack.conditions.retain(|row| row.category != category || row.condition.number != *number);
            Ok(pack)
        }
        Edit::Major { standard, kind, number, field, to } => {
            majors::set(&mut pack, (standard, *kind, *number), *field, to)?;
            Ok(pack)
        }
        Edit::AddLookAlikes { category, text, text_en, other, other_text, other_text_en } => {
            look_alikes::add(&mut pack, (category, text, text_en), (other, other_text, other_text_en))?;
            Ok(pack)
        }
        Edit::JoinLookAlikes { category, text, text_en, beside, and } => {
            look_alikes::join(&mut pack, (category, text, text_en), [beside, and])?;
            Ok(pack)
        }
        Edit::Tell { category, beside, field, to } => {
            look_alikes::set(&mut pack, (category, beside), *field, to)?;
            Ok(pack)
        }
        Edit::RemoveLookAlike { category, beside } => {
            look_alikes::remove(&mut pack, category, beside)?;
            Ok(pack)
        }
        Edit::Handbook { sheets } => {
            let version = pack.version.clone();
            Ok(pack.with_handbook(sheets, &version).map_err(|error| bad(&error))?.0)
        }
        Edit::Calendar { .. }
        | Edit::Hours { .. }
        | Edit::Year { .. }
        | Edit::Holiday { .. }
        | Edit::RemoveHoliday { .. }
        | Edit::MakeUpDay { .. }
        | Edit::RemoveMakeUpDay { .. }
        | Edit::Notices { .. } => Err(BadEdit::at("edit", "this is an edit of a calendar")),
    }
}

/// Says why a catalogue cannot be gone by, and where.
pub fn problem(pack: &CataloguePack) -> Option<BadEdit> {
    Catalogue::new(pack.clone()).err().map(|error| bad(&error))
}

fn bad(error: &BadCatalogue) -> BadEdit {
    match error {
        BadCatalogue::Line { file, line, field, what } => BadEdit::at(format!("{file}, line {line}, {field}"), what),
        BadCatalogue::NotRead { line, column, what } => BadEdit::at(format!("line {line}, column {column}"), what),
        BadCatalogue::UnknownFormat(_) => BadEdit::at("format", error.to_string()),
        BadCatalogue::Contradiction { place, what } => BadEdit::at(place, what),
    }
}

/// Finds a category as it is written: the event of a component is no row of its own.
fn written<'p>(pack: &'p mut CataloguePack, key: &CategoryKey) -> Result<&'p mut Category, BadEdit> {
    let found = pack.categories.iter_mut().find(|category| category.key == *key);
    found.ok_or_else(|| BadEdit::at(key.to_string(), "there is no such category, or it is derived from its component"))
}

/// Returns the category under which conditions of this one are written.
pub(super) fn written_for(pack: &CataloguePack, key: &CategoryKey) -> Result<CategoryKey, BadEdit> {
    let has = |key: &CategoryKey| pack.categories.iter().any(|category| category.key == *key);
    let component = key.as_kind(Kind::Component);
    match (has(key), has(&component)) {
        (true, _) => Ok(key.clone()),
        (false, true) => Ok(component),
        (false, false) => Err(BadEdit::at(key.to_string(), "there is no such category")),
    }
}

/// Returns a category's conditions, written under it from now on if they came from elsewhere until now.
fn own_conditions<'p>(pack: &'p mut CataloguePack, key: &CategoryKey) -> Result<Vec<&'p mut FilingCondition>, BadEdit> {
    let key = written_for(pack, key)?;
    if !pack.conditions.iter().any(|row| row.category == key) {
        let catalogue = Catalogue::new(pack.clone()).map_err(|error| bad(&error))?;
        let came = catalogue.conditions(&key).iter().cloned();
        pack.conditions.extend(came.map(|condition| ConditionRow { category: key.clone(), condition }));
    }
    let own = pack.conditions.iter_mut().filter(|row| row.category == key);
    Ok(own.map(|row| &mut row.condition).collect())
}

fn add(
    pack: &mut CataloguePack,
    key: &CategoryKey,
    [name, name_en]: [&String; 2],
    layer: &LayerCode,
    limit: Limit,
) -> Result<(), BadEdit> {
    let place = key.to_string();
    if key.standard() != &pack.standard {
        return Err(BadEdit::at(place, format!("a new category belongs to {}", pack.standard)));
    }
    let derives = |one: &Category| one.key == key.as_kind(Kind::Component) || one.key == key.as_kind(Kind::Event);
    if pack.categories.iter().any(derives) {
        return Err(BadEdit::at(place, "there is one with this code already"));
    }
    let name = words(name, &place)?;
    pack.categories.push(Category {
        key: key.clone(),
        name_en: if name_en.trim().is_empty() { name.clone() } else { words(name_en, &place)? },
        name,
        initials: String::new(),
        origin: Origin::Extension,
        layer: layer.clone(),
        typical_limit: Some(limit),
        successor: None,
        event_name: None,
        capture_hint: None,
        capture_hint_en: None,
        least_photos: None,
        frequent: None,
        retired: false,
    });
    Ok(())
}

fn parsed_limit(field: Field, to: &str, place: &str) -> Result<Option<Limit>, BadEdit> {
    if field == Field::TypicalLimit { optional(to, place) } else { Ok(None) }
}

fn set(category: &mut Category, field: Field, to: &str, layers: &[LayerCode], place: &str) -> Result<(), BadEdit> {
    match field {
        Field::Name => category.name = words(to, place)?,
        Field::NameEn => category.name_en = words(to, place)?,
        Field::Initials => {
            if !to.bytes().all(|byte| byte.is_ascii_lowercase()) {
                return Err(BadEdit::at(place, "lower-case letters only"));
            }
            short(to, place)?.clone_into(&mut category.initials);
        }
        Field::Layer => {
            let layer: LayerCode = parsed(to, place)?;
            if !layers.contains(&layer) {
                return Err(BadEdit::at(place, format!("there is no layer {layer}")));
            }
            category.layer = layer;
        }
        Field::TypicalLimit => {
            if to.is_empty() && category.origin != Origin::Superseded {
                return Err(BadEdit::at(place, "a category in force has a typical limit"));
            }
            category.typical_limit = optional(to, place)?;
        }
        Field::EventName => category.event_name = some(to, place)?,
        Field::CaptureHint => category.capture_hint = some(to, place)?,
        Field::CaptureHintEn => category.capture_hint_en = some(to, place)?,
        Field::LeastPhotos => {
            let least: Option<u8> = optional(to, place)?;
            if least.is_some_and(|least| least == 0 || usize::from(least) > MOST_PHOTOS) {
                return Err(BadEdit::at(place, format!("must be 1 to {MOST_PHOTOS}")));
            }
            category.least_photos = least;
        }
        Field::Frequent => category.frequent = optional(to, place)?,
        Field::Retired => {
            category.retired = match to {
                "yes" => true,
                "no" => false,
                _ => return Err(BadEdit::at(place, "yes or no")),
            };
        }
        Field::Successor
        | Field::Text
        | Field::TextEn
        | Field::Limit
        | Field::Closing
        | Field::ClosingEn
        | Field::Source
        | Field::Title
        | Field::Since
        | Field::Zone
        | Field::First
        | Field::Last
        | Field::Weekend
        | Field::WorkDay
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

fn set_condition(condition: &mut FilingCondition, field: Field, to: &str, place: &str) -> Result<(), BadEdit> {
    match field {
        Field::Text => condition.text = words(to, place)?,
        Field::TextEn => condition.text_en = words(to, place)?,
        Field::Limit => condition.limit = parsed(to.trim(), place)?,
        Field::Closing => condition.closing = words(to, place)?,
        Field::ClosingEn => condition.closing_en = words(to, place)?,
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
        | Field::Source
        | Field::Title
        | Field::Since
        | Field::Zone
        | Field::First
        | Field::Last
        | Field::Weekend
        | Field::WorkDay
        | Field::Periods
        | Field::Notice
        | Field::Dated
        | Field::From
        | Field::To
        | Field::Mark
        | Field::MarkEn
        | Field::LookAlikes => return Err(BadEdit::at(place, "is not changed here")),
    }
    // Whoever writes the words of a city's catalogue is the city.
    condition.source = Source::City;
    Ok(())
}

/// Reads words that must be there.
pub(super) fn words(text: &str, place: &str) -> Result<String, BadEdit> {
    match text.trim() {
        "" => Err(BadEdit::at(place, "must not be empty")),
        text => Ok(short(text, place)?.to_owned()),
    }
}

fn some(text: &str, place: &str) -> Result<Option<String>, BadEdit> {
    let text = short(text.trim(), place)?;
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn short<'t>(text: &'t str, place: &str) -> Result<&'t str, BadEdit> {
    if text.chars().count() > LONGEST {
        return Err(BadEdit::at(place, format!("at most {LONGEST} characters")));
    }
    Ok(text)
}

/// Reads a value that must be there.
pub(super) fn parsed<T: FromStr<Err: Display>>(text: &str, place: &str) -> Result<T, BadEdit> {
    text.trim().parse().map_err(|error: T::Err| BadEdit::at(place, error.to_string()))
}

fn optional<T: FromStr<Err: Display>>(text: &str, place: &str) -> Result<Option<T>, BadEdit> {
    if text.trim().is_empty() { Ok(None) } else { parsed(text, place).map(Some) }
}
