//! The domain and the protocol of Xunge 巡格, in reading order.
//!
//! Pure: no I/O, no clock, no randomness, and it builds for wasm. The phone and the server run the same rules from
//! here; the server's answer wins.

pub mod ids;
pub mod time;
mod rfc3339;
pub mod day;
pub mod refusal;
pub mod calendar;
pub mod catalogue;
pub mod place;
pub mod grid;
pub mod channel;
pub mod evidence;
pub mod task;
pub mod case;
pub mod account;
pub mod settings;
pub mod figures;
pub mod sync;
pub mod rescue;
pub mod api;
pub mod standing;
pub mod privacy;
pub mod track;
pub mod base_map;
pub mod draft;

#[cfg(test)]
mod dice;
