//! What the problem is: the chosen category, its filing conditions as chips, and what it is easily mistaken for.

use app_bridge::ask::Ask;
use app_bridge::category::{CategoryCard, ConditionCard, LookAlike};
use app_bridge::told::Told;
use kit::icon::{Icon, Picture};
use kit::lang::{self, either, spoken, t};
use kit::radios::{Radios, stop};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::picker;
use crate::state::{App, Screen};
use crate::{bridge, text};

/// The chosen category, or the way to choose one.
#[component]
pub fn ChosenCategory() -> impl IntoView {
    let app = App::get();
    let sheet = app.sheet();
    let category = Memo::new(move |_| sheet.with(|draft| draft.category.clone()));
    move || {
        match category.get() {
        None => view! {
            <button type="button" class="card choose" data-test="choose-category" on:click=move |_| app.open(Screen::Picker)>
                <span class="grow"><h2>{t(text::WHAT_IS_WRONG)}</h2><span class="small">{t(text::CHOOSE_CATEGORY)}</span></span>
                <Icon picture=Picture::Onward />
            </button>
        }
        .into_any(),
        Some(category) => view! { <Chosen category=category /> }.into_any(),
    }
    }
}

#[component]
fn Chosen(category: CategoryCard) -> impl IntoView {
    let app = App::get();
    let CategoryCard { code, name, name_en, conditions, look_alikes, tell, tell_en, .. } = category;
    let itself = Tells { code: code.clone(), name: name.clone(), name_en: name_en.clone(), tell, tell_en };
    let training_text = conditions.iter().any(|condition| condition.training_text);
    view! {
        <section class="card stack" data-test="chosen-category" data-code=code>
            <div class="between">
                <h2>{either(name, name_en)}</h2>
                <button type="button" class="link" data-test="change-category" on:click=move |_| app.open(Screen::Picker)>
                    <span class="tiny number">{code.clone()}</span>{t(text::CHANGE)}
                </button>
            </div>
            <Radios label=spoken(text::CONDITIONS)>
                {conditions.into_iter().map(|condition| view! { <ConditionChip condition=condition /> }).collect_view()}
            </Radios>
            {training_text.then(|| view! { <p class="tiny">{t(text::TRAINING_TEXT)}</p> })}
            {(!look_alikes.is_empty()).then(|| view! { <LookAlikes itself=itself others=look_alikes /> })}
        </section>
    }
}

#[component]
fn ConditionChip(condition: ConditionCard) -> impl IntoView {
    let (sheet, speech) = (App::get().sheet(), lang::speech());
    let number = condition.number;
    let chosen = Memo::new(move |_| sheet.with(|draft| draft.condition_no == Some(number)));
    let words = (condition.text, condition.text_en);
    let limit = move || speech.get().pick(&condition.limit, &text::limit_en(&condition.limit_code)).to_owned();
    view! {
        <button type="button" class="chip" role="radio" data-test="condition" data-no=number.to_string()
            aria-checked=move || chosen.get().to_string() tabindex=stop(chosen.into())
            on:click=move |_| sheet.update(|draft| draft.condition_no = Some(number))>
            <Show when=move || chosen.get()><Icon picture=Picture::Tick /></Show>
            <span>{either(words.0, words.1)}" "<span class="tiny">{limit}</span></span>
        </button>
    }
}

/// A category with what tells it from others.
struct Tells {
    code: String,
    name: String,
    name_en: String,
    tell: String,
    tell_en: String,
}

/// What the category is taken for, side by side with it: what to look at, and one press to change over.
#[component]
fn LookAlikes(itself: Tells, others: Vec<LookAlike>) -> impl IntoView {
    let Tells { code, name, name_en, tell, tell_en } = itself;
    view! {
        <details class="alikes" data-test="look-alikes">
            <summary class="small">{t(picker::text::EASILY_CONFUSED)}</summary>
            <div class="side-by-side">
                <div class="alike-one chosen" aria-current="true">
                    <TellWords code=code name=name name_en=name_en tell=tell tell_en=tell_en />
                    <span class="tiny next"><Icon picture=Picture::Tick />{t(picker::text::CHOSEN)}</span>
                </div>
                {others.into_iter().map(|other| view! { <OtherOne other=other /> }).collect_view()}
            </div>
        </details>
    }
}

#[component]
fn TellWords(code: String, name: String, name_en: String, tell: String, tell_en: String) -> impl IntoView {
    view! {
        <span class="between">
            <strong>{either(name, name_en)}</strong><span class="tiny number">{code}</span>
        </span>
        <span class="small" data-said="">{either(tell, tell_en)}</span>
    }
}

#[component]
fn OtherOne(other: LookAlike) -> impl IntoView {
    let sheet = App::get().sheet();
    let LookAlike { key, name, name_en, code, tell, tell_en } = other;
    let number = code.clone();
    let choose = move |_| {
        let key = key.clone();
        spawn_local(async move {
            match bridge::ask(Ask::Category { key }).await {
                Ok(Told::Category(category)) => sheet.update(|draft| draft.choose(category)),
                Ok(_) | Err(_) => leptos::logging::warn!("The look-alike could not be read"),
            }
        });
    };
    view! {
        <button type="button" class="alike-one" data-test="look-alike" data-code=number on:click=choose>
            <TellWords code=code name=name name_en=name_en tell=tell tell_en=tell_en />
            <span class="tiny next">{t(picker::text::CHOOSE_INSTEAD)}</span>
        </button>
    }
}
