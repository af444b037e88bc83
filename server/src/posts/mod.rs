//! The posts: what each person did in a month, step by step, and when they were there.
//!
//! What a step counts as is decided in `shared::assessment::posts` and nowhere here. [`work`] keeps it beside the case's row
//! of the assessment, made from the same history in the same transaction; [`days`] is the nightly job that counts days on
//! shift and how much of the own ground was walked, and keeps nothing else of where anybody was. A number and its list are
//! made by one condition over the same rows. [`freeze`] takes both along when a month is frozen. Start with [`actions`].
//!
//! Nothing here is shown to a unit: how long a collector was on shift is none of its business.

pub mod work;
pub mod days;
pub mod freeze;
pub mod store;
pub mod actions;
pub mod export;
pub mod http;
