//! (being built)

pub mod training;
