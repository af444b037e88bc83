//! Tasks: what the person is sent to look at, and what was found.
//!
//! Never decides what the case becomes. `answer` saves, `cards` tell the screen.

pub mod answer;
pub mod cards;
#[cfg(test)]
mod tests;
