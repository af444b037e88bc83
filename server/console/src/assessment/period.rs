//! Of which days and of whom the pages speak: the bar above them, which stands in the address, and the line that says what
//! the answer is.

use kit::lang::Words;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::assessment::{AssessmentTable, Months, Source};
use shared::day;
use shared::time::Instant;

use super::asked::{self, Asked, Period};
use super::text::{pages as words, phrases};
use crate::bridge;
use crate::cases::choices;
use crate::clock;
use crate::people::fields;
use crate::pieces;
use crate::poll::{Polled, poll};
use crate::route;
use crate::section::Address;
use crate::text::{lang, say};

const SECONDS: u64 = 120;

/// Follows what the address asks for.
pub fn asked(address: Memo<Address>) -> Memo<Asked> {
    Memo::new(move |_| address.with(asked_now))
}

/// Returns what an address asks for now.
pub fn asked_now(address: &Address) -> Asked {
    Asked::read(address, clock::today())
}

/// Follows which months there are.
pub fn months() -> Polled<Months> {
    poll::<Months, _, _>(SECONDS, || bridge::get("/api/v1/assessment/months"))
}

/// To what it can be narrowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Narrows {
    AreasAndUnits,
    Areas,
}

/// Draws the bar; what is chosen stands in the address at once, and the rest of the address stays.
pub fn bar(address: Memo<Address>, asked: Memo<Asked>, months: Polled<Months>) -> AnyView {
    drawn(address, asked, months, Narrows::AreasAndUnits)
}

/// Draws the same for what is no unit's.
pub fn bar_of_areas(address: Memo<Address>, asked: Memo<Asked>, months: Polled<Months>) -> AnyView {
    drawn(address, asked, months, Narrows::Areas)
}

fn drawn(address: Memo<Address>, asked: Memo<Asked>, months: Polled<Months>, narrows: Narrows) -> AnyView {
    view! {
        <div class="card assess-bar" role="search" aria-label=say(words::PERIOD)>
            <nav class="chips" aria-label=say(words::PERIOD)>
                {chip(address, asked, words::THIS_MONTH, "period-this", Period::Month(asked::this_month(clock::today())))}
                {chip(address, asked, words::LAST_MONTH, "period-last", Period::Month(asked::last_month(clock::today())))}
            </nav>
            {frozen(address, asked, months)}
            {days(address, asked)}
            {narrowed(address, asked, narrows)}
        </div>
    }
    .into_any()
}

fn go(address: Memo<Address>, asked: &Asked) {
    route::go(&asked::route(asked.onto(address.get_untracked())));
}

fn chip(address: Memo<Address>, asked: Memo<Asked>, word: Words, test: &'static str, period: Period) -> AnyView {
    let period = StoredValue::new(period);
    let is_on = Memo::new(move |_| period.with_value(|period| asked.with(|asked| asked.period == *period)));
    let way = move || asked::href(&asked.get().of(period.get_value()).onto(address.get()));
    view! {
        <a class="chip" class:on=move || is_on.get() data-test=test href=way
            aria-current=move || is_on.get().then_some("true")>{say(word)}</a>
    }
    .into_any()
}

/// What a choice of a frozen version is worth: month and version.
fn worth(month: &str, version: &str) -> String {
    format!("{month} {version}")
}

fn frozen(address: Memo<Address>, asked: Memo<Asked>, months: Polled<Months>) -> AnyView {
    let lang = lang();
    let options = Memo::new(move |_| {
        let mut options = vec![(String::new(), say(words::NO_FROZEN).to_owned())];
        months.value.with(|months| {
            for month in months.iter().flat_map(|months| &months.months) {
                // The newest first, as the months are.
                for version in month.versions.iter().rev() {
                    let said = phrases::frozen_choice(lang, &month.month, version.number, version.published.is_some());
                    options.push((worth(&month.month, &version.number.to_string()), said));
                }
            }
        });
        options
    });
    let value = Signal::derive(move || {
        asked.with(|asked| match &asked.period {
            Period::Frozen { month, version } if version != asked::NEWEST => worth(month, version),
            Period::Frozen { month, .. } => {
                let newest = options.with(|options| {
                    let begins = format!("{month} ");
                    options.iter().find(|(worth, _)| worth.starts_with(&begins)).map(|(worth, _)| worth.clone())
                });
                newest.unwrap_or_default()
            }
            Period::Month(_) | Period::Days { .. } => String::new(),
        })
    });
    let choose = Callback::new(move |worth: String| {
        let asked = asked.get_untracked();
        let period = match worth.split_once(' ') {
            Some((month, version)) => Period::Frozen { month: month.to_owned(), version: version.to_owned() },
            None => Period::Month(asked::this_month(clock::today())),
        };
        go(address, &asked.of(period));
    });
    // Drawn anew when another month is frozen, not with every question.
    (move || fields::select(words::FROZEN, "period-frozen", options.get(), value, choose)).into_any()
}

