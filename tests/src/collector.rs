//! A collector or inspector: a person with a phone.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, Result, bail};
use app_bridge::aside::AsideCard;
use app_bridge::ask::{AnswerForm, Ask, Corrected, MendForm, OriginalsOver, ReportForm, Shot, Subject};
use app_bridge::rescue::{Rescue, WithOriginals};
use app_bridge::room::Room;
use app_bridge::status::{Round, Status};
use app_bridge::told::{CaseCard, PhotoCard, Preview, Saved, Start, TaskCard, Told};
use app_core::core::Core;
use app_core::native::keys::KeyPlace;
use app_core::native::open::{Home, open_with};
use app_core::ports::{Clock, World};
use shared::catalogue::CategoryKey;
use shared::evidence::PhotoRole;
use shared::ids::{CaseId, OperationId, PhotoId, TaskId};
use shared::place::fix::Fix;
use shared::task::TaskResult;

use crate::clock::PhoneClock;
use crate::line::{Line, Weather};
use crate::pocket::{SkippingClock, Street};

/// A person with a phone of their own.
pub struct Collector {
    /// What they sign in as.
    pub user: String,
    /// The phone.
    pub core: Core,
    /// Its line.
    pub line: Line,
    /// Its clock.
    pub clock: SkippingClock,
    /// What kind of network it is in.
    pub street: Street,
    home: PathBuf,
}

/// A report before it is saved.
pub struct Draft<'a> {
    /// What it is.
    pub category: &'a str,
    /// Which filing condition.
    pub condition_no: u32,
    /// Where it is.
    pub fix: Fix,
    /// What the collector writes.
    pub note: &'a str,
    /// The shots: what each shows, and the camera's file.
    pub photos: &'a [(PhotoRole, &'a [u8])],
}

impl Collector {
    /// Gives a person a phone whose home is the folder; its key lies beside it.
    pub fn with_phone(user: &str, home: &Path) -> Result<Self> {
        Self::in_world(user, home, |world| world)
    }

    /// The same with a phone whose clocks are set by hand.
    pub fn with_clock(user: &str, home: &Path, clock: &Rc<PhoneClock>) -> Result<Self> {
        let clock: Rc<dyn Clock> = Rc::<PhoneClock>::clone(clock);
        Self::in_world(user, home, |world| World { clock, ..world })
    }

    /// Gives a person a phone in a world that was changed: another transport, another clock. The line lies over it.
    pub fn in_world(user: &str, home: &Path, change: impl FnOnce(World) -> World) -> Result<Self> {
        let (mut kept, street) = (None, Street::default());
        let core = open_with(&place(home), |world| {
            let world = change(world);
            let (line, clock) = (Line::over(Rc::clone(&world.transport)), SkippingClock::over(Rc::clone(&world.clock)));
            kept = Some((line.clone(), clock.clone()));
            World { transport: Rc::new(line), clock: Rc::new(clock), network: Rc::new(street.clone()), ..world }
        })?;
        let (line, clock) = kept.context("the world was not asked for")?;
        Ok(Self { user: user.to_owned(), core, line, clock, street, home: home.to_owned() })
    }

    /// Turns the phone off and on again: everything that was not saved is gone.
    pub fn restarted(self) -> Result<Self> {
        let (user, home) = (self.user, self.home);
        drop(self.core);
        Self::with_phone(&user, &home)
    }

    /// Returns the folder this phone keeps its things in.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Asks whether there is room for another shot.
    pub async fn room(&self) -> Result<Room> {
        match self.tell(Ask::Room).await? {
            Told::Room(room) => Ok(room),
            other => bail!("asked for room, told {other:?}"),
        }
    }

    /// Takes the notices of the start for read.
    pub async fn notices_seen(&self) -> Result<Start> {
        match self.tell(Ask::NoticesSeen).await? {
            Told::Start(start) => Ok(start),
            other => bail!("took notices for read, told {other:?}"),
        }
    }

    /// Hands the phone to somebody else, as it is.
    pub fn handed_to(self, user: &str) -> Self {
        Self { user: user.to_owned(), ..self }
    }

    /// Loses the network.
    pub fn offline(&self) {
        self.line.set(Weather::Down);
    }

