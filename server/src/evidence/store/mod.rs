//! Verdicts, looks, and what they are drawn from, in the database.
//!
//! The tables of shots and files are read here; of them only what this feature writes is changed: the verdict of a shot,
//! what all of a case say together, and that a file was examined. Start with [`shots`].

pub mod shots;
pub mod around;
pub mod looks;
pub mod unsigned;
pub mod told;
pub mod chain;
pub mod cases;
