//! Honesty statistics: what is measured of people's work that one may ask them about, and how much of it is chance.
//!
//! Everything here is a hint and nothing a verdict: each says of how many honest people as many would look the same.
//! `interval` and `agreement` say how well two people's answers agree, `chance` how likely a count is, `many` which of very
//! many stand out all the same; `travel`, `nearness`, `passing` and `choosing` are what is looked for. Nothing here reads a
//! clock or a database, and nothing here knows a name.

pub mod interval;
pub mod agreement;
pub mod chance;
pub mod many;
pub mod travel;
pub mod nearness;
pub mod passing;
pub mod choosing;

/// Whoever has fewer of something than this is told nothing of: so few say nothing.
pub const LEAST: u64 = 20;

#[expect(clippy::cast_precision_loss, reason = "counts of cases lie far below 2^53")]
fn real(count: u64) -> f64 {
    count as f64
}
