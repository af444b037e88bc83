//! Everything that changes a case: a report, an answer, an action at a desk, a file that arrives.

use shared::account::{Actor, may_act};
use shared::api::cases::{Act, CaseFile};
use shared::case::clock::Clock;
use shared::case::{Action, ActionKind, Case, CasePhoto, FlowRecord, State};
use shared::channel::Channel;
use shared::evidence::PhotoRef;
use shared::ids::{AccountId, CaseId, TaskId};
use shared::refusal::Code;
use shared::sync::operation::{Answer, Operation, Report};
use shared::task::{TaskKind, TaskState};

use super::evidence::{self, Signer};
use super::facts::{self, Facts};
use super::store::{cases, photos};
use super::turn::Turn;
use super::{file, steps};
use crate::accounts::caller::{Account, Caller, Reach};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Result, refuse};
use crate::media::actions::{Receipt, claim};
use crate::tasks;
use crate::tasks::actions::Occasion;

/// The most photos of one report or answer.
const MOST_PHOTOS: usize = 20;
/// The longest note or address, in characters.
const LONGEST_WORDS: usize = 4_000;

/// What became of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It moved the case.
    Applied,
    /// It came after the case had moved on; kept as late evidence.
    Late,
}

/// Takes a collector's report: recomputed, numbered, kept, and carried as far as the jurisdiction lets it go by itself.
pub async fn report(
    turn: Turn<'_>,
    tx: &mut Tx,
    account: &Account,
    signer: &Signer,
    operation: &Operation,
    report: &Report,
) -> Result<Case> {
    if !may_act(account.role, ActionKind::Report) {
        return Err(Code::NotAllowed.into());
    }
    check_words(&[&report.note, &report.address], report.photos.len())?;
    if report.photos.is_empty() {
        return Err(Code::PhotoRequired.into());
    }
    if cases::find(tx, report.case).await?.is_some() {
        return refuse(Code::BadValue, format!("case {} was reported before", report.case));
    }
    let facts = facts::judge(turn.city, report, operation.made.wall)?;
    let differences = facts.differences(&report.estimate);
    let settings = turn.city.settings(&facts.jurisdiction);
    let day = turn.now.format_in(&settings.zone, "%Y%m%d");
    let number = cases::next_number(tx, &settings.case_prefix, &day).await?;
    let training = settings.training;
    let mut case = first(facts, account, operation, report);
    case.case_no = Some(number.clone());
    case.training = training;
    case.received_at = Some(turn.now);
    cases::insert(tx, &case, &number, turn.now).await?;
    evidence::attach(turn.app, tx, signer, &mut case, None, &report.photos).await?;
    let record = FlowRecord {
        sequence: 0,
        at: turn.now,
        actor: account.actor(),
        action: ActionKind::Report,
        from: None,
        to: State::Reported,
        opinion: report.note.clone(),
        receiver: None,
        late_evidence: false,
    };
    turn.write(tx, &case, record, differences.join("; ")).await?;
    let case = turn.go_on(tx, case).await?;
    turn.done(tx, &case).await?;
    tracing::info!(case.id = %case.id, differences = differences.len(), "Case {} reported", case.id);
    Ok(case)
}

fn first(facts: Facts, account: &Account, operation: &Operation, report: &Report) -> Case {
    Case {
        id: report.case,
        case_no: None,
        jurisdiction: facts.jurisdiction,
        division: Some(facts.division),
        state: State::Reported,
        void_kind: None,
        category: report.category.clone(),
        condition_no: report.condition_no,
        channel: Channel::Collector,
        reporter: Some(account.id),
        device: Some(operation.device),
        note: report.note.clone(),
        address: report.address.clone(),
        fix: report.fix.clone(),
        grid: Some(facts.grid),
        grid_match: facts.how,
        duty_grid: facts.duty_grid,
        unit: facts.unit,
        reported_at: operation.made.wall,
        received_at: None,
        limit: facts.limit,
        clock: Clock::default(),
        estimate: report.estimate.clone(),
        packs: facts.packs,
        photos: Vec::new(),
        last_check: None,
        open_task: None,
        rework_count: 0,
        training: false,
        version: 1,
    }
}

fn check_words(words: &[&str], photos: usize) -> Result<()> {
    if photos > MOST_PHOTOS {
        return refuse(Code::BadValue, format!("at most {MOST_PHOTOS} photos"));
    }
    if words.iter().any(|text| text.chars().count() > LONGEST_WORDS) {
        return refuse(Code::BadValue, format!("a note has at most {LONGEST_WORDS} characters"));
    }
    Ok(())
}

