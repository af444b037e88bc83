//! Honesty: what in people's work one may ask them about, as hints with their cases and how much of it is chance.
//!
//! A job makes the hints of the last five weeks, each once, by the statistics of `shared::honesty`; whoever may see them
//! judges them, and every look is recorded. No hint changes a case, a figure or a score, and whom one names is never shown
//! it. Start with [`turn`], what is looked for stands in the modules beside it.

pub mod hint;
pub mod blind;
pub mod speed;
pub mod photos;
pub mod passing;
pub mod choosing;
pub mod bunching;
pub mod turn;
pub mod agreement;
pub mod behind;
pub mod actions;
pub mod store;
pub mod http;
