//! What people at a desk and units do to a case.

use shared::account::{Actor, Right, Role, may_act};
use shared::case::rules::Level;
use shared::case::state::next;
use shared::case::{Action, ActionKind, Case, CasePhoto, GoesOn, Rules};
use shared::evidence::PhotoRef;
use shared::ids::{AccountId, CaseId, TaskId};
use shared::privacy;
use shared::refusal::{Code, Refusal};
use shared::task::{TaskKind, TaskState};

use super::{check_words, reaches};
use crate::accounts::caller::{Caller, Reach};
use crate::cases::requests;
use crate::cases::store::{cases, flow, photos};
use crate::cases::turn::{Turn, Words};
use crate::db::Tx;
use crate::error::{Error, Result, refuse};
use crate::media::actions::{TakenFor, claim};
use crate::tasks::actions::Occasion;
use crate::{evidence, tasks};

/// Carries out what somebody decided about a case, and what follows by itself.
///
/// A task named in the action is not read: who is sent is drawn here. A stale view is no reason to refuse; what counts is
/// whether the present state allows the action.
pub async fn act(turn: Turn<'_>, tx: &mut Tx, caller: &Caller, id: CaseId, action: &Action) -> Result<Case> {
    caller.may(Right::SeeCases)?;
    let mut action = action.clone();
    privacy::words::action(&mut action);
    let action = &action;
    // Of two cases the one with the lower id is held first, so that no two desks wait for each other.
    if let Some(other) = other(tx, id, action).await?.filter(|other| *other < id) {
        cases::lock(tx, other).await?;
    }
    let case = seen(tx, caller, id).await?;
    let actor = caller.account.actor();
    let kind = action.kind();
    // A result is a person's word from the place: it comes with a task's answer and in no other way.
    let from_a_task = matches!(kind, ActionKind::VerifyResult | ActionKind::CheckResult);
    if from_a_task || kind.is_system_only() || !may_act(caller.account.role, kind) {
        return refuse(Code::NotAllowed, format!("{} may not {}", caller.account.role.as_str(), kind.as_str()));
    }
    check_words(&[action.reason().unwrap_or_default()], 0)?;
    own_level(turn, caller, &case, kind)?;
    let case = match action {
        Action::SendVerify { .. } => sent(turn, tx, case, TaskKind::Verify, &actor).await?,
        Action::SendCheck { .. } => sent(turn, tx, case, TaskKind::Check, &actor).await?,
        action => {
            allowed(turn, tx, &case, action).await?;
            let opinion = action.reason().unwrap_or_default().trim().to_owned();
            let words = Words { opinion, ..Words::default() };
            let goes_on = match action {
                Action::Link { into } => Some(linked(turn, tx, caller, &case, *into, &actor).await?),
                _ => None,
            };
            if let (Action::Unlink { .. }, Some(from)) = (action, case.merged_into) {
                unlinked(turn, tx, &case, from, &actor).await?;
            }
            let mut case = turn.act(tx, case, action, &actor, words).await?;
            if goes_on.is_some() {
                case.goes_on = goes_on;
            }
            if kind == ActionKind::Reopen {
                photos::judge_case_again(tx, case.id).await?;
            }
            if let Action::Finish { photos, .. } = action {
                // Judged before any file is claimed: a case that cannot be finished takes no photos.
                hand_in(turn, tx, caller.account.id, &mut case, photos).await?;
            }
            turn.go_on(tx, case, kind).await?
        }
    };
    turn.done(tx, &case).await?;
    Ok(case)
}

/// Refuses what the other level's desk, or the unit itself, has to do in this jurisdiction.
fn own_level(turn: Turn<'_>, caller: &Caller, case: &Case, kind: ActionKind) -> Result<()> {
    let rules = &turn.city.settings(&case.jurisdiction).rules;
    if !may_here(&caller.reach, case, kind, rules) {
        return refuse(Code::OtherLevel, format!("setting rules.desks: {}", kind.as_str()));
    }
    if kind == ActionKind::Finish && caller.account.role == Role::Handler && !rules.handler_finishes {
        return refuse(Code::UnitFinishes, "setting rules.handler_finishes");
    }
    Ok(())
}

