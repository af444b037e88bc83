//! Two editions of one jurisdiction side by side: what came, what went, what changed.

use std::collections::{BTreeMap, BTreeSet};

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::boundaries::{Boundaries, DutyGrid, Fineness, IndustryArea, Remark, UnitGrid};
use super::kind::AreaKind;
use super::outline::outer_lines;
use super::ring::Ring;
use super::written::Features;
use crate::ids::{GridCode, LayerCode, UnitId};
use crate::place::point::{Point, Scale};

/// What became of an area.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AreaChange {
    /// It is new.
    Added,
    /// It is no more.
    Gone,
    /// It is another than before.
    Changed,
}

impl AreaChange {
    /// Every change.
    pub const ALL: &[Self] = &[Self::Added, Self::Gone, Self::Changed];

    /// Returns the word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Gone => "gone",
            Self::Changed => "changed",
        }
    }
}

/// How many areas of a kind became what.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct AreaTally {
    /// New ones.
    pub added: usize,
    /// Those that are no more.
    pub gone: usize,
    /// Those that are others than before.
    pub changed: usize,
}

/// What changed between two editions, in numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct AreaChanges {
    /// Of unit grids.
    pub grids: AreaTally,
    /// Of duty grids.
    pub duty_grids: AreaTally,
    /// Of industry areas.
    pub industry: AreaTally,
    /// Of remarks.
    pub remarks: AreaTally,
}

impl AreaChanges {
    /// Counts.
    pub fn of(found: &[Found]) -> Self {
        let mut changes = Self::default();
        for one in found {
            let tally = match one.kind {
                AreaKind::Grids => &mut changes.grids,
                AreaKind::DutyGrids => &mut changes.duty_grids,
                AreaKind::Industry => &mut changes.industry,
                AreaKind::Remarks => &mut changes.remarks,
            };
            match one.change {
                AreaChange::Added => tally.added += 1,
                AreaChange::Gone => tally.gone += 1,
                AreaChange::Changed => tally.changed += 1,
            }
        }
        changes
    }

    /// Returns the numbers of one kind.
    pub const fn tally(&self, kind: AreaKind) -> AreaTally {
        match kind {
            AreaKind::Grids => self.grids,
            AreaKind::DutyGrids => self.duty_grids,
            AreaKind::Industry => self.industry,
            AreaKind::Remarks => self.remarks,
        }
    }
}

/// One difference, with its ground before and after.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// Of what.
    pub kind: AreaKind,
    /// What became of it.
    pub change: AreaChange,
    /// What it is known by: a grid's code, a duty grid's id, a layer.
    pub code: String,
    /// What people call it; nothing where it has only a code.
    pub name: String,
    /// What it was in words: a name, a unit, a text; only where that changed.
    pub was: Option<String>,
    /// What it is in words.
    pub is: Option<String>,
    /// Unit grids that a duty grid got and lost.
    pub exchanged: (usize, usize),
    before: Vec<Ring>,
    after: Vec<Ring>,
    point: Option<Point>,
}

impl Found {
    fn new(kind: AreaKind, change: AreaChange, code: impl ToString) -> Self {
        Self {
            kind,
            change,
            code: code.to_string(),
            name: String::new(),
            was: None,
            is: None,
            exchanged: (0, 0),
            before: Vec::new(),
            after: Vec::new(),
            point: None,
        }
    }

    /// Returns its size: as it is, or as it was where it is no more.
    pub fn area_m2(&self) -> f64 {
        let rings = if self.after.is_empty() { &self.before } else { &self.after };
        super::shapes::area_m2(rings)
    }

    /// Returns how much ground is of one and not of the other; nothing where the outline is the same.
    pub fn moved_m2(&self) -> Option<f64> {
        self.is_moved().then(|| apart_m2(&self.before, &self.after))
    }

    fn is_moved(&self) -> bool {
        !self.before.is_empty() && !self.after.is_empty() && self.before != self.after
    }

