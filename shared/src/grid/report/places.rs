//! Do the codes name districts, streets and communities that are known? Their lists change every year, so what is not
//! known is only to be looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Flaw};
use crate::grid::boundaries::Boundaries;
use crate::grid::features::GridFeature;
use crate::grid::ring::Ring;

/// How many digits a place has, and what it is called.
const LEVELS: [(usize, Flaw, &str, &str); 3] = [
    (6, Flaw::UnknownDistrict, "区县", "district"),
    (9, Flaw::UnknownStreet, "街道", "street"),
    (12, Flaw::UnknownCommunity, "社区", "community"),
];

/// Names each unknown place once, with how many grids of the file lie in it.
pub(super) fn unknown(existing: &[Boundaries], grids: &[GridFeature]) -> Vec<Finding> {
    let here = existing.iter().flat_map(|pack| &pack.places);
    let named: BTreeSet<&str> =
        here.chain(grids.iter().flat_map(|feature| &feature.places)).map(|place| place.code.as_str()).collect();
    let mut findings = Vec::new();
    let mut above: BTreeSet<&str> = BTreeSet::new();
    for (digits, flaw, zh, en) in LEVELS {
        let mut missing: BTreeMap<&str, Vec<&GridFeature>> = BTreeMap::new();
        for feature in grids {
            let code = feature.grid.code.as_str();
            let Some(place) = code.get(..digits).filter(|place| !named.contains(place)) else { continue };
            // Nothing is known of what lies in an unknown place: that is said once.
            if !LEVELS
                .iter()
                .filter_map(|level| code.get(..level.0))
                .any(|whole| whole != place && above.contains(whole))
            {
                missing.entry(place).or_default().push(feature);
            }
        }
        for (place, features) in &missing {
            let count = features.len();
            let first = features.first();
            let finding = Finding::warning(
                flaw,
                format!("{zh} {place} 没有名称，涉及 {count} 个网格"),
                format!("nothing names the {en} {place}, in which {count} grids lie"),
            );
            let at = first.and_then(|feature| feature.grid.rings.first()).map(Ring::centre);
            let finding = finding.about([place]).at(at);
            findings.push(Finding { feature: first.map(|feature| feature.number), ..finding });
        }
        above.extend(missing.into_keys());
    }
    findings
}
