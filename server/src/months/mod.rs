//! Months as they were frozen: once for the whole city, as of one moment, and published from there.
//!
//! A month is frozen by itself on the city's day of the month after, 00:00 in its zone, as it was at that very moment, also
//! where the server was down then or cases went on since: what was done later is left out of their histories. A later
//! change of a case never changes a version; somebody makes another one, with a reason. Nothing here counts: what a case
//! counts as is `shared::assessment`'s, the sums are the assessment's. Nothing removes or changes a version; the database
//! itself refuses it.
//!
//! Start with [`freeze`] (the job and how a version comes to be), [`ending`] seals it; [`actions`] is what people do with
//! versions and which of them each may see, [`publishing`] is the one change that a version may have, [`check`] reads a
//! month once more from the histories alone and [`differs`] says what came out otherwise, [`calendar`] says when a month is.

pub mod calendar;
pub mod row;
pub mod freeze;
pub mod ending;
pub mod differs;
pub mod actions;
pub mod publishing;
pub mod check;
pub mod store;
pub mod http;
