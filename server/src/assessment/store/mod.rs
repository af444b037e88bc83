//! The assessment in the database: rows by case, live and frozen; the sums over them, and the cases behind a number.
//!
//! A sum and its list share one condition, [`condition`]; nothing else decides which cases are in a number.

pub mod condition;
pub mod summed;
pub mod listed;
pub mod rows;
pub mod dirty;
pub mod versions;
pub mod people;
pub mod shifts;
pub mod whole;
