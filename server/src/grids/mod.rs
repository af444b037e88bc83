//! Boundaries come and go: shapes are imported as editions, an edition comes into force on its day, open cases follow.
//!
//! Packs are kept by `catalogue`, cases are changed by `cases`; nothing here knows a table. Start with [`actions`].

pub mod actions;
pub mod editions;
