//! The months: which run, wait, are frozen, are published; and one of them with its versions.

mod one;
mod next;
mod freeze;
mod publish;
mod check;
mod compare;

use kit::lang::Lang;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::assessment::{Month, Months};
use shared::api::bulletins::BulletinList;

use super::asked::{href, this_month};
use super::text::{pages as words, phrases};
use crate::clock;
use crate::faces::{self, Empty};
use crate::poll::Polled;
use crate::section::Address;
use crate::text::{lang, say};

/// How a month stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is not over.
    Runs,
    /// It is over and waits for its day.
    Waits,
    /// It was frozen, and what was frozen last is not published.
    Frozen(u32),
    /// What was frozen last is published.
    Published(u32),
}

impl Standing {
    /// Returns how a month stands, where this one runs.
    pub fn of(month: &Month, running: &str) -> Self {
        match month.versions.last() {
            Some(newest) if newest.published.is_some() => Self::Published(newest.number),
            Some(newest) => Self::Frozen(newest.number),
            // Months are written so that they stand in order as texts do.
            None if month.month.as_str() >= running => Self::Runs,
            None => Self::Waits,
        }
    }

    /// Returns the word it is known by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Waits => "waits",
            Self::Frozen(_) => "frozen",
            Self::Published(_) => "published",
        }
    }

    fn words(self, lang: Lang, freeze_day: u8) -> String {
        match self {
            Self::Runs => lang.say(words::RUNS).to_owned(),
            Self::Waits => phrases::waits(lang, freeze_day),
            Self::Frozen(number) => phrases::frozen_times(lang, number),
            Self::Published(number) => phrases::published_version(lang, number),
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Runs => Tone::Rest,
            Self::Waits => Tone::Soon,
            Self::Frozen(_) => Tone::Brand,
            Self::Published(_) => Tone::Ok,
        }
    }
}

/// The page.
pub fn page(address: Memo<Address>) -> AnyView {
    let (months, bulletins) = (super::period::months(), next::bulletins());
    let open = Memo::new(move |_| address.with(|address| address.part(1).map(str::to_owned)));
    view! {
        <section data-test="assessment-months">
            {move || match open.get() {
                None => list(months, bulletins),
                Some(month) => one::page(month, months, bulletins),
            }}
        </section>
    }
    .into_any()
}

/// Returns the way to a month.
pub fn way(month: &str) -> Address {
    Address::default().below("months").below(month)
}

/// Draws how a month stands.
pub fn standing(month: &Month, freeze_day: u8) -> AnyView {
    let standing = Standing::of(month, &this_month(clock::today()));
    // Its day has come: there was nothing to freeze, or what was frozen is not for whoever looks.
    let said = if standing == Standing::Waits && month.freezes_at <= clock::now() {
        say(words::NEXT_EMPTY).to_owned()
    } else {
        standing.words(lang(), freeze_day)
    };
    view! {
        <span class=format!("badge {}", standing.tone().class()) data-test="month-standing" data-value=standing.as_str()>
            {said}
        </span>
    }
    .into_any()
}

fn list(months: Polled<Months>, bulletins: Polled<BulletinList>) -> AnyView {
    let known = Memo::new(move |_| months.value.with(Option::is_some));
    let is_empty =
        Memo::new(move |_| months.value.with(|months| months.as_ref().is_none_or(|one| one.months.is_empty())));
    view! {
        <header class="page-head"><h2>{say(words::MONTHS)}</h2>{faces::live_mark(months)}</header>
        <p class="lead quiet small">{say(words::MONTHS_LEAD)}</p>
        {faces::trouble_bar(months)}
        {faces::trouble_bar(bulletins)}
        {move || match (known.get(), is_empty.get()) {
            (false, _) if months.trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, true) => view! { <Empty title=words::NO_MONTHS more=words::NO_MONTHS_MORE/> }.into_any(),
            (true, false) => table(months, bulletins),
        }}
    }
    .into_any()
}

fn table(months: Polled<Months>, bulletins: Polled<BulletinList>) -> AnyView {
    let drawn = move |all: &Months, list: Option<&BulletinList>| {
        let next = |month: &Month| list.map(|list| next::cell(month, list));
        all.months.iter().map(|month| row(month, all.freeze_day, next(month))).collect_view()
    };
    let rows = move || {
        months.value.with(|months| months.as_ref().map(|all| bulletins.value.with(|list| drawn(all, list.as_ref()))))
    };
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::MONTHS)>
            <table class="rows compact">
                <thead>
                    <tr>
                        <th scope="col">{say(words::MONTH)}</th>
                        <th scope="col">{say(words::STANDING)}</th>
                        <th scope="col">{say(words::NEXT)}</th>
                        <th scope="col">{say(words::FREEZES_AT)}</th>
                        <th scope="col" class="right">{say(words::VERSIONS)}</th>
                        <th scope="col">{say(words::NEWEST_VERSION)}</th>
                        <th scope="col" class="right">{say(words::CASES_IN_IT)}</th>
                        <th scope="col">{say(words::PUBLISHED)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(month: &Month, freeze_day: u8, next: Option<AnyView>) -> AnyView {
    let lang = lang();
    let newest = month.versions.last();
    let published = month.versions.iter().rev().find(|version| version.published.is_some());
    let nothing = || "—".to_owned();
    view! {
        <tr data-test="month-row" data-month=month.month.clone()>
            <th scope="row">
                <a class="words-link figures" data-test="open-month" href=href(&way(&month.month))>{phrases::month(lang, &month.month)}</a>
            </th>
            <td>{standing(month, freeze_day)}</td>
            <td>{next}</td>
            <td class="figures">{clock::dated(month.freezes_at)}</td>
            <td class="right figures">{month.versions.len().to_string()}</td>
            <td class="figures">{newest.map_or_else(nothing, |newest| clock::dated(newest.made_at))}</td>
            <td class="right figures">{newest.map_or_else(|| "—".into_any(), |newest| one::cases_in_it(&month.month, newest))}</td>
            <td>{published.map_or_else(nothing, |version| phrases::version(lang, &version.number.to_string()))}</td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{Month, MonthVersion, Published};
    use shared::time::Instant;

    use super::Standing;

    fn version(number: u32, is_published: bool) -> MonthVersion {
        let published = is_published.then(|| Published {
            at: Instant::from_ms(0),
            by: String::new(),
            model: "jinniu".to_owned(),
            edition: 1,
            name: String::new(),
            name_en: String::new(),
        });
        let (at, made_at) = (Instant::from_ms(0), Instant::from_ms(0));
        MonthVersion { number, at, made_at, made_by: String::new(), reason: String::new(), cases: 0, published }
    }

    #[track_caller]
    fn check(month: &str, versions: &[bool], expected: Standing) {
        let versions = (1..).zip(versions).map(|(number, is_published)| version(number, *is_published)).collect();
        let month = Month { month: month.to_owned(), freezes_at: Instant::from_ms(0), versions };
        assert_eq!(Standing::of(&month, "2026-11"), expected);
    }

    #[test]
    fn a_month_runs_then_waits_then_is_frozen_and_published() {
        check("2026-11", &[], Standing::Runs);
        check("2026-10", &[], Standing::Waits);
        check("2026-10", &[false], Standing::Frozen(1));
        check("2026-10", &[true], Standing::Published(1));
        check("2026-10", &[true, false], Standing::Frozen(2));
    }
}
