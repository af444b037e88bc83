//! Evidence that was made up, and how it is caught: each story forges one thing, as somebody would who has the means, and
//! reads in the case's file what the desk is told.
//!
//! What does not hold is refused and never gets into a file. What is doubtful stands there with its reasons, and changes
//! nothing by itself. A [`Beat`] is where a story is told, a [`Walker`] who walks it, with a phone whose clock is set by
//! hand. Start with `honest`: nothing is found where nothing was forged.

mod honest;
mod bytes;
mod known;
mod signatures;
mod chain;
mod clocks;
mod places;
mod pairs;
mod twice;
mod album;
mod clips;
mod words;
mod left;

use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::{Context as _, Result, bail, ensure};
use app_bridge::ask::{ReportForm, Shot, Subject};
use app_bridge::told::{PhotoCard, TaskCard};
use app_core::ports::{self, Clock as _};
use server::check::{Depth, all};
use server::world::Clock as _;
use shared::account::Role;
use shared::api::cases::CaseFile;
use shared::api::evidence::PhotoEvidence;
use shared::evidence::PhotoRole;
use shared::evidence::verdict::{EvidenceRules, Finding, Reason, Verdict};
use shared::ids::{CaseId, JurisdictionId, PhotoId};
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::{Degree, Point};
use shared::refusal::Code;
use shared::time::Instant;
use system_tests::clock::PhoneClock;
use system_tests::collector::Collector;
use system_tests::desk::{Desk, Refused};
use system_tests::forger::Forger;
use system_tests::scenes::{Says, Scene, saying};
use system_tests::world::World;

use crate::people::{MONDAY, collectors, here};

/// How often the desk looks again for verdicts before it gives up: another process may be drawing them just now.
const LOOKS: usize = 200;

/// What is found of a shot that holds in everything.
pub const NOTHING: [Finding; 0] = [];

/// A small city on a Monday morning, with people who walk it.
pub struct Beat {
    /// The city.
    pub world: World,
    /// Where they walk.
    pub area: JurisdictionId,
    users: Vec<String>,
    walkers: BTreeMap<String, Rc<Walker>>,
}

