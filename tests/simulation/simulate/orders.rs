//! Orders of a desk to phones, and what becomes of a phone that is erased.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use anyhow::{Result, bail};
use app_bridge::ask::Ask;
use app_bridge::told::Told;
use app_core::ports::Method;
use shared::api::orders::{DeviceOrder, NewNudge, NewWipe, NudgeKind, OrderKind, OrderList};
use shared::ids::{DeviceId, OrderId};

use crate::history::Event;
use crate::plan::Dies;
use crate::power;
use crate::run::Run;
use crate::truth::rows::{self, PhoneRows};
use crate::truth::{broken, erased};
use crate::withdrawn::ADMIN;

/// What a desk asks of whoever has a phone.
const KINDS: [NudgeKind; 5] =
    [NudgeKind::SyncNow, NudgeKind::Word, NudgeKind::Charge, NudgeKind::SetClock, NudgeKind::CallDesk];

/// What desks ordered.
#[derive(Default)]
pub struct Orders {
    /// Devices that a desk let be erased, or tried to.
    pub wipes: BTreeMap<DeviceId, Wiping>,
    /// What somebody put away on which phone.
    pub put_away: BTreeSet<(usize, OrderId)>,
    /// Phones that were erased, in order.
    pub erased: Vec<Erased>,
    devices: BTreeMap<usize, DeviceId>,
}

/// An order to erase a device. What a desk sent and heard nothing of may have arrived.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wiping {
    /// It is erased also where something cannot be sent.
    pub leaves: bool,
    /// The desk was told that it is taken back.
    pub is_taken_back: bool,
}

/// A phone that was erased.
pub struct Erased {
    /// Which.
    pub phone: usize,
    /// Who had it.
    pub user: String,
    /// The device that it was.
    pub device: DeviceId,
    /// What could not be sent was to be left behind.
    pub leaves: bool,
    /// How much had happened when it last heard the server.
    pub heard_at: usize,
    /// What was on it.
    pub rows: Rc<PhoneRows>,
}

impl Run {
    /// A desk asks something of whoever has a phone.
    pub fn nudge(&mut self, number: usize, kind: usize) -> Result<()> {
        let device = self.phone(number)?.core()?.device();
        let kind = KINDS.get(kind % KINDS.len()).copied().unwrap_or(NudgeKind::Word);
        let new = NewNudge { kind, note: format!("step {}", self.step) };
        let path = format!("/api/v1/devices/{device}/nudge");
        if self.post(ADMIN, &path, &serde_json::to_value(&new)?, format!("nudge phone {number}"))? {
            self.count("nudged");
        }
        Ok(())
    }

    /// Whoever has a phone reads what is asked of them, and may put one of it away.
    pub fn read_orders(&mut self, number: usize, pick: usize, puts_away: bool) -> Result<()> {
        let Some(told) = self.tell(number, "orders", Ask::Orders)? else { return Ok(()) };
        let Told::Orders(cards) = told else { bail!("asked for orders, told {told:?}") };
        let Some(card) = cards.get(if cards.is_empty() { 0 } else { pick % cards.len() }) else { return Ok(()) };
        let ids = cards.iter().map(|card| card.id).collect();
        if self.tell(number, "orders seen", Ask::OrdersSeen { ids })?.is_none() {
            return Ok(());
        }
        self.count("orders read");
        if puts_away && self.tell(number, "order put away", Ask::DismissOrder { id: card.id })?.is_some() {
            self.orders.put_away.insert((number, card.id));
            self.count("order put away");
        }
        Ok(())
    }

    /// The server was restored, and may ask again what was put away before: a phone that heard that this was over has let go
    /// of it, and shows it. What it still holds it does not show, and says again that it was put away.
    pub fn orders_forgotten(&mut self) -> Result<()> {
        for number in 0..self.phones.len() {
            let held = rows::orders(self.phone(number)?.database()?)?;
            self.orders.put_away.retain(|(phone, order)| *phone != number || held.contains(order));
        }
        Ok(())
    }

    /// A desk lets a phone be erased.
    pub fn order_wipe(&mut self, number: usize, leaves: bool, dies: Option<Dies>) -> Result<()> {
        let phone = self.phone(number)?;
        let device = phone.core()?.device();
        phone.dies_erased = dies;
        // Noted before: a server that dies over it may have taken it.
        let before = self.orders.wipes.get(&device).is_some_and(|before| before.leaves);
        self.orders.wipes.insert(device, Wiping { leaves: leaves || before, is_taken_back: false });
        let new = NewWipe { reason: format!("step {}", self.step), leave_unsent: leaves };
        let path = format!("/api/v1/devices/{device}/wipe");
        if self.post(ADMIN, &path, &serde_json::to_value(&new)?, format!("wipe phone {number}"))? {
            self.count("wipe ordered");
        }
        Ok(())
    }

