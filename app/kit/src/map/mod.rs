//! The big map: plain data in, callbacks out. It never fetches anything of ours and knows no rule.
//!
//! All that comes in and goes out is WGS-84; a base map in another system is met here, at the edge of the display, and
//! nowhere else. Only the ground comes as text, already in the system it is shown in: it is handed on unread, because
//! thousands of grids would take the page's breath away. `view` is the component, `script` what the drawing is told and
//! tells (`static/map/`), `base` what the map below is written as, `system` the edge between the systems. `stage` is what
//! the maps of both faces stand on.

pub mod stage;
pub mod view;
mod script;
pub mod base;
mod system;

use std::sync::Arc;

use shared::place::crs::Crs;

use crate::tone::Tone;

/// A thing on the map.
#[derive(Clone, PartialEq, Debug)]
pub struct Pin {
    /// What is told when it is touched.
    pub id: String,
    /// What kind of thing it is.
    pub shape: Shape,
    /// How urgent it is.
    pub tone: Tone,
    /// Where it is.
    pub at: Spot,
}

/// What kind of thing a pin stands for; each has a shape of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A task that checks.
    Check,
    /// A task that verifies.
    Verify,
    /// An own case.
    Case,
    /// A case of somebody else.
    Near,
    /// A boundary remark.
    Remark,
}

impl Shape {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Verify => "verify",
            Self::Case => "case",
            Self::Near => "near",
            Self::Remark => "remark",
        }
    }
}

/// A place in WGS-84 degrees.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spot {
    /// East.
    pub lon: f64,
    /// North.
    pub lat: f64,
}

/// Where the person stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Here {
    /// The position.
    pub at: Spot,
    /// The radius that the truth lies in, metres.
    pub accuracy_m: Option<f64>,
}

/// The ground, as one JSON object with a GeoJSON collection for each of `grids`, `duty`, `roads`, `places`, `industry`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ground {
    /// The system that its coordinates are in.
    pub shown_in: Crs,
    /// The text.
    pub json: Arc<str>,
}

/// The map below everything else.
#[derive(Clone, PartialEq, Debug)]
pub struct Base {
    /// Where its tiles come from.
    pub tiles: Tiles,
    /// The system that it is drawn in.
    pub crs: Crs,
    /// The widest zoom that it has tiles for.
    pub min_zoom: u8,
    /// The closest zoom that it has tiles for.
    pub max_zoom: u8,
    /// West, south, east, north in its own system; nothing when it covers everything.
    pub bounds: Option<[f64; 4]>,
    /// Whose data it is.
    pub attribution: String,
}

/// Where the tiles of a base map come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tiles {
    /// Shapes in a PMTiles file at this address.
    Vector(String),
    /// Pictures in a PMTiles file at this address.
    Raster(String),
    /// The online map of 天地图, asked with this key.
    Tianditu(String),
}

/// A part of the ground that can be hidden.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// Unit grids and their numbers.
    Grids,
    /// Duty grids.
    Duty,
    /// Roads and their names.
    Roads,
    /// Names of streets and communities.
    Places,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Grids, Self::Duty, Self::Roads, Self::Places];

    /// Returns the word it is known by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grids => "grids",
            Self::Duty => "duty",
            Self::Roads => "roads",
            Self::Places => "places",
        }
    }
}

/// Where the map begins.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Start {
    /// The middle.
    pub middle: Spot,
    /// How near one looks; 15 shows a few streets.
    pub zoom: f64,
}

/// Where the map is to go.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Wish {
    /// To a place, and at least so near.
    See(Spot, f64),
    /// To all that lies between a south-western and a north-eastern corner.
    SeeAll(Spot, Spot),
}

/// What the map tells.
#[derive(Clone, PartialEq, Debug)]
pub enum Heard {
    /// It is drawn.
    Drawn,
    /// It came to rest with this place in its middle.
    Rests(Spot),
    /// A finger touched it.
    Touched(Touch),
    /// It cannot be drawn on this device.
    CannotDraw,
    /// Its files could not be loaded.
    NotLoaded,
}

/// What a finger touched.
#[derive(Clone, PartialEq, Debug)]
pub struct Touch {
    /// The pins under it, by their ids.
    pub pins: Vec<String>,
    /// The number of the unit grid under it.
    pub grid: Option<String>,
    /// The place under it.
    pub at: Spot,
}
