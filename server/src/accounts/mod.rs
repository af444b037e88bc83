//! Accounts and sessions: who signs in, with what, and what a token is worth.
//!
//! People have passwords, devices have keys; a token stands for one of them for a while. Nothing here knows a case.
//! Start with [`caller`], then [`session`] (from what a request shows to who its caller is).
//!
//! Against guessing: [`lock`] counts failures under a name and outlives a restart, [`attempts`] those of an address.
//! Against asking too much: [`limits`], and [`lines`] that stay open. [`second_factor`] holds one-time codes, [`sessions`] what somebody sees and
//! ends of their own, [`people`] what a desk looks after: accounts, enrolment links, shifts, and who looked at what.

pub mod caller;
pub mod password;
pub mod picture;
pub mod attempts;
pub mod lock;
pub mod limits;
pub mod lines;
pub mod origin;
pub mod session;
pub mod sessions;
pub mod second_factor;
pub mod actions;
pub mod store;
pub mod http;
pub mod people;
