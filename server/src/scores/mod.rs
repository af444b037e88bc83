//! How a month is scored: models and their drafts, points that a person gives, and what all of it comes to.
//!
//! What a model is and what it gives is decided in `shared::assessment::score` and nowhere here. A month that is published
//! keeps the edition it was published by and the points that had been given until then. Nothing here freezes or publishes a
//! month. Start with [`actions`], there with `table`.

pub mod built_in;
pub mod fields;
pub mod seen;
pub mod measured;
pub mod actions;
pub mod store;
pub mod http;