    /// Has it back.
    pub fn online(&self) {
        self.line.set(Weather::Clear);
    }

    /// Signs in and fetches the packs.
    pub async fn sign_in(&self, server: &str, password: &str) -> Result<Start> {
        let (user, password) = (self.user.clone(), password.to_owned());
        let ask = Ask::SignIn { server: server.to_owned(), user, password, code: None };
        match self.tell(ask).await? {
            Told::Start(start) => Ok(start),
            other => bail!("asked to sign in, told {other:?}"),
        }
    }

    /// Returns what the phone is.
    pub async fn start(&self) -> Result<Start> {
        match self.tell(Ask::Start).await? {
            Told::Start(start) => Ok(start),
            other => bail!("asked what the phone is, told {other:?}"),
        }
    }

    /// Returns what the phone knows of a place and a category before anything is saved.
    pub async fn preview(&self, fix: &Fix, category: &str, condition_no: u32) -> Result<Preview> {
        self.preview_of(None, fix, category, condition_no).await
    }

    /// The same for a case that has been saved before.
    pub async fn preview_of(
        &self,
        draft: Option<CaseId>,
        fix: &Fix,
        category: &str,
        condition_no: u32,
    ) -> Result<Preview> {
        let category: CategoryKey = category.parse()?;
        let (category, condition_no) = (Some(category), Some(condition_no));
        let ask = Ask::Preview { fix: fix.clone(), category, condition_no, draft };
        match self.tell(ask).await? {
            Told::Preview(preview) => Ok(preview),
            other => bail!("asked for a preview, told {other:?}"),
        }
    }

    /// Photographs and saves.
    pub async fn report(&self, draft: &Draft<'_>) -> Result<Saved> {
        let form = self.photograph(draft).await?;
        self.save(form).await
    }

    /// Photographs and fills the form in, and does not save yet.
    pub async fn photograph(&self, draft: &Draft<'_>) -> Result<ReportForm> {
        let mut case: Option<CaseId> = None;
        let mut photos = Vec::new();
        for (role, original) in draft.photos {
            let shot = Shot {
                role: *role,
                subject: Subject::Draft { case },
                fix: Some(draft.fix.clone()),
                address: String::new(),
                imported: false,
                pair: None,
                poster: None,
            };
            let card = self.core.take(shot, original.to_vec()).await?;
            case = card.draft;
            photos.push(card.photo);
        }
        Ok(ReportForm {
            category: draft.category.parse()?,
            condition_no: draft.condition_no,
            fix: draft.fix.clone(),
            note: draft.note.to_owned(),
            address: String::new(),
            photos,
            draft: case,
            self_handled: false,
        })
    }

    /// Saves a filled-in form.
    pub async fn save(&self, form: ReportForm) -> Result<Saved> {
        match self.tell(Ask::SaveReport(form)).await? {
            Told::Saved(saved) => Ok(saved),
            other => bail!("asked to save, told {other:?}"),
        }
    }

    /// Takes one shot, as it is asked for.
    pub async fn take(&self, shot: Shot, original: &[u8]) -> Result<PhotoCard> {
        Ok(self.core.take(shot, original.to_vec()).await?)
    }

    /// Throws a shot away that nothing saved holds.
    pub async fn throw_away(&self, photo: PhotoId) -> Result<()> {
        self.tell(Ask::DropPhoto { photo }).await.map(drop)
    }

    /// Answers with shots that were taken before.
    pub async fn hand_in(&self, form: AnswerForm) -> Result<()> {
        self.tell(Ask::Answer(form)).await.map(drop)
    }

    /// Returns the own cases.
    pub async fn cases(&self) -> Result<Vec<CaseCard>> {
        match self.tell(Ask::Cases).await? {
            Told::Cases(cases) => Ok(cases),
            other => bail!("asked for cases, told {other:?}"),
        }
    }

    /// Returns one own case.
    pub async fn case(&self, case: CaseId) -> Result<CaseCard> {
        match self.tell(Ask::Case { case }).await? {
            Told::Case(card) => Ok(*card),
            other => bail!("asked for a case, told {other:?}"),
        }
    }

