//! The history alone: what a phone has shown once it never takes back.
//!
//! Versions of a row never go back, a row never disappears while its person has the phone unless it left their scope for
//! good, an outcome never changes, a receipt is never forgotten. A server restored from a backup forgets, and what phones
//! then show may go back once.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::broken;
use crate::history::Event;

/// What each phone has shown.
#[derive(Default)]
struct Shown {
    versions: BTreeMap<(usize, String), u64>,
    outcomes: BTreeMap<(usize, String), String>,
    gone: BTreeSet<(usize, String)>,
    /// What a phone showed to somebody who has handed it on since.
    of_others: BTreeSet<(usize, String)>,
    /// The server was restored: what it acknowledged may be offered again.
    was_restored: bool,
}

/// Reads the history from its beginning.
pub fn monotone(events: &[Event]) -> Result<()> {
    let mut shown = Shown::default();
    for event in events {
        shown.next(event)?;
    }
    // Cases never leave the scope of whoever reported them; a task may, and does not come back.
    match shown.gone.iter().find(|(_, row)| row.starts_with("case ")) {
        Some((phone, row)) => broken(0, format!("{row} disappeared from phone {phone}")),
        None => Ok(()),
    }
}

impl Shown {
    fn next(&mut self, event: &Event) -> Result<()> {
        match event {
            Event::Restored => *self = Self { was_restored: true, ..Self::default() },
            Event::Passed { phone, .. } => {
                let shown = self.versions.keys().filter(|(of, _)| of == phone);
                self.of_others.extend(shown.cloned());
                self.versions.retain(|(of, _), _| of != phone);
            }
            // Another device begins there, and hears everything anew.
            Event::Erased { phone } => self.versions.retain(|(of, _), _| of != phone),
            Event::Heard { phone, row, version } => {
                let key = (*phone, row.clone());
                self.gone.remove(&key);
                self.of_others.remove(&key);
                match self.versions.insert(key, *version) {
                    Some(before) if before > *version => {
                        return broken(0, format!("{row} on phone {phone} went back from {before} to {version}"));
                    }
                    Some(_) | None => {}
                }
            }
            Event::Gone { phone, row } => {
                let key = (*phone, row.clone());
                if !self.of_others.contains(&key) {
                    self.gone.insert(key);
                }
            }
            Event::Outcome { phone, operation, outcome } => {
                let key = (*phone, operation.to_string());
                if outcome.is_empty() && self.was_restored {
                    self.outcomes.remove(&key);
                    return Ok(());
                }
                if let Some(before) = self.outcomes.insert(key, outcome.clone()) {
                    return broken(0, format!("{operation} on phone {phone} was {before} and became {outcome}"));
                }
            }
            Event::Step { .. }
            | Event::Saved { .. }
            | Event::Answered { .. }
            | Event::Resent { .. }
            | Event::Marked { .. }
            | Event::NotDone { .. }
            | Event::Unknown { .. }
            | Event::Request { .. }
            | Event::Done { .. }
            | Event::Receipt { .. }
            | Event::Acted { .. }
            | Event::Down { .. }
            | Event::Up { .. }
            | Event::Rest { .. } => {}
        }
        Ok(())
    }
}
