//! Tasks in words for the screen.

use std::cmp::Ordering;

use app_bridge::shots::BeforeShot;
use app_bridge::tasks::{TaskOrder, TasksPage};
use app_bridge::told::{TaskCard, Warning, Whereabouts};
use shared::evidence::PhotoRef;
use shared::ids::TaskId;
use shared::place::fix::Fix;
use shared::refusal::Code;
use shared::task::{Task, TaskState};

use crate::aside;
use crate::cases::cards::{Names, whereabouts};
use crate::cases::preview::place_words;
use crate::core::Inner;
use crate::error::Result;
use crate::packs::Packs;
use crate::shutter::mind;
use crate::store::Reader;
use crate::store::tasks::LocalTask;

/// The tasks of a page: more than two screens of them.
const PAGE: usize = 30;

/// Returns the tasks that wait for an answer, the most urgent first, and after them those answered here, newest first.
pub fn all(core: &Inner, here: Option<&Fix>) -> Result<Vec<TaskCard>> {
    let packs = core.packs_if_any()?;
    let mut cards: Vec<TaskCard> = core.store.read(|r| {
        let session = r.signed_in()?;
        let mut known = r.tasks(session.account.id)?;
        known.retain(|task| task.heard.state == TaskState::Open || task.answer.is_some());
        known.into_iter().map(|task| card(r, packs.as_deref(), task, here)).collect::<Result<_>>()
    })?;
    cards.sort_by_key(|card| {
        let answered = card.whereabouts.is_some();
        (answered, if answered { -card.sent_at.ms() } else { card.due.ms() }, card.task)
    });
    Ok(cards)
}

/// Returns a page of the same: those that wait before those that are answered, each in the order that is wanted. Only
/// what stands on the page is told in words; a page for each of hundreds would hold up the screen.
pub fn page(core: &Inner, order: TaskOrder, here: Option<&Fix>, from: usize) -> Result<TasksPage> {
    let packs = core.packs_if_any()?;
    core.store.read(|r| {
        let account = r.signed_in()?.account.id;
        let mut listed = Vec::new();
        for task in r.tasks(account)? {
            if task.heard.state == TaskState::Open || task.answer.is_some() {
                let distance_m = way(here, &task.heard.fix).0.unwrap_or(f64::MAX);
                listed.push(Listed { waits: waits(r, &task)?, distance_m, task });
            }
        }
        listed.sort_by(|one, other| one.compared_to(other, order));
        let waiting = listed.iter().filter(|listed| listed.waits).count();
        let behind = from.saturating_add(PAGE);
        let next = (listed.len() > behind).then_some(behind);
        let shown = listed.into_iter().skip(from).take(PAGE);
        let tasks = shown.map(|listed| card(r, packs.as_deref(), listed.task, here)).collect::<Result<_>>()?;
        Ok(TasksPage { tasks, waiting, next })
    })
}

/// A task with what its place in the list goes by.
struct Listed {
    waits: bool,
    distance_m: f64,
    task: LocalTask,
}

impl Listed {
    fn compared_to(&self, other: &Self, order: TaskOrder) -> Ordering {
        let by_time = self.task.heard.due_at.cmp(&other.task.heard.due_at);
        let by_distance = self.distance_m.total_cmp(&other.distance_m);
        let within = match order {
            TaskOrder::Time => by_time.then(by_distance),
            TaskOrder::Distance => by_distance.then(by_time),
        };
        other.waits.cmp(&self.waits).then(within).then(self.task.heard.id.cmp(&other.task.heard.id))
    }
}

/// Returns how many tasks wait for an answer, and the most pressing of them, no more than so many.
pub fn waiting(core: &Inner, here: Option<&Fix>, most: usize) -> Result<(usize, Vec<TaskCard>)> {
    let packs = core.packs_if_any()?;
    core.store.read(|r| {
        let account = r.signed_in()?.account.id;
        let mut open = Vec::new();
        for task in r.tasks(account)? {
            if waits(r, &task)? {
                let distance_m = way(here, &task.heard.fix).0.unwrap_or(f64::MAX);
                open.push((distance_m, task));
            }
        }
        let count = open.len();
        open.sort_by(|(distance_m, task), (other_m, other)| {
            let by_time = task.heard.due_at.cmp(&other.heard.due_at);
            by_time.then(distance_m.total_cmp(other_m)).then(task.heard.id.cmp(&other.heard.id))
        });
        open.truncate(most);
        let next = open.into_iter().map(|(_, task)| card(r, packs.as_deref(), task, here));
        Ok((count, next.collect::<Result<_>>()?))
    })
}

