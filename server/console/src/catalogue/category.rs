//! One category: its conditions with their limits, its hint, its layer, and the way to change each.

use kit::lang::Lang;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::catalogue::{CategoryFacts, Contents, Ledger};
use shared::catalogue::{CategoryKey, FilingCondition, Origin, Source};
use shared::draft::edit::Edit;
use shared::draft::field::Field as Of;

use crate::bridge;
use crate::faces;
use crate::pieces;
use crate::poll::poll;
use crate::route::{Route, encode};
use crate::section::{Section, address};
use crate::text::{lang, say};

use super::desk::{Desk, at, choice, href};
use super::field::{Control, Field, control_of, field};
use super::{calculator, look_alikes, text};

const SECONDS: u64 = 60;

/// Draws the part.
pub fn part() -> AnyView {
    let lang = lang();
    let desk = Desk::open(Ledger::Catalogue);
    let here = address(Section::Catalogue);
    let key = Memo::new(move |_| here.get().part(1).unwrap_or_default().to_owned());
    let category = poll::<CategoryFacts, _, _>(SECONDS, move || {
        let path = format!("/api/v1/catalogue/category?of={}&key={}", desk.of(), encode(&key.get_untracked()));
        async move { bridge::get(&path).await }
    });
    let contents = poll::<Contents, _, _>(SECONDS, move || {
        let path = format!("/api/v1/catalogue?of={}", desk.of());
        async move { bridge::get(&path).await }
    });
    Effect::watch(
        move || (key.get(), desk.with_draft.get(), desk.changed.get()),
        move |_, _, _| {
            category.again();
            contents.again();
        },
        false,
    );
    let layers = Memo::new(move |_| {
        contents.value.with(|known| known.as_ref().map(|known| known.layers.clone()).unwrap_or_default())
    });
    let body = move || match category.value.get() {
        Some(facts) => {
            let choices = layers.get().into_iter();
            let choices = choices.map(|one| (one.code.to_string(), lang.pick(&one.name, &one.name_en).to_owned()));
            shown(lang, desk, &facts, choices.collect())
        }
        None if category.trouble.with(Option::is_some) => ().into_any(),
        None => faces::waiting(),
    };
    view! {
        <p><a class="words-link" href=href(at(&[]))>"‹ "{say(text::BACK_TO_LIST)}</a></p>
        {faces::trouble_bar(category)}
        {choice(desk)}
        {body}
    }
    .into_any()
}

fn link(key: &CategoryKey) -> AnyView {
    let route = Route::At(Section::Catalogue, at(&["category", &key.to_string()]));
    pieces::link(&route, key.to_string(), "category-other")
}

fn shown(lang: Lang, desk: Desk, facts: &CategoryFacts, layers: Vec<(String, String)>) -> AnyView {
    let key = facts.key.clone();
    let is_derived = facts.origin == Origin::Derived;
    let set = |of: Of| {
        let key = key.clone();
        Callback::new(move |to: String| desk.edit(Edit::Category { category: key.clone(), field: of, to }))
    };
    let line = |name, of: Of, value: String, control: Control, shown: Option<String>| {
        let shown = shown.unwrap_or_else(|| value.clone());
        field(desk, Field { name, value, shown, control, test: of.as_str().to_owned() }, set(of))
    };
    let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    let layer = lang.pick(&facts.layer_name, &facts.layer_name_en).to_owned();
    let typical = facts.typical_limit;
    let hint = facts.capture_hint.clone().unwrap_or_default();
    let hint_en = facts.capture_hint_en.clone().unwrap_or_default();
    let own = (!is_derived).then(|| {
        vec![
            line(text::NAME, Of::Name, facts.name.clone(), Control::Line, None),
            line(text::NAME_EN, Of::NameEn, facts.name_en.clone(), Control::Line, None),
            line(text::INITIALS, Of::Initials, facts.initials.clone(), Control::Line, None),
            line(text::LAYER, Of::Layer, facts.layer.to_string(), Control::One(layers), Some(layer.clone())),
            line(
                text::TYPICAL_LIMIT,
                Of::TypicalLimit,
                typical.map(|limit| limit.to_string()).unwrap_or_default(),
                Control::Limit,
                typical.map(|limit| text::limit(lang, limit)),
            ),
            line(text::HINT, Of::CaptureHint, hint.clone(), Control::Lines, None),
            line(text::HINT_EN, Of::CaptureHintEn, hint_en.clone(), Control::Lines, None),
            line(text::LEAST_PHOTOS, Of::LeastPhotos, number(facts.least_photos.map(u32::from)), Control::Line, None),
            line(text::FREQUENT, Of::Frequent, number(facts.frequent), Control::Line, None),
        ]
    });
    let derived = facts.component.as_ref().map(|component| {
        view! {
            <p class="small">{say(text::COMPONENT_IS)}" "{link(component)}</p>
            <p data-said="">{lang.pick(&hint, &hint_en).to_owned()}</p>
        }
    });
    let related = |word, key: &Option<CategoryKey>| {
        key.as_ref().map(|key| view! { <p class="small">{say(word)}" "{link(key)}</p> })
    };
    let conditions: Vec<AnyView> =
        facts.conditions.iter().map(|one| condition(lang, desk, &facts.key, one, facts.conditions.len())).collect();
    let can_retire = !is_derived && facts.origin != Origin::Superseded;
    view! {
        <article class="card category" data-test="category" data-key=facts.key.to_string()>
            <h3 data-said="">{facts.key.code().to_string()}" "{lang.pick(&facts.name, &facts.name_en).to_owned()}</h3>
            <p class="small" data-said="">{lang.pick(&facts.major, &facts.major_en).to_owned()}" · "{facts.key.to_string()}" · "
                {facts.key.standard().to_string()}</p>
            {facts.retired.then(|| pieces::badge(Tone::Late, say(text::RETIRED), "retired", "retired"))}
            {derived}
            {related(text::BEFORE_WAS, &facts.predecessor)}
            {related(text::SUCCESSOR_IS, &facts.successor)}
            {own.map(|fields| view! { <div class="edit-fields">{fields}</div> })}
            {can_retire.then(|| retire(desk, facts.retired, set(Of::Retired)))}
        </article>
        <article class="card category">
            <h3>{say(text::CONDITIONS)}</h3>
            <p class="small">{say(text::OWN_LIMITS)}</p>
            <ol class="conditions">{conditions}</ol>
            {add_condition(desk, facts.key.clone())}
        </article>
        {look_alikes::card(lang, desk, facts)}
        {calculator::card(Some(facts.key.clone()))}
    }
    .into_any()
}

