//! Responsible units and the ground of each in its layer.

use std::collections::BTreeMap;

use shared::ids::LayerCode;

use super::beats::commonest;
use super::census::Census;
use super::clusters::gather;
use super::lattice::Lattice;
use super::noise::Noise;
use super::sources::{At, LayerName, Sources};
use super::{Jurisdiction, Unit};

/// As many as the city has, over its twenty jurisdictions.
const UNITS: usize = 646;
const JURISDICTIONS: usize = 20;
/// How many units each layer gets beside another.
const SHARES: [f64; 7] = [5.0, 4.0, 4.0, 4.0, 3.0, 6.0, 2.0];

/// Units and what they claim.
pub(super) struct Industry {
    pub(super) layers: Vec<LayerName>,
    pub(super) units: Vec<Unit>,
    /// For each layer, for each block, the units that claim it: one, but for disputes.
    pub(super) claims: Vec<Vec<Vec<usize>>>,
    pub(super) seed: u64,
}

/// Divides every jurisdiction among units, in each layer anew.
pub(super) fn divide(lattice: &Lattice, census: &Census, sources: &Sources, seed: u64) -> Industry {
    let layers = sources.layers.clone();
    let homes = homes(lattice, census);
    let counts = share_out(&homes, layers.len());
    let mut industry =
        Industry { claims: vec![vec![Vec::new(); census.code.len()]; layers.len()], layers, units: Vec::new(), seed };
    for ((place, jurisdiction), (home, counts)) in census.jurisdictions.iter().enumerate().zip(homes.iter().zip(counts))
    {
        for (layer, count) in counts.into_iter().enumerate() {
            let chance = Noise::new(seed, 1000 + (place * 100 + layer) as u64);
            industry.settle(census, sources, jurisdiction, home, layer, count, chance);
        }
    }
    industry
}

/// The part of a community that lies in a jurisdiction: its blocks and middle.
struct Home {
    at: At,
    blocks: Vec<usize>,
}

/// Returns the communities, or parts of them, of each jurisdiction.
fn homes(lattice: &Lattice, census: &Census) -> Vec<Vec<Home>> {
    let mut parts: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (block, (jurisdiction, community)) in census.jurisdiction.iter().zip(&census.community).enumerate() {
        parts.entry((*jurisdiction, *community)).or_default().push(block);
    }
    let mut homes: Vec<Vec<Home>> = census.jurisdictions.iter().map(|_| Vec::new()).collect();
    for ((jurisdiction, _), blocks) in parts {
        let places = blocks.iter().filter_map(|block| lattice.blocks.get(*block)).map(|block| block.at);
        let (x, y) = places.fold((0.0, 0.0), |sum, at| (sum.0 + at.x, sum.1 + at.y));
        #[expect(clippy::cast_precision_loss, reason = "some hundreds of blocks")]
        let count = blocks.len() as f64;
        if let Some(list) = homes.get_mut(jurisdiction) {
            list.push(Home { at: At { x: x / count, y: y / count }, blocks });
        }
    }
    homes
}

/// Says how many units each jurisdiction has in each layer: one at least, the rest by size, 646 over the whole city.
fn share_out(homes: &[Vec<Home>], layers: usize) -> Vec<Vec<usize>> {
    let total = UNITS * homes.len() / JURISDICTIONS;
    let mut counts = vec![vec![1; layers]; homes.len()];
    for _ in (homes.len() * layers)..total {
        // To whoever has least for its size, as long as a unit would still have a community to itself.
        let mut best: Option<(f64, usize, usize)> = None;
        for (jurisdiction, (home, counts)) in homes.iter().zip(&counts).enumerate() {
            let blocks: usize = home.iter().map(|home| home.blocks.len()).sum();
            #[expect(clippy::cast_precision_loss, reason = "some thousands of blocks")]
            let size = 30.0 + (blocks as f64).sqrt();
            for (layer, count) in counts.iter().enumerate().filter(|(_, count)| **count < home.len()) {
                #[expect(clippy::cast_precision_loss, reason = "a handful")]
                let need = size * SHARES.get(layer).copied().unwrap_or(1.0) / (*count as f64 + 0.5);
                if best.is_none_or(|(most, ..)| need > most) {
                    best = Some((need, jurisdiction, layer));
                }
            }
        }
        let Some((_, jurisdiction, layer)) = best else { break };
        if let Some(count) = counts.get_mut(jurisdiction).and_then(|counts| counts.get_mut(layer)) {
            *count += 1;
        }
    }
    counts
}

