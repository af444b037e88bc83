//! What of the board is shown: by who needs a call, reason, jurisdiction, role, shift, app, words; and taking it away.

use std::collections::{BTreeMap, BTreeSet};

use kit::lang::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::Role;
use shared::ids::DeviceId;
use shared::standing::Silence;
use shared::standing::newest::Newest;
use shared::standing::wanted::{Duty, Wanted};
use wasm_bindgen_futures::JsFuture;

use super::live::Live;
use super::{address, text};
use crate::text::{lang, names, pick, say, words};

/// What a filter may be set to: the value in the address, and its words.
type Choices = Vec<(String, String)>;

/// What there is to choose from on this board.
#[derive(Clone, PartialEq, Default)]
struct Known {
    reasons: Choices,
    jurisdictions: Choices,
    roles: Choices,
    versions: Choices,
}

fn known(live: Live) -> Known {
    let lang = lang();
    let (mut reasons, mut jurisdictions) = (BTreeMap::new(), BTreeMap::new());
    let (mut roles, mut versions) = (BTreeSet::new(), BTreeSet::new());
    live.lines.with(|lines| {
        for line in lines.iter() {
            let (row, reason) = (line.row(), &line.judged().standing.reason);
            reasons.entry(reason.kind()).or_insert_with(|| reason.words());
            if !jurisdictions.contains_key(row.jurisdiction.as_str()) {
                jurisdictions.insert(row.jurisdiction.to_string(), row.jurisdiction_name.clone());
            }
            roles.insert(row.role);
            if !versions.contains(row.heartbeat.app_version.as_str()) {
                versions.insert(row.heartbeat.app_version.clone());
            }
        }
    });
    let role = |role: Role| (role.as_str().to_owned(), lang.say(names::role(role)).to_owned());
    Known {
        reasons: reasons.into_iter().map(|(kind, (zh, en))| (kind.to_owned(), pick(lang, zh, en).to_owned())).collect(),
        jurisdictions: jurisdictions.into_iter().collect(),
        roles: roles.into_iter().map(role).collect(),
        versions: versions.into_iter().filter(|text| !text.is_empty()).map(|text| (text.clone(), text)).collect(),
    }
}

/// Draws the filters; `typed` are words that are not in the address yet.
pub fn filters(
    live: Live,
    wanted: Memo<Wanted>,
    chosen: Memo<Option<DeviceId>>,
    typed: RwSignal<Option<String>>,
) -> AnyView {
    let known = Memo::new(move |_| known(live));
    let set = move |name: &'static str, value: String| {
        address::go(chosen.get_untracked(), &wanted.get_untracked().with(name, &value));
    };
    let duty = Memo::new(move |_| wanted.with(|wanted| value(wanted, "shift")));
    let is_unfiltered = move || wanted.with(|wanted| *wanted == Wanted::default());
    let words_now = move || typed.get().unwrap_or_else(|| wanted.with(|wanted| wanted.words.clone()));
    let keep_words = move |_| {
        if let Some(words) = typed.get_untracked() {
            set("q", words);
            typed.set(None);
        }
    };
    let clear = move |_| {
        typed.set(None);
        address::go(chosen.get_untracked(), &Wanted::default());
    };
    view! {
        <div class="filters" role="search" aria-label=say(text::FILTERS) data-test="filters">
            <label class="filter wide">{say(text::FIND)}
                <input type="search" class="search" data-test="filter-q" prop:value=words_now
                    on:input=move |event| typed.set(Some(event_target_value(&event))) on:change=keep_words/>
            </label>
            {choice(Choice { name: "reason", label: text::REASON, every: text::EVERY_REASON, of: |known| &known.reasons }, known, wanted, chosen)}
            {choice(Choice { name: "jurisdiction", label: text::JURISDICTION, every: text::EVERY_JURISDICTION, of: |known| &known.jurisdictions }, known, wanted, chosen)}
            {choice(Choice { name: "role", label: text::ROLE, every: text::EVERY_ROLE, of: |known| &known.roles }, known, wanted, chosen)}
            <label class="filter">{say(text::DUTY)}
                <select class="search" data-test="filter-shift" on:change=move |event| set("shift", event_target_value(&event))>
                    <option value="" selected=move || duty.with(String::is_empty)>{say(text::EVERY_DUTY)}</option>
                    <option value="on" selected=move || duty.get() == "on">{say(text::ON_SHIFT)}</option>
                    <option value="off" selected=move || duty.get() == "off">{say(text::OFF_SHIFT)}</option>
                </select>
            </label>
            {silences(wanted, chosen)}
            {choice(Choice { name: "version", label: text::VERSION, every: text::EVERY_VERSION, of: |known| &known.versions }, known, wanted, chosen)}
            <div class="filter-ends">
                {move || (!is_unfiltered()).then(|| view! {
                    <button type="button" class="button small" data-test="filters-clear" on:click=clear>{say(text::CLEAR)}</button>
                })}
                {copy_link(wanted, chosen)}
            </div>
        </div>
    }
    .into_any()
}