    /// Counts the corners of its outlines, before and after: how much room it takes.
    pub fn corners(&self) -> usize {
        self.before.iter().chain(&self.after).map(|ring| ring.points().len()).sum()
    }

    /// Returns where to look.
    pub fn at(&self) -> Option<Point> {
        let ring = self.after.iter().chain(&self.before).max_by_key(|ring| ring.twice_area());
        self.point.or_else(|| ring.map(Ring::centre))
    }
}

/// Returns everything that differs, by kind, change and code. Both editions are of one jurisdiction.
pub fn differences(before: &Boundaries, after: &Boundaries) -> Vec<Found> {
    let mut found = grids(before, after);
    found.extend(duty_grids(before, after));
    found.extend(industry(before, after));
    found.extend(remarks(before, after));
    found.sort_by(|a, b| (a.kind, a.change, &a.code, &a.name).cmp(&(b.kind, b.change, &b.code, &b.name)));
    found
}

/// Writes the differences for a map: `kind`, `change`, `code`, `place` in the list; of what changed also as it was, with
/// `was`.
pub fn to_geojson(found: &[Found]) -> String {
    let mut shapes = Features::exact();
    for (place, one) in found.iter().enumerate() {
        let mut properties =
            json!({"kind": one.kind, "change": one.change, "code": one.code, "name": one.name, "place": place});
        if let Some(point) = one.point {
            shapes.place(&properties, point);
        }
        draw(&mut shapes, &properties, one.kind, if one.after.is_empty() { &one.before } else { &one.after });
        if one.is_moved() {
            if let Some(properties) = properties.as_object_mut() {
                properties.insert("was".to_owned(), json!(1));
            }
            draw(&mut shapes, &properties, one.kind, &one.before);
        }
    }
    shapes.end()
}

fn draw(shapes: &mut Features, properties: &serde_json::Value, kind: AreaKind, rings: &[Ring]) {
    match kind {
        AreaKind::Grids | AreaKind::Industry if !rings.is_empty() => shapes.ground(properties, rings),
        AreaKind::DutyGrids if !rings.is_empty() => shapes.lines(properties, &outer_lines(rings)),
        AreaKind::Grids | AreaKind::DutyGrids | AreaKind::Industry | AreaKind::Remarks => {}
    }
}

