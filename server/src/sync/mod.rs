//! The round of a phone: hello, push, pull, packs; see `shared::sync` for the protocol in prose.
//!
//! An operation has its effect exactly once, whoever loses whichever reply. Nothing here knows how a case moves: that is
//! `cases`. Start with [`push`].

pub mod push;
pub mod incoming;
pub mod clocks;
pub mod operation;
pub mod scope;
pub mod pull;
pub mod cursor;
pub mod feed;
pub mod digest;
pub mod shift;
pub mod actions;
pub mod store;
pub mod http;
