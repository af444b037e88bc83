//! What lies on the desk: a queue's cases, the one that is chosen, those that are selected, what was done last.

use std::collections::{BTreeMap, BTreeSet};

use kit::lang::Lang;
use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::cases::{CaseFile, CaseList, CaseNames};
use shared::api::work::Work;
use shared::case::{Action, ActionKind, Case, Queue};
use shared::ids::CaseId;
use wasm_bindgen::JsCast;

use super::text;
use crate::bridge::{self, Trouble};
use crate::case::act;
use crate::poll::{Polled, poll};
use crate::route::encode;
use crate::text::{lang, names, say};

const LIST_SECONDS: u64 = 4;
const WORK_SECONDS: u64 = 6;
/// So many cases lie on the desk at once; the rest comes up as these are done.
const ON_DESK: u32 = 200;
/// From this width on the chosen case stands beside the list.
const BESIDE_PX: f64 = 1_000.0;

/// A case with its names.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// The case.
    pub case: Case,
    /// Its names.
    pub names: CaseNames,
}

impl Row {
    /// Returns what people call the case by.
    pub fn number(&self) -> String {
        number(&self.case)
    }
}

/// Returns what people call a case by.
pub fn number(case: &Case) -> String {
    case.case_no.as_ref().map_or_else(|| case.id.to_string(), ToString::to_string)
}

/// What was done last, and how it is taken back.
#[derive(Clone, PartialEq, Debug)]
pub struct Done {
    case: CaseId,
    version: u64,
    words: String,
    undo: Option<Action>,
}

/// What lies on the desk.
#[derive(Clone, Copy)]
pub struct Bench {
    /// Which queue is worked through.
    pub queue: Memo<Queue>,
    /// Where the page of it begins.
    pub before: Memo<Option<String>>,
    /// How all queues stand.
    pub work: Polled<Work>,
    /// The cases of this one.
    pub list: Polled<CaseList>,
    /// Those of them that are still to be done.
    pub rows: Memo<Vec<Row>>,
    /// The one that is looked at.
    pub chosen: RwSignal<Option<CaseId>>,
    /// Those that one action is meant for.
    pub selected: RwSignal<BTreeSet<CaseId>>,
    /// Why some of them were refused.
    pub refused: RwSignal<BTreeMap<CaseId, String>>,
    /// What was done last.
    pub done: RwSignal<Option<Done>>,
    /// In which language it is spoken; an answer of the server comes when nobody draws.
    lang: Lang,
    /// Up to which version each case was dealt with here: the list may still tell of before.
    dealt_with: RwSignal<BTreeMap<CaseId, u64>>,
    /// Where a selection by range begins.
    range_from: StoredValue<Option<CaseId>>,
}

impl Bench {
    /// Lays a queue on the desk, and follows it from then on.
    pub fn laid(queue: Memo<Queue>, before: Memo<Option<String>>) -> Self {
        let work = poll::<Work, _, _>(WORK_SECONDS, || bridge::get("/api/v1/work"));
        let list = poll::<CaseList, _, _>(LIST_SECONDS, move || {
            let before =
                before.get_untracked().map(|before| format!("&before={}", encode(&before))).unwrap_or_default();
            let address = format!("/api/v1/work/{}?limit={ON_DESK}{before}", queue.get_untracked().as_str());
            async move { bridge::get(&address).await }
        });
        let dealt_with = RwSignal::new(BTreeMap::<CaseId, u64>::new());
        let rows = Memo::new(move |_| {
            let dealt_with = dealt_with.get();
            let to_do = |case: &&Case| dealt_with.get(&case.id).is_none_or(|version| case.version >= *version);
            let row = |list: &CaseList| {
                let named = |case: &Case| list.names.get(&case.id).cloned().unwrap_or_default();
                let rows = list.cases.iter().filter(to_do).map(|case| Row { case: case.clone(), names: named(case) });
                rows.collect::<Vec<Row>>()
            };
            list.value.with(|list| list.as_ref().map(row).unwrap_or_default())
        });
        let bench = Self {
            queue,
            before,
            work,
            list,
            rows,
            chosen: RwSignal::new(None),
            selected: RwSignal::new(BTreeSet::new()),
            refused: RwSignal::new(BTreeMap::new()),
            done: RwSignal::new(None),
            lang: lang(),
            dealt_with,
            range_from: StoredValue::new(None),
        };
        Effect::watch(move || (queue.get(), before.get()), move |_, _, _| bench.clear(), false);
        // Where there is room beside the list, work begins with the most urgent case. Kept and not derived: a more
        // urgent one that comes must not take the place of what somebody reads.
        Effect::watch(
            move || rows.with(|rows| rows.first().map(|row| row.case.id)),
            move |first, _, _| {
                if bench.chosen.get_untracked().is_none() && is_wide() {
                    bench.chosen.set(*first);
                }
            },
            true,
        );
        let keys = window_event_listener(keydown, move |event| bench.key(&event));
        on_cleanup(move || keys.remove());
        bench
    }