fn source(source: Source) -> AnyView {
    let (tone, word) = match source {
        Source::Training => (Tone::Soon, text::TRAINING),
        Source::City => (Tone::Ok, text::SOURCE_CITY),
        Source::National => (Tone::Rest, text::SOURCE_NATIONAL),
    };
    pieces::badge(tone, say(word), "source", source.code())
}

fn condition(lang: Lang, desk: Desk, key: &CategoryKey, one: &FilingCondition, count: usize) -> AnyView {
    let number = one.number;
    let set = |of: Of| {
        let key = key.clone();
        Callback::new(move |to: String| desk.edit(Edit::Condition { category: key.clone(), number, field: of, to }))
    };
    let line = |name, of: Of, value: String, control: Control, shown: String| {
        field(desk, Field { name, value, shown, control, test: format!("{}-{number}", of.as_str()) }, set(of))
    };
    let words = |name, of: Of, value: &str| line(name, of, value.to_owned(), Control::Lines, value.to_owned());
    let is_last = number > 1 && u32::try_from(count).is_ok_and(|count| count == number);
    let remove = is_last.then(|| {
        let key = key.clone();
        let press = move |_: leptos::ev::MouseEvent| desk.edit(Edit::RemoveCondition { category: key.clone(), number });
        move || {
            (desk.may_edit() && desk.with_draft.get()).then(|| {
                view! {
                    <button type="button" class="button small" data-test="remove-condition" on:click=press.clone()>
                        {say(text::REMOVE_CONDITION)}</button>
                }
            })
        }
    });
    view! {
        <li class="condition" data-test="condition" data-number=number.to_string()>
            <h4>{text::condition(lang, number)}" "{source(one.source)}</h4>
            {words(text::CONDITION_TEXT, Of::Text, &one.text)}
            {line(text::LIMIT, Of::Limit, one.limit.to_string(), Control::Limit, text::limit(lang, one.limit))}
            {words(text::CLOSING, Of::Closing, &one.closing)}
            {words(text::CONDITION_TEXT_EN, Of::TextEn, &one.text_en)}
            {words(text::CLOSING_EN, Of::ClosingEn, &one.closing_en)}
            {remove}
        </li>
    }
    .into_any()
}

/// Draws the way to retire a category, which is asked twice, and back.
fn retire(desk: Desk, retired: bool, set: Callback<String>) -> AnyView {
    let lang = lang();
    let asked = RwSignal::new(false);
    let press = move |_| match (retired, asked.get_untracked()) {
        (true, _) => set.run("no".to_owned()),
        (false, true) => set.run("yes".to_owned()),
        (false, false) => asked.set(true),
    };
    let word = move || match (retired, asked.get()) {
        (true, _) => text::UNRETIRE,
        (false, false) => text::RETIRE,
        (false, true) => text::RETIRE_SURE,
    };
    let drawn = move || {
        (desk.may_edit() && desk.with_draft.get()).then(|| {
            view! {
                <button type="button" class="button small" data-test="retire" on:click=press>{move || lang.say(word())}</button>
            }
        })
    };
    drawn.into_any()
}

fn add_condition(desk: Desk, key: CategoryKey) -> AnyView {
    let (words, closing) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let limit = RwSignal::new("2 work_hour".to_owned());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(limit) = limit.get_untracked().parse() else { return };
        let (text, closing) = (words.get_untracked(), closing.get_untracked());
        desk.edit(Edit::AddCondition { category: key.clone(), text, limit, closing });
    };
    let is_missing = move || words.with(|text| text.trim().is_empty()) || closing.with(|text| text.trim().is_empty());
    let drawn = move || {
        (desk.may_edit() && desk.with_draft.get()).then(|| {
            view! {
                <details class="catalogue-add">
                    <summary data-test="add-condition">{say(text::ADD_CONDITION)}</summary>
                    <form class="fields" on:submit=submit.clone()>
                        {control_of(text::CONDITION_TEXT, &Control::Lines, words, "new-text")}
                        {control_of(text::LIMIT, &Control::Limit, limit, "new-condition-limit")}
                        {control_of(text::CLOSING, &Control::Lines, closing, "new-closing")}
                        <button type="submit" class="button main" data-test="save-new-condition"
                            prop:disabled=move || is_missing() || desk.is_sending.get()>{say(text::SAVE)}</button>
                    </form>
                </details>
            }
        })
    };
    drawn.into_any()
}
