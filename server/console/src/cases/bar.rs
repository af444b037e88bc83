//! The filters over the list and the map: one and the same bar, so that either shows what the other did.

use kit::lang::{Lang, Words};
use leptos::prelude::*;
use shared::api::lists::{Choices, Judged, Left};
use shared::case::State;
use shared::channel::Channel;

use super::choices::{self, Choice, Chosen};
use super::fields::{self, Narrowing};
use super::text;
use crate::route::{By, Filter, Sort};
use crate::text::{lang, names, say, words};

/// The states that a desk looks for; the others are among the fields.
const STATES: &[State] = &[
    State::Reported,
    State::ToFile,
    State::ToDispatch,
    State::ToHandle,
    State::Handling,
    State::ToReview,
    State::ToCheck,
    State::Checking,
    State::ToClose,
    State::Closed,
];

/// What the bar stands over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// The list: whatever state, in an order.
    List,
    /// The map: what is open, in no order.
    Map,
}

/// Draws the bar.
pub fn bar(narrowing: Narrowing, chosen: Chosen, over: Over) -> AnyView {
    let lang = lang();
    let given = move |from: fn(&Choices) -> Vec<Choice>| {
        Memo::new(move |_| chosen.choices.with(|known| known.as_ref().map(from).unwrap_or_default()))
    };
    let categories = Memo::new(move |_| {
        chosen.choices.with(|known| known.as_ref().map(|known| choices::categories(lang, known)).unwrap_or_default())
    });
    let (units, duty_grids) = (given(choices::units), given(choices::duty_grids));
    let jurisdictions = given(choices::jurisdictions);
    let is_city = Memo::new(move |_| jurisdictions.with(|all| all.len() > 1));
    let handled = vec![("true", say(text::SELF_HANDLED_ONLY)), ("false", say(text::SELF_HANDLED_NOT))];
    let lefts = Left::ALL.iter().map(|left| (left.as_str(), say(text::left(*left)))).collect();
    let sources = Channel::ALL.iter().map(|channel| (channel.as_str(), say(text::channel(*channel)))).collect();
    let judged = Judged::ALL.iter().map(|judged| (judged.as_str(), say(text::judged(*judged)))).collect();
    // Opened by itself once, where an address brought such a filter along; afterwards it is whoever looks.
    let begins_open = narrowing.filter.with_untracked(|filter| {
        filter.narrowing().any(|by| !matches!(by, By::State | By::Words | By::Left | By::Category))
    });
    view! {
        <section class="case-filters" aria-label=say(text::FILTERS) data-test="filters">
            <div class="chips" role="group" aria-label=say(text::STATES)>{states(narrowing, over)}</div>
            <div class="filter-fields">
                {fields::among(narrowing, By::Category, text::CATEGORY, text::CATEGORY_HINT, categories)}
                {fields::select(narrowing, By::Left, text::LEFT, lefts)}
                {(over == Over::List).then(|| orders(narrowing))}
            </div>
            <details class="filter-more" open=begins_open>
                <summary data-test="more-filters">{say(text::MORE_FILTERS)}</summary>
                <div class="filter-fields">
                    {fields::among(narrowing, By::Unit, text::UNIT, text::UNIT_HINT, units)}
                    {fields::among(narrowing, By::DutyGrid, text::DUTY_GRID, text::UNIT_HINT, duty_grids)}
                    {fields::written(narrowing, By::Grid, text::GRID, "text")}
                    {move || is_city.get().then(|| {
                        fields::select_among(narrowing, By::Jurisdiction, text::JURISDICTION, jurisdictions)
                    })}
                    {fields::select(narrowing, By::Source, text::SOURCE, sources)}
                    {fields::select(narrowing, By::Evidence, text::EVIDENCE, judged)}
                    {fields::select(narrowing, By::SelfHandled, text::SELF_HANDLED, handled)}
                    {fields::written(narrowing, By::From, text::FROM, "date")}
                    {fields::written(narrowing, By::Until, text::UNTIL, "date")}
                </div>
            </details>
            {move || chosen.trouble.get().map(|_| view! { <p class="quiet" role="status">{lang.say(text::CHOICES_FAILED)}</p> })}
            {active(narrowing, chosen)}
        </section>
    }
    .into_any()
}

/// Draws the chips of states; several may be on.
fn states(narrowing: Narrowing, over: Over) -> AnyView {
    let all = move || narrowing.filter.with(|filter| filter.get(By::State).is_empty());
    let chip = move |state: State| {
        let on = move || narrowing.filter.with(|filter| filter.has(state));
        view! {
            <button type="button" class="chip" class:on=on aria-pressed=move || on().to_string()
                data-test=format!("state-{}", state.as_str())
                on:click=move |_| narrowing.go.run(narrowing.filter.get_untracked().toggled(state))>
                {say(names::state(state))}
            </button>
        }
    };
    // On the map is what is open alone; and a state that an address brought along can be taken out as well.
    let shown = move || {
        let is_shown = |state: &State| {
            let is_usual = STATES.contains(state) && (over == Over::List || !state.is_over());
            is_usual || narrowing.filter.with(|filter| filter.has(*state))
        };
        State::ALL.iter().copied().filter(is_shown).collect::<Vec<_>>()
    };
    let shown = Memo::new(move |_| shown());
    view! {
        <button type="button" class="chip" class:on=all aria-pressed=move || all().to_string() data-test="state-all"
            on:click=move |_| narrowing.set(By::State, "")>
            {say(words::ALL_STATES)}
        </button>
        <For each=move || shown.get() key=|state| *state children=chip/>
    }
    .into_any()
}

