//! What sync keeps and reads: operations with their outcomes, changes with their rows, rows with their marks.

pub mod operations;
pub mod changes;
pub mod marks;
pub mod shifts;
