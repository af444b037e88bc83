//! Views: filters of cases that somebody keeps under a name, for themselves or for everybody of the same jurisdiction.
//!
//! A view is a query and nothing more: whoever opens it sees what they would see anyway. Start with [`actions`].

pub mod actions;
pub mod store;
pub mod http;
