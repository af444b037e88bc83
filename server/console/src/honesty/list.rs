//! The hints, one line each.

use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::honesty::{HintPerson, HintRow, HintState};

use super::asked;
use super::text as words;
use super::words_of;
use crate::clock;
use crate::pieces;
use crate::section::Address;
use crate::text::{lang, say, spans};

/// Draws the table.
pub fn table(rows: Memo<Vec<HintRow>>, address: Memo<Address>) -> AnyView {
    let head = |word| view! { <th scope="col">{say(word)}</th> };
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::HINTS)>
            <table class="rows compact">
                <thead><tr>
                    {head(words::WHEN)}{head(words::ABOUT)}{head(words::WHO)}{head(words::FOUND)}
                    <th scope="col" class="right">{say(words::CASES)}</th>{head(words::STATE)}
                </tr></thead>
                <tbody>
                    <For each=move || rows.get() key=|row| (row.id, row.state) children=move |one| row(&one, address)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: &HintRow, address: Memo<Address>) -> AnyView {
    let id = one.id.to_string();
    let here = {
        let id = id.clone();
        move || address.with(|address| address.part(0) == Some(id.as_str()))
    };
    let href = {
        let id = id.clone();
        move || asked::hint(&address.get(), &id).href()
    };
    let kind = one.facts.kind();
    view! {
        <tr data-test="hint" data-hint=id data-kind=kind.as_str() data-state=one.state.as_str() class:chosen=here>
            <td class="figures"><a class="words-link" data-test="open-hint" href=href>{clock::dated(one.at)}</a></td>
            <td>{say(words::kind(kind))}<small data-said="">{one.area_name.clone()}</small></td>
            <td>{people(&one.people)}</td>
            <td class="honesty-wraps" data-said="">{words_of::short(lang(), one)}</td>
            <td class="right figures">{spans::number(one.cases)}</td>
            <td>{state(one.state)}</td>
        </tr>
    }
    .into_any()
}

/// Draws whom a hint is about.
pub fn people(people: &[HintPerson]) -> AnyView {
    if people.is_empty() {
        return view! { <span class="quiet">{say(words::NOBODY)}</span> }.into_any();
    }
    let one = |person: &HintPerson| {
        let name = if person.name.is_empty() { person.user.to_string() } else { person.name.clone() };
        view! { <span class="honesty-person"><span data-said="">{name}</span><small>{person.user.to_string()}</small></span> }
            .into_any()
    };
    people.iter().map(one).collect_view().into_any()
}

/// Draws what was said of a hint last.
pub fn state(state: HintState) -> AnyView {
    let tone = match state {
        HintState::Open => Tone::Soon,
        HintState::Explained => Tone::Rest,
        HintState::FollowUp => Tone::Late,
    };
    pieces::badge(tone, say(words::state(state)), "hint-state", state.as_str())
}
