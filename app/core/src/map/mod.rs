//! The big map: the ground of one's scope from the packs, and what stands on it from the rows. Never asks a network.
//!
//! `sheet` is what changes from minute to minute, `ground` what changes with the packs, written so that the screen hands
//! it on unread; `own` says which duty grids are one's own.

pub mod sheet;
pub mod ground;
mod own;
#[cfg(test)]
mod tests;
