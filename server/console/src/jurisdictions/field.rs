//! One setting: what it means, the control for it, what is usual, and who changed it last.

use leptos::prelude::*;
use serde_json::Value;
use shared::api::jurisdictions::{Field, JurisdictionFile, Kind, at};

use super::text as words;
use super::wish::{Wish, read, typed, written};
use crate::clock;
use crate::people::fields;
use crate::text::{lang, say};

/// Draws a setting; `drawn_for` changes when the controls are to be drawn anew.
pub fn setting(field: &'static Field, file: Memo<Option<JurisdictionFile>>, wish: RwSignal<Wish>) -> AnyView {
    let lang = lang();
    let value = Memo::new(move |_| {
        file.with(|file| file.as_ref().map(|file| wish.with(|wish| wish.value(file, field)))).unwrap_or_default()
    });
    let usual = move || {
        file.with(|file| file.as_ref().and_then(|file| at(&file.usual, field.path).map(|usual| written(lang, usual))))
    };
    let is_usual =
        move || file.with(|file| file.as_ref().is_some_and(|file| at(&file.usual, field.path) == Some(&value.get())));
    let changed = move || {
        file.with(|file| {
            let changes = &file.as_ref()?.changes;
            let change = changes.iter().find(|change| change.field == field.path)?;
            let actor = change.actor.split_once(' ').map_or(change.actor.as_str(), |(_, who)| who);
            Some(words::changed(lang, actor, &clock::dated(change.at)))
        })
    };
    let wrong = move || value.with(|value| field.kind.refuses(value).is_some());
    view! {
        <div class="setting" class:other=move || !is_usual() data-test="setting" data-field=field.path>
            {control(field, value, wish)}
            <p class="small">
                {say(words::USUAL)}" "<span class="figures" data-test="setting-usual">{usual}</span>
                {move || changed().map(|by| view! {
                    " · "{lang.say(words::CHANGED_BY)}" "<span data-said="" data-test="setting-changed">{by}</span>
                })}
            </p>
            {move || wrong().then(|| view! {
                <p class="complaint small" role="alert" data-test="setting-wrong">
                    {lang.say(words::ALLOWED)}" "{allowed(field.kind)}
                </p>
            })}
        </div>
    }
    .into_any()
}

/// Says what a setting may be.
fn allowed(kind: Kind) -> String {
    match kind {
        Kind::Number(least, most) => words::range(lang(), least, most),
        Kind::Percents => say(words::UNITS_HOW).to_owned(),
        Kind::Zone => "Asia/Shanghai".to_owned(),
        Kind::Prefix => "XA".to_owned(),
        Kind::Key(_) => "A–Z 0–9".to_owned(),
        Kind::Version => "1.4.2".to_owned(),
        Kind::Switch | Kind::Choice(_) | Kind::Elsewhere => String::new(),
    }
}

fn control(field: &'static Field, value: Memo<Value>, wish: RwSignal<Wish>) -> AnyView {
    let lang = lang();
    let label = words::field(field.path).map_or_else(|| field.path.to_owned(), |words| lang.say(words).to_owned());
    let say_so = move |text: String| wish.update(|wish| wish.say(field, read(field.kind, &text)));
    let shown = Signal::derive(move || value.with(typed));
    match field.kind {
        Kind::Switch => view! {
            <label class="check">
                <input type="checkbox" data-test="setting-input" prop:checked=move || value.get() == Value::Bool(true)
                    on:change:target=move |event| {
                        let on = event.target().checked();
                        wish.update(|wish| wish.say(field, Value::Bool(on)));
                    }/>
                <span>{label}</span>
            </label>
        }
        .into_any(),
        Kind::Choice(known) => {
            let option = move |word: &'static str| {
                let name = words::choice(word).map_or(word, |words| lang.say(words));
                view! { <option value=word prop:selected=move || shown.get() == word>{name}</option> }
            };
            view! {
                <label class="choice">{label}
                    <select data-test="setting-input" on:change:target=move |event| say_so(event.target().value())>
                        {known.iter().copied().map(option).collect_view()}
                    </select>
                </label>
            }
            .into_any()
        }
        Kind::Percents => view! {
            <label>{label}
                <textarea rows="3" spellcheck="false" data-test="setting-input" placeholder=say(words::UNITS_HOW)
                    prop:value=shown on:change:target=move |event| say_so(event.target().value())></textarea>
            </label>
        }
        .into_any(),
        Kind::Number(least, most) => view! {
            <label>{label}
                <input type="text" inputmode="numeric" autocomplete="off" data-test="setting-input" prop:value=shown
                    aria-description=words::range(lang, least, most)
                    on:input:target=move |event| say_so(event.target().value())/>
            </label>
        }
        .into_any(),
        Kind::Zone | Kind::Prefix | Kind::Key(_) | Kind::Version => view! {
            <label>{label}
                <input type="text" autocomplete="off" spellcheck="false" data-test="setting-input" prop:value=shown
                    on:input:target=move |event| say_so(event.target().value())/>
            </label>
        }
        .into_any(),
        Kind::Elsewhere => view! {
            <p class="setting-elsewhere"><span>{label}</span>" "
                <strong class="figures">{move || value.with(|value| written(lang, value))}</strong>
                <small>{say(words::ELSEWHERE)}</small>
            </p>
        }
        .into_any(),
    }
}

/// Draws the name and the English name.
pub fn names(file: Memo<Option<JurisdictionFile>>, wish: RwSignal<Wish>) -> AnyView {
    let shown = Memo::new(move |_| {
        file.with(|file| file.as_ref().map(|file| wish.with(|wish| wish.names(file)))).unwrap_or_default()
    });
    let name = Signal::derive(move || shown.get().0);
    let name_en = Signal::derive(move || shown.get().1);
    view! {
        <div class="setting">
            {fields::line(words::NAME, "jurisdiction-name", name,
                Callback::new(move |text: String| wish.update(|wish| wish.name(text))))}
        </div>
        <div class="setting">
            {fields::line(words::NAME_EN, "jurisdiction-name-en", name_en,
                Callback::new(move |text: String| wish.update(|wish| wish.name_en(text))))}
        </div>
    }
    .into_any()
}
