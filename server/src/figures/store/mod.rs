//! The sums in the database, and the cases behind each of them.
//!
//! One index holds every column that is summed here: a window is gone through in it and no case is opened. What the
//! columns mean is written down in `shared::figures::counts` and in the migration that made them; a test holds these sums
//! against that function. Which cases a figure counts is said in [`condition`] alone, for the sum and for the list.

pub mod condition;
pub mod summed;
pub mod listed;
