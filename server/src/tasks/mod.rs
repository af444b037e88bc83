//! Tasks: someone is drawn and sent to look. Verify before filing, check after handling.
//!
//! Nothing here moves a case: the `cases` feature carries a task and its answer into it.
//! Start with [`draw`], the rule of who is sent.

pub mod draw;
pub mod actions;
pub mod blind;
pub mod store;
pub mod http;
