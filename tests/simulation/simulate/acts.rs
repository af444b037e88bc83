//! What people do with phones.

use anyhow::{Context as _, Result, bail};
use app_bridge::ask::{AnswerForm, Ask, ReportForm, Shot, Subject};
use app_bridge::told::{PhotoCard, TaskCard, Told, Whereabouts};
use app_core::error::Error;
use app_core::sync::plan::Why;
use shared::evidence::PhotoRole;
use shared::ids::CaseId;
use shared::place::fix::Fix;
use shared::refusal::Code;
use shared::task::TaskState;

use crate::history::Event;
use crate::phone::Done;
use crate::run::Run;
use crate::town;
use crate::truth::rows;

const ROLES: [PhotoRole; 3] = [PhotoRole::Near, PhotoRole::Far, PhotoRole::Near];
const HANDLED: [PhotoRole; 3] = [PhotoRole::Near, PhotoRole::After, PhotoRole::Far];

impl Run {
    /// Somebody reports.
    pub fn report(&mut self, number: usize, spot: usize, category: usize, photos: u32) -> Result<()> {
        let fix = town::spot(spot, self.phone(number)?.clock.shows());
        let user = self.phone(number)?.user.clone();
        // What they began they go on with.
        let is_begun = self.typing.is_begun(number, &user);
        let begun = if is_begun { self.begun(number)? } else { None };
        if is_begun && begun.is_none() {
            return Ok(());
        }
        // Some put it right themselves, which takes a photo from before and one from after.
        let self_handled = !is_begun && photos > 1 && spot % 4 == 3;
        let roles = if self_handled { HANDLED } else { ROLES };
        let (note, mut draft, mut shots) = match begun {
            Some(begun) => (begun.note, begun.case, begun.photos.iter().map(|card| card.photo).collect()),
            None => (format!("step {}", self.step), None, Vec::new()),
        };
        for role in roles.into_iter().take(usize::try_from(photos)?).skip(shots.len()) {
            match self.shoot(number, role, Subject::Draft { case: draft }, &fix)? {
                Some(card) => {
                    draft = card.draft;
                    shots.push(card.photo);
                }
                None => return Ok(()),
            }
        }
        let (key, condition_no) = town::category(category);
        let form = ReportForm {
            category: key.parse()?,
            condition_no,
            fix,
            note: note.clone(),
            address: String::new(),
            photos: shots,
            draft,
            self_handled,
        };
        let Some(told) = self.tell(number, "report", Ask::SaveReport(form))? else { return Ok(()) };
        let Told::Saved(saved) = told else { bail!("asked to save, told {told:?}") };
        let operation = rows::newest_operation(self.phone(number)?.database()?)?;
        if is_begun {
            self.became_a_report(number, &note);
        }
        self.history.add(Event::Saved { phone: number, user, case: saved.case, operation, note });
        Ok(())
    }

    /// Somebody takes a shot and throws it away.
    pub fn discard(&mut self, number: usize, spot: usize) -> Result<()> {
        let fix = town::spot(spot, self.phone(number)?.clock.shows());
        let subject = Subject::Draft { case: None::<CaseId> };
        let Some(card) = self.shoot(number, PhotoRole::Near, subject, &fix)? else { return Ok(()) };
        self.tell(number, "discard", Ask::DropPhoto { photo: card.photo }).map(drop)
    }

    /// Somebody answers an open task.
    pub fn answer(&mut self, number: usize, pick: usize, result: usize, photos: u32) -> Result<()> {
        let Some(told) = self.tell(number, "tasks", Ask::Tasks { here: None })? else { return Ok(()) };
        let Told::Tasks(tasks) = told else { bail!("asked for tasks, told {told:?}") };
        let open: Vec<TaskCard> = tasks.into_iter().filter(is_open).collect();
        let Some(card) = open.iter().cycle().nth(if open.is_empty() { 0 } else { pick % open.len() }) else {
            return Ok(());
        };
        let mut shots = Vec::new();
        for _ in 0..photos {
            match self.shoot(number, PhotoRole::After, Subject::Task { task: card.task }, &card.fix)? {
                Some(card) => shots.push(card.photo),
                None => return Ok(()),
            }
        }
        let results = card.kind.results();
        let result = results.iter().cycle().nth(result % results.len()).copied().context("a task has results")?;
        let note = format!("step {}", self.step);
        let fix = Some(card.fix.clone());
        let form = AnswerForm { task: card.task, result, note: note.clone(), fix, photos: shots };
        if self.tell(number, "answer", Ask::Answer(form))?.is_none() {
            return Ok(());
        }
        let operation = rows::newest_operation(self.phone(number)?.database()?)?;
        let user = self.phone(number)?.user.clone();
        self.history.add(Event::Answered { phone: number, user, task: card.task, operation, note });
        Ok(())
    }

    /// Somebody's shift begins or ends.
    pub fn mark_shift(&mut self, number: usize, begins: bool) -> Result<()> {
        let fix = town::spot(self.step, self.phone(number)?.clock.shows());
        let user = self.phone(number)?.user.clone();
        let told = self.tell(number, "shift", Ask::MarkShift { begins, fix: Some(fix) })?;
        self.walks.marked(number, &user, told.is_some().then_some(begins));
        if told.is_some() {
            let operation = rows::newest_operation(self.phone(number)?.database()?)?;
            self.history.add(Event::Marked { phone: number, operation, begins });
        }
        Ok(())
    }

