//! People and what belongs to them, as a desk looks after them: accounts, the links that sign their devices in, their
//! shifts, and who looked at what is personal.
//!
//! Never signs anybody in: that is [`crate::accounts::actions`]. A password and a link are said once, to whoever made
//! them, and stand in no log and no ledger. Start with [`rules`], then [`desk`].

pub mod rules;
pub mod first;
pub mod desk;
pub mod import;
pub mod enrolments;
pub mod shifts;
pub mod looks;
pub mod store;
pub mod http;
