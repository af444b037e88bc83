//! After each step: what is on the phones now that was not there before.

use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::Result;

use crate::history::Event;
use crate::run::Run;
use crate::truth::rows::PhoneRows;

/// What was on a phone when it was last looked at.
#[derive(Default)]
pub struct Seen {
    rows: BTreeMap<String, u64>,
    outcomes: BTreeMap<String, String>,
    receipts: BTreeMap<String, bool>,
    /// All of it; none of a phone that is new.
    pub last: Option<Rc<PhoneRows>>,
}

impl Run {
    /// Looks at every phone.
    pub fn observe(&mut self) -> Result<()> {
        for number in 0..self.phones.len() {
            let rows = self.phone(number)?.rows()?;
            if self.seen.len() <= number {
                self.seen.push(Seen::default());
            }
            if let Some(seen) = self.seen.get_mut(number) {
                for event in seen.look(number, &rows) {
                    self.history.add(event);
                }
                seen.last = Some(rows);
            }
        }
        Ok(())
    }
}

impl Seen {
    fn look(&mut self, phone: usize, now: &PhoneRows) -> Vec<Event> {
        let mut events = Vec::new();
        let cases = now.cases.iter().filter_map(|row| Some((format!("case {}", row.id), row.body.as_ref()?.version)));
        let tasks = now.tasks.iter().map(|row| (format!("task {}", row.body.id), row.body.version));
        let rows: BTreeMap<String, u64> = cases.chain(tasks).collect();
        for (row, version) in &rows {
            if self.rows.get(row) != Some(version) {
                events.push(Event::Heard { phone, row: row.clone(), version: *version });
            }
        }
        for row in self.rows.keys().filter(|row| !rows.contains_key(*row)) {
            events.push(Event::Gone { phone, row: row.clone() });
        }
        self.rows = rows;
        for operation in &now.operations {
            let before = self.outcomes.insert(operation.id.to_string(), operation.outcome.clone());
            if before.unwrap_or_default() != operation.outcome {
                events.push(Event::Outcome { phone, operation: operation.id, outcome: operation.outcome.clone() });
            }
        }
        for photo in &now.photos {
            let before = self.receipts.insert(photo.id.to_string(), photo.is_receipted);
            if photo.is_receipted && before != Some(true) {
                events.push(Event::Receipt { phone, photo: photo.id.to_string() });
            }
        }
        events
    }
}