impl Beat {
    /// Begins at nine, before anybody is out.
    pub async fn begin() -> Result<Self> {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 2)?;
        let user = users.first().context("two collectors")?;
        let area = world.accounts.user(user)?.jurisdiction.parse()?;
        Ok(Self { world, area, users, walkers: BTreeMap::new() })
    }

    /// Changes what the jurisdiction lets pass, as an operator does.
    pub async fn rule(&mut self, change: impl FnOnce(&mut EvidenceRules)) -> Result<()> {
        let area = self.area.clone();
        self.world.switch(&area, |settings| change(&mut settings.evidence)).await
    }

    /// Returns what time it is.
    pub fn now(&self) -> Instant {
        self.world.clock.now()
    }

    /// Lets minutes pass, for everybody.
    pub fn pass(&self, minutes: u32) {
        self.world.clock.pass_minutes(i64::from(minutes));
        for walker in self.walkers.values() {
            walker.clock.pass_minutes(minutes);
        }
    }

    /// Returns the first collector, out on the street.
    pub async fn wang(&mut self) -> Result<Rc<Walker>> {
        let user = self.users.first().context("two collectors")?.clone();
        self.walker(&user).await
    }

    /// Returns the second one.
    pub async fn li(&mut self) -> Result<Rc<Walker>> {
        let user = self.users.get(1).context("two collectors")?.clone();
        self.walker(&user).await
    }

    /// Returns somebody, out on the street with a phone that goes right.
    pub async fn walker(&mut self, user: &str) -> Result<Rc<Walker>> {
        self.walker_in(user, |world| world).await
    }

    /// Returns somebody whose phone is in a world of its own.
    pub async fn walker_in(
        &mut self,
        user: &str,
        change: impl FnOnce(ports::World) -> ports::World,
    ) -> Result<Rc<Walker>> {
        if let Some(known) = self.walkers.get(user) {
            return Ok(Rc::clone(known));
        }
        let clock = PhoneClock::at(&self.now().to_string())?;
        let by_hand: Rc<dyn ports::Clock> = Rc::<PhoneClock>::clone(&clock);
        let home = self.world.home(user);
        let phone = Collector::in_world(user, &home, |world| change(ports::World { clock: by_hand, ..world }))?;
        phone.sign_in(&self.world.url, &self.world.accounts.user(user)?.password).await?;
        let home = here(&phone).await?.point()?;
        let walker = Rc::new(Walker { phone, clock, home });
        self.walkers.insert(user.to_owned(), Rc::clone(&walker));
        Ok(walker)
    }

    /// Returns the second collector's account in the hands of somebody with a program of their own.
    pub async fn forger(&self, number: u8) -> Result<Forger> {
        let user = self.users.get(1).context("two collectors")?;
        Forger::sign_in(&self.world.url, user, &self.world.accounts.user(user)?.password, number).await
    }

    /// Takes the desk of somebody who sees everything.
    pub async fn desk(&self) -> Result<Desk> {
        self.world.desk(&self.world.accounts.first(Role::Admin)?.user).await
    }

    /// Returns a case's file when everything in it has been judged.
    pub async fn judged(&self, case: CaseId) -> Result<CaseFile> {
        let desk = self.desk().await?;
        for _ in 0..LOOKS {
            server::evidence::turn(self.world.app()?).await?;
            let file = desk.file(case).await?;
            let signed = file.evidence.iter().map(|photo| photo.verdict);
            let mut verdicts = signed.chain(file.unsigned.iter().map(|photo| photo.verdict));
            if verdicts.all(|verdict| verdict != Verdict::Unjudged) {
                return Ok(file);
            }
            tokio::task::yield_now().await;
        }
        bail!("case {case} was not judged")
    }

    /// Its unit says that a case is done.
    pub async fn finished(&self, case: CaseId, after: &[u8]) -> Result<CaseFile> {
        let unit = self.desk().await?.file(case).await?.case.unit.context("the rule gives one unit there")?;
        let user = self.world.accounts.of_unit(unit.as_str())?.user.clone();
        self.world.desk(&user).await?.finish(case, after, "已清运").await
    }

    /// Returns whoever was sent to look at a case, with the task on their phone.
    pub async fn sent(&mut self, case: CaseId) -> Result<(Rc<Walker>, TaskCard)> {
        let file = self.desk().await?.file(case).await?;
        let drawn = file.draws.last().and_then(|draw| draw.drawn.clone()).context("somebody was drawn")?;
        let walker = self.walker(&drawn).await?;
        walker.phone.sync().await?;
        let task = walker.phone.tasks().await?.into_iter().find(|task| task.case == case).context("the task came")?;
        Ok((walker, task))
    }

    /// Everything that is written down fits together, whatever was forged.
    pub async fn fits(&self) -> Result<()> {
        self.fits_but(&[]).await
    }

    /// … but for what is said to the words' end.
    pub async fn fits_but(&self, known: &[&str]) -> Result<()> {
        let problems = all(self.world.app()?, Depth::Media).await?.problems;
        let unknown: Vec<&String> =
            problems.iter().filter(|said| !known.iter().any(|end| said.ends_with(end))).collect();
        assert_eq!(unknown, Vec::<&String>::new());
        let missing: Vec<&&str> =
            known.iter().filter(|end| !problems.iter().any(|said| said.ends_with(**end))).collect();
        assert_eq!(missing, Vec::<&&str>::new(), "{problems:?}");
        Ok(())
    }
}

/// Somebody who walks, with a phone.
pub struct Walker {
    /// The phone.
    pub phone: Collector,
    /// Its clock.
    pub clock: Rc<PhoneClock>,
    /// Where they begin.
    pub home: Point,
}

impl Walker {
    /// What the receiver says at a point just now: satellites, six metres, looking east.
    pub fn at(&self, point: Point) -> Fix {
        Fix {
            lon: Degree(point.lon_e7),
            lat: Degree(point.lat_e7),
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: Some(6.0),
            fix_time: self.clock.wall(),
            provider: Some("gps".to_owned()),
            is_mock: false,
            heading_deg: Some(90.0),
        }
    }

    /// The same where they begin.
    pub fn here(&self) -> Fix {
        self.at(self.home)
    }

    /// Begins a report.
    pub fn begin(&self) -> Draft<'_> {
        Draft { walker: self, case: None, photos: Vec::new() }
    }

    /// Reports with one honest photo of a scene; returns the case and the photo.
    pub async fn reports(&self, scene: Scene) -> Result<(CaseId, PhotoId)> {
        let mut draft = self.begin();
        let photo = draft.shoot(camera(PhotoRole::Near, self.here()), &scene.shoot()?).await?.photo;
        Ok((draft.save("两袋").await?, photo))
    }

    /// Sends everything.
    pub async fn sends(&self) -> Result<()> {
        assert_eq!(self.phone.sync().await?.left, 0, "everything arrives");
        Ok(())
    }
}

