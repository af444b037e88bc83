//! The core on a phone's or desk's own operating system: files, sockets, threads, clocks. The only place that knows
//! them. Start with [`open::open`].

pub mod clock;
pub mod random;
pub mod files;
pub mod exports;
pub mod journal;
pub mod spare;
pub mod keys;
pub mod fonts;
pub mod work;
#[cfg(any(target_os = "android", test))]
mod authorities;
pub mod http;
pub mod map_files;
pub mod tray;
pub mod open;
