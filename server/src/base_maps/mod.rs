//! Base maps that the city provides: PMTiles files that phones fetch in parts and draw under the grids.
//!
//! Brought by command, listed in the database, kept under their hash in a storage of their own beside photos: what an
//! account uploads, and what is swept of it, never touches them. A file is gigabytes and is never whole in memory, on no
//! way. It is public map data and in no backup: a city has it as a file and brings it again. Nothing here draws, and no
//! grid, unit or deadline is computed from a map. Start with [`actions`].

pub mod http;
pub mod actions;
pub mod store;
pub mod file;
