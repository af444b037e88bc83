//! The turns beside the straight way, each walked over real HTTP by people with phones and people at desks.
//!
//! A [`Town`] is where a story is told. What happened is asked of the server's file and of the phone, and at the end
//! everything that is written down has to fit together ([`Town::fits`]).

mod citizens;
mod duty;
mod late;
mod not_ours;
mod orders;
mod rework;
mod twice;
mod voids;
mod waiting;

use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::{Context as _, Result, bail, ensure};
use app_bridge::told::{CaseCard, TaskCard, Whereabouts};
use server::cases::timers::sweep;
use server::check::{Depth, all};
use server::world::Clock as _;
use shared::account::Role;
use shared::api::cases::{CaseFile, NewCase};
use shared::case::Action;
use shared::channel::Channel;
use shared::evidence::PhotoRole;
use shared::ids::{CaseId, JurisdictionId, TaskId, UnitId};
use shared::refusal::Code;
use shared::settings::Settings;
use shared::task::{TaskResult, TaskState};
use shared::time::Instant;
use system_tests::collector::{Collector, Draft};
use system_tests::desk::{Desk, Refused};
use system_tests::world::World;
use uuid::Uuid;

use crate::people::{MONDAY, collectors, here, shot};

/// A small city with its server, the phones that are in use, and the desks of one jurisdiction.
pub struct Town {
    /// The city.
    pub world: World,
    /// The collector who reports, with a phone.
    pub wang: Rc<Collector>,
    area: JurisdictionId,
    phones: BTreeMap<String, Rc<Collector>>,
}

impl Town {
    /// Begins on a Monday at nine, with Wang on the street.
    pub async fn begin() -> Result<Self> {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let area = world.accounts.user(&user)?.jurisdiction.parse()?;
        let wang = Rc::new(world.phone(&user).await?);
        let phones = BTreeMap::from([(user, Rc::clone(&wang))]);
        Ok(Self { world, wang, area, phones })
    }

    /// Changes the jurisdiction's settings, as an operator does.
    pub async fn set(&mut self, change: impl FnOnce(&mut Settings)) -> Result<()> {
        let area = self.area.clone();
        self.world.switch(&area, change).await
    }

    /// Returns what time it is at the server.
    pub fn now(&self) -> Instant {
        self.world.clock.now()
    }

    /// Lets minutes pass.
    pub fn pass(&self, minutes: i64) {
        self.world.clock.pass_minutes(minutes);
    }

    /// Lets time pass until so many minutes after a moment, and the server look at what is due.
    pub async fn comes(&self, moment: Instant, minutes: i64) -> Result<()> {
        self.pass(moment.since(self.now()) / 60_000 + minutes);
        sweep(self.world.app()?).await?;
        Ok(())
    }

    /// Takes the desk of somebody with a role in the jurisdiction; signed in anew, because a token is good for a day.
    pub async fn desk(&self, role: Role) -> Result<Desk> {
        let account = self.world.accounts.of(role, self.area.as_str()).next();
        let user = account.with_context(|| format!("a {role:?} in {}", self.area))?.user.clone();
        self.world.desk(&user).await
    }

    /// Takes the desk of a unit.
    pub async fn unit(&self, unit: &UnitId) -> Result<Desk> {
        let user = self.world.accounts.of_unit(unit.as_str())?.user.clone();
        self.world.desk(&user).await
    }

    /// Lets somebody with a role act on a case.
    pub async fn act(&self, role: Role, case: CaseId, action: &Action) -> Result<CaseFile> {
        self.desk(role).await?.act(case, action).await
    }

    /// Returns a case's file, as the acceptor sees it.
    pub async fn file(&self, case: CaseId) -> Result<CaseFile> {
        self.desk(Role::Acceptor).await?.file(case).await
    }

    /// Returns the unit that has a case, and when it is due.
    pub async fn dispatched(&self, case: CaseId) -> Result<(UnitId, Instant)> {
        let case = self.file(case).await?.case;
        let unit = case.unit.context("the rule gives one unit there")?;
        Ok((unit, case.clock.due_at.context("the handling clock runs")?))
    }

