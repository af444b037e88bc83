//! Where people walked on shift: taken from their own phones in pieces, shown to few, kept for a time and then removed.
//!
//! No case, task or figure is made of it here. Who looks at whose track is in the audit. Start with [`actions`].

pub mod actions;
pub mod store;
pub mod http;
