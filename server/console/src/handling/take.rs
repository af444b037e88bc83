//! Taking many cases at once: those that are selected, or all that wait.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::case::{Action, ActionKind, Case};
use shared::ids::CaseId;

use super::card::Entry;
use crate::text::{lang, names, say};
use crate::work_list::run::{self, Outcome};
use crate::work_list::text;

/// Those that are to be taken together.
pub type Selected = RwSignal<BTreeSet<CaseId>>;

/// Draws the box that selects a case.
pub fn select(selected: Selected, id: CaseId, number: &str) -> AnyView {
    let label = text::select(lang(), number);
    let choose = move |on: bool| {
        selected.update(|all| {
            if on {
                all.insert(id);
            } else {
                all.remove(&id);
            }
        });
    };
    view! {
        <input type="checkbox" class="work-select" data-test="select" aria-label=label
            prop:checked=move || selected.with(|all| all.contains(&id))
            on:change:target=move |event| choose(event.target().checked())/>
    }
    .into_any()
}

/// Draws the way to take them, and what became of it.
pub fn take(entries: Memo<Vec<Entry>>, selected: Selected, again: Callback<()>) -> AnyView {
    let lang = lang();
    let progress = RwSignal::new(None::<(usize, usize)>);
    let outcome = RwSignal::new(None::<Outcome>);
    let picked = move || {
        let selected = selected.get_untracked();
        let cases = entries.with_untracked(|all| all.iter().map(|entry| entry.case.clone()).collect::<Vec<Case>>());
        cases.into_iter().filter(|case| selected.is_empty() || selected.contains(&case.id)).collect::<Vec<Case>>()
    };
    let count = Memo::new(move |_| {
        entries.with(|all| selected.with(|chosen| all.iter().filter(|entry| chosen.contains(&entry.case.id)).count()))
    });
    let go = move |_| {
        let cases = picked();
        if progress.get_untracked().is_some() || cases.is_empty() {
            return;
        }
        let total = cases.len();
        let pieces = run::pieces(&cases, &Action::Assign, run::new_id);
        progress.set(Some((0, total)));
        outcome.set(None);
        spawn_local(async move {
            let show = move |answered| {
                progress.try_set(Some((answered, total)));
            };
            let became = run::run(lang, pieces, show, || true).await;
            progress.try_set(None);
            if selected.try_get_untracked().is_none() {
                return;
            }
            selected.update(|all| all.retain(|id| !became.done.contains(id)));
            outcome.set(Some(became));
            again.run(());
        });
    };
    let word = move || match (progress.get(), count.get()) {
        (Some((done, total)), _) => text::progress(lang, done, total),
        (None, 0) => lang.say(text::TAKE_ALL).to_owned(),
        (None, count) => text::for_all(lang, count, lang.say(names::action(ActionKind::Assign))),
    };
    let is_empty = move || entries.with(Vec::is_empty);
    view! {
        <div class="work-take" class:gone=move || is_empty() && outcome.with(Option::is_none)>
            <button type="button" class="button main" data-test="take-many" class:gone=is_empty
                prop:disabled=move || progress.get().is_some() on:click=go>{word}</button>
            {move || outcome.get().map(|became| report(&became))}
        </div>
    }
    .into_any()
}

fn report(became: &Outcome) -> AnyView {
    let lang = lang();
    let left: usize = became.left.iter().map(|piece| piece.cases.len()).sum();
    let (done, refused) = (became.done.len(), became.refused.len().saturating_add(left));
    let whys: BTreeSet<&String> = became.refused.values().collect();
    let whys: Vec<AnyView> =
        whys.into_iter().map(|why| view! { <p class="small late">{why.clone()}</p> }.into_any()).collect();
    let trouble = became.trouble.as_ref().map(|trouble| trouble.words(lang));
    view! {
        <div role="status" data-test="many-report" data-done=done.to_string() data-refused=refused.to_string()>
            <p><strong class="figures">{text::report(lang, done, refused)}</strong></p>
            {whys}
            {trouble.map(|trouble| view! { <p class="complaint">{trouble}</p> })}
            {(refused > 0).then(|| view! { <p class="quiet small">{say(text::MANY_AGAIN)}</p> })}
        </div>
    }
    .into_any()
}
