//! The catalogue as a folder of CSV files: what a city engineer reads and edits.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::calendar::limit::Limit;
use crate::catalogue::category::{Category, Layer, LookAlike, Major, Origin, Tell};
use crate::catalogue::condition::{FilingCondition, Source};
use crate::catalogue::key::{CategoryCode, CategoryKey, Kind, StandardRef};
use crate::catalogue::pack::{BadCatalogue, CataloguePack, ConditionRow, FORMAT};
use crate::catalogue::table::{Row, each_row};
use crate::evidence::amount::MOST_PHOTOS;

/// The texts of the files, each in the field named after it.
#[derive(Clone, Copy, Debug)]
pub struct CatalogueFiles<'a> {
    /// `about.json`: id, version, title, standard, previous_standard, and since: its first day.
    pub about: &'a str,
    /// `layers.csv`: code,name,name_en
    pub layers: &'a str,
    /// `majors.csv`: standard,kind,number,name,name_en
    pub majors: &'a str,
    /// `categories.csv`: kind,code,name,name_en,initials,limit,layer,frequent,event_name
    pub categories: &'a str,
    /// `crosswalk.csv`: kind,code,name,name_en,initials,layer,successor
    pub crosswalk: &'a str,
    /// `conditions.csv`: category,number,limit,text,closing,text_en,closing_en,source
    pub conditions: &'a str,
    /// `typical.csv`: category,text,closing,text_en,closing_en: the words of categories without a condition of their own.
    pub typical: &'a str,
    /// `hints.csv`: category,hint and, where there are such columns, hint_en, the same in English, and photos, the fewest
    /// of a report, 1 to 6
    pub hints: &'a str,
    /// `look_alikes.csv`: group,category,text,text_en
    pub look_alikes: &'a str,
}

impl<'a> CatalogueFiles<'a> {
    /// Returns the names under which the files are stored, in the order of the fields.
    pub const NAMES: [&'static str; 9] = [
        "about.json",
        "layers.csv",
        "majors.csv",
        "categories.csv",
        "crosswalk.csv",
        "conditions.csv",
        "typical.csv",
        "hints.csv",
        "look_alikes.csv",
    ];