/// Says whether a desk with this reach takes the step.
pub fn may_here(reach: &Reach, case: &Case, kind: ActionKind, rules: &Rules) -> bool {
    let desk = match reach {
        Reach::City => Level::City,
        Reach::Jurisdiction(_) => Level::District,
        Reach::Unit(_) | Reach::Own(_) => return true,
    };
    rules.desks.of(case.state, kind).takes(desk)
}

/// Returns the other case that an action changes.
async fn other(tx: &mut Tx, id: CaseId, action: &Action) -> Result<Option<CaseId>> {
    Ok(match action {
        Action::Link { into } => Some(*into),
        Action::Unlink { .. } => cases::find(tx, id).await?.and_then(|case| case.merged_into),
        _ => None,
    })
}

/// Notes in the case that goes on that another report is about the same; returns what that report says of it.
async fn linked(
    turn: Turn<'_>,
    tx: &mut Tx,
    caller: &Caller,
    case: &Case,
    into: CaseId,
    actor: &Actor,
) -> Result<GoesOn> {
    let main = cases::lock(tx, into).await?.filter(|main| reaches(&caller.reach, main));
    let mut main = main.ok_or_else(|| Caller::no_such_case(into))?;
    if main.jurisdiction != case.jurisdiction || main.state.is_over() {
        return refuse(Code::BadValue, "into: the case that goes on is open and in the same jurisdiction");
    }
    main.merged.push(case.id);
    let goes_on = GoesOn::of(&main);
    told_of(turn, tx, main, ActionKind::Link, case, actor).await?;
    Ok(goes_on)
}

async fn unlinked(turn: Turn<'_>, tx: &mut Tx, case: &Case, from: CaseId, actor: &Actor) -> Result<()> {
    let Some(mut main) = cases::lock(tx, from).await? else { return Ok(()) };
    main.merged.retain(|id| *id != case.id);
    told_of(turn, tx, main, ActionKind::Unlink, case, actor).await
}

async fn told_of(
    turn: Turn<'_>,
    tx: &mut Tx,
    mut main: Case,
    kind: ActionKind,
    other: &Case,
    actor: &Actor,
) -> Result<()> {
    let before = turn.before(tx, &main).await?;
    main.version = main.version.saturating_add(1);
    let number = other.case_no.as_ref().map_or_else(|| other.id.to_string(), ToString::to_string);
    let words = Words { opinion: other.note.clone(), receiver: Some(number.clone()), ..Words::default() };
    let record = turn.flow(&before, &main, actor, kind, words)?;
    turn.write(tx, &main, record, format!("{} {number}", kind.as_str())).await?;
    turn.done(tx, &main).await
}

/// Refuses what the shared rule cannot know of: units, and requests that wait.
async fn allowed(turn: Turn<'_>, tx: &mut Tx, case: &Case, action: &Action) -> Result<()> {
    if let Action::Dispatch { unit } = action {
        let is_known = turn.city.unit(unit).is_some() || case.unit.as_ref() == Some(unit);
        return if is_known { Ok(()) } else { refuse(Code::UnitRequired, format!("no unit {unit}")) };
    }
    next(case.state, action.kind())?;
    if let Action::Finish { photos, .. } = action
        && !photos.is_empty()
        && photos.iter().all(|photo| photo.role.is_clip())
    {
        return refuse(Code::PhotoRequired, "a clip shows more, but in place of no photo");
    }
    requests::check(case, &flow::of_case(tx, case.id).await?, action, turn.now)?;
    Ok(())
}

/// Draws somebody and sends them; where nobody can be drawn the case stays where it is and the draw says why.
async fn sent(turn: Turn<'_>, tx: &mut Tx, case: Case, kind: TaskKind, actor: &Actor) -> Result<Case> {
    // Judged before anybody is drawn.
    next(case.state, sending(kind))?;
    Ok(turn.send(tx, &case, kind, &Occasion::First, actor).await?.unwrap_or(case))
}

fn sending(kind: TaskKind) -> ActionKind {
    match kind {
        TaskKind::Verify => ActionKind::SendVerify,
        TaskKind::Check => ActionKind::SendCheck,
    }
}

