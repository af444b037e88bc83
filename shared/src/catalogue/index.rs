//! The catalogue, ready to be asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::calendar::limit::Limit;
use crate::catalogue::category::{Category, Layer, LookAlike, Major, Origin};
use crate::catalogue::condition::{FilingCondition, Source};
use crate::catalogue::key::{CategoryKey, Kind, StandardRef};
use crate::catalogue::pack::{BadCatalogue, CataloguePack, ConditionRow};
use crate::catalogue::search::sought::Sought;

/// All categories with their conditions; the same on phone and server.
#[derive(Clone, Debug)]
pub struct Catalogue {
    id: String,
    version: String,
    title: String,
    standard: StandardRef,
    since: Option<Date>,
    layers: Vec<Layer>,
    majors: Vec<Major>,
    categories: BTreeMap<CategoryKey, Category>,
    conditions: BTreeMap<CategoryKey, Arc<[FilingCondition]>>,
    predecessors: BTreeMap<CategoryKey, CategoryKey>,
    look_alikes: Vec<LookAlike>,
    /// The categories as the search reads them; made at the first search, which a server may never do.
    pub(super) sought: OnceLock<Arc<[Sought]>>,
}

impl Catalogue {
    /// Reads a catalogue from the JSON of a pack.
    pub fn from_json(text: &str) -> Result<Self, BadCatalogue> {
        Self::new(CataloguePack::from_json(text)?)
    }

    /// Checks a pack and makes the catalogue of it.
    pub fn new(pack: CataloguePack) -> Result<Self, BadCatalogue> {
        let mut categories = BTreeMap::new();
        for category in pack.categories {
            let derived = category.derived_event();
            for category in [Some(category), derived].into_iter().flatten() {
                if let Some(twice) = categories.insert(category.key.clone(), category) {
                    return Err(contradiction(&twice.key, "is listed twice"));
                }
            }
        }
        let mut catalogue = Self {
            id: pack.id,
            version: pack.version,
            title: pack.title,
            standard: pack.standard,
            since: pack.since,
            layers: pack.layers,
            majors: pack.majors,
            predecessors: predecessors_in(&categories)?,
            categories,
            conditions: BTreeMap::new(),
            look_alikes: pack.look_alikes,
            sought: OnceLock::new(),
        };
        catalogue.check_references()?;
        let rows = catalogue.grouped(pack.conditions)?;
        catalogue.conditions = catalogue
            .categories
            .values()
            .map(|category| (category.key.clone(), catalogue.resolved(category, &rows)))
            .collect();
        Ok(catalogue)
    }

    /// Returns which catalogue this is.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the version, stored beside every case filed under it.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns what people call it.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the standard in force.
    pub fn standard(&self) -> &StandardRef {
        &self.standard
    }

    /// Returns the first day on which cases are reported under the standard in force; none where it always was.
    pub fn since(&self) -> Option<Date> {
        self.since
    }

    /// Returns the industry layers that categories name.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Returns the major classes of all standards.
    pub fn majors(&self) -> &[Major] {
        &self.majors
    }

    /// Returns the major class of a category.
    pub fn major_of(&self, key: &CategoryKey) -> Option<&Major> {
        self.majors.iter().find(|major| {
            major.standard == *key.standard() && major.kind == key.kind() && major.number == key.code().major()
        })
    }

    /// Returns every category, derived events and those of the standard before included, in the order of their keys.
    pub fn categories(&self) -> impl Iterator<Item = &Category> {
        self.categories.values()
    }

    /// Returns the categories a new case may be about, in the order of their keys.
    pub fn reportable(&self) -> impl Iterator<Item = &Category> {
        self.categories.values().filter(|category| category.is_reportable())
    }

    /// Returns the category.
    pub fn category(&self, key: &CategoryKey) -> Option<&Category> {
        self.categories.get(key)
    }

    /// Returns the fewest photos of the scene that a report of the category must have.
    pub fn least_photos(&self, key: &CategoryKey) -> u8 {
        self.category(key).and_then(|category| category.least_photos).unwrap_or(1)
    }

    /// Returns the category's conditions in the order of their numbers; at least one for every category in force.
    pub fn conditions(&self, key: &CategoryKey) -> &[FilingCondition] {
        self.conditions.get(key).map_or(&[], |conditions| conditions)
    }

    /// Returns the condition with this number.
    pub fn condition(&self, key: &CategoryKey, number: u32) -> Option<&FilingCondition> {
        self.conditions(key).iter().find(|condition| condition.number == number)
    }

    /// Returns how long a unit has under this condition.
    pub fn limit(&self, key: &CategoryKey, number: u32) -> Option<Limit> {
        self.condition(key, number).map(|condition| condition.limit)
    }