/// A report under way.
pub struct Draft<'a> {
    walker: &'a Walker,
    case: Option<CaseId>,
    photos: Vec<PhotoId>,
}

impl Draft<'_> {
    /// Takes a shot for it.
    pub async fn shoot(&mut self, shot: Shot, bytes: &[u8]) -> Result<PhotoCard> {
        let shot = Shot { subject: Subject::Draft { case: self.case }, ..shot };
        let card = self.walker.phone.take(shot, bytes).await?;
        self.case = card.draft;
        self.photos.push(card.photo);
        Ok(card)
    }

    /// Takes one that is in the phone's draft already.
    pub fn adds(&mut self, card: &PhotoCard) {
        self.photos.push(card.photo);
    }

    /// Throws one away.
    pub async fn throw_away(&mut self, photo: PhotoId) -> Result<()> {
        self.photos.retain(|kept| *kept != photo);
        self.walker.phone.throw_away(photo).await
    }

    /// Saves it where the walker began.
    pub async fn save(self, note: &str) -> Result<CaseId> {
        let form = ReportForm {
            category: "event:06010".parse()?,
            condition_no: 1,
            fix: self.walker.here(),
            note: note.to_owned(),
            address: String::new(),
            photos: self.photos,
            draft: self.case,
            self_handled: false,
        };
        Ok(self.walker.phone.save(form).await?.case)
    }
}

/// A shot with the app's own camera.
pub fn camera(role: PhotoRole, fix: Fix) -> Shot {
    Shot {
        role,
        subject: Subject::Draft { case: None },
        fix: Some(fix),
        address: String::new(),
        imported: false,
        pair: None,
        poster: None,
    }
}

/// The same fix, so many metres further east.
pub fn moved(fix: Fix, east_m: f64) -> Result<Fix> {
    let point = fix.point()?.moved_m(east_m, 0.0);
    Ok(Fix { lon: Degree(point.lon_e7), lat: Degree(point.lat_e7), ..fix })
}

/// A working copy as an honest phone would make it for these claims: its EXIF says the same.
pub fn dressed(scene: Scene, fix: &Fix, taken: Instant) -> Result<Vec<u8>> {
    saying(&scene.shoot()?, Says { taken: Some(taken), place: Some((fix.lon, fix.lat)) })
}

/// What the desk reads of a shot.
pub fn evidence(file: &CaseFile, photo: PhotoId) -> Result<&PhotoEvidence> {
    file.evidence.iter().find(|shown| shown.photo == Some(photo)).context("the shot is in the file")
}

/// What was found of a shot, the heaviest first; the verdict and the words are drawn from it.
pub fn found(file: &CaseFile, photo: PhotoId) -> Result<Vec<Finding>> {
    let shown = evidence(file, photo)?;
    assert_eq!(shown.verdict, Verdict::over(&shown.reasons), "the worst of the reasons decides");
    Ok(shown.reasons.iter().map(|reason| reason.finding).collect())
}

/// The one reason of a finding.
pub fn reason(file: &CaseFile, photo: PhotoId, finding: Finding) -> Result<&Reason> {
    let reasons = &evidence(file, photo)?.reasons;
    let found = reasons.iter().find(|reason| reason.finding == finding);
    found.with_context(|| format!("{finding:?} among {reasons:?}"))
}

/// The phone said at once what the desk will read, in the same words.
pub fn said(card: &PhotoCard, finding: Finding) -> Result<()> {
    let warning = card.warnings.iter().find(|warning| warning.code == finding.as_str());
    let warning = warning.with_context(|| format!("{finding:?} among {:?}", card.warnings))?;
    ensure!(warning.zh.starts_with(finding.zh()) && warning.en.starts_with(finding.en()), "{warning:?}");
    Ok(())
}

/// The code with which something was refused, by the phone or by the server.
pub fn refused<T>(done: Result<T>) -> Result<Code> {
    let error = match done {
        Ok(_) => bail!("it was done"),
        Err(error) => error,
    };
    if let Some(Refused(problem)) = error.downcast_ref::<Refused>() {
        return Ok(problem.code);
    }
    match error.downcast_ref::<app_core::error::Error>() {
        Some(app_core::error::Error::Refused(refusal)) => Ok(refusal.code),
        Some(_) | None => Err(error),
    }
}
