//! Whose each block is: street, community, number, jurisdiction.

use std::collections::BTreeMap;

use shared::ids::{DivisionCode, GridCode, JurisdictionId};

use super::Jurisdiction;
use super::clusters::{gather, mend};
use super::lattice::Lattice;
use super::noise::Noise;
use super::sources::{At, BadSource, Street};
use super::terrain::Terrain;

/// A block of fields counts as many of the town: it is about as much of a village as they are of a community.
const FIELD_WEIGHT: f64 = 12.0;
/// A cut-off piece of a jurisdiction with fewer blocks than this goes to who lies round it.
const SMALLEST_PIECE: usize = 40;
/// Rows of numbers within a community are this high.
const ROW_M: f64 = 100.0;
/// Three digits.
const MOST_IN_COMMUNITY: usize = 999;

/// Whose each block is, by its place in the lattice.
pub(super) struct Census {
    /// The street of each block.
    pub(super) street: Vec<usize>,
    /// The community of each block, numbered over the whole city.
    pub(super) community: Vec<usize>,
    /// Code and name of each community.
    pub(super) communities: Vec<(String, String)>,
    /// The number of each block.
    pub(super) code: Vec<GridCode>,
    /// The jurisdiction of each block.
    pub(super) jurisdiction: Vec<usize>,
    pub(super) jurisdictions: Vec<Jurisdiction>,
}

impl Census {
    pub(super) fn take(terrain: &Terrain<'_>, lattice: &Lattice) -> Result<Self, BadSource> {
        let mut street: Vec<usize> = lattice.blocks.iter().map(|block| block.street).collect();
        mend(&mut street, &lattice.neighbours, usize::MAX, |_, _| true);
        let (community, communities) = settle(terrain, lattice, &street);
        let code = number(lattice, &community, &communities)?;
        let (jurisdiction, jurisdictions) = govern(terrain, lattice, &street)?;
        Ok(Self { street, community, communities, code, jurisdiction, jurisdictions })
    }
}

/// Gathers the blocks of each street into its communities and names them.
fn settle(terrain: &Terrain<'_>, lattice: &Lattice, street: &[usize]) -> (Vec<usize>, Vec<(String, String)>) {
    let mut of_street: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (block, street) in street.iter().enumerate() {
        of_street.entry(*street).or_default().push(block);
    }
    let mut community = vec![0; street.len()];
    let mut found = 0;
    let mut whose = Vec::new();
    for (street, members) in &of_street {
        let Some(known) = terrain.sources.streets.get(*street) else { continue };
        let items: Vec<(At, f64)> = members
            .iter()
            .filter_map(|block| lattice.blocks.get(*block))
            .map(|block| (block.at, if block.built_up { 1.0 } else { FIELD_WEIGHT }))
            .collect();
        let chance = Noise::new(terrain.seed, 20 + *street as u64);
        let groups = gather(&items, known.communities.len().max(1), chance);
        let count = groups.iter().max().map_or(0, |last| last + 1);
        for (block, group) in members.iter().zip(groups) {
            if let Some(own) = community.get_mut(*block) {
                *own = found + group;
            }
        }
        whose.extend(std::iter::repeat_n(*street, count));
        found += count;
    }
    mend(&mut community, &lattice.neighbours, usize::MAX, |block, group| whose.get(group) == street.get(block));
    let names = name(terrain, lattice, &community, &whose);
    (community, names)
}

