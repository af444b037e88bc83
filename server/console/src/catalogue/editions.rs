//! The versions of the catalogue and of the calendars: which holds, which waits, who made them, and what differs.

use kit::lang::{Lang, Words};
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::catalogue::{Comparison, EditionFacts, EditionList, EditionStanding, Ledger, Referring};
use shared::ids::Sha256;

use crate::bridge::{self, Trouble};
use crate::clock;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::{Polled, poll};
use crate::route::encode;
use crate::section::{Section, address};
use crate::text::spans::number;
use crate::text::{lang, say};

use super::desk::{at, complaint, href};
use super::draft::differences;
use super::text;

const SECONDS: u64 = 30;

/// Draws the part.
pub fn part() -> AnyView {
    let here = address(Section::Catalogue);
    let ledger = Memo::new(move |_| match here.get().part(1) {
        Some("calendar") => Ledger::Calendar,
        Some(_) | None => Ledger::Catalogue,
    });
    let chip = move |word, parts: &'static [&'static str], of: Ledger, test: &'static str| {
        view! {
            <a class="chip" class:on=move || ledger.get() == of data-test=test href=href(at(parts))
                aria-current=move || (ledger.get() == of).then_some("true")>{say(word)}</a>
        }
    };
    view! {
        <nav class="chips" aria-label=say(text::EDITIONS_OF)>
            {chip(text::OF_CATALOGUE, &["versions"], Ledger::Catalogue, "versions-catalogue")}
            {chip(text::OF_CALENDAR, &["versions", "calendar"], Ledger::Calendar, "versions-calendar")}
        </nav>
        {move || of(ledger.get())}
    }
    .into_any()
}

fn of(ledger: Ledger) -> AnyView {
    let here = address(Section::Catalogue);
    let asked = Memo::new(move |_| {
        let address = here.get();
        let value = |name| encode(address.get(name).unwrap_or_default());
        (value("jurisdiction"), value("before"))
    });
    let list = poll::<EditionList, _, _>(SECONDS, move || {
        let (jurisdiction, before) = asked.get_untracked();
        let path = format!(
            "/api/v1/catalogue/editions?ledger={}&jurisdiction={jurisdiction}&before={before}",
            ledger.as_str()
        );
        async move { bridge::get(&path).await }
    });
    Effect::watch(move || asked.get(), move |_, _, _| list.again(), false);
    let editions: Memo<Vec<EditionFacts>> =
        Memo::new(move |_| list.value.with(|list| list.as_ref().map(|list| list.editions.clone()).unwrap_or_default()));
    let next = Memo::new(move |_| list.value.with(|list| list.as_ref().and_then(|list| list.next.clone())));
    view! {
        {faces::trouble_bar(list)}
        <p class="small">{say(text::KEEPS_LIMITS)}</p>
        {move || match (list.value.with(Option::is_some), editions.with(Vec::is_empty)) {
            (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, true) => view! { <Empty title=text::NO_EDITIONS more=text::NO_EDITIONS_MORE/> }.into_any(),
            (true, false) => table(editions, list),
        }}
        <footer class="pager">
            {move || asked.with(|(_, before)| !before.is_empty()).then(|| view! {
                <a class="button small" data-test="editions-first"
                    href=href(here.get().with("before", ""))>{say(text::BEGINNING)}</a>
            })}
            {move || next.get().map(|next| view! {
                <a class="button small" data-test="editions-next"
                    href=href(here.get().with("before", &next))>{say(text::OLDER)}</a>
            })}
        </footer>
        {compare(ledger, editions)}
    }
    .into_any()
}

const fn standing(standing: EditionStanding) -> (Tone, Words, &'static str) {
    match standing {
        EditionStanding::Waiting => (Tone::Soon, text::WAITING, "waiting"),
        EditionStanding::InForce => (Tone::Ok, text::IN_FORCE, "in_force"),
        EditionStanding::Past => (Tone::Rest, text::PAST, "past"),
        EditionStanding::Withdrawn => (Tone::Rest, text::WITHDRAWN, "withdrawn"),
    }
}

