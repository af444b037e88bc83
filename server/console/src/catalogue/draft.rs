//! The draft: its lines, what differs, what publishing it would mean, and publishing it.

use kit::lang::Lang;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::catalogue::{Draft, DraftLine, EditionFacts, Ledger, Publish, TakeBack, WholeDraft};
use shared::draft::difference::{Change, Difference};

use crate::bridge::{self, Trouble};
use crate::clock;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::section::{Section, address};
use crate::text::{lang, say};

use super::desk::{Desk, at, complaint, href};
use super::{calculator, handbook, text, trial};

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
        <nav class="chips" aria-label=say(text::WHICH_DRAFT)>
            {chip(text::OF_CATALOGUE, &["draft"], Ledger::Catalogue, "draft-catalogue")}
            {chip(text::OF_CALENDAR, &["draft", "calendar"], Ledger::Calendar, "draft-calendar")}
        </nav>
        {move || of(ledger.get())}
    }
    .into_any()
}

fn of(ledger: Ledger) -> AnyView {
    let lang = lang();
    let desk = Desk::open(ledger);
    let known = Memo::new(move |_| desk.draft.value.with(Option::is_some));
    let is_there =
        Memo::new(move |_| desk.draft.value.with(|draft| draft.as_ref().is_some_and(|draft| draft.version > 0)));
    let lines = move || desk.draft.value.get().map(|draft| shown(lang, desk, &draft));
    let published = RwSignal::new(None::<EditionFacts>);
    view! {
        {faces::trouble_bar(desk.draft)}
        {complaint(desk.trouble)}
        <div role="status">{move || published.get().map(|edition| {
            let from = edition.valid_from.unwrap_or_default();
            view! { <p class="badge tone-ok" data-test="published" data-said="">{text::published(lang, &edition.version, &from)}</p> }
        })}</div>
        <p class="small" data-test="keeps-limits">{say(text::KEEPS_LIMITS)}</p>
        {move || match (known.get(), is_there.get()) {
            (false, _) if desk.draft.trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, false) => view! { <Empty title=text::NO_DRAFT more=text::NO_DRAFT_MORE/> }.into_any(),
            (true, true) => view! {
                {lines}
                {trial::card(desk)}
                {move || desk.may_edit().then(|| publish(desk, published))}
            }.into_any(),
        }}
        {move || (ledger == Ledger::Catalogue && desk.may_edit()).then(|| handbook::card(desk))}
        {calculator::card(None)}
        {move || (!desk.may_edit() && known.get()).then(|| view! {
            <p class="small" data-test="may-not-edit">{say(text::ONLY_CITY)}</p>
        })}
    }
    .into_any()
}

fn shown(lang: Lang, desk: Desk, draft: &Draft) -> AnyView {
    let begun = draft.opened_at.map(|at| text::draft(lang, &draft.opened_by, &clock::dated(at), &draft.base_version));
    let outdated = (!draft.is_on_current).then(|| {
        let press = move |_| {
            let (ledger, jurisdiction, version) = (desk.ledger(), desk.jurisdiction(), desk.seen());
            desk.send("/api/v1/catalogue/draft/move", WholeDraft { ledger, jurisdiction, version });
        };
        view! {
            <div class="trouble" role="status" data-test="outdated"><strong>{say(text::OUTDATED)}</strong>
                <button type="button" class="button small" data-test="move-draft" on:click=press>{say(text::MOVE)}</button></div>
        }
    });
    let contradiction = draft.contradiction.as_ref().map(|wrong| {
        view! {
            <p class="complaint" role="alert" data-test="contradiction">{say(text::CONTRADICTS)}
                <small data-said="">{wrong.place.clone()}": "{wrong.what.clone()}</small></p>
        }
    });
    let may_edit = draft.may_edit;
    let rows: Vec<AnyView> = draft.lines.iter().map(|one| line(lang, desk, one, may_edit)).collect();
    view! {
        <article class="card" data-test="draft" data-version=draft.version.to_string()>
            <p class="small" data-said="">{begun}</p>
            {outdated}
            {contradiction}
            <h3>{say(text::LINES)}</h3>
            <div class="table-card catalogue-table"><table class="rows compact">
                <thead><tr><th scope="col">{say(text::COL_WHEN)}</th><th scope="col">{say(text::COL_WHO)}</th>
                    <th scope="col">{say(text::COL_WHAT)}</th><th scope="col"><span class="unseen">{say(text::TAKE_BACK)}</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            {may_edit.then(|| discard(desk))}
        </article>
        <article class="card" data-test="differences">
            <h3>{say(text::DIFFERENCES)}</h3>
            {differences(lang, &draft.differences, draft.total)}
        </article>
    }
    .into_any()
}

