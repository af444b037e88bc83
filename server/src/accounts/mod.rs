//! Accounts and sessions: who signs in, with what, and what a token is worth.
//!
//! People have passwords, devices have keys; a token stands for one of them for a while. Nothing here knows a case.
//! Start with [`caller`].

pub mod caller;
pub mod password;
pub mod picture;
pub mod attempts;
pub mod lock;
pub mod limits;
pub mod origin;
pub mod session;
pub mod sessions;
pub mod second_factor;
pub mod actions;
pub mod store;
pub mod http;
pub mod people;