    /// Takes down what a citizen says of the place where Wang stands.
    pub async fn called_in(&self, note: &str) -> Result<CaseId> {
        let new = NewCase {
            id: CaseId(Uuid::now_v7()),
            channel: Channel::Hotline,
            category: "event:06010".parse()?,
            condition_no: 1,
            fix: here(&self.wang).await?,
            note: note.to_owned(),
            address: String::new(),
            photos: Vec::new(),
        };
        let acceptor = self.desk(Role::Acceptor).await?;
        let (status, body) = acceptor.post_raw("/api/v1/cases", &serde_json::to_value(&new)?).await?;
        ensure!(status.as_u16() == 201, "{status}: {body}");
        Ok(new.id)
    }

    /// Wang reports exposed refuse without a network, and comes back to one.
    pub async fn reported(&self, tint: u8) -> Result<CaseId> {
        self.reported_as("event:06010", 1, "两袋", tint).await
    }

    /// Wang reports something without a network, and comes back to one.
    pub async fn reported_as(&self, category: &str, condition_no: u32, note: &str, tint: u8) -> Result<CaseId> {
        self.wang.offline();
        let fix = here(&self.wang).await?;
        let (near, far) = (shot(tint), shot(tint.wrapping_add(1)));
        let photos = [(PhotoRole::Near, near.as_slice()), (PhotoRole::Far, far.as_slice())];
        let case = self.wang.report(&Draft { category, condition_no, fix, note, photos: &photos }).await?.case;
        self.wang.online();
        assert_eq!(self.wang.sync().await?.left, 0);
        assert_eq!(self.wang.case(case).await?.whereabouts, Whereabouts::Arrived);
        Ok(case)
    }

    /// Returns a case as Wang's phone shows it after a round.
    pub async fn shown(&self, case: CaseId) -> Result<CaseCard> {
        assert_eq!(self.wang.sync().await?.differing, 0);
        self.wang.case(case).await
    }

    /// Returns somebody's phone, signed in; everybody has one.
    pub async fn phone(&mut self, user: &str) -> Result<Rc<Collector>> {
        if let Some(phone) = self.phones.get(user) {
            return Ok(Rc::clone(phone));
        }
        let phone = Rc::new(self.world.phone(user).await?);
        self.phones.insert(user.to_owned(), Rc::clone(&phone));
        Ok(phone)
    }

    /// Returns the phone of whoever was sent to look at a case, with the task that came to it.
    pub async fn sent(&mut self, case: CaseId) -> Result<(Rc<Collector>, TaskCard)> {
        let file = self.file(case).await?;
        let task = file.case.open_task.context("a task is out")?;
        let draw = file.draws.iter().find(|draw| draw.task == Some(task)).context("it was drawn")?;
        let user = draw.drawn.clone().context("somebody was drawn")?;
        let phone = self.phone(&user).await?;
        phone.online();
        phone.sync().await?;
        let card = phone.tasks().await?.into_iter().find(|card| card.task == task).context("the task came")?;
        Ok((phone, card))
    }

    /// Whoever was sent answers without a network, and comes back to one.
    pub async fn answered(&mut self, case: CaseId, result: TaskResult) -> Result<CaseFile> {
        let (phone, card) = self.sent(case).await?;
        phone.offline();
        phone.answer(&card, result, &shot(90), "到现场看过").await?;
        assert_eq!(task(&phone, card.task).await?.whereabouts, Some(Whereabouts::OnlyHere));
        phone.online();
        assert_eq!(phone.sync().await?.left, 0);
        let card = task(&phone, card.task).await?;
        assert_eq!((card.state, card.result), (TaskState::Answered, Some(result)));
        assert_eq!(card.whereabouts, Some(Whereabouts::Arrived));
        self.file(case).await
    }

    /// Everything that is written down fits together.
    pub async fn fits(&self) -> Result<()> {
        let problems = all(self.world.app()?, Depth::Rows).await?.problems;
        assert_eq!(problems, Vec::<String>::new());
        Ok(())
    }
}

async fn task(phone: &Collector, task: TaskId) -> Result<TaskCard> {
    phone.tasks().await?.into_iter().find(|card| card.task == task).context("a task that was answered here stays")
}

/// The task of an action that sends somebody: the server makes it, and does not read this.
pub fn to_be_made() -> TaskId {
    TaskId(Uuid::nil())
}

/// Returns the code with which somebody was refused.
pub fn refused(done: Result<CaseFile>) -> Result<Code> {
    let error = match done {
        Ok(file) => bail!("it was done: {:?}", file.case.state),
        Err(error) => error,
    };
    let code = error.downcast_ref::<Refused>().map(|Refused(problem)| problem.code);
    code.ok_or(error)
}
