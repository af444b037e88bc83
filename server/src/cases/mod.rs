//! Cases: from a report to its end, whoever acts: a person at a desk, a phone's operation, the server by itself.
//!
//! Every change goes through [`actions`] and the one rule in `shared::case::apply`; each leaves a flow record, an audit
//! row and a change. Nothing here reads a request. Start with [`actions`], then [`steps`] (what the server does by
//! itself).
//!
//! What a desk reads: [`work`] (its queues), [`asked`] (how a list is narrowed; list, map and
//! export read the same words), [`points`] and [`ground`] (the map), [`export`], [`file`] (one case with all of it),
//! [`clocks`] (how each was computed), [`stand`] (what the caller may do, and why not the rest), [`surroundings`]
//! (whose job it is). One action on many cases is `actions::many`.

pub mod facts;
pub mod steps;
pub mod requests;
pub mod turn;
pub mod batch;
pub mod shots;
pub mod evidence;
pub mod actions;
pub mod file;
pub mod asked;
pub mod choices;
pub mod points;
pub mod ground;
pub mod export;
pub mod choice;
pub mod duplicates;
pub mod timers;
pub mod work;
pub mod surroundings;
pub mod clocks;
pub mod stand;
pub mod desks;
pub mod store;
pub mod http;
pub mod desk_http;
