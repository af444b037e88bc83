//! One action on all cases that are selected: its form, how far it is, and what became of each.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::may_act;
use shared::api::work::{ActMany, may_be_many};
use shared::case::{Action, ActionKind, Case};
use shared::ids::CaseId;

use super::bench::{Bench, Row};
use super::letters::steps as usual;
use super::run::{self, Outcome};
use super::steps::{focus_form, sure};
use super::text;
use crate::case::act;
use crate::case::form::{Filled, Needs, action, needs};
use crate::desk;
use crate::text::{lang, names, say, words};

/// A refused case in the report.
type Refused = (CaseId, String, String);

/// What is told of the last time.
#[derive(Clone, PartialEq, Default)]
struct Told {
    done: usize,
    refused: Vec<Refused>,
    trouble: Option<String>,
    left: Vec<ActMany>,
}

/// How far one is, of how many.
type Progress = RwSignal<Option<(usize, usize)>>;

/// Draws the bar of what is selected, the form of an action, and the report.
pub fn many(bench: Bench) -> AnyView {
    let role = desk::account().role;
    let kinds = Memo::new(move |_| {
        let usual = usual(bench.queue.get()).iter().copied();
        usual.filter(|kind| may_be_many(*kind) && may_act(role, *kind)).collect::<Vec<_>>()
    });
    let picked = Memo::new(move |_| {
        let selected = bench.selected.get();
        bench.rows.with(|rows| rows.iter().filter(|row| selected.contains(&row.case.id)).cloned().collect::<Vec<Row>>())
    });
    let open = RwSignal::new(None::<ActionKind>);
    let filled = RwSignal::new(Filled::default());
    let progress: Progress = RwSignal::new(None);
    let stopped = RwSignal::new(false);
    let told = RwSignal::new(None::<Told>);
    let lang = lang();
    // The forms that actions on one case have wait for a flag: it says that something is on its way.
    let sending = RwSignal::new(false);
    let send = Callback::new(move |pieces: Vec<ActMany>| {
        let total = pieces.iter().map(|piece| piece.cases.len()).sum::<usize>();
        if sending.get_untracked() || total == 0 {
            return;
        }
        let numbers: Vec<(CaseId, String)> =
            picked.with_untracked(|rows| rows.iter().map(|row| (row.case.id, row.number())).collect());
        sending.set(true);
        stopped.set(false);
        progress.set(Some((0, total)));
        told.set(None);
        spawn_local(async move {
            let show = move |answered| {
                progress.try_set(Some((answered, total)));
            };
            let goes_on = move || stopped.try_get_untracked() == Some(false);
            let outcome = run::run(lang, pieces, show, goes_on).await;
            sending.try_set(false);
            progress.try_set(None);
            open.try_set(None);
            told.try_set(Some(report(&outcome, &numbers, lang)));
            bench.did_many(&outcome.done, outcome.refused);
        });
    });
    let go = Callback::new(move |action: Action| {
        let cases: Vec<Case> = picked.with_untracked(|rows| rows.iter().map(|row| row.case.clone()).collect());
        send.run(run::pieces(&cases, &action, run::new_id));
    });
    let press = Callback::new(move |kind: ActionKind| {
        told.set(None);
        filled.set(Filled::default());
        open.update(|open| *open = (*open != Some(kind)).then_some(kind));
        focus_form(".desk-many");
    });
    let bar = move || {
        let count = picked.with(Vec::len);
        (count > 0).then(|| {
            let buttons = kinds.get().into_iter().map(|kind| button(kind, open, sending, press)).collect_view();
            view! {
                <div class="desk-many-head">
                    <strong class="figures" data-test="selected">{text::selected(lang, count)}</strong>
                    <button type="button" class="link" data-test="select-rest" on:click=move |_| bench.select_all(true)>
                        {lang.say(text::SELECT_ALL)}</button>
                    <button type="button" class="link" data-test="unselect" on:click=move |_| bench.select_all(false)>
                        {lang.say(text::UNSELECT)}</button>
                </div>
                {kinds.with(Vec::is_empty).then(|| view! { <p class="quiet small">{lang.say(text::MANY_NONE)}</p> })}
                <div class="buttons">{buttons}</div>
            }
        })
    };
    // Drawn anew for another action, not for each case that is selected meanwhile.
    let form = move || {
        let kind = open.get()?;
        let first = picked.with_untracked(|rows| rows.first().map(|row| row.case.id))?;
        Some(form(kind, first, picked, filled, go, sending))
    };
    let is_open =
        move || picked.with(|rows| !rows.is_empty()) || told.with(Option::is_some) || progress.get().is_some();
    view! {
        <section class="card desk-many" class:gone=move || !is_open() data-test="many" aria-label=lang.say(text::MANY)>
            {bar}
            <div class="desk-form">{form}</div>
            {move || progress.get().map(|(done, total)| running(done, total, stopped))}
            {move || told.get().map(|told_now| shown(bench, told_now, told, send))}
        </section>
    }
    .into_any()
}

