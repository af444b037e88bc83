//! The shape of the training city: from names and a seed to grids, beats, industry layers and remarks.
//!
//! Pure: text in, [`City`] out, no database, no clock; the same seed gives the same city on every machine, and so only
//! exact arithmetic and integer noise are used. The names are real and the shapes are not; every pack says
//! `Origin::Training`. Start with [`make`]; then `terrain` (what lies where), `lattice` (streets and blocks), `census`
//! (whose block it is), `beats`, `industry`.

pub mod sources;
mod noise;
mod terrain;
mod lattice;
mod clusters;
mod census;
mod beats;
mod trace;
mod industry;
mod disputes;
mod packs;

use shared::grid::boundaries::Boundaries;
use shared::ids::{DivisionCode, JurisdictionId, LayerCode, UnitId};

use sources::{BadSource, Sources};

/// How much of the city is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scale {
    /// The three districts round the Bell Tower, in somewhat larger blocks; for tests.
    Small,
    /// All of it.
    Full,
}

/// Who manages some of the ground.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Jurisdiction {
    /// `610112`, `XA-GX`.
    pub id: JurisdictionId,
    /// The name.
    pub name: String,
    /// The districts its ground lies in: itself, or those that a zone overlays.
    pub divisions: Vec<DivisionCode>,
}

/// A responsible unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// The id.
    pub id: UnitId,
    /// The name.
    pub name: String,
    /// Who it belongs to.
    pub jurisdiction: JurisdictionId,
    /// What it answers for.
    pub layer: LayerCode,
}

/// The training city.
#[derive(Clone, Debug)]
pub struct City {
    /// What it was made from.
    pub seed: u64,
    /// In id order; districts before zones.
    pub jurisdictions: Vec<Jurisdiction>,
    /// In id order.
    pub units: Vec<Unit>,
    /// One for each jurisdiction, in the same order.
    pub boundaries: Vec<Boundaries>,
}

/// Makes the city.
pub fn make(seed: u64, scale: Scale, sources: &Sources) -> Result<City, BadSource> {
    let terrain = terrain::Terrain::new(seed, scale, sources);
    let lattice = lattice::Lattice::build(&terrain);
    let census = census::Census::take(&terrain, &lattice)?;
    let beats = beats::draw(&lattice, &census);
    let mut industry = industry::divide(&lattice, &census, sources, seed);
    let remarks = disputes::stir(&lattice, &census, &mut industry);
    Ok(packs::assemble(&terrain, &lattice, &census, &beats, &industry, remarks))
}

#[cfg(test)]
mod tests;