    /// Takes the texts in the order of [`Self::NAMES`].
    pub fn from_texts(texts: [&'a str; 9]) -> Self {
        let [about, layers, majors, categories, crosswalk, conditions, typical, hints, look_alikes] = texts;
        Self { about, layers, majors, categories, crosswalk, conditions, typical, hints, look_alikes }
    }

    /// Makes the pack of the files.
    pub fn assemble(&self) -> Result<CataloguePack, BadCatalogue> {
        let about: About = serde_json::from_str(self.about).map_err(|error| BadCatalogue::Line {
            file: "about.json".to_owned(),
            line: u64::try_from(error.line()).unwrap_or(u64::MAX),
            field: format!("column {}", error.column()),
            what: error.to_string(),
        })?;
        let mut categories = read_categories(self.categories, &about.standard)?;
        let limits: BTreeMap<_, _> =
            categories.iter().map(|category| (category.key.clone(), category.typical_limit)).collect();
        categories.extend(read_crosswalk(self.crosswalk, &about.previous_standard)?);
        add_hints(self.hints, &mut categories)?;
        let mut conditions = read_conditions(self.conditions, &about.previous_standard)?;
        conditions.extend(read_typical(self.typical, &limits)?);
        Ok(CataloguePack {
            format: FORMAT,
            id: about.id,
            version: about.version,
            title: about.title,
            standard: about.standard,
            since: about.since,
            layers: read_layers(self.layers)?,
            majors: read_majors(self.majors)?,
            categories,
            conditions,
            look_alikes: read_look_alikes(self.look_alikes)?,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    id: String,
    version: String,
    title: String,
    standard: StandardRef,
    previous_standard: StandardRef,
    #[serde(default)]
    since: Option<Date>,
}

fn read_layers(text: &str) -> Result<Vec<Layer>, BadCatalogue> {
    let mut layers = Vec::new();
    each_row("layers.csv", text, |row| {
        layers.push(Layer { code: row.value("code")?, name: row.words("name")?, name_en: row.words("name_en")? });
        Ok(())
    })?;
    Ok(layers)
}

fn read_majors(text: &str) -> Result<Vec<Major>, BadCatalogue> {
    let mut majors = Vec::new();
    each_row("majors.csv", text, |row| {
        majors.push(Major {
            standard: row.value("standard")?,
            kind: row.value("kind")?,
            number: row.value("number")?,
            name: row.words("name")?,
            name_en: row.words("name_en")?,
        });
        Ok(())
    })?;
    Ok(majors)
}

fn key_of(row: &Row<'_>, standard: &StandardRef) -> Result<CategoryKey, BadCatalogue> {
    Ok(CategoryKey::new(standard.clone(), row.value::<Kind>("kind")?, row.value::<CategoryCode>("code")?))
}

fn read_categories(text: &str, standard: &StandardRef) -> Result<Vec<Category>, BadCatalogue> {
    let mut categories = Vec::new();
    each_row("categories.csv", text, |row| {
        let key = key_of(row, standard)?;
        categories.push(Category {
            // The standard numbers upward from 001 and leaves 080 and above to the cities.
            origin: if key.code().minor() >= 80 { Origin::Extension } else { Origin::Standard },
            key,
            name: row.words("name")?,
            name_en: row.words("name_en")?,
            initials: row.words("initials")?,
            layer: row.value("layer")?,
            typical_limit: Some(row.value::<Limit>("limit")?),
            successor: None,
            event_name: row.value_if_any("event_name")?,
            capture_hint: None,
            capture_hint_en: None,
            least_photos: None,
            frequent: row.value_if_any("frequent")?,
            retired: false,
        });
        Ok(())
    })?;
    Ok(categories)
}

fn read_crosswalk(text: &str, standard: &StandardRef) -> Result<Vec<Category>, BadCatalogue> {
    let mut categories = Vec::new();
    each_row("crosswalk.csv", text, |row| {
        categories.push(Category {
            key: key_of(row, standard)?,
            name: row.words("name")?,
            name_en: row.words("name_en")?,
            initials: row.words("initials")?,
            origin: Origin::Superseded,
            layer: row.value("layer")?,
            typical_limit: None,
            successor: row.value_if_any("successor")?,
            event_name: None,
            capture_hint: None,
            capture_hint_en: None,
            least_photos: None,
            frequent: None,
            retired: false,
        });
        Ok(())
    })?;
    Ok(categories)
}

fn add_hints(text: &str, categories: &mut [Category]) -> Result<(), BadCatalogue> {
    each_row("hints.csv", text, |row| {
        let key: CategoryKey = row.value("category")?;
        let Some(category) = categories.iter_mut().find(|category| category.key == key) else {
            return Err(row.wrong("category", format!("{key} is not in categories.csv or crosswalk.csv")));
        };
        category.capture_hint = Some(row.words("hint")?);
        // Files from before there were such columns stay as they are.
        if row.has("hint_en") {
            category.capture_hint_en = row.value_if_any("hint_en")?;
        }
        if row.has("photos") {
            category.least_photos = row.value_if_any("photos")?;
        }
        if category.least_photos.is_some_and(|least| least == 0 || usize::from(least) > MOST_PHOTOS) {
            return Err(row.wrong("photos", format!("must be 1 to {MOST_PHOTOS}")));
        }
        Ok(())
    })
}

fn read_conditions(text: &str, previous: &StandardRef) -> Result<Vec<ConditionRow>, BadCatalogue> {
    let mut conditions = Vec::new();
    each_row("conditions.csv", text, |row| {
        let category: CategoryKey = row.value("category")?;
        let source = Source::read(row.text("source")?)
            .ok_or_else(|| row.wrong("source", "must be training, city or national"))?;
        conditions.push(ConditionRow {
            condition: FilingCondition {
                number: row.value("number")?,
                text: row.words("text")?,
                text_en: row.words("text_en")?,
                limit: row.value("limit")?,
                closing: row.words("closing")?,
                closing_en: row.words("closing_en")?,
                source,
                key_2013: (category.standard() == previous).then(|| category.clone()),
            },
            category,
        });
        Ok(())
    })?;
    Ok(conditions)
}

fn read_typical(text: &str, limits: &BTreeMap<CategoryKey, Option<Limit>>) -> Result<Vec<ConditionRow>, BadCatalogue> {
    let mut conditions = Vec::new();
    each_row("typical.csv", text, |row| {
        let category: CategoryKey = row.value("category")?;
        let Some(Some(limit)) = limits.get(&category) else {
            return Err(row.wrong("category", format!("{category} is not in categories.csv")));
        };
        conditions.push(ConditionRow {
            condition: FilingCondition {
                number: 1,
                text: row.words("text")?,
                text_en: row.words("text_en")?,
                limit: *limit,
                closing: row.words("closing")?,
                closing_en: row.words("closing_en")?,
                source: Source::Training,
                key_2013: None,
            },
            category,
        });
        Ok(())
    })?;
    Ok(conditions)
}

fn read_look_alikes(text: &str) -> Result<Vec<LookAlike>, BadCatalogue> {
    let mut groups: BTreeMap<String, Vec<Tell>> = BTreeMap::new();
    each_row("look_alikes.csv", text, |row| {
        let tell = Tell { key: row.value("category")?, text: row.words("text")?, text_en: row.words("text_en")? };
        groups.entry(row.words("group")?).or_default().push(tell);
        Ok(())
    })?;
    Ok(groups.into_values().map(|tells| LookAlike { tells }).collect())
}