/// Takes an answer to a task. One that comes too late is kept with its photos and moves nothing.
pub async fn answer(
    turn: Turn<'_>,
    tx: &mut Tx,
    account: &Account,
    signer: &Signer,
    operation: &Operation,
    answer: &Answer,
) -> Result<(Case, Effect)> {
    let task = tasks::actions::lock(tx, answer.task).await?;
    let Some(task) = task else { return refuse(Code::NotFound, format!("no task {}", answer.task)) };
    if task.assignee != Some(account.id) {
        return Err(Code::NotYourTask.into());
    }
    check_words(&[&answer.note], answer.photos.len())?;
    task.kind.accepts(answer.result, answer.photos.len())?;
    let mut case = cases::lock(tx, task.case).await?.ok_or_else(|| Caller::no_such_case(task.case))?;
    evidence::attach(turn.app, tx, signer, &mut case, Some(task.id), &answer.photos).await?;
    let is_wanted = task.state == TaskState::Open && case.open_task == Some(task.id);
    let kind = task.kind;
    let task = tasks::actions::answered(tx, task, answer, operation.made.wall, !is_wanted, turn.now).await?;
    let action = match kind {
        TaskKind::Verify => Action::VerifyResult { task: task.id, result: answer.result },
        TaskKind::Check => Action::CheckResult { task: task.id, result: answer.result },
    };
    if !is_wanted {
        case.version += 1;
        let record = FlowRecord {
            sequence: 0,
            at: turn.now,
            actor: account.actor(),
            action: action.kind(),
            from: Some(case.state),
            to: case.state,
            opinion: answer.note.clone(),
            receiver: None,
            late_evidence: true,
        };
        turn.write(tx, &case, record, format!("{} came late", answer.result.as_str())).await?;
        turn.done(tx, &case).await?;
        return Ok((case, Effect::Late));
    }
    let mut case = turn.act(tx, case, &action, &account.actor()).await?;
    if steps::may_follow(action.kind()) {
        case = turn.go_on(tx, case).await?;
    }
    turn.done(tx, &case).await?;
    Ok((case, Effect::Applied))
}

/// A person acts on a case at a desk.
pub async fn act(app: &App, caller: &Caller, id: CaseId, command: &Act) -> Result<CaseFile> {
    let city = app.city();
    let turn = Turn { app, city: &city, now: app.clock.now(), operation: None };
    let mut tx = app.db.write().await?;
    let case = seen(&mut tx, caller, id).await?;
    let actor = caller.account.actor();
    let kind = command.action.kind();
    // A result is a person's word from the place: it comes with a task's answer and in no other way.
    let from_a_task = matches!(kind, ActionKind::VerifyResult | ActionKind::CheckResult);
    if from_a_task || !may_act(caller.account.role, kind) {
        return refuse(Code::NotAllowed, format!("{} may not {}", caller.account.role.as_str(), kind.as_str()));
    }
    let mut case = match &command.action {
        Action::SendVerify { .. } => sent(turn, &mut tx, &case, TaskKind::Verify, &actor).await?,
        Action::SendCheck { .. } => sent(turn, &mut tx, &case, TaskKind::Check, &actor).await?,
        Action::Dispatch { unit } if city.unit(unit).is_none() => {
            return refuse(Code::UnitRequired, format!("no unit {unit}"));
        }
        Action::Finish { photos, .. } => {
            // Judged before any file is claimed: a case that cannot be finished takes no photos.
            let mut case = turn.act(&mut tx, case, &command.action, &actor).await?;
            hand_in(turn, &mut tx, caller.account.id, &mut case, photos).await?;
            case
        }
        action => turn.act(&mut tx, case, action, &actor).await?,
    };
    if steps::may_follow(kind) {
        case = turn.go_on(&mut tx, case).await?;
    }
    turn.done(&mut tx, &case).await?;
    let file = file::assemble(&mut tx, &city, caller, case).await?;
    tx.commit().await?;
    Ok(file)
}