impl Industry {
    #[expect(clippy::too_many_arguments, reason = "one place, seven facts; a struct would name each only once")]
    fn settle(
        &mut self,
        census: &Census,
        sources: &Sources,
        jurisdiction: &Jurisdiction,
        home: &[Home],
        layer: usize,
        count: usize,
        chance: Noise,
    ) {
        #[expect(clippy::cast_precision_loss, reason = "some hundreds of blocks")]
        let items: Vec<(At, f64)> = home.iter().map(|home| (home.at, (home.blocks.len() as f64).sqrt())).collect();
        let groups = gather(&items, count, chance);
        let found = groups.iter().max().map_or(0, |last| last + 1);
        let first = self.units.len();
        let mut names = Names::default();
        for group in 0..found {
            let ground =
                || home.iter().zip(&groups).filter(move |(_, own)| **own == group).flat_map(|(home, _)| &home.blocks);
            let street = commonest(ground().filter_map(|block| census.street.get(*block)).copied());
            let street = sources.streets.get(street).map_or("", |street| street.name.as_str());
            let Some(known) = self.layers.get(layer) else { continue };
            if let Some(unit) = unit(jurisdiction, known, group, names.name(jurisdiction, known, street)) {
                self.units.push(unit);
            }
        }
        for (home, group) in home.iter().zip(groups) {
            for block in &home.blocks {
                if let Some(claims) = self.claims.get_mut(layer).and_then(|layer| layer.get_mut(*block)) {
                    claims.push(first + group);
                }
            }
        }
    }

    pub(super) fn layer_code(&self, layer: usize) -> Option<LayerCode> {
        self.layers.get(layer)?.code.parse().ok()
    }
}

fn unit(jurisdiction: &Jurisdiction, layer: &LayerName, group: usize, name: String) -> Option<Unit> {
    Some(Unit {
        id: format!("{}-{}-{:02}", jurisdiction.id, layer.mark, group + 1).parse().ok()?,
        name,
        jurisdiction: jurisdiction.id.clone(),
        layer: layer.code.parse().ok()?,
    })
}

/// Gives each unit of a layer a name of its own.
#[derive(Default)]
struct Names {
    given: BTreeMap<String, usize>,
}

impl Names {
    fn name(&mut self, jurisdiction: &Jurisdiction, layer: &LayerName, street: &str) -> String {
        let short = short(&jurisdiction.name);
        // Enforcement is organised by street; everybody else by number.
        let place = if layer.code == "order" { street.trim_end_matches("街道").trim_end_matches('镇') } else { "" };
        let count = self.given.entry(place.to_owned()).or_default();
        *count += 1;
        let number = if place.is_empty() {
            numeral(*count)
        } else if *count > 1 {
            format!("{place}{}", numeral(*count))
        } else {
            place.to_owned()
        };
        format!("{short}{}", layer.unit.replace("{}", &number))
    }
}

/// Returns a jurisdiction's name as it stands before a unit's: 未央, 经开, 曲江, 航空基地.
pub(super) fn short(name: &str) -> &str {
    let long = name.chars().count() > 3;
    let cut = ["生态区", "新区"].iter().filter(|_| long).find_map(|end| name.strip_suffix(end));
    cut.or_else(|| name.strip_suffix('区')).or_else(|| name.strip_suffix('县')).unwrap_or(name)
}

/// Returns a small number in Chinese.
pub(super) fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: usize| DIGITS.get(value).copied().unwrap_or_default();
    match number {
        0 => "零".to_owned(),
        1..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number - 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{numeral, short};

    #[test]
    fn names_are_cut_as_people_cut_them() {
        let names = ["未央区", "高新区", "曲江新区", "浐灞生态区", "国际港务区", "航空基地", "蓝田县"];
        assert_eq!(names.map(short), ["未央", "高新", "曲江", "浐灞", "国际港务", "航空基地", "蓝田"]);
        assert_eq!([1, 10, 12, 20, 35].map(numeral), ["一", "十", "十二", "二十", "三十五"]);
    }
}
