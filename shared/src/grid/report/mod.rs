//! What is wrong with shapes that are to be imported: every finding with its place and its size.
//!
//! An error refuses the file, a warning is to be looked at. Whoever mends the file should have to look once, so
//! everything is looked for even where the file is refused anyway. Nothing here changes a shape.
//! Start with [`Report`], then `ground`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use super::boundaries::Boundaries;
use super::features::{Features, IndustryFeature};
use crate::ids::{JurisdictionId, LayerCode, UnitId};

pub mod finding;
pub mod crossing;
mod cover;
mod ground;
mod layers;
mod places;
mod shifted;
mod map;
#[cfg(test)]
mod tests;

use self::finding::{Finding, Flaw, Severity};
use self::ground::Ground;

/// Everything that was found, the worst first.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// The findings.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Puts findings in order.
    pub fn new(mut findings: Vec<Finding>) -> Self {
        findings
            .sort_by(|a, b| (a.severity, a.code, a.feature, &a.about).cmp(&(b.severity, b.code, b.feature, &b.about)));
        Self { findings }
    }

    /// Says whether nothing of the file may be taken.
    pub fn is_refused(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Counts the findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Counts the findings of each kind that there are any of.
    pub fn counts(&self) -> BTreeMap<Flaw, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.code).or_default() += 1;
        }
        counts
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Whole<'a> {
            errors: usize,
            warnings: usize,
            counts: BTreeMap<Flaw, usize>,
            findings: &'a [Finding],
        }
        let whole = Whole {
            errors: self.count(Severity::Error),
            warnings: self.count(Severity::Warning),
            counts: self.counts(),
            findings: &self.findings,
        };
        whole.serialize(serializer)
    }
}

/// What shapes may name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known {
    /// The responsible units on the list.
    pub units: BTreeSet<UnitId>,
    /// The industry layers that categories belong to; empty where there is no catalogue yet.
    pub layers: BTreeSet<LayerCode>,
}

/// Looks at the file itself, beside what is there: its coordinate system, the places, units and layers that it names.
pub fn of_file(existing: &[Boundaries], features: &Features, known: &Known) -> Vec<Finding> {
    let mut findings: Vec<Finding> = shifted::look(existing, features).into_iter().collect();
    findings.extend(places::unknown(existing, &features.grids));
    findings.extend(unknown_units(features, &known.units));
    if !known.layers.is_empty() {
        findings.extend(unknown_layers(features, &known.layers));
    }
    findings
}

/// Looks at the ground as it would be, as far as these jurisdictions have to do with it.
pub fn of_ground(packs: &[Boundaries], changed: &BTreeSet<JurisdictionId>) -> Vec<Finding> {
    let mut findings = Ground::of(packs).survey(changed);
    let own = packs.iter().filter(|pack| changed.contains(&pack.jurisdiction));
    findings.extend(own.flat_map(layers::survey));
    findings
}

fn unknown_units(features: &Features, units: &BTreeSet<UnitId>) -> Vec<Finding> {
    let mut missing: BTreeMap<&UnitId, Vec<&IndustryFeature>> = BTreeMap::new();
    for feature in features.industry.iter().filter(|feature| !units.contains(&feature.unit)) {
        missing.entry(&feature.unit).or_default().push(feature);
    }
    let told = missing.into_iter().map(|(unit, areas)| {
        let count = areas.len();
        let finding = Finding::warning(
            Flaw::UnknownUnit,
            format!("单位表里没有责任单位 {unit}，它有 {count} 块范围；案件派不到它，请先导入单位"),
            format!(
                "unit {unit} with {count} areas is not on the list of units: no case can be sent to it; import units"
            ),
        );
        let first = areas.first();
        let at = first.and_then(|area| area.rings.first()).map(super::ring::Ring::centre);
        Finding { feature: first.map(|area| area.number), ..finding.about([unit]).at(at) }
    });
    told.collect()
}

fn unknown_layers(features: &Features, layers: &BTreeSet<LayerCode>) -> Vec<Finding> {
    let of_areas = features.industry.iter().map(|area| (&area.layer, area.number));
    let of_remarks = features.remarks.iter();
    let of_remarks = of_remarks.flat_map(|one| one.remark.layers.iter().map(move |layer| (layer, one.number)));
    let mut missing: BTreeMap<&LayerCode, usize> = BTreeMap::new();
    for (layer, number) in of_areas.chain(of_remarks).filter(|(layer, _)| !layers.contains(*layer)) {
        missing.entry(layer).or_insert(number);
    }
    let told = missing.into_iter().map(|(layer, number)| {
        let finding = Finding::warning(
            Flaw::UnknownLayer,
            format!("类别目录里没有行业图层 {layer}，没有案件会用到它"),
            format!("no category belongs to the layer {layer}: no case would ever ask it"),
        );
        finding.about([layer]).of_feature(number)
    });
    told.collect()
}
