//! How the server is (运行状况), for whoever watches over it: what it is, what waits, how its jobs go, what was slow.
//!
//! What a process knows of itself it keeps in memory, [`watch`]; once a minute it is written down, so that the other
//! processes of the same database are seen too, and every five minutes a few figures are kept for a week. Nothing here
//! knows a case; nothing is written by looking. Start with [`actions`].

pub mod watch;
mod slow;
mod certificate;
pub mod actions;
pub mod store;
pub mod http;