fn button(
    kind: ActionKind,
    open: RwSignal<Option<ActionKind>>,
    sending: RwSignal<bool>,
    press: Callback<ActionKind>,
) -> AnyView {
    view! {
        <button type="button" class="button small" class:soft=move || open.get() == Some(kind) prop:disabled=sending
            aria-expanded=move || (open.get() == Some(kind)).to_string() data-test=format!("many-{}", kind.as_str())
            on:click=move |_| press.run(kind)>{say(names::action(kind))}</button>
    }
    .into_any()
}

fn form(
    kind: ActionKind,
    first: CaseId,
    picked: Memo<Vec<Row>>,
    filled: RwSignal<Filled>,
    go: Callback<Action>,
    sending: RwSignal<bool>,
) -> AnyView {
    let lang = lang();
    let head = move || text::for_all(lang, picked.with(Vec::len), lang.say(names::action(kind)));
    let Some(needs) = needs(kind) else { return ().into_any() };
    let (note, fields) = match needs {
        // Each under its own: the number here only stands for that.
        Needs::Condition => {
            let yes = Callback::new(move |()| go.run(Action::File { condition_no: 0 }));
            (Some(text::MANY_FILE), sure(lang.say(names::action(kind)).to_owned(), sending, yes))
        }
        Needs::Nothing => {
            let yes = Callback::new(move |()| {
                if let Some(action) = action(kind, &Filled::default()) {
                    go.run(action);
                }
            });
            (None, sure(lang.say(names::action(kind)).to_owned(), sending, yes))
        }
        Needs::Unit => (Some(text::MANY_UNIT), act::fields(first, kind, needs, filled, go, sending)),
        Needs::Reason
        | Needs::ReasonAndDate
        | Needs::Closing
        | Needs::Order
        | Needs::Reply
        | Needs::OtherCase
        | Needs::Photos => (None, act::fields(first, kind, needs, filled, go, sending)),
    };
    view! {
        <h3>{head}</h3>
        {note.map(|note| view! { <p class="quiet small">{lang.say(note)}</p> })}
        {fields}
    }
    .into_any()
}

fn running(done: usize, total: usize, stopped: RwSignal<bool>) -> AnyView {
    let words = text::progress(lang(), done, total);
    view! {
        <div class="desk-running" role="status" data-test="many-progress">
            <progress max=total.to_string() value=done.to_string() aria-label=words.clone()></progress>
            <span class="figures">{words}</span>
            <button type="button" class="button small" data-test="many-stop" on:click=move |_| stopped.set(true)>
                {say(text::MANY_STOP)}</button>
        </div>
    }
    .into_any()
}

fn report(outcome: &Outcome, numbers: &[(CaseId, String)], lang: kit::lang::Lang) -> Told {
    let number = |id: CaseId| {
        let known = numbers.iter().find(|(known, _)| *known == id);
        known.map_or_else(|| id.to_string(), |(_, number)| number.clone())
    };
    Told {
        done: outcome.done.len(),
        refused: outcome.refused.iter().map(|(id, why)| (*id, number(*id), why.clone())).collect(),
        trouble: outcome.trouble.as_ref().map(|trouble| trouble.words(lang)),
        left: outcome.left.clone(),
    }
}

fn shown(bench: Bench, now: Told, told: RwSignal<Option<Told>>, send: Callback<Vec<ActMany>>) -> AnyView {
    let lang = lang();
    let left: usize = now.left.iter().map(|piece| piece.cases.len()).sum();
    let refused = now.refused.len().saturating_add(left);
    let (done, pieces) = (now.done, now.left);
    let rows: Vec<AnyView> = now
        .refused
        .into_iter()
        .map(|(id, number, why)| {
            view! {
                <li data-test="many-refused" data-case=id.to_string()>
                    <button type="button" class="link figures" on:click=move |_| bench.chosen.set(Some(id))>{number}</button>
                    " · "{why}
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="desk-report" role="status" data-test="many-report" data-done=done.to_string()
            data-refused=refused.to_string()>
            <strong class="figures">{text::report(lang, done, refused)}</strong>
            {now.trouble.map(|trouble| view! { <p class="complaint">{trouble}</p> })}
            <ul>{rows}</ul>
            {(refused > 0).then(|| view! { <p class="quiet small">{lang.say(text::MANY_AGAIN)}</p> })}
            <div class="buttons">
                {(left > 0).then(|| view! {
                    <button type="button" class="button small" data-test="many-again"
                        on:click=move |_| send.run(pieces.clone())>{lang.say(words::TRY_AGAIN)}</button>
                })}
                <button type="button" class="button small" data-test="many-close" on:click=move |_| told.set(None)>
                    {lang.say(text::CLOSE_REPORT)}</button>
            </div>
        </div>
    }
    .into_any()
}
