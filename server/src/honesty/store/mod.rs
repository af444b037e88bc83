//! Honesty in the database: what is looked through, and the hints that were made of it.

pub mod answers;
pub mod work;
pub mod pictures;
pub mod hints;
pub mod details;
pub mod behind;
