//! The audit in the database: `rows` as people read them, `chain` link by link. Rows are added and never changed.

pub mod rows;
pub mod chain;
