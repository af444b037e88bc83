//! Major classes, their categories, and the search through all of them.

use kit::lang::Lang;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::catalogue::{CategoryRow, CategoryRows, Contents, Ledger, MajorFacts};
use shared::catalogue::{Kind, Origin};
use shared::draft::edit::Edit;

use crate::bridge;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::route::{self, Route, encode};
use crate::section::{Section, address};
use crate::text::{lang, say, words};

use super::desk::{Desk, at, choice, href};
use super::field::{Control, control_of};
use super::{major, text};

const SECONDS: u64 = 60;

/// Draws the part.
pub fn part() -> AnyView {
    let lang = lang();
    let desk = Desk::open(Ledger::Catalogue);
    let here = address(Section::Catalogue);
    let contents = poll::<Contents, _, _>(SECONDS, move || {
        let path = format!("/api/v1/catalogue?of={}", desk.of());
        async move { bridge::get(&path).await }
    });
    let asked = Memo::new(move |_| {
        let address = here.get();
        let value = |name| address.get(name).unwrap_or_default().to_owned();
        (value("q"), value("major"), value("after"))
    });
    let rows = poll::<CategoryRows, _, _>(SECONDS, move || {
        let (words, major, after) = asked.get_untracked();
        let (q, major, after) = (encode(&words), encode(&major), encode(&after));
        let path = format!("/api/v1/catalogue/categories?of={}&q={q}&major={major}&after={after}", desk.of());
        async move { bridge::get(&path).await }
    });
    Effect::watch(
        move || (asked.get(), desk.with_draft.get(), desk.changed.get()),
        move |_, _, _| {
            contents.again();
            rows.again();
        },
        false,
    );
    let majors: Memo<Vec<MajorFacts>> = Memo::new(move |_| {
        contents.value.with(|known| known.as_ref().map(|known| known.majors.clone()).unwrap_or_default())
    });
    let found: Memo<Vec<CategoryRow>> =
        Memo::new(move |_| rows.value.with(|known| known.as_ref().map(|known| known.rows.clone()).unwrap_or_default()));
    let is_known = Memo::new(move |_| contents.value.with(Option::is_some));
    let next = Memo::new(move |_| rows.value.with(|known| known.as_ref().and_then(|known| known.next.clone())));
    let about =
        move || contents.value.with(|known| known.as_ref().map(|known| format!("{} · {}", known.version, known.title)));
    let chosen = Memo::new(move |_| asked.with(|(_, major, _)| major.clone()));
    let search = move |words: String| {
        let address = here.get_untracked().with("q", &words).with("after", "");
        route::go(&Route::At(Section::Catalogue, address));
    };
    let body = move || match (found.with(Vec::is_empty), asked.get()) {
        _ if rows.value.with(Option::is_none) && rows.trouble.with(Option::is_some) => ().into_any(),
        _ if rows.value.with(Option::is_none) => faces::waiting(),
        (true, (words, major, _)) if words.is_empty() && major.is_empty() => {
            view! { <Empty title=text::NO_CATEGORIES more=text::NO_CATEGORIES_MORE/> }.into_any()
        }
        (true, _) => view! { <Empty title=text::NOTHING_FOUND more=text::NOTHING_FOUND_MORE/> }.into_any(),
        (false, _) => table(found),
    };
    view! {
        {faces::trouble_bar(contents)}
        {faces::trouble_bar(rows)}
        <p class="small" data-said="" data-test="catalogue-version">{about}</p>
        {choice(desk)}
        <p class="small">{say(text::DRAFT_WHY)}</p>
        <div class="catalogue-browse">
            <nav class="card majors" aria-label=say(text::MAJORS)>
                <h3>{say(text::MAJORS)}</h3>
                {move || majors_of(lang, &majors.get(), Kind::Event)}
                {move || majors_of(lang, &majors.get(), Kind::Component)}
            </nav>
            <div>
                {major::card(desk, majors, chosen)}
                <input type="search" class="search" data-test="category-search" aria-label=say(text::SEARCH)
                    placeholder=say(text::SEARCH) prop:value=move || asked.get().0
                    on:change:target=move |event| search(event.target().value())/>
                {body}
                <footer class="pager">
                    {move || asked.with(|(_, _, after)| !after.is_empty()).then(|| view! {
                        <a class="button small" data-test="categories-first"
                            href=href(here.get().with("after", ""))>{say(text::BEGINNING)}</a>
                    })}
                    {move || next.get().map(|key| view! {
                        <a class="button small" data-test="categories-next"
                            href=href(here.get().with("after", &key.to_string()))>{say(words::NEXT_PAGE)}</a>
                    })}
                </footer>
                {move || (desk.may_edit() && desk.with_draft.get() && is_known.get()).then(|| add(desk, contents.value))}
            </div>
        </div>
    }
    .into_any()
}

