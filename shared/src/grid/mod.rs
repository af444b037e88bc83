//! Grids: which unit grid a point lies in, and whose job it is there.

pub mod matched;