    /// Returns the tasks.
    pub async fn tasks(&self) -> Result<Vec<TaskCard>> {
        match self.tell(Ask::Tasks { here: None }).await? {
            Told::Tasks(tasks) => Ok(tasks),
            other => bail!("asked for tasks, told {other:?}"),
        }
    }

    /// Stands at the place, photographs and answers.
    pub async fn answer(&self, task: &TaskCard, result: TaskResult, original: &[u8], note: &str) -> Result<()> {
        let photo = self.shot_for(task.task, task.fix.clone(), original).await?;
        let form = AnswerForm {
            task: task.task,
            result,
            note: note.to_owned(),
            fix: Some(task.fix.clone()),
            photos: vec![photo],
        };
        self.tell(Ask::Answer(form)).await.map(drop)
    }

    async fn shot_for(&self, task: TaskId, fix: Fix, original: &[u8]) -> Result<PhotoId> {
        let shot = Shot {
            role: PhotoRole::After,
            subject: Subject::Task { task },
            fix: Some(fix),
            address: String::new(),
            imported: false,
            pair: None,
            poster: None,
        };
        Ok(self.core.take(shot, original.to_vec()).await?.photo)
    }

    /// Returns what the server sent back, with its words and photos.
    pub async fn aside(&self, operation: OperationId) -> Result<AsideCard> {
        match self.tell(Ask::Aside { operation }).await? {
            Told::Aside(card) => Ok(*card),
            other => bail!("asked for what was sent back, told {other:?}"),
        }
    }

    /// Takes another shot for a report that was sent back.
    pub async fn shot_more(&self, case: CaseId, role: PhotoRole, fix: &Fix, original: &[u8]) -> Result<PhotoId> {
        let shot = Shot {
            role,
            subject: Subject::Draft { case: Some(case) },
            fix: Some(fix.clone()),
            address: String::new(),
            imported: false,
            pair: None,
            poster: None,
        };
        Ok(self.core.take(shot, original.to_vec()).await?.photo)
    }

    /// Sends what was sent back again as it is.
    pub async fn resend(&self, operation: OperationId) -> Result<()> {
        self.tell(Ask::Resend { operation }).await.map(drop)
    }

    /// Sends what was sent back again, corrected.
    pub async fn mend(&self, operation: OperationId, corrected: Corrected) -> Result<Told> {
        self.tell(Ask::Mend(MendForm { operation, corrected })).await
    }

    /// Writes what has not arrived into a file that somebody carries to the desk.
    pub async fn rescue(&self, originals: WithOriginals) -> Result<Rescue> {
        match self.tell(Ask::Rescue { originals }).await? {
            Told::Rescue(rescue) => Ok(rescue),
            other => bail!("asked for a rescue file, told {other:?}"),
        }
    }

    /// Runs a round; an error when it ended early.
    pub async fn sync(&self) -> Result<Round> {
        Ok(self.core.sync().await?)
    }

    /// Returns what is only on the phone and what has arrived.
    pub async fn status(&self) -> Result<Status> {
        match self.tell(Ask::Status).await? {
            Told::Status(status) => Ok(*status),
            other => bail!("asked for the status, told {other:?}"),
        }
    }

    /// Chooses over which networks originals travel.
    pub async fn send_originals_over(&self, over: OriginalsOver) -> Result<Status> {
        match self.tell(Ask::SendOriginalsOver { over }).await? {
            Told::Status(status) => Ok(*status),
            other => bail!("chose a network, told {other:?}"),
        }
    }

    /// Returns how many sealed files of a kind lie on the phone: `original`, `working`, `thumb`.
    pub fn sealed(&self, kind: &str) -> Result<usize> {
        let mut count = 0;
        for entry in std::fs::read_dir(self.home.join("files"))? {
            count += usize::from(entry?.file_name().to_string_lossy().ends_with(&format!(".{kind}")));
        }
        Ok(count)
    }

    async fn tell(&self, ask: Ask) -> Result<Told> {
        Ok(self.core.tell(ask).await?)
    }
}

/// Returns where a home and its key lie.
pub fn place(home: &Path) -> Home {
    let keys = home.with_extension("keys");
    Home { folder: home.to_owned(), key: KeyPlace::Folder(keys), font: None }
}
