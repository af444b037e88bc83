//! Every model with its editions, and from which month each counts.

use kit::lang::{Lang, Words};
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::assessment::{ModelEdition, Models};

use super::asked::{self, Standing, way};
use super::text as words;
use super::{ANOTHER, may_write};
use crate::assessment::text::subject;
use crate::clock;
use crate::faces::Empty;
use crate::pieces;
use crate::poll::Polled;
use crate::route::Route;
use crate::section::Section;
use crate::text::{lang, say};

/// Draws the part.
pub fn part(models: Polled<Models>) -> AnyView {
    let lang = lang();
    let codes = Memo::new(move |_| models.value.with(|models| models.as_ref().map(asked::codes).unwrap_or_default()));
    let is_empty = Memo::new(move |_| codes.with(Vec::is_empty));
    view! {
        <p class="lead quiet small">{say(words::LEAD)}</p>
        {(!may_write()).then(|| view! { <p class="small" data-test="may-not-write">{say(words::MAY_NOT)}</p> })}
        {move || is_empty.get().then(|| view! { <Empty title=words::NONE more=words::NONE_MORE/> })}
        <For each=move || codes.get() key=|code| code.clone() children=move |code| {
            let of_it = code.clone();
            move || models.value.with(|models| models.as_ref().map(|models| card(lang, models, &of_it)))
        }/>
    }
    .into_any()
}

fn card(lang: Lang, models: &Models, code: &str) -> AnyView {
    let month = asked::this_month();
    let mut editions: Vec<&ModelEdition> = models.editions.iter().filter(|one| one.model.code == code).collect();
    // The draft first, then the newest.
    editions.sort_by_key(|one| std::cmp::Reverse(if one.edition == 0 { u32::MAX } else { one.edition }));
    let known = asked::in_force(models, code, &month).or_else(|| editions.first().copied());
    let Some(shown) = known else { return ().into_any() };
    let model = &shown.model;
    let rows: Vec<AnyView> = editions.iter().map(|one| row(lang, one, asked::standing(models, one, &month))).collect();
    let has_draft = asked::draft(models, code).is_some();
    let write = if has_draft { words::GO_ON } else { words::WRITE_NEW };
    let copy = Route::At(Section::Assessment, asked::at(&[ANOTHER, "draft"]).with("of", code));
    view! {
        <article class="card model-card" data-test="model" data-code=code.to_owned()>
            <header class="model-head">
                <h3 data-said="">{asked::name(lang, model)}</h3>
                <span class="quiet small">{lang.say(subject(model.subject))}" · "<span class="code">{code.to_owned()}</span></span>
            </header>
            {(!model.source.is_empty()).then(|| view! {
                <p class="small quiet">{say(words::SOURCE)}": "<span class="model-source" data-said="">{model.source.clone()}</span></p>
            })}
            <div class="wide-table" tabindex="0" role="region" aria-label=asked::name(lang, model)>
                <table class="rows compact">
                    <thead><tr>
                        <th scope="col">{say(words::COL_EDITION)}</th><th scope="col">{say(words::COL_STANDING)}</th>
                        <th scope="col">{say(words::COL_FROM)}</th><th scope="col" class="right">{say(words::COL_FULL)}</th>
                        <th scope="col">{say(words::COL_MADE)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {may_write().then(|| view! {
                <p class="buttons">
                    <a class="button small" data-test="write-edition" href=way(&[code, "draft"]).href()>{say(write)}</a>
                    <a class="button small" data-test="copy-model" href=copy.href()>{say(words::COPY)}</a>
                </p>
            })}
        </article>
    }
    .into_any()
}

fn row(lang: Lang, one: &ModelEdition, standing: Standing) -> AnyView {
    let code = one.model.code.as_str();
    let number = one.edition.to_string();
    let (named, to) = match standing {
        Standing::Draft => (lang.say(words::DRAFT).to_owned(), way(&[code, "draft"])),
        Standing::InForce | Standing::Waiting | Standing::Past => {
            (words::edition(lang, one.edition), way(&[code, &number]))
        }
    };
    let named = match standing {
        Standing::Draft if !may_write() => named.into_any(),
        Standing::Draft | Standing::InForce | Standing::Waiting | Standing::Past => {
            pieces::link(&to, named, "open-edition")
        }
    };
    let (full, on_top) = asked::full(&one.model);
    view! {
        <tr data-test="model-edition" data-edition=number.clone()>
            <td>{named}</td>
            <td>{badge(standing)}</td>
            <td class="figures">{begins(one)}</td>
            <td class="right figures">{words::full_points(lang, full, on_top)}</td>
            <td>{made(one)}</td>
        </tr>
    }
    .into_any()
}

/// Says from which month an edition counts; those that came with the server always did.
pub fn begins(one: &ModelEdition) -> String {
    match &one.from_month {
        Some(_) if one.made_by.is_empty() => say(words::ALWAYS).to_owned(),
        Some(month) => month.clone(),
        None => "—".to_owned(),
    }
}

/// Draws by whom and when an edition was made.
pub fn made(one: &ModelEdition) -> AnyView {
    if one.made_by.is_empty() {
        return view! { <span class="quiet">{say(words::WITH_SERVER)}</span> }.into_any();
    }
    view! { <span data-said="">{one.made_by.clone()}</span>" "<span class="figures quiet">{clock::dated(one.made_at)}</span> }
        .into_any()
}

/// Draws how an edition stands.
pub fn badge(standing: Standing) -> AnyView {
    let (tone, word, value): (Tone, Words, &'static str) = match standing {
        Standing::InForce => (Tone::Ok, words::IN_FORCE, "in_force"),
        Standing::Waiting => (Tone::Soon, words::WAITING, "waiting"),
        Standing::Past => (Tone::Rest, words::PAST, "past"),
        Standing::Draft => (Tone::Brand, words::DRAFT, "draft"),
    };
    pieces::badge(tone, say(word), "edition-standing", value)
}
