//! Jurisdictions with their switches: listed, read, changed. A change is a new pack that phones follow.
//!
//! Which settings there are and what each may be stands in [`shared::api::jurisdictions`], what each does where it is
//! used. Start with [`actions`]; [`checks`] says what settings may be and what of them changes, the store who changed
//! each last.

pub mod checks;
pub mod actions;
pub mod store;
pub mod http;
