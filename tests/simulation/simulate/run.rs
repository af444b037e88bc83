//! One run: a server, phones, a plan. One thing happens at a time, and is awaited to its end before the next.
//!
//! Start with [`Run::play`]. What phones and people do is in `acts`, what happens to requests in `requests`, deaths in
//! `deaths`; what must be true is in `truth`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use app_core::ports::Request;
use shared::account::Role;
use shared::time::Instant;

use crate::chance::{Chance, Dice};
use crate::clocks::{Time, WallClock};
use crate::desk::Desks;
use crate::history::{Event, History};
use crate::observe::Seen;
use crate::orders::Orders;
use crate::phone::Phone;
use crate::plan::{Node, Plan, Step};
use crate::server::{Server, Template};
use crate::shots::Camera;
use crate::town::IN_THE_FIELD;
use crate::truth::Claims;
use crate::typing::Typing;
use crate::walking::Walks;
use crate::{power, truth};

/// When every run begins: a working Monday in Xi'an.
pub const MONDAY_MS: i64 = 1_795_395_600_000;

/// One run.
pub struct Run {
    /// What is to happen.
    pub plan: Plan,
    /// What happened.
    pub history: History,
    /// The true time.
    pub time: Arc<Time>,
    /// The server.
    pub server: Server,
    /// The phones.
    pub phones: Vec<Phone>,
    /// People at desks.
    pub desks: Desks,
    /// The camera of every phone.
    pub camera: Camera,
    /// How long things take.
    pub pace: Chance,
    /// Requests that phones gave up on and that still arrive, and at which step.
    pub late: Vec<(usize, Request)>,
    /// How often what struck.
    pub struck: BTreeMap<&'static str, u64>,
    /// The step that is being taken.
    pub step: usize,
    /// When the server that is down comes back.
    pub back_at: usize,
    /// For how many steps it stays away when it dies.
    pub away: usize,
    /// What phones have said and was found true.
    pub claims: Claims,
    /// What was last seen on each phone.
    pub seen: Vec<Seen>,
    /// The server's backup.
    pub saved: Option<PathBuf>,
    /// Phones that the server takes nothing more from, as found at rest.
    pub withdrawn: BTreeSet<usize>,
    /// What people type, and phones said that they keep.
    pub typing: Typing,
    /// Where people walk, and what phones said of it.
    pub walks: Walks,
    /// What desks ordered, and which phones were erased.
    pub orders: Orders,
    /// How often a town's ground or settings changed.
    pub editions: u32,
    folder: PathBuf,
}

/// How a run ended.
pub struct Played {
    /// What happened, line by line.
    pub trace: String,
    /// How often what struck.
    pub struck: BTreeMap<&'static str, u64>,
    /// What was wrong.
    pub wrong: Option<anyhow::Error>,
}

/// Plays a plan in a folder of its own and removes the folder.
pub fn play(plan: &Plan, template: &Template, folder: &Path) -> Result<Played> {
    let mut run = Run::prepare(plan.clone(), template, folder)?;
    let wrong = run.play().err();
    run.close()?;
    Ok(Played { trace: run.history.text(), struck: run.struck, wrong })
}

impl Run {
    fn prepare(plan: Plan, template: &Template, folder: &Path) -> Result<Self> {
        let time = Time::at(Instant::from_ms(MONDAY_MS));
        let clock = |name: &str| WallClock::new(&time, name);
        let seed = plan.seed;
        let server = Server::new(template, &folder.join("server"), clock("server"), Dice::of(seed, "server"))?;
        if plan.split {
            power::split(&server.folder)?;
        }
        let phones = plan.people.iter().enumerate().map(|(number, user)| {
            let name = format!("phone{number}");
            Phone::new(number, user, &folder.join(&name), clock(&name), Dice::of(seed, &name))
        });
        let phones = phones.collect::<Result<_>>()?;
        Ok(Self {
            history: History::default(),
            server,
            phones,
            desks: Desks::default(),
            camera: Camera::new()?,
            pace: Chance::of(seed, "pace"),
            late: Vec::new(),
            struck: BTreeMap::new(),
            step: 0,
            back_at: 0,
            away: 0,
            claims: Claims::default(),
            seen: Vec::new(),
            saved: None,
            withdrawn: BTreeSet::new(),
            typing: Typing::default(),
            walks: Walks::default(),
            orders: Orders::default(),
            editions: 1,
            folder: folder.to_owned(),
            time,
            plan,
        })
    }

    fn play(&mut self) -> Result<()> {
        self.server.start()?;
        for birth in self.plan.births.clone() {
            let phone = self.phones.get_mut(birth.phone).context("a plan names phones that are there")?;
            power::arm(&phone.folder, birth.death, birth.after)?;
            phone.is_armed = true;
        }
        for phone in 0..self.phones.len() {
            self.turn_on(phone)?;
            self.sign_in(phone)?;
        }
        for (number, step) in self.plan.steps.clone().into_iter().enumerate() {
            self.step = number;
            self.history.add(Event::Step { number, text: serde_json::to_string(&step)? });
            self.arrive()?;
            self.take(&step).with_context(|| format!("step {number}"))?;
            self.time.pass_ms(7_000);
            self.bury()?;
            self.observe()?;
            truth::after_a_step(self).with_context(|| format!("after step {number}"))?;
        }
        self.come_to_rest()?;
        truth::at_rest(self)
    }