fn days(address: Memo<Address>, asked: Memo<Asked>) -> AnyView {
    let said = move |is_first: bool| {
        asked.with(|asked| match &asked.period {
            Period::Days { from, to } => {
                if is_first {
                    from.clone()
                } else {
                    to.clone()
                }
            }
            Period::Month(_) | Period::Frozen { .. } => String::new(),
        })
    };
    let (from, to) = (RwSignal::new(said(true)), RwSignal::new(said(false)));
    Effect::watch(
        move || asked.get(),
        move |_, _, _| {
            from.set(said(true));
            to.set(said(false));
        },
        false,
    );
    let is_ready = move || {
        let days = (from.with(|from| day::read(from)), to.with(|to| day::read(to)));
        matches!(days, (Some(from), Some(to)) if from <= to)
    };
    let show = move |_| {
        let period = Period::Days { from: from.get_untracked(), to: to.get_untracked() };
        go(address, &asked.get_untracked().of(period));
    };
    view! {
        <div class="assess-days">
            <label>{say(words::FROM)}
                <input type="date" data-test="period-from" prop:value=from
                    on:input:target=move |event| from.set(event.target().value())/>
            </label>
            <label>{say(words::TO)}
                <input type="date" data-test="period-to" prop:value=to
                    on:input:target=move |event| to.set(event.target().value())/>
            </label>
            <button type="button" class="button" data-test="period-days" prop:disabled=move || !is_ready() on:click=show>
                {say(words::SHOW_DAYS)}
            </button>
        </div>
    }
    .into_any()
}

fn narrowed(address: Memo<Address>, asked: Memo<Asked>, narrows: Narrows) -> AnyView {
    let chosen = choices::fetch();
    let area = Signal::derive(move || asked.with(|asked| asked.area.clone()));
    let unit = Signal::derive(move || asked.with(|asked| asked.unit.clone()));
    let to_area = Callback::new(move |area: String| {
        // A unit belongs to one jurisdiction.
        go(address, &Asked { area, unit: String::new(), ..asked.get_untracked() });
    });
    let to_unit = Callback::new(move |unit: String| go(address, &Asked { unit, ..asked.get_untracked() }));
    let options = |all: Words, known: Vec<choices::Choice>| {
        let mut options = vec![(String::new(), say(all).to_owned())];
        options.extend(known.into_iter().map(|one| (one.key, one.words)));
        options
    };
    let drawn = move || {
        let known = chosen.choices.get()?;
        let (areas, units) = (choices::jurisdictions(&known), choices::units(&known));
        // Who sees one alone has nothing to choose.
        let areas = (areas.len() > 1)
            .then(|| fields::select(words::AREA, "narrow-area", options(words::EVERY_AREA, areas), area, to_area));
        let units = (units.len() > 1 && narrows == Narrows::AreasAndUnits)
            .then(|| fields::select(words::UNIT, "narrow-unit", options(words::EVERY_UNIT, units), unit, to_unit));
        Some(view! { {areas}{units} })
    };
    drawn.into_any()
}

/// Says of what the numbers are: live or frozen and published, of which days, as of when.
pub fn source(table: &AssessmentTable) -> AnyView {
    let days = phrases::days(lang(), &day::write(table.from), &day::write(table.to));
    view! {
        <p class="assess-source small">
            {whence(&table.source, table.at)}
            <span class="figures" data-test="window">{days}</span>
            {table.training.then(|| pieces::badge(Tone::Rest, say(words::TRAINING), "assess-training", "training"))}
        </p>
    }
    .into_any()
}

/// Says the same of one number, whose heading has the days.
pub fn source_of_one(source: &Source, at: Instant) -> AnyView {
    view! { <p class="assess-source small">{whence(source, at)}</p> }.into_any()
}

fn whence(source: &Source, at: Instant) -> AnyView {
    let lang = lang();
    let (tone, value) = match source {
        Source::Live => (Tone::Soon, "live"),
        Source::Frozen { published: false, .. } => (Tone::Brand, "frozen"),
        Source::Frozen { published: true, .. } => (Tone::Ok, "published"),
    };
    view! {
        <span class=format!("badge {}", tone.class()) data-test="source" data-value=value>{phrases::source(lang, source)}</span>
        <span class="figures" data-test="as-of">{phrases::as_of(lang, &clock::dated(at))}</span>
    }
    .into_any()
}
