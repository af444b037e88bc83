//! Phones that the server takes nothing more from: at the end somebody carries their work to the desk.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, bail};
use app_bridge::ask::Ask;
use app_bridge::rescue::WithOriginals;
use app_bridge::told::Told;
use app_core::ports::Method;

use crate::history::Event;
use crate::run::Run;
use crate::truth::{broken, rows};

/// Whoever withdraws phones and imports what was carried in.
pub const ADMIN: &str = "boss";

impl Run {
    /// Withdraws a phone.
    pub fn withdraw(&mut self, number: usize) -> Result<()> {
        let device = self.phone(number)?.core()?.device();
        let path = format!("/api/v1/devices/{device}/revoke");
        let reply = self.request(ADMIN, Method::Post, &path, Vec::new(), Vec::new())?;
        let fate = reply.map_or_else(|| "nothing".to_owned(), |reply| reply.status.to_string());
        self.history.add(Event::Acted { user: ADMIN.to_owned(), what: format!("withdraw phone {number}"), fate });
        Ok(())
    }

    /// Imports what withdrawn phones hold, and remembers which they are. The server may have forgotten that it withdrew one.
    pub fn hand_in_from_withdrawn(&mut self) -> Result<()> {
        self.erase_what_is_agreed()?;
        let withdrawn = rows::withdrawn(&self.server)?;
        let mut found = BTreeSet::new();
        for number in 0..self.phones.len() {
            if withdrawn.contains(&self.phone(number)?.core()?.device()) {
                self.until_done(number)?;
                self.hand_in(number).with_context(|| format!("phone {number} was withdrawn"))?;
                found.insert(number);
            }
        }
        self.withdrawn = found;
        Ok(())
    }

    /// A phone that the server agreed to erase, and that did not hear it, hears it now; one that holds something is left to
    /// whoever carries it in.
    fn erase_what_is_agreed(&mut self) -> Result<()> {
        let withdrawn = rows::withdrawn(&self.server)?;
        for number in 0..self.phones.len() {
            let device = self.phone(number)?.core()?.device();
            if withdrawn.contains(&device) && self.orders.wipes.contains_key(&device) {
                self.until_done(number)?;
                self.sync(number)?;
            }
        }
        Ok(())
    }

    fn hand_in(&mut self, number: usize) -> Result<()> {
        let Some(told) = self.tell(number, "rescue", Ask::Rescue { originals: WithOriginals::None })? else {
            if self.phone(number)?.rows()?.operations.is_empty() {
                return Ok(());
            }
            return broken(5, format!("phone {number} was withdrawn, and its work cannot be handed in"));
        };
        let Told::Rescue(written) = told else { bail!("asked for a rescue file, told {told:?}") };
        let bytes = fs::read(&written.place).context("read the rescue file")?;
        let headers = vec![("content-type", "application/octet-stream".to_owned())];
        let reply = self.request(ADMIN, Method::Post, "/api/v1/rescue?after_withdrawal=take", headers, bytes)?;
        let reply = reply.context("the server answers")?;
        let what = format!("import phone {number}: {} operations, {} photos", written.operations, written.photos);
        self.history.add(Event::Acted { user: ADMIN.to_owned(), what, fate: reply.status.to_string() });
        if reply.status == 200 {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&reply.body).into_owned();
        broken(5, format!("the rescue file of phone {number} is not taken, {}: {said}", reply.status))
    }
}
