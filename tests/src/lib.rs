//! The people of the stories: collectors with real cores, the desk over real HTTP, and a line that can be cut.
//!
//! Used by the stories (`e2e`), the window tests (`screens`) and the demonstration (`morning`). Nothing here is part of
//! the product, and nothing here pretends to be a part of it.

pub mod pattern;
pub mod world;
pub mod line;
pub mod relay;
pub mod pocket;
pub mod hands;
pub mod clock;
pub mod collector;
pub mod desk;
pub mod accounts;
pub mod photos;
pub mod scenes;
pub mod clips;
pub mod forger;
pub mod programs;
pub mod small_disk;
pub mod table;
pub mod morning;
pub mod pmtiles;
