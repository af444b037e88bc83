//! Choosing the responsible unit: those the map names for the place first, the others found by name or code.

use kit::radios::{Radios, stop};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::cases::{UnitChoice, UnitName};
use shared::ids::CaseId;

use super::form::Filled;
use crate::bridge::{self, Trouble};
use crate::text::{lang, phrases, say, words};

/// The most units shown at once; who sees more types instead of scrolling.
const MOST: usize = 30;

/// The picker. What is chosen is the form's unit.
#[component]
pub fn UnitPicker(
    /// Which case.
    case: CaseId,
    /// The form.
    filled: RwSignal<Filled>,
) -> impl IntoView {
    let lang = lang();
    let choice = RwSignal::new(None::<Result<UnitChoice, Trouble>>);
    let ask = move || {
        choice.set(None);
        spawn_local(async move {
            let reply = bridge::get(&format!("{}/units", super::address(case))).await;
            // The form may have been closed meanwhile.
            choice.try_set(Some(reply));
        });
    };
    ask();
    let query = RwSignal::new(String::new());
    view! {
        <fieldset class="units" data-test="units">
            <legend>{say(words::UNIT)}</legend>
            {move || match choice.get() {
                None => view! { <p class="quiet">{lang.say(words::LOADING)}"…"</p> }.into_any(),
                Some(Err(trouble)) => view! {
                    <p class="complaint" role="alert">{trouble.words(lang)}<small>{trouble.detail()}</small></p>
                    <button type="button" class="button" on:click=move |_| ask()>{lang.say(words::TRY_AGAIN)}</button>
                }.into_any(),
                Some(Ok(choice)) => view! { <Known choice filled query/> }.into_any(),
            }}
        </fieldset>
    }
}

#[component]
fn Known(choice: UnitChoice, filled: RwSignal<Filled>, query: RwSignal<String>) -> impl IntoView {
    let lang = lang();
    let UnitChoice { candidates, others } = choice;
    let by_map = match candidates.len() {
        0 => words::UNITS_GAP,
        1 => words::UNITS_ONE,
        _ => words::UNITS_SEVERAL,
    };
    let all: Vec<UnitName> = candidates.iter().chain(&others).cloned().collect();
    let (candidates, others) = (StoredValue::new(candidates), StoredValue::new(others));
    let chosen = move || {
        let code = filled.with(|filled| filled.unit.clone());
        let named = all.iter().find(|unit| unit.id.as_str() == code).map(|unit| unit.name.clone());
        named.map_or_else(
            || lang.say(words::UNIT_NOT_CHOSEN).to_owned(),
            |name| phrases::chosen_unit(lang, &name, &code),
        )
    };
    let found = move || others.with_value(|others| matching(others, &query.get()));
    view! {
        <p class="small" data-test="units-rule">{lang.say(by_map)}</p>
        <Radios class="options" label=lang.say(words::UNIT)>
            {move || candidates.get_value().into_iter().map(|unit| option(unit, filled)).collect_view()}
        </Radios>
        <input class="search" type="search" data-test="unit-search" placeholder=lang.say(words::UNIT_SEARCH)
            aria-label=lang.say(words::UNIT_SEARCH) autocomplete="off"
            prop:value=query on:input:target=move |event| query.set(event.target().value())/>
        {move || {
            let found = found();
            let more = found.len().saturating_sub(MOST);
            view! {
                <Radios class="options scrolling" label=lang.say(words::UNITS_OTHERS)>
                    {found.is_empty().then(|| view! { <p class="quiet">{lang.say(words::UNITS_NONE_FOUND)}</p> })}
                    {found.into_iter().take(MOST).map(|unit| option(unit, filled)).collect_view()}
                    {(more > 0).then(|| view! { <p class="quiet small">{phrases::more_units(lang, more)}</p> })}
                </Radios>
            }
        }}
        <p class="small" role="status" data-test="unit-chosen">{chosen}</p>
    }
}

fn option(unit: UnitName, filled: RwSignal<Filled>) -> impl IntoView {
    let lang = lang();
    let UnitName { id, name, load } = unit;
    let load = load.map(|load| view! { <small data-test="unit-load">{phrases::load(lang, &load)}</small> });
    let code = id.to_string();
    let (mine, set, shown) = (code.clone(), code.clone(), code.clone());
    let chosen = Signal::derive(move || filled.with(|filled| filled.unit == mine));
    view! {
        <button type="button" class="option" role="radio" data-test="unit-option" data-unit=code
            aria-checked=move || chosen.get().to_string() tabindex=stop(chosen)
            on:click=move |_| filled.update(|filled| filled.unit.clone_from(&set))>
            <span>{name}{load}</span><small class="figures">{shown}</small>
        </button>
    }
}

/// Returns the units whose name or code has every word of the query in it. Only plain letters have two sizes here: the
/// tables of all others would weigh more than this whole form.
fn matching(units: &[UnitName], query: &str) -> Vec<UnitName> {
    let words: Vec<String> = query.split_whitespace().map(str::to_ascii_lowercase).collect();
    let has_all = |unit: &&UnitName| {
        let (name, code) = (unit.name.to_ascii_lowercase(), unit.id.as_str().to_ascii_lowercase());
        words.iter().all(|word| name.contains(word) || code.contains(word))
    };
    units.iter().filter(has_all).cloned().collect()
}

#[cfg(test)]
mod tests {
    use shared::api::cases::UnitName;

    use super::matching;

    #[track_caller]
    fn check(query: &str, expected: &[&str]) {
        let units =
            [("610102-HW-01", "新城环卫一所"), ("610102-HW-02", "新城环卫二所"), ("610102-SZ-01", "新城市政所")];
        let units = units.map(|(id, name)| UnitName { id: id.parse().unwrap(), name: name.to_owned(), load: None });
        let found: Vec<String> = matching(&units, query).into_iter().map(|unit| unit.name).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_unit_is_found_by_its_name_or_its_code() {
        check("", &["新城环卫一所", "新城环卫二所", "新城市政所"]);
        check("环卫", &["新城环卫一所", "新城环卫二所"]);
        check(" sz", &["新城市政所"]);
        check("新城 -02", &["新城环卫二所"]);
        check("公安", &[]);
    }
}