    /// Returns the category of the standard before whose place this one took.
    pub fn predecessor(&self, key: &CategoryKey) -> Option<&Category> {
        self.predecessors.get(key).and_then(|key| self.categories.get(key))
    }

    /// Returns the component that a derived event is about.
    pub fn component_of(&self, key: &CategoryKey) -> Option<&Category> {
        match self.categories.get(key)?.origin {
            Origin::Derived => self.categories.get(&key.as_kind(Kind::Component)),
            Origin::Standard | Origin::Extension | Origin::Superseded => None,
        }
    }

    /// Returns the groups of look-alikes that the category is in.
    pub fn look_alikes(&self, key: &CategoryKey) -> impl Iterator<Item = &LookAlike> {
        self.look_alikes.iter().filter(move |group| group.tells.iter().any(|tell| tell.key == *key))
    }

    /// Returns the most frequent categories a case can be about, the first first.
    pub fn frequent(&self) -> Vec<&Category> {
        self.search("")
    }

    fn check_references(&self) -> Result<(), BadCatalogue> {
        let layers: BTreeSet<_> = self.layers.iter().map(|layer| &layer.code).collect();
        for category in self.categories.values() {
            if !layers.contains(&category.layer) {
                return Err(contradiction(&category.key, format!("there is no layer {}", category.layer)));
            }
            if self.major_of(&category.key).is_none() {
                return Err(contradiction(&category.key, "its major class is not listed"));
            }
            if let Some(successor) = &category.successor
                && !self.categories.contains_key(successor)
            {
                return Err(contradiction(&category.key, format!("its successor {successor} is not listed")));
            }
        }
        for tell in self.look_alikes.iter().flat_map(|group| &group.tells) {
            if !self.categories.contains_key(&tell.key) {
                return Err(contradiction(&tell.key, "is a look-alike but not a category"));
            }
        }
        Ok(())
    }

    /// Puts the rows under their categories, in the order of their numbers.
    fn grouped(&self, rows: Vec<ConditionRow>) -> Result<BTreeMap<CategoryKey, Arc<[FilingCondition]>>, BadCatalogue> {
        let mut grouped: BTreeMap<CategoryKey, Vec<FilingCondition>> = BTreeMap::new();
        for row in rows {
            if !self.categories.contains_key(&row.category) {
                return Err(contradiction(&row.category, "has conditions but is not listed"));
            }
            grouped.entry(row.category).or_default().push(row.condition);
        }
        for (key, conditions) in &mut grouped {
            conditions.sort_by_key(|condition| condition.number);
            for (expected, condition) in (1..).zip(conditions.iter()) {
                if condition.number != expected {
                    return Err(contradiction(key, format!("condition {expected} is missing or given twice")));
                }
            }
        }
        Ok(grouped.into_iter().map(|(key, conditions)| (key, conditions.into())).collect())
    }

    /// Finds the conditions of a category: its own, its component's, its predecessor's, or the typical one.
    fn resolved(
        &self,
        category: &Category,
        rows: &BTreeMap<CategoryKey, Arc<[FilingCondition]>>,
    ) -> Arc<[FilingCondition]> {
        let written_for = match category.origin {
            Origin::Derived => category.key.as_kind(Kind::Component),
            Origin::Standard | Origin::Extension | Origin::Superseded => category.key.clone(),
        };
        let own = rows.get(&category.key).or_else(|| rows.get(&written_for));
        let found = own.or_else(|| rows.get(self.predecessors.get(&written_for)?));
        match (found, category.typical_limit) {
            (Some(conditions), _) => conditions.clone(),
            (None, Some(limit)) => [typical(category, limit)].into(),
            (None, None) => [].into(),
        }
    }
}

/// The condition of a category about which nobody has written anything yet.
fn typical(category: &Category, limit: Limit) -> FilingCondition {
    FilingCondition {
        number: 1,
        text: format!("{}，需要处置", category.name),
        text_en: format!("{}: needs handling", category.name_en),
        limit,
        closing: "问题消除".to_owned(),
        closing_en: "The problem is gone".to_owned(),
        source: Source::Training,
        key_2013: None,
    }
}

fn predecessors_in(
    categories: &BTreeMap<CategoryKey, Category>,
) -> Result<BTreeMap<CategoryKey, CategoryKey>, BadCatalogue> {
    let mut predecessors = BTreeMap::new();
    for category in categories.values() {
        if let Some(successor) = &category.successor
            && let Some(other) = predecessors.insert(successor.clone(), category.key.clone())
        {
            // Two would mean two conditions with one number.
            return Err(contradiction(&category.key, format!("{other} already has the successor {successor}")));
        }
    }
    Ok(predecessors)
}

fn contradiction(key: &CategoryKey, what: impl Into<String>) -> BadCatalogue {
    BadCatalogue::Contradiction { place: key.to_string(), what: what.into() }
}
