//! Nodes die, are restored to what is left of them, and start again.

use anyhow::Result;

use crate::history::Event;
use crate::phone::Phone;
use crate::plan::Node;
use crate::power::{self, Death};
use crate::run::Run;

/// What the plan can name.
const NO_SUCH_PHONE: &str = "a plan names phones that are there";

impl Run {
    /// Lets a node die after so many more durable steps.
    pub fn arm(&mut self, node: Node, death: Death, after: u32, away: u32) -> Result<()> {
        match node {
            Node::Server => {
                power::arm(&self.server.folder, death, after)?;
                self.server.is_armed = true;
                self.away = usize::try_from(away)?;
            }
            Node::Phone(number) => {
                if let Some(phone) = self.phones.get_mut(number) {
                    power::arm(&phone.folder, death, after)?;
                    phone.is_armed = true;
                }
            }
        }
        Ok(())
    }

    /// Puts a phone that died back to what is left of it, and turns it on again.
    pub fn dies(&mut self, number: usize) -> Result<()> {
        self.count("phone died");
        self.history.add(Event::Down { what: format!("phone {number}") });
        self.put_back(number)?;
        self.turn_on(number)
    }

    /// Turns a phone on; one that dies over it is turned on again.
    pub fn turn_on(&mut self, number: usize) -> Result<()> {
        loop {
            let phone = self.phone(number)?;
            let turned_on = phone.turn_on();
            if !phone.is_dead()? {
                turned_on.or_else(|error| self.does_not_start(number, error))?;
                self.history.add(Event::Up { what: format!("phone {number}") });
                return self.look_who_began(number);
            }
            self.count("phone died");
            self.put_back(number)?;
        }
    }

    /// Puts a phone back to what is left of it.
    fn put_back(&mut self, number: usize) -> Result<()> {
        let phone = self.phone(number)?;
        phone.restore()?;
        let (is_marked, user) = (phone.is_marked(), phone.user.clone());
        if is_marked {
            self.count("phone died while it was erased");
        }
        if self.typing.is_begun(number, &user) {
            self.count("phone died over a draft");
        }
        Ok(())
    }

    /// Turns a phone off and on.
    pub fn restart(&mut self, number: usize) -> Result<()> {
        self.phone(number)?.turn_off();
        if self.phone(number)?.is_dead()? {
            return self.dies(number);
        }
        self.turn_on(number)
    }

    /// Buries a server that died over what it was asked; says whether it did.
    pub fn server_may_die(&mut self) -> Result<bool> {
        if !self.server.is_dead()? {
            return Ok(false);
        }
        self.count("server died");
        self.history.add(Event::Down { what: "server".to_owned() });
        self.server.restore()?;
        self.back_at = self.step + self.away;
        Ok(true)
    }

    /// Looks whether anybody died over the last step.
    pub fn bury(&mut self) -> Result<()> {
        self.server_may_die()?;
        for number in 0..self.phones.len() {
            if self.phone(number)?.is_dead()? {
                self.dies(number)?;
            }
        }
        Ok(())
    }

    /// Stops the server as for a repair.
    pub fn stop_server(&mut self, away: u32) {
        self.server.stop();
        self.history.add(Event::Down { what: "server".to_owned() });
        self.back_at = self.step + usize::try_from(away).unwrap_or(0);
    }

    /// Starts the server; one that dies over it is started again.
    pub fn start_server(&mut self) -> Result<()> {
        loop {
            let started = self.server.start();
            if !self.server_may_die()? {
                started?;
                self.history.add(Event::Up { what: "server".to_owned() });
                self.desks.forget();
                return Ok(());
            }
        }
    }

    /// What is due at the beginning of a step: a server that comes back, requests that arrive late.
    pub fn arrive(&mut self) -> Result<()> {
        if !self.server.is_running() && self.step >= self.back_at {
            self.start_server()?;
        }
        self.deliver_late(self.step)
    }

    /// Saves the server.
    pub fn back_up(&mut self) -> Result<()> {
        if !self.server.is_running() {
            return Ok(());
        }
        let folder = self.folder("backup");
        self.server.back_up(&folder)?;
        self.desks.forget();
        self.saved = Some(folder);
        Ok(())
    }

    /// Restores the server from what was saved.
    pub fn begin_from_backup(&mut self) -> Result<()> {
        let Some(saved) = self.saved.clone() else { return Ok(()) };
        self.server.begin_from(&saved)?;
        self.count("restored");
        self.history.add(Event::Restored);
        self.desks.forget();
        self.claims.server_forgot(self.phones.len());
        self.orders_forgotten()
    }

    /// Returns a phone.
    pub fn phone(&mut self, number: usize) -> Result<&mut Phone> {
        self.phones.get_mut(number).ok_or_else(|| anyhow::anyhow!(NO_SUCH_PHONE))
    }
}