/// Takes a task back that is out and sends it to somebody else.
pub async fn redraw(app: &App, caller: &Caller, id: TaskId, reason: &str) -> Result<CaseFile> {
    if reason.trim().is_empty() {
        return Err(Code::ReasonRequired.into());
    }
    let city = app.city();
    let turn = Turn { app, city: &city, now: app.clock.now(), operation: None };
    let mut tx = app.db.write().await?;
    let Some(task) = tasks::actions::lock(&mut tx, id).await? else {
        return refuse(Code::NotFound, format!("no task {id}"));
    };
    let mut case = seen(&mut tx, caller, task.case).await?;
    let (kind, back) = match task.kind {
        TaskKind::Verify => (ActionKind::SendVerify, State::Reported),
        TaskKind::Check => (ActionKind::SendCheck, State::ToCheck),
    };
    if !may_act(caller.account.role, kind) {
        return Err(Code::NotAllowed.into());
    }
    if task.state != TaskState::Open || case.open_task != Some(id) {
        return refuse(Code::NotFromHere, "the task is not out any more");
    }
    tasks::actions::withdraw(&mut tx, id, turn.now).await?;
    case.open_task = None;
    case.state = back;
    let occasion = Occasion::Again { reason: reason.trim().to_owned() };
    let actor = caller.account.actor();
    let case = match turn.send(&mut tx, &case, task.kind, &occasion, &actor).await? {
        Some(sent) => sent,
        None => {
            case.version += 1;
            case
        }
    };
    turn.done(&mut tx, &case).await?;
    let file = file::assemble(&mut tx, &city, caller, case).await?;
    tx.commit().await?;
    Ok(file)
}

async fn sent(turn: Turn<'_>, tx: &mut Tx, case: &Case, kind: TaskKind, actor: &Actor) -> Result<Case> {
    let state = match kind {
        TaskKind::Verify => ActionKind::SendVerify,
        TaskKind::Check => ActionKind::SendCheck,
    };
    // Judged before anybody is drawn.
    shared::case::state::next(case.state, state)?;
    match turn.send(tx, case, kind, &Occasion::First, actor).await? {
        Some(sent) => Ok(sent),
        None => Ok(case.clone()),
    }
}

/// Puts photos to a case that were handed in at a desk.
async fn hand_in(turn: Turn<'_>, tx: &mut Tx, account: AccountId, case: &mut Case, photos: &[PhotoRef]) -> Result<()> {
    check_words(&[], photos.len())?;
    for photo in photos {
        let at = claim(turn.app, tx, &photo.working, account, case.id, &case.jurisdiction).await?;
        let Some(at) = at else {
            return refuse(Code::PhotoRequired, format!("the file {} was not uploaded by this account", photo.working));
        };
        case.photos.push(CasePhoto {
            photo: None,
            working: photo.working.clone(),
            role: photo.role,
            task: None,
            taken_at: None,
            received_at: Some(at),
            refused: None,
        });
    }
    Ok(())
}

/// Finds a case that the caller may see, for the rest of the transaction.
async fn seen(tx: &mut Tx, caller: &Caller, id: CaseId) -> Result<Case> {
    caller.may(shared::account::Right::SeeCases)?;
    let case = cases::lock(tx, id).await?.ok_or_else(|| Caller::no_such_case(id))?;
    if reaches(&caller.reach, &case) { Ok(case) } else { Err(Caller::no_such_case(id)) }
}

/// Says whether a case is within a reach.
pub fn reaches(reach: &Reach, case: &Case) -> bool {
    match reach {
        Reach::City => true,
        Reach::Jurisdiction(id) => case.jurisdiction == *id,
        Reach::Unit(id) => {
            // By rule a case has its unit from the first moment; it is the unit's business from the dispatch on.
            let before = matches!(case.state, State::Reported | State::Verifying | State::ToFile | State::ToDispatch);
            case.unit.as_ref() == Some(id) && !before
        }
        Reach::Own(id) => case.reporter == Some(*id),
    }
}

/// A file has come: the cases whose shots name it show that it is here.
pub async fn file_arrived(app: &App, tx: &mut Tx, receipt: &Receipt) -> Result<()> {
    // The push that names the file may be under way beside this: whoever comes second sees the other's work.
    crate::accounts::actions::hold(tx, receipt.account).await?;
    let city = app.city();
    let turn = Turn { app, city: &city, now: app.clock.now(), operation: None };
    for waiting in photos::waiting_for(tx, &receipt.sha256, receipt.account).await? {
        let Some(mut case) = cases::lock(tx, waiting.case).await? else { continue };
        let refused = evidence::arrived(app, tx, &mut case, &waiting, &receipt.sha256, receipt.account).await?;
        if let Some(code) = refused {
            tracing::warn!(case.id = %case.id, code = code.as_str(), "A photo of case {} cannot be shown: {code}", case.id);
        }
        case.version += 1;
        turn.done(tx, &case).await?;
    }
    Ok(())
}