/// What has the same key before and after, side by side.
fn paired<'a, K: Ord, T>(
    before: impl IntoIterator<Item = (K, &'a T)>,
    after: impl IntoIterator<Item = (K, &'a T)>,
) -> BTreeMap<K, (Option<&'a T>, Option<&'a T>)> {
    let mut pairs: BTreeMap<K, (Option<&'a T>, Option<&'a T>)> = BTreeMap::new();
    for (key, one) in before {
        pairs.entry(key).or_default().0 = Some(one);
    }
    for (key, one) in after {
        pairs.entry(key).or_default().1 = Some(one);
    }
    pairs
}

fn grids(before: &Boundaries, after: &Boundaries) -> Vec<Found> {
    let pairs =
        paired(before.grids.iter().map(|grid| (&grid.code, grid)), after.grids.iter().map(|grid| (&grid.code, grid)));
    let found = pairs.into_iter().filter_map(|(code, pair)| {
        let change = match pair {
            (None, Some(_)) => AreaChange::Added,
            (Some(_), None) => AreaChange::Gone,
            (Some(old), Some(new)) if old != new => AreaChange::Changed,
            (Some(_), Some(_)) | (None, None) => return None,
        };
        let (old, new) = pair;
        let fineness = |grid: Option<&UnitGrid>| grid.map(|grid| grid.fineness);
        let is_other_fineness = change == AreaChange::Changed && fineness(old) != fineness(new);
        let said = |grid: Option<&UnitGrid>| {
            fineness(grid).filter(|_| is_other_fineness).map(|fineness| match fineness {
                Fineness::Fine => "fine".to_owned(),
                Fineness::Coarse => "coarse".to_owned(),
            })
        };
        let rings = |grid: Option<&UnitGrid>| grid.map(|grid| grid.rings.clone()).unwrap_or_default();
        let found = Found::new(AreaKind::Grids, change, code);
        Some(Found { was: said(old), is: said(new), before: rings(old), after: rings(new), ..found })
    });
    found.collect()
}

fn duty_grids(before: &Boundaries, after: &Boundaries) -> Vec<Found> {
    let pairs = paired(
        before.duty_grids.iter().map(|duty| (&duty.id, duty)),
        after.duty_grids.iter().map(|duty| (&duty.id, duty)),
    );
    let grounds = [ground_of(before), ground_of(after)];
    let [old_ground, new_ground] = &grounds;
    let found = pairs.into_iter().filter_map(|(id, (old, new))| {
        let change = match (old, new) {
            (None, Some(_)) => AreaChange::Added,
            (Some(_), None) => AreaChange::Gone,
            (Some(old), Some(new)) if old != new => AreaChange::Changed,
            (Some(_), Some(_)) | (None, None) => return None,
        };
        let rings = |duty: Option<&DutyGrid>, ground: &BTreeMap<&GridCode, &[Ring]>| -> Vec<Ring> {
            let own = duty.into_iter().flat_map(|duty| &duty.grids).filter_map(|code| ground.get(code));
            own.copied().flatten().cloned().collect()
        };
        let codes = |duty: Option<&DutyGrid>| -> BTreeSet<GridCode> {
            duty.into_iter().flat_map(|duty| duty.grids.iter().cloned()).collect()
        };
        let (had, has) = (codes(old), codes(new));
        let name = new.or(old).map(|duty| duty.name.clone()).unwrap_or_default();
        let renamed = old.zip(new).filter(|(old, new)| old.name != new.name);
        Some(Found {
            name,
            was: renamed.map(|(old, _)| old.name.clone()),
            is: renamed.map(|(_, new)| new.name.clone()),
            exchanged: (has.difference(&had).count(), had.difference(&has).count()),
            before: rings(old, old_ground),
            after: rings(new, new_ground),
            ..Found::new(AreaKind::DutyGrids, change, id)
        })
    });
    found.collect()
}

fn ground_of(pack: &Boundaries) -> BTreeMap<&GridCode, &[Ring]> {
    pack.grids.iter().map(|grid| (&grid.code, grid.rings.as_slice())).collect()
}

/// A unit's ground in a layer before and after, as far as it is not the same.
#[derive(Default)]
struct Claim {
    name: String,
    before: Vec<Ring>,
    after: Vec<Ring>,
}

fn industry(before: &Boundaries, after: &Boundaries) -> Vec<Found> {
    let same = |area: &IndustryArea, others: &[IndustryArea]| others.contains(area);
    let mut went: Vec<&IndustryArea> = before.industry.iter().filter(|area| !same(area, &after.industry)).collect();
    let mut came: Vec<&IndustryArea> = after.industry.iter().filter(|area| !same(area, &before.industry)).collect();
    let mut found = Vec::new();
    // The same ground in other hands, or of a unit with another name, is one thing that changed.
    went.retain(|old| {
        let Some(at) = came.iter().position(|new| new.layer == old.layer && new.rings == old.rings) else {
            return true;
        };
        let new = came.swap_remove(at);
        found.push(Found {
            name: new.unit_name.clone(),
            was: Some(owner(old)),
            is: Some(owner(new)),
            before: old.rings.clone(),
            after: new.rings.clone(),
            ..Found::new(AreaKind::Industry, AreaChange::Changed, &new.layer)
        });
        false
    });
    let mut claims: BTreeMap<(&LayerCode, &UnitId), Claim> = BTreeMap::new();
    for area in went {
        let claim = claims.entry((&area.layer, &area.unit)).or_default();
        claim.name.clone_from(&area.unit_name);
        claim.before.extend(area.rings.iter().cloned());
    }
    for area in came {
        let claim = claims.entry((&area.layer, &area.unit)).or_default();
        claim.name.clone_from(&area.unit_name);
        claim.after.extend(area.rings.iter().cloned());
    }
    found.extend(claims.into_iter().map(|((layer, _), Claim { name, before, after })| {
        let change = match (before.is_empty(), after.is_empty()) {
            (true, _) => AreaChange::Added,
            (false, true) => AreaChange::Gone,
            (false, false) => AreaChange::Changed,
        };
        Found { name, before, after, ..Found::new(AreaKind::Industry, change, layer) }
    }));
    found
}

fn owner(area: &IndustryArea) -> String {
    format!("{} {}", area.unit_name, area.unit)
}

fn remarks(before: &Boundaries, after: &Boundaries) -> Vec<Found> {
    let went: Vec<&Remark> = before.remarks.iter().filter(|one| !after.remarks.contains(one)).collect();
    let mut came: Vec<&Remark> = after.remarks.iter().filter(|one| !before.remarks.contains(one)).collect();
    let remark = |change, one: &Remark| {
        let layers: Vec<&str> = one.layers.iter().map(LayerCode::as_str).collect();
        let found = Found::new(AreaKind::Remarks, change, layers.join(" "));
        Found { name: one.text.clone(), point: Some(one.point), ..found }
    };
    let mut found = Vec::new();
    for old in went {
        match came.iter().position(|new| new.point == old.point) {
            Some(at) => {
                let new = came.swap_remove(at);
                let (was, is) = (Some(settled(old)), Some(settled(new)));
                found.push(Found { was, is, ..remark(AreaChange::Changed, new) });
            }
            None => found.push(remark(AreaChange::Gone, old)),
        }
    }
    found.extend(came.into_iter().map(|new| remark(AreaChange::Added, new)));
    found
}

/// What was agreed, and who takes it.
fn settled(remark: &Remark) -> String {
    match &remark.agreed_owner {
        Some(owner) => format!("{} → {owner}", remark.text),
        None => remark.text.clone(),
    }
}

/// Returns the size of what is inside one of two outlines and not inside the other.
fn apart_m2(before: &[Ring], after: &[Ring]) -> f64 {
    let contours = |rings: &[Ring]| -> Vec<Vec<IntPoint>> {
        let point = |point: &Point| IntPoint::new(point.lon_e7, point.lat_e7);
        rings.iter().map(|ring| ring.points().iter().map(point).collect()).collect()
    };
    let mut overlay = Overlay::new(0);
    overlay.add_contours(&contours(before), ShapeType::Subject);
    overlay.add_contours(&contours(after), ShapeType::Clip);
    let shapes = overlay.overlay(OverlayRule::Xor, FillRule::EvenOdd);
    let latitude = before.first().and_then(|ring| ring.points().first()).map_or(0.0, |point| point.lat());
    let scale = Scale::at_latitude(latitude);
    let size = |shape: Vec<Vec<IntPoint>>| -> f64 {
        // Holes run the other way round, so their size is taken off by itself.
        shape.iter().map(|line| twice_area(line)).sum::<f64>().abs() / 2.0
    };
    (shapes.into_iter().map(size).sum::<f64>() * scale.lon_unit_m * scale.lat_unit_m).round()
}

/// Returns twice the area inside a line, from its first point on: that far out, whole degrees would lose the last digits.
fn twice_area(line: &[IntPoint]) -> f64 {
    let Some(origin) = line.first() else { return 0.0 };
    let local = |p: &IntPoint| (f64::from(p.x) - f64::from(origin.x), f64::from(p.y) - f64::from(origin.y));
    let next = line.iter().skip(1).chain(line.first());
    let cross = line.iter().zip(next).map(|(a, b)| {
        let ((ax, ay), (bx, by)) = (local(a), local(b));
        ax * by - bx * ay
    });
    cross.sum()
}

#[cfg(test)]
mod tests;
