//! What the cases of a time count as, by who manages them, by where they lie, or by whom they are with.
//!
//! The server sums; the page says by what it was grouped and of which days, as the reply itself has it: a table never
//! stands under the heading of another question. Each number leads to [`cases`], the list of exactly those that it counts;
//! `behind` is which number that is, in its address and as the server is asked.

mod text;
mod period;
mod behind;
mod table;
pub mod cases;

use kit::lang::Words;
use leptos::prelude::*;
use shared::api::figures::{CaseFigures, Grouping};
use shared::day;

use crate::bridge;
use crate::clock;
use crate::faces::{self, Empty};
use crate::poll::poll;
use crate::route::{self, Look, Period, Route};
use crate::text::{lang, names, phrases, say, words};

use self::behind::Of;
use self::table::Shown;

const SECONDS: u64 = 60;

/// The page.
#[component]
pub fn FiguresPage() -> impl IntoView {
    let lang = lang();
    let open = route::open();
    let look = Memo::new(move |before: Option<&Look>| match open.get() {
        Route::Figures(look) => look,
        // The page is on its way out: it is not drawn anew for that.
        Route::Home
        | Route::Board(_)
        | Route::Cases(_)
        | Route::Case(_)
        | Route::Handling
        | Route::FigureCases(_)
        | Route::Chain { .. }
        | Route::Verify
        | Route::Announcements
        | Route::At(..)
        | Route::Unknown => before.copied().unwrap_or_default(),
    });
    let reply = poll::<CaseFigures, _, _>(SECONDS, move || {
        let Look { by, period } = look.get_untracked();
        let (from, to) = period::days(period, clock::today());
        async move { bridge::get(&format!("/api/v1/figures?by={}&from={from}&to={to}", by.as_str())).await }
    });
    Effect::watch(move || look.get(), move |_, _, _| reply.again(), false);
    let shown = Shown {
        of: Memo::new(move |_| reply.value.with(|reply| reply.as_ref().map(of).unwrap_or_default())),
        rows: Memo::new(move |_| {
            reply.value.with(|reply| reply.as_ref().map(|reply| reply.rows.clone()).unwrap_or_default())
        }),
        total: Memo::new(move |_| {
            reply.value.with(|reply| reply.as_ref().map(|reply| reply.total).unwrap_or_default())
        }),
    };
    let known = Memo::new(move |_| reply.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| shown.rows.with(Vec::is_empty));
    let window = move || {
        let written =
            |reply: &CaseFigures| phrases::reported_between(lang, &day::write(reply.from), &day::write(reply.to));
        reply.value.with(|reply| reply.as_ref().map(written))
    };
    view! {
        <section data-test="figures">
            <header class="page-head">
                <h2>{say(words::FIGURES)}</h2>
                {faces::live_mark(reply)}
                <span class="gap"></span>
                <span class="quiet figures" data-test="window">{window}</span>
            </header>
            <nav class="chips">{groupings(look)}<span class="gap"></span>{periods(look)}</nav>
            {faces::trouble_bar(reply)}
            {move || match (known.get(), is_empty.get()) {
                (false, _) if reply.trouble.with(Option::is_some) => ().into_any(),
                (false, _) => faces::waiting(),
                (true, true) => view! { <Empty title=words::NO_FIGURES more=words::NO_FIGURES_MORE/> }.into_any(),
                (true, false) => table::tables(shown).into_any(),
            }}
        </section>
    }
}

/// Says of which days a reply is, and what its rows are.
fn of(reply: &CaseFigures) -> Of {
    Of { by: reply.by, from: day::write(reply.from), to: day::write(reply.to) }
}

fn groupings(look: Memo<Look>) -> impl IntoView {
    let lang = lang();
    let chip = move |by: Grouping| {
        let href = move || Route::Figures(Look { by, ..look.get() }).href();
        view! {
            <a class="chip" class:on=move || look.get().by == by data-test=format!("by-{}", by.as_str()) href=href>
                {lang.say(names::grouping(by))}
            </a>
        }
    };
    Grouping::ALL.iter().copied().map(chip).collect_view()
}

fn periods(look: Memo<Look>) -> impl IntoView {
    let lang = lang();
    let chip = move |period: Period| {
        let href = move || Route::Figures(Look { period, ..look.get() }).href();
        let test = format!("period-{}", period.as_str());
        view! {
            <a class="chip" class:on=move || look.get().period == period data-test=test href=href>
                {lang.say(name(period))}
            </a>
        }
    };
    Period::ALL.iter().copied().map(chip).collect_view()
}

const fn name(period: Period) -> Words {
    match period {
        Period::ThisMonth => words::THIS_MONTH,
        Period::LastMonth => words::LAST_MONTH,
        Period::ThisYear => words::THIS_YEAR,
    }
}
