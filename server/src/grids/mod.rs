//! Boundaries come and go: shapes are imported as editions, an edition comes into force on its day, open cases follow.
//!
//! Packs are kept by `catalogue`, cases are changed by `cases`; what is written here is who brought an edition and what
//! it changed, and duty grids while they are drawn. Start with [`actions`] (looking at a file and taking it), then
//! [`editions`] (its day). For a desk: [`overview`] says which there are and what differs between two, [`drawing`]
//! keeps duty grids until they go the way of a file, [`compared`] what was compared lately, [`told`] puts findings into
//! words and onto the map.

pub mod http;
pub mod actions;
pub mod editions;
pub mod overview;
pub mod drawing;
pub mod told;
pub mod looked;
pub mod compared;
pub mod store;
