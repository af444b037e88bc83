//! After the plan: the faults end, everybody is there, and phones sync until nobody has anything more to say.

use anyhow::{Context as _, Result};

use crate::history::Event;
use crate::phone::Done;
use crate::power;
use crate::run::{Person, Run};
use crate::town::IN_THE_FIELD;
use crate::truth::broken;

/// So many rounds of everybody are enough to come to rest; a phone may need several to mend what it was told in error.
const MOST_ROUNDS: u32 = 12;

impl Run {
    /// Lets everything come to rest.
    pub fn come_to_rest(&mut self) -> Result<()> {
        self.step = usize::MAX / 2;
        power::disarm(&self.server.folder)?;
        for phone in &self.phones {
            power::disarm(&phone.folder)?;
            phone.line.clear();
        }
        for phone in &mut self.phones {
            phone.dies_erased = None;
        }
        self.bury()?;
        self.arrive()?;
        for user in 0..IN_THE_FIELD.len() {
            self.change_person(user, Person::IsLetIn)?;
        }
        self.hand_in_from_withdrawn()?;
        for round in 1..=MOST_ROUNDS {
            self.history.add(Event::Rest { round });
            self.time.pass_ms(120_000);
            self.server.jobs()?;
            let mut is_quiet = true;
            let at_work: Vec<usize> =
                (0..self.phones.len()).filter(|number| !self.withdrawn.contains(number)).collect();
            for number in at_work {
                is_quiet &= self.has_nothing_to_say(number).with_context(|| format!("phone {number} at rest"))?;
            }
            self.observe()?;
            if is_quiet {
                return Ok(());
            }
        }
        broken(4, format!("after {MOST_ROUNDS} rounds of everybody there is still something to say"))
    }

    fn has_nothing_to_say(&mut self, number: usize) -> Result<bool> {
        // What it was busy with when the faults ended is no round of its own.
        let was_busy = self.phone(number)?.is_busy();
        let erased = self.orders.erased.len();
        if was_busy {
            self.until_done(number)?;
        }
        self.begin(number)?;
        let done = self.until_done(number)?;
        Ok(match done {
            Some(Done::Round(Ok(ended))) => {
                let round = ended.round;
                !was_busy
                    && erased == self.orders.erased.len()
                    && ended.error.is_none()
                    && round.left + round.pulled + round.pushed + round.photos_sent + round.originals_sent == 0
            }
            Some(Done::Round(Err(_)) | Done::SignIn(_)) | None => false,
        })
    }
}