/// Gives the names: those of communities (居委会) to the most built-up, those of villages to the rest.
fn name(terrain: &Terrain<'_>, lattice: &Lattice, community: &[usize], whose: &[usize]) -> Vec<(String, String)> {
    let mut facts = vec![(0.0, 0.0, 0.0, 0.0); whose.len()];
    for (block, group) in lattice.blocks.iter().zip(community) {
        if let Some((town, all, x, y)) = facts.get_mut(*group) {
            *town += if block.built_up { 1.0 } else { 0.0 };
            *all += 1.0;
            *x += block.at.x;
            *y += block.at.y;
        }
    }
    let mut names = vec![(String::new(), String::new()); whose.len()];
    for (street, known) in terrain.sources.streets.iter().enumerate() {
        let mut groups: Vec<usize> = (0..whose.len()).filter(|group| whose.get(*group) == Some(&street)).collect();
        let rank = |group: &usize| {
            let (town, all, x, y) = facts.get(*group).copied().unwrap_or_default();
            // Steps of a tenth, and then from the north-west to the south-east.
            (-(town / f64::max(all, 1.0) * 10.0).floor(), (x - y) / f64::max(all, 1.0))
        };
        groups.sort_by(|a, b| {
            let (a, b) = (rank(a), rank(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        for (group, name) in groups.iter().zip(by_kind(known)) {
            if let Some(own) = names.get_mut(*group) {
                own.clone_from(name);
            }
        }
    }
    names
}

fn by_kind(street: &Street) -> impl Iterator<Item = &(String, String)> {
    let is_village = |name: &str| name.contains("村委会") || name.contains("村民") || name.ends_with('村');
    let of_kind = move |village: bool| street.communities.iter().filter(move |(_, name)| is_village(name) == village);
    of_kind(false).chain(of_kind(true))
}

/// Numbers the blocks of each community, row by row from the north, each row from the west.
fn number(lattice: &Lattice, community: &[usize], names: &[(String, String)]) -> Result<Vec<GridCode>, BadSource> {
    let mut order: Vec<usize> = (0..community.len()).collect();
    let key = |block: usize| {
        let at = lattice.blocks.get(block).map_or(At { x: 0.0, y: 0.0 }, |block| block.at);
        (community.get(block), -(at.y / ROW_M).floor(), at.x, -at.y)
    };
    order.sort_by(|&a, &b| {
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2)).then(a.3.total_cmp(&b.3))
    });
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    let mut codes: Vec<(usize, GridCode)> = Vec::with_capacity(order.len());
    for block in order {
        let group = community.get(block).copied().unwrap_or(0);
        let sequence = last.entry(group).or_default();
        *sequence += 1;
        let (code, name) = names.get(group).cloned().unwrap_or_default();
        let bad = |why: String| BadSource { file: "names.csv", line: 0, why };
        if *sequence > MOST_IN_COMMUNITY {
            return Err(bad(format!("{name} ({code}) would have more than {MOST_IN_COMMUNITY} unit grids")));
        }
        let code = format!("{code}{sequence:03}").parse().map_err(|error| bad(format!("{name}: {error}")))?;
        codes.push((block, code));
    }
    codes.sort();
    Ok(codes.into_iter().map(|(_, code)| code).collect())
}

/// Says who manages each block: its district, or a zone that overlays it.
fn govern(
    terrain: &Terrain<'_>,
    lattice: &Lattice,
    street: &[usize],
) -> Result<(Vec<usize>, Vec<Jurisdiction>), BadSource> {
    let district = |block: usize| {
        street.get(block).and_then(|street| terrain.sources.streets.get(*street)).map_or("", Street::district)
    };
    let blocks = || lattice.blocks.iter().enumerate();
    let zoned = blocks().map(|(place, block)| {
        let own = district(place);
        terrain.zone(block.at, own).unwrap_or(own)
    });
    let zoned: Vec<&str> = zoned.collect();
    let mut divisions: BTreeMap<&str, Vec<DivisionCode>> = BTreeMap::new();
    for (place, id) in zoned.iter().enumerate() {
        let code = parse(district(place))?;
        let known = divisions.entry(id).or_default();
        if !known.contains(&code) {
            known.push(code);
        }
    }
    let ids: Vec<&str> = divisions.keys().copied().collect();
    let mut groups: Vec<usize> = zoned.iter().map(|id| ids.binary_search(id).unwrap_or(0)).collect();
    let may = |block: usize, group: usize| {
        let own = district(block);
        let lies_in = |id: &&str| divisions.get(*id).is_some_and(|codes| codes.iter().any(|code| code.as_str() == own));
        ids.get(group).is_some_and(lies_in)
    };
    mend(&mut groups, &lattice.neighbours, SMALLEST_PIECE, may);
    let jurisdictions = ids
        .iter()
        .map(|id| {
            let mut codes = divisions.get(id).cloned().unwrap_or_default();
            codes.sort();
            Ok(Jurisdiction { id: jurisdiction(id)?, name: name_of(terrain, id), divisions: codes })
        })
        .collect::<Result<_, BadSource>>()?;
    Ok((groups, jurisdictions))
}

fn parse(code: &str) -> Result<DivisionCode, BadSource> {
    code.parse().map_err(|error| BadSource { file: "names.csv", line: 0, why: format!("{error}") })
}

fn jurisdiction(id: &str) -> Result<JurisdictionId, BadSource> {
    id.parse().map_err(|error| BadSource { file: "zones.csv", line: 0, why: format!("{error}") })
}

fn name_of(terrain: &Terrain<'_>, id: &str) -> String {
    let district = terrain.sources.districts.iter().find(|(code, _)| code == id).map(|(_, name)| name.clone());
    let zone = || terrain.sources.zones.iter().find(|zone| zone.id == id).map(|zone| zone.name.clone());
    district.or_else(zone).unwrap_or_else(|| id.to_owned())
}
