//! Shapes as a file brings them, before they are joined to what is there.

use super::boundaries::{PlaceName, Remark, UnitGrid};
use super::ring::Ring;
use crate::ids::{DutyGridId, GridCode, JurisdictionId, LayerCode, UnitId};
use crate::place::crs::Crs;

/// What a file holds.
#[derive(Clone, PartialEq, Debug)]
pub struct Features {
    /// The system the file was in; everything below is converted.
    pub crs: Crs,
    /// Unit grids.
    pub grids: Vec<GridFeature>,
    /// Duty grids.
    pub duty_grids: Vec<DutyFeature>,
    /// Industry areas.
    pub industry: Vec<IndustryFeature>,
    /// Boundary remarks.
    pub remarks: Vec<RemarkFeature>,
}

/// A unit grid in a file.
#[derive(Clone, PartialEq, Debug)]
pub struct GridFeature {
    /// Its place in the file, from 1.
    pub number: usize,
    /// Code and outline.
    pub grid: UnitGrid,
    /// `jurisdiction`: who manages it, where the file says so.
    pub jurisdiction: Option<JurisdictionId>,
    /// `duty_grid`: the beat it belongs to.
    pub duty_grid: Option<DutyGridId>,
    /// `district`, `street`, `community`: the names of the places its code begins with.
    pub places: Vec<PlaceName>,
}

/// A duty grid in a file.
#[derive(Clone, PartialEq, Debug)]
pub struct DutyFeature {
    /// Its place in the file, from 1.
    pub number: usize,
    /// `duty_grid`
    pub id: DutyGridId,
    /// `name`
    pub name: Option<String>,
    /// `jurisdiction`
    pub jurisdiction: Option<JurisdictionId>,
    /// Its ground.
    pub ground: DutyGround,
}

/// What a duty grid is made of.
#[derive(Clone, PartialEq, Debug)]
pub enum DutyGround {
    /// `grids`: these unit grids; with none it is no more.
    Grids(Vec<GridCode>),
    /// The unit grids whose middle lies inside the outline.
    Outline(Vec<Ring>),
}

/// An industry area in a file.
#[derive(Clone, PartialEq, Debug)]
pub struct IndustryFeature {
    /// Its place in the file, from 1.
    pub number: usize,
    /// `layer`
    pub layer: LayerCode,
    /// `unit`
    pub unit: UnitId,
    /// `unit_name`, else the unit's id.
    pub unit_name: String,
    /// `jurisdiction`
    pub jurisdiction: Option<JurisdictionId>,
    /// Outline and holes.
    pub rings: Vec<Ring>,
}

/// A remark in a file.
#[derive(Clone, PartialEq, Debug)]
pub struct RemarkFeature {
    /// Its place in the file, from 1.
    pub number: usize,
    /// The remark.
    pub remark: Remark,
    /// `jurisdiction`
    pub jurisdiction: Option<JurisdictionId>,
}
