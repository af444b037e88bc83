//! Own cases: the answer before the question, saving a report, and where each case is.
//!
//! Never sends and never waits for a network. `preview` asks the packs, `look_alikes` warns of duplicates, `report` saves, `cards` tell the screen.

pub mod preview;
pub mod look_alikes;
pub mod report;
pub mod categories;
pub mod cards;
#[cfg(test)]
mod tests;
