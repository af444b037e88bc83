//! Faults that are planted on purpose, so that the simulation can show that it finds them.
//!
//! Compiled with the feature `planted` only, which nothing that ships has; even then none is there until
//! [`choose`] is called, which only the simulation does. Each stands beside the line that it spoils.

use std::sync::OnceLock;

static CHOSEN: OnceLock<String> = OnceLock::new();

/// The faults of this crate.
pub const FAULTS: [&str; 15] = [
    "cursor saved before rows",
    "pull over unsent work",
    "outbox row in a second transaction",
    "photo row before its files",
    "receipt before the reply",
    "keystroke kept with the next one",
    "draft outlives its report",
    "draft that does not know its shots",
    "next piece of track under the same number",
    "piece of track begins with the point before",
    "shift that never ends",
    "order put away and never said",
    "wipe before everything is sent",
    "erased home keeps its files",
    "key erased before the mark",
];

/// Plants a fault; the first one chosen stays.
pub fn choose(fault: &str) {
    CHOSEN.get_or_init(|| fault.to_owned());
}

/// Says whether this fault was planted.
pub fn is(fault: &str) -> bool {
    CHOSEN.get().is_some_and(|chosen| chosen == fault)
}
