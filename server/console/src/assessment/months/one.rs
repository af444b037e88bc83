//! One month: its versions, each with its figures, its check and its publishing; freezing it anew; comparing two of them.

use kit::lang::Lang;
use leptos::prelude::*;
use shared::api::assessment::{MonthVersion, Months, Published};
use shared::api::bulletins::BulletinList;

use super::{check, compare, freeze, next, publish, standing};
use crate::assessment::asked::{Asked, Period, href, this_month};
use crate::assessment::text::{pages as words, phrases};
use crate::clock;
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

/// Draws how many cases are in a version, as the way to exactly these; none leads nowhere.
pub fn cases_in_it(month: &str, version: &MonthVersion) -> AnyView {
    let (count, way) = (number(version.cases), href(&asked(month, version.number).whole()));
    if version.cases == 0 {
        return view! { <span class="figures">{count}</span> }.into_any();
    }
    let said = phrases::opens(lang(), say(words::ALL_CASES), version.cases);
    view! {
        <a class="words-link figures" data-test="version-cases" data-count=version.cases.to_string() href=way
            aria-label=said>{count}</a>
    }
    .into_any()
}

/// The page of a month.
pub fn page(month: String, months: Polled<Months>, bulletins: Polled<BulletinList>) -> AnyView {
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
    let steps = move || {
        let month = found.with(|found| found.as_ref().and_then(|(month, _)| month.clone()))?;
        bulletins.value.with(|list| list.as_ref().map(|list| next::steps(&month, list)))
    };
    // It is the whole city's evaluators who freeze and publish.
    let is_evaluator = Memo::new(move |_| bulletins.value.with(|list| list.as_ref().is_some_and(|list| list.may_make)));
    let is_over = month.as_str() < this_month(clock::today()).as_str();
    let month = StoredValue::new(month);
    let back = href(&Address::default().below("months"));
    let body = move || match known.get() {
        false if months.trouble.with(Option::is_some) => ().into_any(),
        false => faces::waiting(),
        true => month.with_value(|month| {
            view! {
                <div class="board-body">
                    <div class="assess-versions">{all(month.clone(), versions, months, is_evaluator)}</div>
                    <div class="beside">{wishes(month.clone(), versions, months, (is_over, is_evaluator))}</div>
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
        {faces::trouble_bar(bulletins)}
        {steps}
        {body}
    }
    .into_any()
}

/// What may be done with a month.
fn wishes(
    month: String,
    versions: Memo<Vec<MonthVersion>>,
    months: Polled<Months>,
    (is_over, is_evaluator): (bool, Memo<bool>),
) -> AnyView {
    let several = Memo::new(move |_| versions.with(|versions| versions.len() > 1));
    let is_frozen = Memo::new(move |_| versions.with(|versions| !versions.is_empty()));
    let note = |words| pieces::line("small quiet", say(words).to_owned());
    let month = StoredValue::new(month);
    view! {
        <section class="card oversight-card" aria-labelledby="assess-freeze">
            <h3 id="assess-freeze">{say(words::FREEZE)}</h3>
            {move || match (is_over, is_frozen.get(), is_evaluator.get()) {
                (false, _, _) => note(words::MONTH_RUNS),
                (true, false, _) => note(words::FIRST_BY_ITSELF),
                (true, true, false) => note(words::NOT_YOURS),
                (true, true, true) => freeze::form(&month.get_value(), months),
            }}
        </section>
        {move || several.get().then(|| compare::card(month.get_value(), versions))}
    }
    .into_any()
}

fn all(month: String, versions: Memo<Vec<MonthVersion>>, months: Polled<Months>, is_evaluator: Memo<bool>) -> AnyView {
    let is_empty = Memo::new(move |_| versions.with(Vec::is_empty));
    let month = StoredValue::new(month);
    view! {
        {move || is_empty.get().then(|| view! {
            <p class="card quiet" data-test="no-version">{say(words::NO_VERSION)}</p>
        })}
        <For each=move || newest_first(versions.get()) key=|version| format!("{version:?}")
            children=move |(version, is_newest)| one(&month.get_value(), (&version, is_newest), months, is_evaluator)/>
    }
    .into_any()
}

/// Puts the newest version first, and says of each whether it is that.
fn newest_first(versions: Vec<MonthVersion>) -> Vec<(MonthVersion, bool)> {
    versions.into_iter().rev().enumerate().map(|(place, version)| (version, place == 0)).collect()
}

/// What the model of a published version is called; its code where nobody says.
fn model_name(lang: Lang, published: &Published) -> &str {
    let name = lang.pick(&published.name, &published.name_en);
    if name.is_empty() { &published.model } else { name }
}

fn one(
    month: &str,
    (version, is_newest): (&MonthVersion, bool),
    months: Polled<Months>,
    is_evaluator: Memo<bool>,
) -> AnyView {
    let lang = lang();
    let made_by = if version.made_by.is_empty() { say(words::BY_ITSELF).to_owned() } else { version.made_by.clone() };
    let said = |text: &str| view! { <span data-said="">{text.to_owned()}</span> }.into_any();
    let published = version.published.as_ref().map(|published| {
        let scored = phrases::scored_by(lang, model_name(lang, published), published.edition);
        let words = format!("{} · {scored}", clock::dated(published.at));
        view! {
            {pieces::fact(words::PUBLISHED, words.into_any())}
            {pieces::fact(words::MADE_BY, said(&published.by))}
        }
    });
    let reason = (!version.reason.is_empty()).then(|| pieces::fact(words::REASON, said(&version.reason)));
    let figures = href(&asked(month, version.number).way(&[]));
    let scores = href(&asked(month, version.number).way(&["scores"]));
    // What a newer one has overtaken is published no more.
    let publishes = match (version.published.is_some(), is_newest) {
        (true, _) => ().into_any(),
        (false, false) => pieces::line("small quiet", say(words::NOT_PUBLISHED).to_owned()),
        (false, true) => {
            let (month, number) = (month.to_owned(), version.number);
            let form = move || match is_evaluator.get() {
                true => publish::form(month.clone(), number, months),
                false => publish::not_yours(),
            };
            form.into_any()
        }
    };
    view! {
        <section class="card oversight-card" data-test="version" data-number=version.number.to_string()
            data-published=version.published.is_some().to_string()>
            <h3>{phrases::version(lang, &version.number.to_string())}</h3>
            <dl class="facts two">
                {pieces::fact(words::AS_OF, clock::dated(version.at).into_any())}
                {pieces::fact(words::CASES_IN_IT, cases_in_it(month, version))}
                {pieces::fact(words::MADE, clock::dated(version.made_at).into_any())}
                {pieces::fact(words::MADE_BY, said(&made_by))}
                {reason}
                {published}
            </dl>
            <p class="buttons">
                <a class="button" data-test="version-figures" href=figures>{say(words::OPEN_MONTH)}</a>
                <a class="button" data-test="version-scores" href=scores>{say(words::OPEN_SCORES)}</a>
            </p>
            {check::part(month.to_owned(), version.number)}
            {publishes}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::api::assessment::{MonthVersion, Published};
    use shared::time::Instant;

    use super::{asked, href, model_name, newest_first};

    #[test]
    fn a_published_version_says_what_its_model_is_called() {
        let mut published = Published {
            at: Instant::from_ms(0),
            by: String::new(),
            model: "jinniu".to_owned(),
            edition: 1,
            name: "金牛区百分制".to_owned(),
            name_en: "Jinniu, 100 points".to_owned(),
        };
        assert_eq!(model_name(Lang::Zh, &published), "金牛区百分制");
        assert_eq!(model_name(Lang::En, &published), "Jinniu, 100 points");
        (published.name, published.name_en) = (String::new(), String::new());
        assert_eq!(model_name(Lang::En, &published), "jinniu", "an older server says the code alone");
    }

    #[test]
    fn the_newest_version_stands_first_and_is_the_one_to_publish() {
        let version = |number: u32| MonthVersion {
            number,
            at: Instant::from_ms(0),
            made_at: Instant::from_ms(0),
            made_by: String::new(),
            reason: String::new(),
            cases: 0,
            published: None,
        };
        let shown: Vec<(u32, bool)> = newest_first(vec![version(1), version(2)])
            .iter()
            .map(|(one, is_newest)| (one.number, *is_newest))
            .collect();
        assert_eq!(shown, [(2, true), (1, false)]);
        assert_eq!(asked("2026-10", 2).query(), "month=2026-10&version=2");
        let all = href(&asked("2026-10", 2).whole());
        assert_eq!(all, "#/assessment/cases?month=2026-10&version=2&whole=yes");
    }
}
