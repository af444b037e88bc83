//! Sync: a round, top to bottom. Each step can be cut anywhere and repeated.
//!
//! `round` runs the steps; `api` is the protocol over the transport; `plan` and `backoff` decide and do nothing else.
//! A failed step stops the step after it. Nothing here frees anything before its receipt.

pub mod api;
pub mod backoff;
pub mod plan;
pub mod push;
pub mod pull;
pub mod packs;
pub mod media;
pub mod pictures;
pub mod desk;
pub mod base_maps;
pub mod digest;
pub mod listen;
pub mod track;
pub mod round;
