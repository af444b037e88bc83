//! Base maps that a city provides: one PMTiles file each, named by the SHA-256 of its bytes.
//!
//! Public map data, drawn under the grids and nothing more: no grid, unit or deadline is ever computed from one. Nothing
//! here reads a tile; [`pmtiles`] reads what stands at the head of a file.

pub mod kind;
pub mod pmtiles;
