//! Frozen months in the database: `versions` that were made of each, `works` those that are being made, `frozen` are their
//! cases, `histories` is what they are made from, `sealed` all rows of a version as they are hashed. Rows are added and never
//! changed, but for a version that becomes published.

pub mod versions;
pub mod works;
pub mod frozen;
pub mod histories;
pub mod sealed;