    /// Somebody sends again what was sent back.
    pub fn resend(&mut self, number: usize, pick: usize) -> Result<()> {
        let Some(Told::Status(status)) = self.tell(number, "status", Ask::Status)? else { return Ok(()) };
        let aside = status.set_aside;
        let Some(one) = aside.get(if aside.is_empty() { 0 } else { pick % aside.len() }) else { return Ok(()) };
        let operation = one.operation;
        if self.tell(number, "resend", Ask::Resend { operation })?.is_some() {
            let again = rows::newest_operation(self.phone(number)?.database()?)?;
            self.history.add(Event::Resent { phone: number, operation, again });
        }
        Ok(())
    }

    /// Runs a round that somebody asked for, to its end. Whoever is not signed in signs in instead.
    pub fn sync(&mut self, number: usize) -> Result<()> {
        self.begin(number)?;
        self.until_done(number).map(drop)
    }

    /// Runs a round by itself.
    pub fn by_itself(&mut self, number: usize) -> Result<()> {
        let phone = self.phone(number)?;
        if !phone.is_busy() {
            phone.begin_round(Why::ByItself);
        }
        self.until_done(number).map(drop)
    }

    /// Begins a round; whoever is not signed in begins to sign in.
    pub fn begin(&mut self, number: usize) -> Result<()> {
        if self.phone(number)?.is_busy() {
            return Ok(());
        }
        let Some(Told::Start(start)) = self.tell(number, "start", Ask::Start)? else { return Ok(()) };
        let phone = self.phone(number)?;
        if start.account.is_none() || phone.must_sign_in {
            phone.begin_sign_in();
        } else {
            phone.begin_round(Why::Asked);
        }
        self.until_it_asks(number).map(drop)
    }

    /// Lets requests of a phone go.
    pub fn go(&mut self, number: usize, requests: u32) -> Result<()> {
        for _ in 0..requests {
            if !self.let_one_go(number)? || self.until_it_asks(number)?.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Signs the person in who holds the phone.
    pub fn sign_in(&mut self, number: usize) -> Result<()> {
        self.phone(number)?.begin_sign_in();
        self.until_done(number).map(drop)
    }

    /// Hands a phone to somebody else, if it lets its first person go.
    pub fn hand_over(&mut self, number: usize, user: &str) -> Result<()> {
        if self.phone(number)?.is_busy() || self.tell(number, "sign out", Ask::SignOut)?.is_none() {
            return Ok(());
        }
        let phone = self.phone(number)?;
        phone.before = std::mem::replace(&mut phone.user, user.to_owned());
        self.history.add(Event::Passed { phone: number, user: user.to_owned() });
        self.sign_in(number)
    }

    /// What a person does when their phone is done with something.
    pub fn after(&mut self, number: usize, done: &Done) {
        let error = match done {
            Done::Round(Ok(ended)) => ended.error.as_ref(),
            Done::Round(Err(error)) | Done::SignIn(Err(error)) => Some(error),
            Done::SignIn(Ok(())) => None,
        };
        if let Some(phone) = self.phones.get_mut(number) {
            phone.must_sign_in = error.is_some_and(wants_a_sign_in);
            if error.is_some_and(|error| error.code() == Code::UnsentWork.as_str()) {
                // Whoever had it first has to hand in what is theirs.
                phone.user.clone_from(&phone.before);
            }
        }
    }

    fn shoot(&mut self, number: usize, role: PhotoRole, subject: Subject, fix: &Fix) -> Result<Option<PhotoCard>> {
        let original = self.camera.shoot(self.plan.seed)?;
        let beside = match subject {
            Subject::Draft { case: None } => self.takes_beside(number)?,
            Subject::Draft { case: Some(_) } | Subject::Task { .. } => None,
        };
        let shot = Shot {
            role,
            subject,
            fix: Some(fix.clone()),
            address: String::new(),
            imported: false,
            pair: None,
            poster: None,
        };
        let phone = self.phone(number)?;
        let taken = phone.at_once(phone.core()?.take(shot, original))?;
        let taken = self.unless_dead(number, "shot", taken)?;
        if let Some(before) = beside {
            self.took_beside(number, &before)?;
        }
        Ok(taken)
    }

    /// Asks a phone for something that needs no line; none when it died over it or said no.
    pub fn tell(&mut self, number: usize, what: &'static str, ask: Ask) -> Result<Option<Told>> {
        let told = self.phone(number)?.tell(ask)?;
        self.unless_dead(number, what, told)
    }

    /// Takes a phone's word, unless it died over it or said no.
    fn unless_dead<T>(
        &mut self,
        number: usize,
        what: &'static str,
        told: app_core::error::Result<T>,
    ) -> Result<Option<T>> {
        if self.phone(number)?.is_dead()? {
            self.history.add(Event::Unknown { phone: number, what });
            self.dies(number)?;
            return Ok(None);
        }
        match told {
            Ok(told) => Ok(Some(told)),
            Err(error @ (Error::Bug(_) | Error::Storage(_) | Error::Broken(_) | Error::Lost(_) | Error::Locked(_))) => {
                Err(anyhow::Error::new(error).context(format!("phone {number}: {what}")))
            }
            Err(error @ (Error::Refused(_) | Error::Offline(_) | Error::Busy(_))) => {
                self.history.add(Event::NotDone { phone: number, what, code: error.code().to_owned() });
                Ok(None)
            }
        }
    }
}

fn is_open(card: &TaskCard) -> bool {
    let is_free = match &card.whereabouts {
        None | Some(Whereabouts::SentBack { .. }) => true,
        Some(Whereabouts::OnlyHere | Whereabouts::RowArrived | Whereabouts::Arrived) => false,
    };
    card.state == TaskState::Open && is_free
}

/// Says whether only a password helps.
fn wants_a_sign_in(error: &Error) -> bool {
    let Error::Refused(refusal) = error else { return false };
    matches!(refusal.code, Code::NotSignedIn | Code::TokenRevoked | Code::DeviceUnknown | Code::BadSignature)
}