    /// A desk takes back what it ordered last, if that is still open.
    pub fn take_back(&mut self, number: usize) -> Result<()> {
        let device = self.phone(number)?.core()?.device();
        let path = format!("/api/v1/devices/{device}/orders");
        let reply = self.request(ADMIN, Method::Get, &path, Vec::new(), Vec::new())?;
        let Some(reply) = reply.filter(|reply| reply.status == 200) else { return Ok(()) };
        let list: OrderList = serde_json::from_slice(&reply.body)?;
        let is_open = |order: &DeviceOrder| order.done_at.is_none() && order.withdrawn_at.is_none();
        let Some(order) = list.orders.into_iter().find(is_open) else { return Ok(()) };
        let path = format!("{path}/{}/withdraw", order.id);
        let reply = self.request(ADMIN, Method::Post, &path, Vec::new(), Vec::new())?;
        let is_taken_back = reply.as_ref().is_some_and(|reply| reply.status == 204);
        let fate = reply.map_or_else(|| "nothing".to_owned(), |reply| reply.status.to_string());
        let what = format!("take back {} of phone {number}", order.kind.as_str());
        self.history.add(Event::Acted { user: ADMIN.to_owned(), what, fate });
        if is_taken_back {
            self.count("order taken back");
            if let Some(wiping) = self.orders.wipes.get_mut(&device).filter(|_| order.kind == OrderKind::Wipe) {
                wiping.is_taken_back = true;
            }
        }
        Ok(())
    }

    /// From the word on with which the server agrees to erase a phone, the phone may be about to die.
    pub fn may_die_erased(&mut self, number: usize) -> Result<()> {
        let phone = self.phone(number)?;
        let Some(dies) = phone.dies_erased else { return Ok(()) };
        let device = phone.core()?.device();
        if self.server.is_running() && rows::withdrawn(&self.server)?.contains(&device) {
            let phone = self.phone(number)?;
            power::arm(&phone.folder, dies.death, dies.after)?;
            phone.is_armed = true;
            phone.dies_erased = None;
        }
        Ok(())
    }

    /// A phone that was to be erased must start, wherever it died.
    pub fn does_not_start(&self, number: usize, error: anyhow::Error) -> Result<()> {
        let device = self.orders.devices.get(&number);
        if device.is_some_and(|device| self.orders.wipes.contains_key(device)) {
            return broken(0, format!("phone {number} was to be erased, and does not start: {error:#}"));
        }
        Err(error)
    }

    /// Looks which device began when a phone was turned on: another one where its home was erased.
    pub fn look_who_began(&mut self, number: usize) -> Result<()> {
        let device = self.phone(number)?.core()?.device();
        let before = self.orders.devices.insert(number, device);
        let Some(before) = before.filter(|before| *before != device) else { return Ok(()) };
        let Told::Start(start) = self.phone(number)?.tell(Ask::Start)?? else {
            bail!("asked to start, told otherwise")
        };
        if start.notices.iter().any(|notice| notice.code == "wiped") {
            return self.is_erased(number, before);
        }
        Ok(())
    }

    fn is_erased(&mut self, number: usize, before: DeviceId) -> Result<()> {
        self.count("erased");
        self.history.add(Event::Erased { phone: number });
        let was_restored = self.history.events().iter().any(|event| matches!(event, Event::Restored));
        let leaves = match self.orders.wipes.get(&before) {
            None => return broken(5, format!("phone {number} was erased, and nobody ordered it")),
            // A server that was restored may have forgotten that it was taken back.
            Some(wiping) if wiping.is_taken_back && !was_restored => {
                return broken(5, format!("phone {number} was erased, and the order had been taken back"));
            }
            Some(wiping) => wiping.leaves,
        };
        let phone = self.phone(number)?;
        phone.must_sign_in = false;
        phone.dies_erased = None;
        let (user, heard_at) = (phone.user.clone(), phone.heard_at);
        if let Some(rows) = self.seen.get_mut(number).and_then(|seen| std::mem::take(seen).last) {
            self.orders.erased.push(Erased { phone: number, user, device: before, leaves, heard_at, rows });
        }
        self.typing.is_erased(number);
        self.walks.is_erased(number);
        erased::is_new(self.phone(number)?, before)
    }
}