fn majors_of(lang: Lang, majors: &[MajorFacts], kind: Kind) -> AnyView {
    let heading = match kind {
        Kind::Event => text::EVENTS,
        Kind::Component => text::COMPONENTS,
    };
    let item = |major: &MajorFacts| {
        let key = major::key(major);
        let name = lang.pick(&major.name, &major.name_en);
        let shown = text::major(major.number, name, major.categories);
        view! {
            <li><a class="link" data-test="major" data-major=key.clone() href=href(at(&[]).with("major", &key))>
                <span data-said="">{shown}</span><small>{major.standard.to_string()}</small>
            </a></li>
        }
    };
    let listed = majors.iter().filter(|major| major.kind == kind && major.categories > 0);
    view! { <h4>{say(heading)}</h4><ul>{listed.map(item).collect_view()}</ul> }.into_any()
}

/// Draws the badges of a category.
fn badges(row: &CategoryRow) -> AnyView {
    let origin = match row.origin {
        Origin::Standard => None,
        Origin::Derived => Some(text::DERIVED),
        Origin::Extension => Some(text::EXTENSION),
        Origin::Superseded => Some(text::SUPERSEDED),
    };
    view! {
        <span class="badges">
            {row.retired.then(|| pieces::badge(Tone::Late, say(text::RETIRED), "retired", "retired"))}
            {origin.map(|word| pieces::badge(Tone::Rest, say(word), "origin", "origin"))}
            {row.is_training.then(|| pieces::badge(Tone::Soon, say(text::TRAINING), "training-source", "training"))}
            {row.has_hint.then(|| pieces::badge(Tone::Ok, say(text::HAS_HINT), "has-hint", "hint"))}
        </span>
    }
    .into_any()
}

fn table(found: Memo<Vec<CategoryRow>>) -> AnyView {
    let lang = lang();
    let row = move |row: CategoryRow| {
        let address = href(at(&["category", &row.key.to_string()]));
        let limits: Vec<String> = row.limits.iter().map(|limit| text::limit(lang, *limit)).collect();
        let (badges, count) = (badges(&row), text::conditions(lang, row.conditions));
        view! {
            <tr data-test="category-row" data-key=row.key.to_string()>
                <td class="figures">{row.key.code().to_string()}<small>{row.key.to_string()}</small></td>
                <td><a class="words-link" data-test="category-link" href=address data-said="">
                    {lang.pick(&row.name, &row.name_en).to_owned()}</a>{badges}</td>
                <td data-test="category-limits">{limits.join(" · ")}<small>{count}</small></td>
                <td data-said="">{lang.pick(&row.layer, &row.layer_en).to_owned()}</td>
            </tr>
        }
    };
    view! {
        <div class="card table-card catalogue-table">
            <table class="rows compact">
                <thead><tr>
                    <th scope="col">{say(text::COL_CODE)}</th><th scope="col">{say(text::COL_NAME)}</th>
                    <th scope="col">{say(text::COL_LIMITS)}</th><th scope="col">{say(text::COL_LAYER)}</th>
                </tr></thead>
                <tbody>{move || found.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Draws the form for a new category.
fn add(desk: Desk, contents: RwSignal<Option<Contents>>) -> AnyView {
    let lang = lang();
    let (kind, code, name, limit) = (
        RwSignal::new("event".to_owned()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new("4 work_hour".to_owned()),
    );
    let layers: Vec<(String, String)> = contents.with_untracked(|known| {
        let layers = known.as_ref().map(|known| known.layers.clone()).unwrap_or_default();
        layers.iter().map(|one| (one.code.to_string(), lang.pick(&one.name, &one.name_en).to_owned())).collect()
    });
    let layer = RwSignal::new(layers.first().map(|(code, _)| code.clone()).unwrap_or_default());
    let ready = Memo::new(move |_| {
        Some(Edit::AddCategory {
            category: format!("{}:{}", kind.get(), code.get().trim()).parse().ok()?,
            name: name.get(),
            name_en: String::new(),
            layer: layer.get().parse().ok()?,
            limit: limit.get().parse().ok()?,
        })
        .filter(|_| !name.with(|name| name.trim().is_empty()))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(edit) = ready.get_untracked() {
            desk.edit(edit);
        }
    };
    let kinds = vec![
        ("event".to_owned(), say(text::EVENTS).to_owned()),
        ("component".to_owned(), say(text::COMPONENTS).to_owned()),
    ];
    view! {
        <details class="card catalogue-add">
            <summary data-test="add-category">{say(text::ADD_CATEGORY)}</summary>
            <form class="fields" on:submit=submit>
                {control_of(text::NEW_KIND, &Control::One(kinds), kind, "new-kind")}
                {control_of(text::NEW_CODE, &Control::Line, code, "new-code")}
                {control_of(text::NAME, &Control::Line, name, "new-name")}
                {control_of(text::LAYER, &Control::One(layers), layer, "new-layer")}
                <p class="small">{say(text::TYPICAL_LIMIT)}</p>
                {control_of(text::TYPICAL_LIMIT, &Control::Limit, limit, "new-limit")}
                <button type="submit" class="button main" data-test="save-new-category"
                    prop:disabled=move || ready.with(Option::is_none) || desk.is_sending.get()>{say(text::SAVE)}</button>
            </form>
        </details>
    }
    .into_any()
}
