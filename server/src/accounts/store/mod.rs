//! Accounts, devices and what they show, in the database.

pub mod accounts;
pub mod rights;
pub mod devices;
pub mod tokens;
pub mod failures;
pub mod factors;
