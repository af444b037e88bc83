//! Puts on the machine what a command needs and the machine lacks, saying so first.
//!
//! It never installs what is there already and never removes anything. Start at `packages.rs` for the system
//! packages and `wasm.rs` for the compiler's second target; `npm.rs` fills the tool folder, `pypi.rs` fetches
//! source archives.

pub mod packages;
pub mod wasm;
pub mod npm;
pub mod pypi;
