//! The domain and the protocol of Xunge 巡格, in reading order.
//!
//! Pure: no I/O, no clock, no randomness, and it builds for wasm. The phone and the server run the same rules from
//! here; the server's answer wins.
//!
//! Where a rule is that a desk goes by as well: who may do what, [`account`]; whose turn it is, [`case`] (`table.txt`,
//! and `queue` for what waits where); what is the matter with a device and when that is an alarm, [`standing`]; what a
//! jurisdiction may switch, [`settings`] (each switch with its bounds, [`api::jurisdictions`]); what an edition of
//! boundaries is and what differs between two, [`grid`]; what a change of a catalogue or a calendar is, [`draft`]. What
//! travels to a desk stands in [`api`], what travels to a phone in [`sync`]; why something is refused, [`refusal`].

pub mod ids;
pub mod time;
mod rfc3339;
pub mod day;
pub mod refusal;
pub mod calendar;
pub mod catalogue;
pub mod place;
pub mod grid;
pub mod channel;
pub mod evidence;
pub mod task;
pub mod case;
pub mod account;
pub mod settings;
pub mod figures;
pub mod assessment;
pub mod sync;
pub mod rescue;
pub mod api;
pub mod standing;
pub mod privacy;
pub mod track;
pub mod base_map;
pub mod draft;
pub mod honesty;
pub mod font;

#[cfg(test)]
mod dice;
