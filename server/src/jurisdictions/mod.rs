//! Jurisdictions with their switches: listed, read, changed. A change is a new pack that phones follow.
//!
//! Which settings there are and what each may be stands in [`shared::api::jurisdictions`]. Start with [`actions`].

pub mod checks;
pub mod actions;
pub mod store;
pub mod http;