fn table(editions: Memo<Vec<EditionFacts>>, list: Polled<EditionList>) -> AnyView {
    let lang = lang();
    view! {
        <div class="card table-card catalogue-table">
            <table class="rows compact" data-test="editions">
                <thead><tr>
                    <th scope="col">{say(text::COL_VERSION)}</th><th scope="col">{say(text::COL_STANDING)}</th>
                    <th scope="col">{say(text::COL_FROM)}</th><th scope="col">{say(text::COL_WHO)}</th>
                    <th scope="col">{say(text::COL_CASES)}</th><th scope="col"><span class="unseen">{say(text::WITHDRAW)}</span></th>
                </tr></thead>
                <tbody>
                    <For each=move || editions.get() key=|one| (one.hash.clone(), standing(one.standing).2, one.made_at)
                        children=move |one| row(lang, one, list)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lang: Lang, one: EditionFacts, list: Polled<EditionList>) -> AnyView {
    let (tone, word, value) = standing(one.standing);
    let from = match (&one.valid_from, one.in_force_at) {
        (Some(day), _) => day.clone(),
        (None, Some(at)) => clock::dated(at),
        (None, None) => clock::dated(one.made_at),
    };
    let author = if one.author.is_empty() { say(text::BY_IMPORT).to_owned() } else { one.author.clone() };
    let short: String = one.hash.as_str().chars().take(12).collect();
    view! {
        <tr data-test="edition" data-version=one.version.clone() data-hash=one.hash.to_string()>
            <td><strong data-said="">{one.version.clone()}</strong><small class="code" title=one.hash.to_string()>{short}</small></td>
            <td>{pieces::badge(tone, say(word), "edition-standing", value)}</td>
            <td class="figures">{from}</td>
            <td><span data-said="">{author}</span><small data-said="">{one.note.clone()}</small></td>
            <td>{cases(lang, one.hash.clone())}</td>
            <td class="right">{(one.standing == EditionStanding::Waiting).then(|| withdraw(one.hash.clone(), list))}</td>
        </tr>
    }
    .into_any()
}

/// Draws how many cases name a version, counted when asked for: every case is read for it.
fn cases(lang: Lang, hash: Sha256) -> AnyView {
    let (found, trouble) = (RwSignal::new(None::<Referring>), RwSignal::new(None::<Trouble>));
    let press = move |_: leptos::ev::MouseEvent| {
        let path = format!("/api/v1/catalogue/editions/{hash}/cases");
        spawn_local(async move {
            match bridge::get::<Referring>(&path).await {
                Ok(counted) => drop(found.try_set(Some(counted))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        {move || match found.get() {
            Some(counted) => view! {
                <span data-test="referring">{text::referring(lang, &number(counted.cases), &number(counted.open))}</span>
            }.into_any(),
            None => view! {
                <button type="button" class="button small" data-test="count-cases" on:click=press.clone()>{say(text::COUNT_CASES)}</button>
            }.into_any(),
        }}
        {complaint(trouble)}
    }
    .into_any()
}

fn withdraw(hash: Sha256, list: Polled<EditionList>) -> AnyView {
    let lang = lang();
    let (asked, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let press = move |_| {
        if !asked.get_untracked() {
            asked.set(true);
            return;
        }
        let path = format!("/api/v1/catalogue/editions/{hash}/withdraw");
        spawn_local(async move {
            match bridge::command(&path).await {
                Ok(()) => list.again(),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let word = move || if asked.get() { text::WITHDRAW_SURE } else { text::WITHDRAW };
    view! {
        <button type="button" class="button small" data-test="withdraw-edition" on:click=press>{move || lang.say(word())}</button>
        {complaint(trouble)}
    }
    .into_any()
}

/// Draws the comparison of two of the versions, or of one with the draft.
fn compare(ledger: Ledger, editions: Memo<Vec<EditionFacts>>) -> AnyView {
    let lang = lang();
    let here = address(Section::Catalogue);
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new("draft".to_owned()));
    let (found, trouble) = (RwSignal::new(None::<Comparison>), RwSignal::new(None::<Trouble>));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let current = || {
            let is_in_force = |one: &&EditionFacts| one.standing == EditionStanding::InForce;
            editions.with_untracked(|all| all.iter().find(is_in_force).map(|one| one.hash.to_string()))
        };
        let from = Some(from.get_untracked()).filter(|from| !from.is_empty()).or_else(current).unwrap_or_default();
        let jurisdiction = encode(here.get_untracked().get("jurisdiction").unwrap_or_default());
        let path = format!(
            "/api/v1/catalogue/compare?ledger={}&jurisdiction={jurisdiction}&from={from}&to={}",
            ledger.as_str(),
            to.get_untracked()
        );
        trouble.set(None);
        spawn_local(async move {
            match bridge::get::<Comparison>(&path).await {
                Ok(comparison) => drop(found.try_set(Some(comparison))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let options = move |chosen: RwSignal<String>| {
        let version = move |one: EditionFacts| {
            let hash = one.hash.to_string();
            let here = hash.clone();
            let shown = format!("{} · {}", one.version, say(standing(one.standing).1));
            view! { <option value=hash selected=move || chosen.get() == here data-said="">{shown}</option> }
        };
        view! {
            <option value="draft" selected=move || chosen.get() == "draft">{say(text::THE_DRAFT)}</option>
            {editions.get().into_iter().map(version).collect_view()}
        }
    };
    view! {
        <section class="card" data-test="compare">
            <h3>{say(text::COMPARE)}</h3>
            <form class="fields inline" on:submit=submit>
                <label>{say(text::COMPARE_FROM)}
                    <select class="search" data-test="compare-from" on:change:target=move |event| from.set(event.target().value())>
                        <option value="" selected=move || from.with(String::is_empty)>{say(text::IN_FORCE)}</option>
                        {move || options(from)}
                    </select></label>
                <label>{say(text::COMPARE_TO)}
                    <select class="search" data-test="compare-to" on:change:target=move |event| to.set(event.target().value())>
                        {move || options(to)}
                    </select></label>
                <button type="submit" class="button" data-test="compare-run">{say(text::COMPARE)}</button>
            </form>
            {complaint(trouble)}
            <div role="status">{move || found.get().map(|comparison| view! {
                <p class="small" data-said="">{comparison.from.clone()}" → "{comparison.to.clone()}</p>
                {differences(lang, &comparison.differences, comparison.total)}
            })}</div>
        </section>
    }
    .into_any()
}
