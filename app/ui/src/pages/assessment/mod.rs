//! A supervisor's phone: how the area did in this month and in the last published one, and which units have the most that
//! is late; readable without a network as it was last known.
//!
//! `behind` are the cases of a number. Nothing is counted here: both numbers of each rate come as the server said them.

mod behind;
pub mod text;

use std::iter::once;

use app_bridge::ask::Ask;
use app_bridge::assessment::{AssessmentSheet, MonthSheet, NumberBehind, RateCell, UnitCell};
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look, Size};
use kit::faces::{EmptyState, Notice, Waiting};
use kit::icon::Picture;
use kit::lang::{self, spoken, t};
use kit::moment;
use kit::radios::{Radio, Radios};
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::assessment::rate::Ratio;
use shared::assessment::{Basis, Counter};
use shared::ids::UnitId;

use self::behind::Open;
use crate::bridge;
use crate::fetch::{FailedPage, Fetched};
use crate::layout::{Level, ScreenLayout};
use crate::state::{App, unexpected};

/// Says whether the signed-in person may see it; follows it.
pub fn is_for(app: App) -> bool {
    app.session().and_then(|start| start.account).is_some_and(|account| may(account.role, Right::SeeAssessment))
}

/// Which month is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Of {
    /// The one that runs.
    Running,
    /// The last that was published.
    Published,
}

/// The page.
#[component]
pub fn AssessmentPage() -> impl IntoView {
    let sheet = RwSignal::new(Fetched::<AssessmentSheet>::Reading);
    let asking = RwSignal::new(false);
    let of = RwSignal::new(Of::Running);
    let open = Open::none();
    let ask = move |fresh: bool| async move {
        let told = match bridge::ask(Ask::Assessment { fresh }).await {
            Ok(Told::Assessment(told)) => Fetched::Here(*told),
            Ok(other) => Fetched::Failed(unexpected(&other)),
            Err(why) => Fetched::Failed(why),
        };
        // The page may have been left; and what says the same again is not drawn anew under somebody's thumb.
        if sheet.try_with_untracked(|shown| *shown != told) == Some(true) {
            sheet.set(told);
        }
    };
    // What is known here stands at once; what the server says follows. It sums a whole month: it is asked when somebody
    // comes or presses, not every few seconds.
    let begin = move || {
        asking.set(true);
        spawn_local(async move {
            ask(false).await;
            ask(true).await;
            asking.try_set(false);
        });
    };
    begin();
    let again = Callback::new(move |()| begin());
    let bottom = move || {
        let words = move || if asking.get() { text::ASKING } else { text::ASK_AGAIN };
        let speech = lang::speech();
        view! {
            <Button size=Size::Large look=Look::Soft test="assess-again" disabled=Signal::derive(move || asking.get())
                on_press=again>{move || speech.get().say(words())}</Button>
        }
    };
    view! {
        <ScreenLayout title=spoken(text::ASSESSMENT) level=Level::Step test="screen-assessment" bottom=bottom>
            {move || match sheet.get() {
                Fetched::Reading => view! { <Waiting /> }.into_any(),
                Fetched::Failed(failure) => view! { <FailedPage failure=failure again=again /> }.into_any(),
                Fetched::Here(sheet) => here(sheet, of, open),
            }}
        </ScreenLayout>
    }
}

fn here(sheet: AssessmentSheet, of: RwSignal<Of>, open: Open) -> AnyView {
    let AssessmentSheet { running, published, failure } = sheet;
    let Some(running) = running else {
        return view! {
            {failure.map(not_new)}
            <EmptyState picture=Picture::NoSignal title=spoken(text::NEVER_TOLD) words=spoken(text::NEVER_TOLD_WORDS) />
        }
        .into_any();
    };
    let running_month = running.month.clone();
    let named = published.as_ref().map(|sheet| sheet.month.clone());
    let has_published = named.is_some();
    let choose = move |to: Of| Callback::new(move |()| of.set(to));
    // A month that is no longer there is not looked at.
    let shown = move || if has_published { of.get() } else { Of::Running };
    let months = named.map(|named| {
        view! {
            <Radios label=spoken(text::WHICH_MONTH)>
                <Radio test="assess-running" chosen=Signal::derive(move || shown() == Of::Running) on_choose=choose(Of::Running)>
                    {t(text::RUNNING)}<span class="number">{running_month}</span>
                </Radio>
                <Radio test="assess-published" chosen=Signal::derive(move || shown() == Of::Published) on_choose=choose(Of::Published)>
                    <span class="number">{named}</span>{t(text::PUBLISHED)}
                </Radio>
            </Radios>
        }
    });
    let sheets = StoredValue::new((running, published));
    view! {
        {failure.map(not_new)}
        {months}
        {(!has_published).then(|| view! { <p class="tiny" data-test="none-published">{t(text::NONE_PUBLISHED)}</p> })}
        {move || sheets.with_value(|(running, published)| match (shown(), published) {
            (Of::Published, Some(published)) => month(published, open),
            (Of::Published, None) | (Of::Running, _) => month(running, open),
        })}
    }
    .into_any()
}

