//! The bar above the scores: which month, which version of it, which model.

use leptos::prelude::*;
use shared::api::assessment::{Models, Month, Months};

use super::asked::{Chosen, LIVE, way};
use super::text as words;
use crate::assessment::models::asked::{codes, name};
use crate::poll::Polled;
use crate::route;
use crate::section::Address;
use crate::text::{lang, say};

/// Draws the bar; what is chosen stands in the address at once.
pub fn bar(
    address: Memo<Address>,
    chosen: Memo<Option<Chosen>>,
    months: Polled<Months>,
    models: Polled<Models>,
) -> AnyView {
    let go = move |name: &'static str, value: String| {
        let here = address.get_untracked().with("row", "");
        // Another month has versions of its own, and whoever chooses one means its newest.
        let here = if name == "month" { here.with("version", "") } else { here };
        route::go(&way(&here, name, &value));
    };
    let month_options = move || {
        let said = months.value.with(|months| months.as_ref().map(|months| listed(&months.months)).unwrap_or_default());
        options(said, Signal::derive(move || chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.month.clone()))))
    };
    let version_options = move || {
        let month = chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.month.clone()));
        let said = months.value.with(|months| {
            let months = months.as_ref()?;
            months.months.iter().find(|one| Some(&one.month) == month.as_ref()).map(versions)
        });
        let shown = move || {
            chosen.with(|chosen| {
                let version = chosen.as_ref()?.version;
                Some(version.map_or_else(|| LIVE.to_owned(), |version| version.to_string()))
            })
        };
        options(said.unwrap_or_default(), Signal::derive(shown))
    };
    let model_options = move || {
        let said = models.value.with(|models| models.as_ref().map(named).unwrap_or_default());
        options(said, Signal::derive(move || chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.model.clone()))))
    };
    view! {
        <div class="card score-bar" role="group" aria-label=say(words::BAR)>
            <label>{say(words::MONTH)}
                <select class="search" data-test="score-month" on:change:target=move |event| go("month", event.target().value())>
                    {month_options}</select>
            </label>
            <label>{say(words::VERSION)}
                <select class="search" data-test="score-version" on:change:target=move |event| go("version", event.target().value())>
                    {version_options}</select>
            </label>
            <label>{say(words::MODEL)}
                <select class="search" data-test="score-model" data-said=""
                    on:change:target=move |event| go("model", event.target().value())>{model_options}</select>
            </label>
        </div>
    }
    .into_any()
}

/// What is sent, and what people read.
type Options = Vec<(String, String)>;

fn options(said: Options, shown: Signal<Option<String>>) -> AnyView {
    let option = |(value, words): (String, String)| {
        let here = value.clone();
        view! { <option value=value selected=move || shown.with(|shown| shown.as_ref() == Some(&here))>{words}</option> }
    };
    said.into_iter().map(option).collect_view().into_any()
}

fn listed(months: &[Month]) -> Options {
    months.iter().map(|one| (one.month.clone(), one.month.clone())).collect()
}

/// The versions of a month, the newest first, and live.
fn versions(month: &Month) -> Options {
    let lang = lang();
    let frozen = month
        .versions
        .iter()
        .rev()
        .map(|one| (one.number.to_string(), words::version(lang, one.number, one.published.is_some())));
    frozen.chain([(LIVE.to_owned(), lang.say(words::LIVE).to_owned())]).collect()
}

fn named(models: &Models) -> Options {
    let lang = lang();
    let of = |code: String| {
        // The newest name that there is.
        let newest = models.editions.iter().filter(|one| one.model.code == code).max_by_key(|one| one.edition);
        let said = newest.map_or_else(|| code.clone(), |one| name(lang, &one.model));
        (code, said)
    };
    codes(models).into_iter().map(of).collect()
}
