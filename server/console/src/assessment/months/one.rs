//! One month: its versions, each with its figures, its check and its publishing; freezing it anew; comparing two of them.

use leptos::prelude::*;
use shared::account::{Right, may};
use shared::api::assessment::{MonthVersion, Months};

use super::{check, compare, freeze, publish, standing};
use crate::assessment::asked::{Asked, Period, href, this_month};
use crate::assessment::text::{pages as words, phrases};
use crate::clock;
use crate::desk;
use crate::faces;
use crate::pieces;
use crate::poll::Polled;
use crate::section::Address;
use crate::text::spans::number;
use crate::text::{lang, say};

/// Returns what is asked of a version.
pub fn asked(month: &str, version: u32) -> Asked {
    let period = Period::Frozen { month: month.to_owned(), version: version.to_string() };
    Asked { period, area: String::new(), unit: String::new() }
}

/// The page of a month.
pub fn page(month: String, months: Polled<Months>) -> AnyView {
    let lang = lang();
    let title = phrases::month(lang, &month);
    let named = month.clone();
    // A month in which nothing happened may stand in no list, and can be frozen all the same.
    let found = Memo::new(move |_| {
        months.value.with(|months| {
            months.as_ref().map(|all| (all.months.iter().find(|one| one.month == named).cloned(), all.freeze_day))
        })
    });
    let known = Memo::new(move |_| found.with(Option::is_some));
    let versions = Memo::new(move |_| {
        found.with(|found| {
            found.as_ref().and_then(|(month, _)| month.as_ref().map(|month| month.versions.clone())).unwrap_or_default()
        })
    });
    let stands = move || {
        found.with(|found| {
            let (month, freeze_day) = found.as_ref()?;
            month.as_ref().map(|month| standing(month, *freeze_day))
        })
    };
    let is_over = month.as_str() < this_month(clock::today()).as_str();
    let month = StoredValue::new(month);
    let back = href(&Address::default().below("months"));
    let body = move || match known.get() {
        false if months.trouble.with(Option::is_some) => ().into_any(),
        false => faces::waiting(),
        true => month.with_value(|month| {
            view! {
                <div class="board-body">
                    <div class="assess-versions">{all(month.clone(), versions, months)}</div>
                    <div class="beside">{wishes(month.clone(), versions, months, is_over)}</div>
                </div>
            }
            .into_any()
        }),
    };
    view! {
        <header class="page-head">
            <a class="back" href=back data-test="back" aria-label=say(crate::text::words::BACK)>"‹"</a>
            <h2 class="figures" data-test="month-title">{title}</h2>
            {stands}
            {faces::live_mark(months)}
        </header>
        {faces::trouble_bar(months)}
        {body}
    }
    .into_any()
}

/// What may be done with a month.
fn wishes(month: String, versions: Memo<Vec<MonthVersion>>, months: Polled<Months>, is_over: bool) -> AnyView {
    let is_evaluator = may(desk::account().role, Right::Assess);
    let several = Memo::new(move |_| versions.with(|versions| versions.len() > 1));
    let freezing = match (is_over, is_evaluator) {
        (false, _) => pieces::line("small quiet", say(words::MONTH_RUNS).to_owned()),
        (true, false) => pieces::line("small quiet", say(words::NOT_YOURS).to_owned()),
        (true, true) => freeze::form(month.clone(), versions, months),
    };
    let month = StoredValue::new(month);
    view! {
        <section class="card oversight-card" aria-labelledby="assess-freeze">
            <h3 id="assess-freeze">{say(words::FREEZE)}</h3>
            {freezing}
        </section>
        {move || several.get().then(|| compare::card(month.get_value(), versions))}
    }
    .into_any()
}

fn all(month: String, versions: Memo<Vec<MonthVersion>>, months: Polled<Months>) -> AnyView {
    let is_empty = Memo::new(move |_| versions.with(Vec::is_empty));
    let month = StoredValue::new(month);
    view! {
        {move || is_empty.get().then(|| view! {
            <p class="card quiet" data-test="no-version">{say(words::NO_VERSION)}</p>
        })}
        <For each=move || { let mut all = versions.get(); all.reverse(); all } key=|version| format!("{version:?}")
            children=move |version| one(&month.get_value(), &version, months)/>
    }
    .into_any()
}

fn one(month: &str, version: &MonthVersion, months: Polled<Months>) -> AnyView {
    let lang = lang();
    let made_by = if version.made_by.is_empty() { say(words::BY_ITSELF).to_owned() } else { version.made_by.clone() };
    let said = |text: &str| view! { <span data-said="">{text.to_owned()}</span> }.into_any();
    let published = version.published.as_ref().map(|published| {
        let scored = phrases::scored_by(lang, &published.model, published.edition);
        let words = format!("{} · {scored}", clock::dated(published.at));
        view! {
            {pieces::fact(words::PUBLISHED, words.into_any())}
            {pieces::fact(words::MADE_BY, said(&published.by))}
        }
    });
    let reason = (!version.reason.is_empty()).then(|| pieces::fact(words::REASON, said(&version.reason)));
    let figures = href(&asked(month, version.number).way(&[]));
    let publishes = version.published.is_none().then(|| publish::form(month.to_owned(), version.number, months));
    view! {
        <section class="card oversight-card" data-test="version" data-number=version.number.to_string()
            data-published=version.published.is_some().to_string()>
            <h3>{phrases::version(lang, &version.number.to_string())}</h3>
            <dl class="facts two">
                {pieces::fact(words::AS_OF, clock::dated(version.at).into_any())}
                {pieces::fact(words::CASES_IN_IT, number(version.cases).into_any())}
                {pieces::fact(words::MADE, clock::dated(version.made_at).into_any())}
                {pieces::fact(words::MADE_BY, said(&made_by))}
                {reason}
                {published}
            </dl>
            <p class="buttons">
                <a class="button" data-test="version-figures" href=figures>{say(words::OPEN_MONTH)}</a>
            </p>
            {check::part(month.to_owned(), version.number)}
            {publishes}
        </section>
    }
    .into_any()
}
