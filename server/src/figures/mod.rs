//! What the cases of a time count as: sums over the columns that every case is written with, in rows that say what they
//! are grouped by, and behind each number exactly its cases.
//!
//! What one case counts as is decided in `shared::figures` and nowhere here. Start with [`actions`].

pub mod actions;
pub mod store;
pub mod http;
