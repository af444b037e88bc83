//! Models, points that were given, and what of the frozen months scores depend on. The months themselves are only read.

pub mod models;
pub mod given;
pub mod months;