fn month(sheet: &MonthSheet, open: Open) -> AnyView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let (at, version, more) = (sheet.at, sheet.version, sheet.units_more);
    let rates = sheet.rates.iter().map(|cell| rate(sheet, cell, open)).collect_view();
    let units = sheet.units.iter().map(|cell| unit(sheet, cell, open)).collect_view();
    let none = sheet.units.is_empty();
    view! {
        <p class="tiny number" data-test="as-of">
            {move || text::as_of(speech.get(), &moment::month_day_and_time(at, &clock.zone()), version)}
        </p>
        {sheet.training.then(|| view! { <p class="small">{t(text::TRAINING)}</p> })}
        <h2 class="section">{t(text::RATES)}</h2>
        <p class="tiny">{t(text::RATES_WORDS)}</p>
        <div class="rows">{rates}</div>
        <h2 class="section">{t(text::UNITS)}</h2>
        <p class="tiny">{t(text::UNITS_WORDS)}</p>
        {none.then(|| view! { <p class="card small centred" data-test="no-late-units">{t(text::NO_UNITS)}</p> })}
        <div class="rows">{units}</div>
        {(more > 0).then(|| view! { <p class="tiny centred">{move || text::more_units(speech.get(), more)}</p> })}
    }
    .into_any()
}

fn of_sheet(sheet: &MonthSheet, basis: Basis, counter: Counter, unit: Option<&UnitId>) -> NumberBehind {
    NumberBehind { month: sheet.month.clone(), version: sheet.version, basis, counter, unit: unit.cloned() }
}

fn rate(sheet: &MonthSheet, cell: &RateCell, open: Open) -> AnyView {
    let RateCell { rate, basis, part, whole } = *cell;
    let percent = text::percent(Ratio { part, whole }.per_mille());
    let of = |counter: Counter| of_sheet(sheet, basis, counter, None);
    // A whole of several kinds of case has no one list of its own.
    let whole_of = match rate.whole() {
        [counter] => Some(*counter),
        _ => None,
    };
    let numbers: Vec<NumberBehind> = once(rate.part()).chain(whole_of).map(of).collect();
    view! {
        <section class="card" data-test="assess-rate" data-rate=rate.as_str()>
            <div class="between"><h3>{t(text::rate(rate))}</h3><strong class="assess-percent number">{percent}</strong></div>
            <div class="chips">
                {behind::number(open, of(rate.part()), text::counter(rate.part()), part)}
                {whole_of.map(|counter| behind::number(open, of(counter), text::counter(counter), whole))}
            </div>
            <p class="tiny">{t(text::basis(basis))}</p>
            {behind::cases(open, numbers)}
        </section>
    }
    .into_any()
}

fn unit(sheet: &MonthSheet, cell: &UnitCell, open: Open) -> AnyView {
    let number = of_sheet(sheet, Basis::Due, Counter::OvertimeToDispose, Some(&cell.unit));
    let all = of_sheet(sheet, Basis::Due, Counter::NeedDispose, Some(&cell.unit));
    let numbers = vec![number.clone(), all.clone()];
    view! {
        <section class="card edged tone-late" data-test="assess-unit" data-unit=cell.unit.to_string()>
            <h3><span class="number">{cell.rank}" · "</span><span lang="zh">{cell.name.clone()}</span></h3>
            <div class="chips">
                {behind::number(open, number, text::counter(Counter::OvertimeToDispose), cell.overdue)}
                {behind::number(open, all, text::counter(Counter::NeedDispose), cell.whole)}
            </div>
            {behind::cases(open, numbers)}
        </section>
    }
    .into_any()
}

/// Says that what stands below is old, and why.
fn not_new(failure: Failure) -> AnyView {
    let speech = lang::speech();
    let words = move || {
        let lang = speech.get();
        format!("{} · {}", lang.say(text::NOT_NEW), lang.pick(&failure.zh, &failure.en))
    };
    view! { <Notice tone=Tone::Soon picture=Picture::NoSignal test="assess-old">{words}</Notice> }.into_any()
}