    /// Another queue is worked through.
    fn clear(self) {
        self.chosen.set(None);
        self.selected.set(BTreeSet::new());
        self.refused.set(BTreeMap::new());
        self.range_from.set_value(None);
        self.list.value.set(None);
        self.list.again();
    }

    fn ids(self) -> Vec<CaseId> {
        self.rows.with_untracked(|rows| rows.iter().map(|row| row.case.id).collect())
    }

    /// Asks the server anew.
    pub fn again(self) {
        self.list.again();
        self.work.again();
    }

    /// A step was taken on a case: the next one is chosen.
    pub fn did(self, kind: ActionKind, after: &CaseFile) {
        // The page may have been left meanwhile.
        if self.chosen.try_get_untracked().is_none() {
            return;
        }
        let (id, version) = (after.case.id, after.case.version);
        let next = beside(&self.ids(), id);
        self.dealt_with.update(|all| {
            all.insert(id, version);
        });
        self.selected.update(|all| {
            all.remove(&id);
        });
        self.refused.update(|all| drop(all.remove(&id)));
        if self.chosen.get_untracked() == Some(id) {
            self.chosen.set(next);
        }
        let lang = self.lang;
        let words = text::done(lang, lang.say(names::action(kind)), &number(&after.case));
        let undo = undo(kind).filter(|undo| after.may.iter().any(|word| word == undo.kind().as_str()));
        self.done.set(Some(Done { case: id, version, words, undo }));
        self.again();
    }

    /// Steps were taken on many cases: those that were refused stay selected.
    pub fn did_many(self, done: &BTreeSet<CaseId>, refused: BTreeMap<CaseId, String>) {
        if self.chosen.try_get_untracked().is_none() {
            return;
        }
        let versions = self.rows.with_untracked(|rows| {
            let done = rows.iter().filter(|row| done.contains(&row.case.id));
            done.map(|row| (row.case.id, row.case.version.saturating_add(1))).collect::<Vec<_>>()
        });
        let left: Vec<CaseId> = self.ids().into_iter().filter(|id| !done.contains(id)).collect();
        self.dealt_with.update(|all| all.extend(versions));
        self.selected.update(|all| all.retain(|id| !done.contains(id)));
        self.refused.set(refused);
        if self.chosen.get_untracked().is_some_and(|chosen| done.contains(&chosen)) {
            self.chosen.set(left.first().copied());
        }
        self.done.set(None);
        self.again();
    }

    /// Selects a case or takes it out; with `ranged` all between the last one and this one with it.
    pub fn select(self, id: CaseId, on: bool, ranged: bool) {
        let from = self.range_from.get_value().filter(|_| ranged);
        let ids = from.map_or_else(|| vec![id], |from| between(&self.ids(), from, id));
        self.selected.update(|all| {
            for id in ids {
                if on {
                    all.insert(id);
                } else {
                    all.remove(&id);
                }
            }
        });
        self.range_from.set_value(Some(id));
    }

    /// Selects all in view, or none.
    pub fn select_all(self, on: bool) {
        let all = if on { self.ids().into_iter().collect() } else { BTreeSet::new() };
        self.selected.set(all);
    }

    fn step(self, forward: bool) {
        let ids = self.ids();
        let next = match self.chosen.get_untracked() {
            Some(chosen) if ids.contains(&chosen) => neighbour(&ids, chosen, forward).or(Some(chosen)),
            Some(_) | None => ids.first().copied(),
        };
        self.chosen.set(next);
        if let Some(next) = next {
            show(next);
        }
    }

    fn key(self, event: &KeyboardEvent) {
        if is_typed(event) {
            return;
        }
        let in_panel = inside(event, ".desk-beside");
        match event.key().as_str() {
            "j" => self.step(true),
            "k" => self.step(false),
            "ArrowDown" if !in_panel => self.step(true),
            "ArrowUp" if !in_panel => self.step(false),
            "x" => match self.chosen.get_untracked() {
                Some(id) => self.select(id, !self.selected.with_untracked(|all| all.contains(&id)), false),
                None => return,
            },
            "X" => self.select_all(self.selected.with_untracked(BTreeSet::is_empty)),
            _ => return,
        }
        event.prevent_default();
    }
}

/// Says whether a key is meant for a field, for the browser, or for what lies above the page.
pub fn is_typed(event: &KeyboardEvent) -> bool {
    let is_field = inside(event, "textarea, select, input:not([type=checkbox])");
    event.default_prevented()
        || event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || is_field
        || inside(event, "dialog")
}

