//! Base maps that the person keeps on this phone, to be drawn under the grids without a network.
//!
//! Public map data: the files are not sealed, are the first thing to go when the disk is full, and come last of all in a
//! round. One that is not whole, or is not what its name says, is never drawn. This module never sends; what fetches is
//! `sync::base_maps`. Start with [`cards`].

pub mod cards;
pub mod waits;
pub mod held;
#[cfg(test)]
mod tests;
