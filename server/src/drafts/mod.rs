//! Drafts of the catalogue and the calendars: edited at a desk, looked at before they hold, published from a day on.
//!
//! Nothing in force is ever edited: a draft is the version it was begun on and its lines, gone through again each time
//! somebody looks. Cases keep the limit they were filed under; nothing here changes one. What an edit means is
//! `shared::draft`. Start with [`actions`], then [`content`]; [`reach`] says whose may be changed, [`preview`] tries a
//! draft on cases, [`publishing`] makes it a version, [`editions`] brings that into force on its day, [`browse`] reads.

pub mod content;
pub mod reach;
pub mod store;
pub mod actions;
pub mod publishing;
pub mod editions;
pub mod browse;
pub mod preview;
pub mod http;
