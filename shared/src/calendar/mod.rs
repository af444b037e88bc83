//! Working time: the five units a limit is given in, and when a limit runs out.
//!
//! Which days count is data of the year and the city, so it comes as a pack ([`pack::Calendar`]); nothing here knows a
//! holiday, and the host's zone is never read. Start at [`deadline::deadline`]; `counted` says how it came to its answer.

pub mod limit;
pub mod pack;
pub mod notices;
pub mod working;
pub mod deadline;
pub mod counted;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod reference;
