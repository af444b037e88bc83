//! What a phone has and a desk has not: a receiver of its own, the system's camera, a key store, a battery, a network
//! that may be paid by the byte. The core sees them as its ports, the page as a few commands.
//!
//! Never a rule, never a request to a server, never Google's services. Start at `commands.rs` (the names), then
//! `phone.rs`; the other side is `android/` in Kotlin and `ios/` in Swift. On a desk this crate holds the names alone.

pub mod commands;
#[cfg(mobile)]
pub mod phone;
#[cfg(mobile)]
mod camera;
#[cfg(mobile)]
mod keys;
#[cfg(mobile)]
mod surroundings;
#[cfg(mobile)]
mod links;
#[cfg(target_os = "android")]
pub mod vault;
#[cfg(target_os = "android")]
pub mod line;
#[cfg(target_os = "ios")]
pub mod carrier;
