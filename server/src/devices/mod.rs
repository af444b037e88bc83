//! Devices: one installation of the app each, known by its key; and the board that says which has synced what.
//!
//! Nothing here reads an operation. Start with [`actions`].

pub mod actions;
pub mod store;
pub mod http;
pub mod orders;
