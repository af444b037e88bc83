//! Directories in the database: `entries` the lists, `changes` what was changed, `editors` who looks after which part.

pub mod entries;
pub mod changes;
pub mod editors;