/// Draws the choice of how long a phone was not heard of.
fn silences(wanted: Memo<Wanted>, chosen: Memo<Option<DeviceId>>) -> AnyView {
    let now = Memo::new(move |_| wanted.with(|wanted| wanted.silence));
    let option = move |silence: &Silence| {
        let (silence, (zh, en)) = (*silence, silence.words());
        let is_chosen = move || now.get() == Some(silence);
        view! { <option value=silence.as_str() selected=is_chosen>{pick(lang(), zh, en)}</option> }.into_any()
    };
    let set = move |value: String| {
        address::go(chosen.get_untracked(), &wanted.get_untracked().with("silence", &value));
    };
    view! {
        <label class="filter">{say(text::SILENCE)}
            <select class="search" data-test="filter-silence" on:change=move |event| set(event_target_value(&event))>
                <option value="" selected=move || now.get().is_none()>{say(text::EVERY_SILENCE)}</option>
                {Silence::ALL.iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// One filter: its name in the address, its words, and what there is to choose from.
#[derive(Clone, Copy)]
struct Choice {
    name: &'static str,
    label: Words,
    every: Words,
    of: fn(&Known) -> &Choices,
}

fn choice(choice: Choice, known: Memo<Known>, wanted: Memo<Wanted>, chosen: Memo<Option<DeviceId>>) -> AnyView {
    let Choice { name, label, every, of } = choice;
    let now = Memo::new(move |_| wanted.with(|wanted| value(wanted, name)));
    let options = move || {
        let now = now.get();
        let mut all = known.with(|known| of(known).clone());
        // One that nobody on the board has any more is still what was asked for.
        if !now.is_empty() && !all.iter().any(|(value, _)| *value == now) {
            all.push((now.clone(), now.clone()));
        }
        let option = |(value, words): (String, String)| {
            let is_chosen = value == now;
            view! { <option value=value selected=is_chosen data-said="">{words}</option> }.into_any()
        };
        all.into_iter().map(option).collect_view()
    };
    let set = move |value: String| {
        address::go(chosen.get_untracked(), &wanted.get_untracked().with(name, &value));
    };
    view! {
        <label class="filter">{say(label)}
            <select class="search" data-test=format!("filter-{name}") on:change=move |event| set(event_target_value(&event))>
                <option value="" selected=move || now.with(String::is_empty)>{say(every)}</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}

fn value(wanted: &Wanted, name: &str) -> String {
    wanted.pairs().into_iter().find(|(known, _)| *known == name).map(|(_, value)| value).unwrap_or_default()
}

fn copy_link(wanted: Memo<Wanted>, chosen: Memo<Option<DeviceId>>) -> AnyView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let location = window().location();
        let page = location.href().unwrap_or_default();
        let page = page.split('#').next().unwrap_or_default().to_owned();
        let link = format!("{page}{}", wanted.with_untracked(|wanted| address::href(chosen.get_untracked(), wanted)));
        let promise = window().navigator().clipboard().write_text(&link);
        spawn_local(async move {
            if JsFuture::from(promise).await.is_ok() {
                copied.try_set(true);
            }
        });
    };
    let word = move || say(if copied.get() { text::LINK_COPIED } else { text::COPY_LINK });
    view! { <button type="button" class="button small" data-test="copy-link" on:click=copy>{word}</button> }.into_any()
}

/// Draws the ways to take what is shown away as a file.
pub fn export(wanted: Memo<Wanted>) -> AnyView {
    let language = if lang() == kit::lang::Lang::En { "en" } else { "zh" };
    let link = move |format: &'static str, word: Words| {
        let href = move || {
            let query = wanted.with(address::query);
            let more = if query.is_empty() { String::new() } else { format!("&{query}") };
            format!("/api/v1/devices/export?format={format}&lang={language}{more}")
        };
        view! { <a class="chip" href=href download="" data-test=format!("export-{format}")>{say(word)}</a> }.into_any()
    };
    view! {
        <span class="exports" role="group" aria-label=say(text::EXPORT)>
            {link("csv", text::EXPORT_CSV)}{link("xlsx", text::EXPORT_BOOK)}
        </span>
    }
    .into_any()
}

/// Draws the chips for all rows and for those where somebody has to do something.
pub fn chips(live: Live, wanted: Memo<Wanted>, chosen: Memo<Option<DeviceId>>) -> AnyView {
    let is_needing = move || wanted.with(|wanted| wanted.needing);
    let on_shift = move || wanted.with(|wanted| wanted.duty == Some(Duty::On));
    let count_on_shift = Memo::new(move |_| {
        let now = live.judged_at.get();
        let is_on = |line: &&super::rows::Line| now.is_some_and(|now| shared::standing::is_on_shift(line.row(), now));
        live.lines.with(|lines| lines.iter().filter(is_on).count())
    });
    let is_behind = move || wanted.with(|wanted| wanted.behind);
    let count_behind = Memo::new(move |_| {
        live.packs.with(|packs| {
            let newest = Newest::of(packs);
            live.lines.with(|lines| lines.iter().filter(|line| newest.is_behind(line.row())).count())
        })
    });
    let is_all = move || !is_needing() && !on_shift() && !is_behind();
    let turn = move |name: &'static str, value: &'static str| {
        address::go(chosen.get_untracked(), &wanted.get_untracked().with(name, value));
    };
    view! {
        <button type="button" class="chip" class:on=is_needing aria-pressed=move || is_needing().to_string()
            data-test="show-needing" on:click=move |_| turn("need", if is_needing() { "" } else { "1" })>
            {say(words::NEEDING)}" "<span class="figures">{move || live.needing()}</span>
        </button>
        <button type="button" class="chip" class:on=on_shift aria-pressed=move || on_shift().to_string()
            data-test="show-on-shift" on:click=move |_| turn("shift", if on_shift() { "" } else { "on" })>
            {say(text::ON_SHIFT)}" "<span class="figures">{count_on_shift}</span>
        </button>
        <button type="button" class="chip" class:on=is_behind aria-pressed=move || is_behind().to_string()
            data-test="show-behind" title=say(text::BEHIND_MORE)
            on:click=move |_| turn("behind", if is_behind() { "" } else { "1" })>
            {say(text::BEHIND)}" "<span class="figures">{count_behind}</span>
        </button>
        <button type="button" class="chip" class:on=is_all data-test="show-all" aria-pressed=move || is_all().to_string()
            on:click=move |_| address::go(chosen.get_untracked(), &Wanted::default())>
            {say(words::ALL_DEVICES)}" "<span class="figures">{move || live.lines.with(|lines| lines.len())}</span>
        </button>
    }
    .into_any()
}
