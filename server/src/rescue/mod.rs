//! Rescue files: what a phone could not send, carried to the desk by hand.
//!
//! A file is received whole, opened and verified to its last byte before anything of it counts; then its operations go
//! through the same function as a push, and its photos through the same as an upload. So a file that is imported twice,
//! or a phone that syncs after all, changes nothing. Nothing here knows how a case moves. Start with [`actions`].

pub mod http;
pub mod incoming;
pub mod actions;
