//! Boundaries come and go: shapes are imported as editions, an edition comes into force on its day, open cases follow.
//!
//! Packs are kept by `catalogue`, cases are changed by `cases`; what is written here is who brought an edition and what it
//! changed, and duty grids while they are drawn. Start with [`actions`].

pub mod http;
pub mod actions;
pub mod editions;
pub mod overview;
pub mod drawing;
pub mod told;
pub mod looked;
pub mod store;