/// Nobody answered it, or the answer that was given here was sent back.
fn waits(r: &Reader<'_>, task: &LocalTask) -> Result<bool> {
    let is_answered = task.answer.is_some() || task.heard.result.is_some();
    match (task.heard.state, is_answered, task.operation) {
        (TaskState::Open, false, _) => Ok(true),
        (TaskState::Open, true, Some(operation)) => Ok(match whereabouts(r, operation, &[])? {
            Whereabouts::SentBack { .. } => true,
            Whereabouts::OnlyHere | Whereabouts::RowArrived | Whereabouts::Arrived => false,
        }),
        (TaskState::Open, true, None) | (TaskState::Answered | TaskState::Withdrawn, _, _) => Ok(false),
    }
}

/// Returns the same as [`all`] after a task was answered; its card says what to mind of the answer.
pub fn after_answer(core: &Inner, here: Option<&Fix>, task: TaskId, warnings: &[Warning]) -> Result<Vec<TaskCard>> {
    let mut cards = all(core, here)?;
    for card in cards.iter_mut().filter(|card| card.task == task) {
        card.warnings = warnings.to_vec();
    }
    Ok(cards)
}

/// Returns one task.
pub fn one(core: &Inner, id: TaskId) -> Result<TaskCard> {
    let packs = core.packs_if_any()?;
    core.store.read(|r| {
        let account = r.signed_in()?.account.id;
        let task = r.task(id)?.ok_or(Code::NotFound)?;
        let shots = r.photos_of_task(id)?;
        let begun = shots.iter().filter(|shot| shot.operation.is_none() && shot.account == account);
        let drafts = begun.map(aside::card).collect::<Result<_>>()?;
        Ok(TaskCard { drafts, ..card(r, packs.as_deref(), task, None)? })
    })
}

fn card(r: &Reader<'_>, packs: Option<&Packs>, task: LocalTask, here: Option<&Fix>) -> Result<TaskCard> {
    let photos = r.photos_of_task(task.heard.id)?;
    let attached: Vec<_> = photos.into_iter().filter(|photo| photo.operation.is_some()).collect();
    let here_is = match task.operation {
        Some(operation) => Some(whereabouts(r, operation, &attached)?),
        None => None,
    };
    let heard = task.heard;
    let before_shots = before_shots(r, &heard)?;
    let names = Names::of(packs, Some(&heard.category), heard.condition_no);
    let place = packs.map(|packs| place_words(packs, heard.grid.as_ref())).unwrap_or_default();
    let (distance_m, bearing_deg) = way(here, &heard.fix);
    Ok(TaskCard {
        task: heard.id,
        kind: heard.kind,
        case: heard.case,
        case_no: heard.case_no,
        name: names.name,
        name_en: names.name_en,
        condition: names.condition,
        condition_en: names.condition_en,
        closing: names.closing,
        closing_en: names.closing_en,
        requirement: heard.requirement,
        place: if heard.address.is_empty() { place } else { heard.address },
        fix: heard.fix,
        distance_m,
        bearing_deg,
        sent_at: heard.sent_at,
        due: heard.due_at,
        state: heard.state,
        result: task.answer.map(|answer| answer.result).or(heard.result),
        whereabouts: here_is,
        before: before_shots.iter().map(|shot| shot.sha256.to_string()).collect(),
        before_shots,
        after: readable(r, &heard.after)?.into_iter().map(|photo| photo.working.to_string()).collect(),
        // They are told once, with the answer.
        warnings: Vec::new(),
        drafts: Vec::new(),
    })
}

/// Returns the pictures that can be shown without a network.
fn readable<'p>(r: &Reader<'_>, photos: &'p [PhotoRef]) -> Result<Vec<&'p PhotoRef>> {
    let mut found = Vec::new();
    for photo in photos {
        if r.has_picture(&photo.working, "thumb")? || r.photo_by_working(&photo.working)?.is_some() {
            found.push(photo);
        }
    }
    Ok(found)
}

fn before_shots(r: &Reader<'_>, task: &Task) -> Result<Vec<BeforeShot>> {
    let mut shots = Vec::new();
    for photo in readable(r, &task.before)? {
        let known = mind::taken(r, Some(task), &photo.working)?;
        shots.push(BeforeShot {
            sha256: photo.working.clone(),
            role: photo.role,
            taken_at: known.as_ref().map(|known| known.at),
            fix: known.and_then(|known| known.fix),
        });
    }
    Ok(shots)
}

fn way(here: Option<&Fix>, there: &Fix) -> (Option<f64>, Option<f64>) {
    let points = here.and_then(|here| Some((here.point().ok()?, there.point().ok()?)));
    let Some((from, to)) = points else { return (None, None) };
    let (east, north) = from.offset_m(to);
    (Some(east.hypot(north)), Some(east.atan2(north).to_degrees().rem_euclid(360.0)))
}