/// Puts photos to a case that were handed in at a desk; each was uploaded before, by the account that names it now.
pub(super) async fn hand_in(
    turn: Turn<'_>,
    tx: &mut Tx,
    account: AccountId,
    case: &mut Case,
    photos: &[PhotoRef],
) -> Result<()> {
    check_words(&[], photos.len())?;
    for photo in photos {
        let picture = TakenFor::Picture;
        let at = claim(turn.app, tx, &photo.working, account, case.id, &case.jurisdiction, picture).await?;
        let Some(at) = at else {
            return refuse(Code::PhotoRequired, format!("the file {} was not uploaded by this account", photo.working));
        };
        let known =
            |known: &CasePhoto| known.photo.is_none() && known.working == photo.working && known.role == photo.role;
        if !case.photos.iter().any(known) {
            evidence::actions::handed_in(tx, &photo.working, case.id, &case.jurisdiction, turn.now).await?;
            case.photos.push(CasePhoto {
                photo: None,
                working: photo.working.clone(),
                role: photo.role,
                task: None,
                taken_at: None,
                received_at: Some(at),
                refused: None,
                original_asked_at: None,
            });
        }
    }
    Ok(())
}

/// Takes a task back that is out and sends it to somebody else. Where nobody else can be drawn it is the desk's turn.
pub async fn redraw(turn: Turn<'_>, tx: &mut Tx, caller: &Caller, id: TaskId, reason: &str) -> Result<Case> {
    caller.may(Right::SeeCases)?;
    let no_task = || Error::Refused(Refusal::because(Code::NotFound, format!("no task {id} here")));
    let task = tasks::actions::find(tx, id).await?.ok_or_else(no_task)?;
    let case = cases::lock(tx, task.case).await?.filter(|case| reaches(&caller.reach, case));
    let mut case = case.ok_or_else(no_task)?;
    let task = tasks::actions::lock(tx, id).await?.ok_or_else(no_task)?;
    // For a desk there is none, by whatever way its id came there.
    if tasks::blind::is_one(tx, id).await? {
        return Err(no_task());
    }
    if caller.account.role != Role::ShiftLeader && !may_act(caller.account.role, sending(task.kind)) {
        return Err(Code::NotAllowed.into());
    }
    // Another is sent: the level that would have to send them has to take the first one back.
    own_level(turn, caller, &case, sending(task.kind))?;
    let reason = privacy::mask(reason.trim()).text;
    if reason.is_empty() {
        return Err(Code::ReasonRequired.into());
    }
    check_words(&[&reason], 0)?;
    if task.state != TaskState::Open || case.open_task != Some(id) {
        return refuse(Code::NotFromHere, "the task is not out any more");
    }
    let before = turn.before(tx, &case).await?;
    tasks::actions::withdraw(tx, id, turn.now).await?;
    let from = case.state;
    case.open_task = None;
    case.state = next(from, ActionKind::TakeBack)?;
    let area = case.jurisdiction.clone();
    let (terms, _) = turn.terms(&area)?;
    // What the desk had used before it sent somebody stays; the time while the task was out is not the desk's.
    case.stage = case.stage.moved(from, case.stage_facts(), turn.now, terms.calendar, terms.rules);
    case.version = case.version.saturating_add(1);
    let actor = caller.account.actor();
    let words = Words { opinion: reason.clone(), ..Words::default() };
    let record = turn.flow(&before, &case, &actor, ActionKind::TakeBack, words)?;
    turn.write(tx, &case, record, format!("task {id} taken back")).await?;
    let occasion = Occasion::Again { reason };
    let case = turn.send(tx, &case, task.kind, &occasion, &actor).await?.unwrap_or(case);
    turn.done(tx, &case).await?;
    Ok(case)
}

/// Finds a case that the caller may see, for the rest of the transaction.
pub(super) async fn seen(tx: &mut Tx, caller: &Caller, id: CaseId) -> Result<Case> {
    let case = cases::lock(tx, id).await?.filter(|case| reaches(&caller.reach, case));
    case.ok_or_else(|| Caller::no_such_case(id))
}