/// Says whether an event comes from within something.
pub fn inside(event: &KeyboardEvent, selector: &str) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}

/// Brings the row of a case into view.
fn show(id: CaseId) {
    let row = document().query_selector(&format!("[data-test=work-row][data-case=\"{id}\"]"));
    let height = window().inner_height().ok().and_then(|height| height.as_f64());
    if let (Ok(Some(row)), Some(height)) = (row, height) {
        let seen = row.get_bounding_client_rect();
        if seen.top() < 0.0 || seen.bottom() > height {
            row.scroll_into_view_with_bool(seen.top() < 0.0);
        }
    }
}

fn is_wide() -> bool {
    let width = window().inner_width().ok().and_then(|width| width.as_f64());
    width.is_some_and(|width| width >= BESIDE_PX)
}

/// Returns the action that takes another back, where the table of states has one.
fn undo(kind: ActionKind) -> Option<Action> {
    let reason = text::UNDO_REASON.to_owned();
    match kind {
        ActionKind::ApproveSuspend => Some(Action::Resume),
        ActionKind::DispatchToDistrict => Some(Action::ReturnToCity { reason }),
        ActionKind::Link => Some(Action::Unlink { reason }),
        _ => None,
    }
}

/// Says whether a step can be taken back by the one who took it; others are asked about first.
pub fn can_be_undone(kind: ActionKind) -> bool {
    matches!(kind, ActionKind::ApproveSuspend)
}

/// Draws what was done last, and the way to take it back.
pub fn told(bench: Bench) -> AnyView {
    let trouble = RwSignal::new(None::<Trouble>);
    let take_back = move |done: Done| {
        let Some(action) = done.undo else { return };
        trouble.set(None);
        spawn_local(async move {
            match act::send(done.case, action, Some(done.version)).await {
                Ok(after) => {
                    let words = format!("{} {}", bench.lang.say(text::UNDONE), number(&after.case));
                    bench.done.try_set(Some(Done { words, undo: None, ..Done::of(&after) }));
                    bench.again();
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <div class="desk-told" role="status" data-test="told">
            {move || bench.done.get().map(|done| {
                let words = done.words.clone();
                view! {
                    <span>{words}</span>
                    {done.undo.is_some().then(|| {
                        let done = done.clone();
                        view! {
                            <button type="button" class="button small" data-test="undo"
                                on:click=move |_| take_back(done.clone())>{say(text::UNDO)}</button>
                        }
                    })}
                }
            })}
            {move || trouble.get().map(|why| view! { <span class="late">{why.words(bench.lang)}</span> })}
        </div>
    }
    .into_any()
}

impl Done {
    fn of(after: &CaseFile) -> Self {
        Self { case: after.case.id, version: after.case.version, words: String::new(), undo: None }
    }
}

/// Returns the one behind an id, else the one before it.
fn beside(ids: &[CaseId], id: CaseId) -> Option<CaseId> {
    neighbour(ids, id, true).or_else(|| neighbour(ids, id, false))
}

fn neighbour(ids: &[CaseId], id: CaseId, forward: bool) -> Option<CaseId> {
    let at = ids.iter().position(|one| *one == id)?;
    let next = if forward { at.checked_add(1) } else { at.checked_sub(1) };
    ids.get(next?).copied()
}

/// Returns all from one to another, whichever comes first; only the other where the one is gone.
fn between(ids: &[CaseId], from: CaseId, to: CaseId) -> Vec<CaseId> {
    let place = |id: CaseId| ids.iter().position(|one| *one == id);
    match (place(from), place(to)) {
        (Some(a), Some(b)) => ids.get(a.min(b)..=a.max(b)).unwrap_or_default().to_vec(),
        (_, _) => vec![to],
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::CaseId;
    use uuid::Uuid;

    use super::{beside, between};

    fn ids<const N: usize>(numbers: [u128; N]) -> Vec<CaseId> {
        numbers.map(|number| CaseId(Uuid::from_u128(number))).to_vec()
    }

    #[test]
    fn after_a_step_comes_the_next_case_and_at_the_end_the_one_before() {
        let all = ids([1, 2, 3]);
        assert_eq!(beside(&all, all[0]), Some(all[1]));
        assert_eq!(beside(&all, all[2]), Some(all[1]));
        assert_eq!(beside(&all[..1], all[0]), None);
    }

    #[test]
    fn a_range_goes_both_ways_and_survives_a_beginning_that_is_gone() {
        let all = ids([1, 2, 3, 4]);
        assert_eq!(between(&all, all[1], all[3]), all[1..]);
        assert_eq!(between(&all, all[3], all[1]), all[1..]);
        assert_eq!(between(&all[2..], all[0], all[3]), all[3..]);
    }
}
