//! Everything a phone must know about the ground of one jurisdiction.

use jiff::civil::Date;

use super::ring::Ring;
use crate::ids::{DutyGridId, GridCode, JurisdictionId, LayerCode, UnitId};
use crate::place::point::Point;

/// The boundaries of one jurisdiction: the content of one pack.
///
/// The grid code's first six digits are the district a grid lies in; the jurisdiction is who manages it. The two differ
/// in the development zones, so a grid belongs to the pack of its jurisdiction and to no other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Boundaries {
    /// Who manages the ground; the area of every change to it.
    pub jurisdiction: JurisdictionId,
    /// Its name, as people write it.
    pub name: String,
    /// The version that a computed grid or unit is recorded with.
    pub version: String,
    /// Whether the shapes are real.
    pub origin: Origin,
    /// The first day they hold.
    pub valid_from: Date,
    /// The last day they hold; none while they are in force.
    pub valid_to: Option<Date>,
    /// Names of districts, streets and communities by code of 6, 9 or 12 digits.
    pub places: Vec<PlaceName>,
    /// The unit grids: no two overlap, and between them there is no gap.
    pub grids: Vec<UnitGrid>,
    /// Collectors' beats.
    pub duty_grids: Vec<DutyGrid>,
    /// The industry layers that exist here.
    pub layers: Vec<Layer>,
    /// Whose ground it is in each layer; these may overlap and leave gaps.
    pub industry: Vec<IndustryArea>,
    /// Notes at places where that is disputed.
    pub remarks: Vec<Remark>,
    /// Middle lines of named roads, to find one's way on the small map.
    pub roads: Vec<Road>,
}

/// Where shapes come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Made up for training; must be shown as such wherever they are drawn.
    Training,
    /// Imported from the city's own survey.
    Survey,
}

/// The name of a district (6 digits), street (9) or community (12).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PlaceName {
    /// The statistical code.
    pub code: String,
    /// The name.
    pub name: String,
}

/// A unit grid (单元网格): the smallest piece of ground that has a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitGrid {
    /// Its number.
    pub code: GridCode,
    /// Whether it is of the built-up area's fineness.
    pub fineness: Fineness,
    /// Its outline, and its holes if it has any.
    pub rings: Vec<Ring>,
}

/// How large a unit grid is meant to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fineness {
    /// About 100 m across, in the built-up area.
    Fine,
    /// Larger, outside the built-up area; the screens say so.
    Coarse,
}

/// A duty grid (责任网格): unit grids side by side that one or more collectors walk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DutyGrid {
    /// Its number.
    pub id: DutyGridId,
    /// Its name.
    pub name: String,
    /// The unit grids it is made of.
    pub grids: Vec<GridCode>,
}

/// An industry layer (行业网格): one map of who answers for what kind of thing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Layer {
    /// The code by which a category names its layer.
    pub code: LayerCode,
    /// The name.
    pub name: String,
}

/// The ground of one responsible unit in one layer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IndustryArea {
    /// The layer.
    pub layer: LayerCode,
    /// The unit.
    pub unit: UnitId,
    /// The unit's name, so that a phone can show it without asking.
    pub unit_name: String,
    /// Outline and holes.
    pub rings: Vec<Ring>,
}

/// A note at a place where units have disputed whose job it is (区界备注).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// The place.
    pub point: Point,
    /// The layers it is about.
    pub layers: Vec<LayerCode>,
    /// What was agreed, in words.
    pub text: String,
    /// Who takes it, where that is agreed.
    pub agreed_owner: Option<UnitId>,
    /// The paper it stands in.
    pub document_ref: Option<String>,
}

/// The middle line of a named road.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Road {
    /// Its name.
    pub name: String,
    /// How broad it is drawn.
    pub class: RoadClass,
    /// The line.
    pub line: Vec<Point>,
}

/// How broad a road is drawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RoadClass {
    /// Ring roads and the great axes.
    Main,
    /// Roads between the blocks.
    Side,
}

impl Boundaries {
    /// Begins the boundaries of a jurisdiction with nothing in them.
    pub fn empty(
        jurisdiction: JurisdictionId,
        name: String,
        version: String,
        origin: Origin,
        valid_from: Date,
    ) -> Self {
        Self {
            jurisdiction,
            name,
            version,
            origin,
            valid_from,
            valid_to: None,
            places: Vec::new(),
            grids: Vec::new(),
            duty_grids: Vec::new(),
            layers: Vec::new(),
            industry: Vec::new(),
            remarks: Vec::new(),
            roads: Vec::new(),
        }
    }

    /// Puts every list into its one order, so that the same content gives the same pack.
    pub fn sort(&mut self) {
        self.places.sort();
        self.places.dedup();
        self.grids.sort_by(|a, b| a.code.cmp(&b.code));
        for grid in &mut self.grids {
            grid.rings.sort();
        }
        self.duty_grids.sort_by(|a, b| a.id.cmp(&b.id));
        for duty in &mut self.duty_grids {
            duty.grids.sort();
            duty.grids.dedup();
        }
        self.layers.sort();
        self.layers.dedup();
        for area in &mut self.industry {
            area.rings.sort();
        }
        self.industry.sort_by(|a, b| (&a.layer, &a.unit, &a.rings).cmp(&(&b.layer, &b.unit, &b.rings)));
        for remark in &mut self.remarks {
            remark.layers.sort();
            remark.layers.dedup();
        }
        self.remarks.sort_by(|a, b| (a.point, &a.text).cmp(&(b.point, &b.text)));
        self.roads.sort_by(|a, b| (&a.name, a.class, &a.line).cmp(&(&b.name, b.class, &b.line)));
    }
}