fn line(lang: Lang, desk: Desk, one: &DraftLine, may_edit: bool) -> AnyView {
    let number = one.number;
    let press = move |_| {
        let (ledger, jurisdiction, version) = (desk.ledger(), desk.jurisdiction(), desk.seen());
        desk.send("/api/v1/catalogue/draft/take-back", TakeBack { ledger, jurisdiction, version, line: number });
    };
    let last = match (one.is_taken_back, may_edit) {
        (true, _) => pieces::badge(Tone::Rest, say(text::TAKEN_BACK), "taken-back", "taken-back"),
        (false, true) => view! {
            <button type="button" class="button small" data-test="take-back" on:click=press
                prop:disabled=move || desk.is_sending.get()>{say(text::TAKE_BACK)}</button>
        }
        .into_any(),
        (false, false) => ().into_any(),
    };
    view! {
        <tr data-test="draft-line" data-number=number.to_string() class:taken-back=one.is_taken_back>
            <td class="figures">{clock::day_time(one.at)}</td>
            <td data-said="">{one.author.clone()}</td>
            <td data-said="" data-test="draft-said">{lang.pick(&one.zh, &one.en).to_owned()}</td>
            <td class="right">{last}</td>
        </tr>
    }
    .into_any()
}

/// Draws differences in words, with how many there are.
pub fn differences(lang: Lang, listed: &[Difference], total: u64) -> AnyView {
    if listed.is_empty() {
        return view! { <p class="small" data-test="no-differences">{say(text::NO_DIFFERENCES)}</p> }.into_any();
    }
    let row = |one: &Difference| {
        let (tone, sign) = match one.change {
            Change::Added => (Tone::Ok, "+"),
            Change::Gone => (Tone::Late, "−"),
            Change::Changed => (Tone::Soon, "→"),
        };
        view! {
            <li data-test="difference" data-key=one.key.clone()>
                <span class=format!("badge {}", tone.class()) aria-hidden="true">{sign}</span>
                <span data-said="">{lang.pick(&one.zh, &one.en).to_owned()}</span></li>
        }
    };
    view! {
        <p class="small" data-test="differences-total">{text::total(lang, total, listed.len())}</p>
        <ul class="differences" tabindex="0" aria-label=say(text::DIFFERENCES)>{listed.iter().map(row).collect_view()}</ul>
    }
    .into_any()
}

/// Draws the way to drop a draft, which is asked twice.
fn discard(desk: Desk) -> AnyView {
    let lang = lang();
    let asked = RwSignal::new(false);
    let press = move |_| {
        if !asked.get_untracked() {
            asked.set(true);
            return;
        }
        let (ledger, jurisdiction, version) = (desk.ledger(), desk.jurisdiction(), desk.seen());
        spawn_local(async move {
            let asked = WholeDraft { ledger, jurisdiction, version };
            match bridge::tell("/api/v1/catalogue/draft/discard", &asked).await {
                Ok(()) => desk.draft.again(),
                Err(why) => {
                    desk.trouble.try_set(Some(why));
                    desk.draft.again();
                }
            }
        });
    };
    let word = move || if asked.get() { text::DISCARD_SURE } else { text::DISCARD };
    view! { <button type="button" class="button small" data-test="discard" on:click=press>{move || lang.say(word())}</button> }
        .into_any()
}

/// Draws the form that publishes, which is asked twice.
fn publish(desk: Desk, published: RwSignal<Option<EditionFacts>>) -> AnyView {
    let lang = lang();
    let [name, from, note] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let (asked, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !asked.get_untracked() {
            asked.set(true);
            return;
        }
        asked.set(false);
        trouble.set(None);
        let wish = Publish {
            ledger: desk.ledger(),
            jurisdiction: desk.jurisdiction(),
            version: desk.seen(),
            name: name.get_untracked(),
            valid_from: Some(from.get_untracked()).filter(|day| !day.is_empty()),
            note: note.get_untracked(),
        };
        spawn_local(async move {
            match bridge::post::<_, EditionFacts>("/api/v1/catalogue/draft/publish", &wish).await {
                Ok(edition) => {
                    published.try_set(Some(edition));
                }
                Err(why) => {
                    trouble.try_set(Some(why));
                }
            }
            desk.draft.again();
        });
    };
    let word = move || if asked.get() { text::PUBLISH_SURE } else { text::PUBLISH };
    view! {
        <form class="card fields" data-test="publish-form" on:submit=submit>
            <h3>{say(text::PUBLISH)}</h3>
            <p class="small">{say(text::KEEPS_LIMITS)}</p>
            <label>{say(text::VERSION_NAME)}
                <input type="text" maxlength="40" data-test="publish-name" prop:value=move || name.get()
                    on:input:target=move |event| name.set(event.target().value())/></label>
            <label>{say(text::VALID_FROM)}
                <input type="date" data-test="publish-from" prop:value=move || from.get()
                    on:input:target=move |event| from.set(event.target().value())/></label>
            <label>{say(text::NOTE)}
                <textarea rows="2" maxlength="500" data-test="publish-note" prop:value=move || note.get()
                    on:input:target=move |event| note.set(event.target().value())></textarea></label>
            <button type="submit" class="button main" data-test="publish"
                prop:disabled=move || name.with(|name| name.trim().is_empty())>{move || lang.say(word())}</button>
            {complaint(trouble)}
        </form>
    }
    .into_any()
}