fn orders(narrowing: Narrowing) -> AnyView {
    let order = move |sort: Sort| {
        let name = match sort {
            Sort::Newest => words::BY_ARRIVAL,
            Sort::Due => words::BY_DUE,
        };
        let on = move || narrowing.filter.with(|filter| filter.sort() == sort);
        view! {
            <button type="button" class="chip" class:on=on aria-pressed=move || on().to_string()
                data-test=format!("sort-{}", sort.as_str())
                on:click=move |_| narrowing.set(By::Sort, sort.as_str())>
                {say(name)}
            </button>
        }
    };
    view! {
        <div class="filter-order" role="group" aria-label=say(text::ORDER)>{order(Sort::Newest)}{order(Sort::Due)}</div>
    }
    .into_any()
}

/// Returns what a filter is called.
const fn name(by: By) -> Words {
    match by {
        By::State => text::STATES,
        By::Category => text::CATEGORY,
        By::Unit => text::UNIT,
        By::DutyGrid => text::DUTY_GRID,
        By::Grid => words::GRID,
        By::Source => text::SOURCE,
        By::Jurisdiction => text::JURISDICTION,
        By::Left => text::LEFT,
        By::Evidence => text::EVIDENCE,
        By::SelfHandled => text::SELF_HANDLED,
        By::From => text::FROM,
        By::Until => text::UNTIL,
        By::Within => text::WITHIN,
        By::Words => text::WORDS,
        By::Sort => text::ORDER,
    }
}

/// Returns what people read for what a filter is set to; nothing where its name says enough.
fn value_words(lang: Lang, by: By, value: String, choices: Option<&Choices>) -> String {
    let among = |all: fn(&Choices) -> Vec<Choice>| {
        choices.and_then(|known| all(known).into_iter().find(|choice| choice.key == value)).map(|choice| choice.words)
    };
    let known = match by {
        By::Category => {
            let all = choices.map(|known| choices::categories(lang, known)).unwrap_or_default();
            all.into_iter().find(|choice| choice.key == value).map(|choice| choice.words)
        }
        By::Unit => among(choices::units),
        By::DutyGrid => among(choices::duty_grids),
        By::Jurisdiction => among(choices::jurisdictions),
        By::Left => Left::parse(&value).map(|left| lang.say(text::left(left)).to_owned()),
        By::Evidence => Judged::parse(&value).map(|judged| lang.say(text::judged(judged)).to_owned()),
        By::Source => {
            let channel = Channel::ALL.iter().find(|channel| channel.as_str() == value);
            channel.map(|channel| lang.say(text::channel(*channel)).to_owned())
        }
        By::SelfHandled => match value.as_str() {
            "true" => Some(lang.say(text::SELF_HANDLED_ONLY).to_owned()),
            "false" => Some(lang.say(text::SELF_HANDLED_NOT).to_owned()),
            _ => None,
        },
        // What a corner of the map is says nothing to anybody.
        By::Within => Some(String::new()),
        By::State | By::Grid | By::From | By::Until | By::Words | By::Sort => None,
    };
    known.unwrap_or(value)
}

/// Draws what narrows it now, each with the way to take it out. States stand as chips already.
fn active(narrowing: Narrowing, chosen: Chosen) -> AnyView {
    let lang = lang();
    let set = Memo::new(move |_| {
        narrowing.filter.with(|filter| {
            let by = filter.narrowing().filter(|by| *by != By::State);
            by.map(|by| (by, filter.get(by).to_owned())).collect::<Vec<_>>()
        })
    });
    let chip = move |(by, value): (By, String)| {
        let value = chosen.choices.with(|choices| value_words(lang, by, value, choices.as_ref()));
        let words = if value.is_empty() { say(name(by)).to_owned() } else { text::filter_chip(say(name(by)), &value) };
        view! {
            <button type="button" class="chip on" data-test=format!("drop-{}", by.as_str())
                title=say(text::DROP_FILTER) on:click=move |_| narrowing.set(by, "")>
                {words}<span aria-hidden="true">" ×"</span>
            </button>
        }
    };
    view! {
        {move || (!set.with(Vec::is_empty)).then(|| view! {
            <div class="chips" data-test="active-filters">
                {set.get().into_iter().map(chip).collect_view()}
                <button type="button" class="link" data-test="clear-filter"
                    on:click=move |_| {
                        let sort = narrowing.filter.with_untracked(|filter| filter.get(By::Sort).to_owned());
                        narrowing.go.run(Filter::default().with(By::Sort, &sort));
                    }>
                    {lang.say(words::CLEAR_FILTER)}
                </button>
            </div>
        })}
    }
    .into_any()
}