    fn take(&mut self, step: &Step) -> Result<()> {
        match *step {
            Step::Wait { minutes } => self.time.pass_ms(i64::from(minutes) * 60_000),
            Step::Report { phone, spot, category, photos } => self.report(phone, spot, category, photos)?,
            Step::Discard { phone, spot } => self.discard(phone, spot)?,
            Step::Answer { phone, pick, result, photos } => self.answer(phone, pick, result, photos)?,
            Step::Type { phone, letters } => self.type_on(phone, letters)?,
            Step::Shift { phone, begins } => self.mark_shift(phone, begins)?,
            Step::Walk { phone, positions } => self.walk(phone, positions)?,
            Step::Sync { phone } => self.sync(phone)?,
            Step::ByItself { phone } => self.by_itself(phone)?,
            Step::Begin { phone } => self.begin(phone)?,
            Step::Go { phone, requests } => self.go(phone, requests)?,
            Step::Resend { phone, pick } => self.resend(phone, pick)?,
            Step::HandOver { phone, ref user } => self.hand_over(phone, user)?,
            Step::Restart { phone } => self.restart(phone)?,
            Step::Fault { phone, after, fault } => {
                if let Some(phone) = self.phones.get(phone) {
                    phone.line.expect(after, fault);
                }
            }
            Step::Kill { node, death, after, away } => self.arm(node, death, after, away)?,
            Step::Stop { away } => self.stop_server(away),
            Step::Clock { node, minutes } => {
                let clock = match node {
                    Node::Server => Some(&self.server.clock),
                    Node::Phone(phone) => self.phones.get(phone).map(|phone| &phone.clock),
                };
                if let Some(clock) = clock {
                    clock.jump_ms(i64::from(minutes) * 60_000);
                }
            }
            Step::Desk { pick, choice } => self.at_desk(pick, choice)?,
            Step::Scope { ref town } => self.change_town(town, Change::Scope)?,
            Step::Redraw { ref town } => self.change_town(town, Change::Ground)?,
            Step::Beat { user, bits } => self.change_person(user, Person::Walks(bits))?,
            Step::Role { user, inspects } => {
                let role = if inspects { Role::Inspector } else { Role::Collector };
                self.change_person(user, Person::Becomes(role))?;
            }
            Step::Withdraw { phone } => self.withdraw(phone)?,
            Step::Nudge { phone, kind } => self.nudge(phone, kind)?,
            Step::Read { phone, pick, puts_away } => self.read_orders(phone, pick, puts_away)?,
            Step::Wipe { phone, leaves, dies } => self.order_wipe(phone, leaves, dies)?,
            Step::TakeBack { phone } => self.take_back(phone)?,
            Step::Close { user } => self.change_person(user, Person::IsShutOut)?,
            Step::Open { user } => self.change_person(user, Person::IsLetIn)?,
            Step::Jobs => {
                if self.server.is_running() {
                    self.server.jobs()?;
                }
            }
            Step::Backup => self.back_up()?,
            Step::Restore => self.begin_from_backup()?,
        }
        Ok(())
    }

    fn change_town(&mut self, town: &str, change: Change) -> Result<()> {
        if !self.server.is_running() {
            return Ok(());
        }
        self.editions += 1;
        let (app, times) = (self.server.app()?, self.editions);
        self.server.wait(async {
            match change {
                Change::Scope => crate::town::change_scope(app, town, times).await,
                Change::Ground => crate::town::redraw(app, town, times).await,
            }
        })
    }

    /// Changes what somebody in the field may.
    pub fn change_person(&mut self, user: usize, change: Person) -> Result<()> {
        let Some(user) = IN_THE_FIELD.get(user).filter(|_| self.server.is_running()) else { return Ok(()) };
        let app = self.server.app()?;
        self.server.wait(async {
            match change {
                Person::Walks(bits) => crate::town::change_beat(app, user, bits).await,
                Person::Becomes(role) => crate::town::change_role(app, user, role).await,
                Person::IsShutOut => crate::town::admit(app, user, true).await,
                Person::IsLetIn => crate::town::admit(app, user, false).await,
            }
        })
    }

    /// Returns a folder of the run's.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Counts what struck.
    pub fn count(&mut self, what: &'static str) {
        *self.struck.entry(what).or_default() += 1;
    }

    fn close(&mut self) -> Result<()> {
        self.server.stop();
        power::forget(&self.server.folder)?;
        for phone in &mut self.phones {
            phone.turn_off();
            power::forget(&phone.folder)?;
        }
        std::fs::remove_dir_all(&self.folder).with_context(|| format!("remove {}", self.folder.display()))
    }
}

/// What of a person changes.
#[derive(Clone, Copy)]
pub enum Person {
    /// Their beat.
    Walks(usize),
    /// Their role.
    Becomes(Role),
    /// They may no longer sign in.
    IsShutOut,
    /// They may again.
    IsLetIn,
}

/// What of a town changes.
enum Change {
    Scope,
    Ground,
}
