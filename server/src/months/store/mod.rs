//! Frozen months in the database: `versions` that were made of each, `frozen` are their cases, `histories` is what they are
//! made from. Rows are added and never changed, but for a version that becomes published.

pub mod versions;
pub mod frozen;
pub mod histories;
