//! 轨迹: where the person walked, on shift and at no other time.
//!
//! [`walk`] keeps positions while a shift runs and never before or after; [`sheet`] says what of the own grids was walked
//! and what was done today. Handing pieces in is `sync::track`'s. No report, answer or photo ever waits for a track, and
//! whether this phone may be put away does not depend on it. Start with [`walk::walked`].

pub mod place;
pub mod walk;
pub mod figures;
pub mod sheet;
#[cfg(test)]
mod tests;
