//! The collector without a screen: store, outbox, photos, sync.
//!
//! Builds for phones, desks and browsers: clock, randomness, files, HTTP, sleeping and heavy work come in through
//! [`ports`]; only `native` knows threads, files and sockets. Everything runs on one thread; a sync and an ask
//! interleave where they wait. Start with [`core::Core`], which answers what the screen may ask.

pub mod error;
#[cfg(feature = "planted")]
pub mod planted;
pub mod ports;
pub mod ids;
pub mod store;
pub mod home;
pub mod packs;
pub mod photo;
pub mod shutter;
pub mod room;
pub mod tidy;
pub mod outbox;
pub mod words;
pub mod cases;
pub mod tasks;
pub mod drafts;
pub mod map;
pub mod aside;
pub mod session;
pub mod enrolment;
pub mod lock;
pub mod gate;
pub mod leaving;
pub mod code;
pub mod storage;
pub mod diagnostics;
pub mod sync;
pub mod progress;
pub mod album;
pub mod rescue;
pub mod status;
pub mod duty;
pub mod shift;
pub mod nudge;
pub mod today;
pub mod pause;
pub mod board;
pub mod answers;
pub mod announcements;
pub mod directory;
pub mod base_maps;
pub mod core;
pub mod track;
pub mod orders;
pub mod assessment;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
#[cfg(test)]
mod tests;
