//! Devices: one installation of the app each, known by its key; and the board that says which has synced what.
//!
//! Nothing here reads an operation, and nothing here judges: what is the matter with a device is `shared::standing`.
//! Start with [`actions`]; [`live`] makes the board once for all who look at it, [`history`] says how one device fared,
//! [`alarms`] notices trouble by itself, [`export`] writes the board as a sheet, [`orders`] tell a device something: a
//! nudge, a wipe.

pub mod actions;
pub mod live;
pub mod history;
pub mod alarms;
pub mod export;
pub mod store;
pub mod http;
pub mod orders;
