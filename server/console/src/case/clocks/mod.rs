//! Each clock of a case, and how it was computed: its start, its limit, its calendar, every stretch that counts.

mod rows;

use kit::lang::{Lang, Words};
use kit::time_left;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::cases::CaseFile;
use shared::api::clocks::{CaseClock, CaseClocks, ClockLimit, ClockOf, LimitSource, RecordedPack};
use shared::calendar::counted::{Count, CountedIn};
use shared::calendar::limit::Limit;
use shared::ids::CaseId;
use shared::task::TaskState;
use shared::time::Instant;

use super::text;
use crate::bridge;
use crate::clock;
use crate::faces;
use crate::pieces;
use crate::poll::{Polled, poll};
use crate::text::{lang, names, phrases, pick, say, spans, words};

const SECONDS: u64 = 20;
/// So many stretches are shown at once; of more only the sum stands there until somebody unfolds them.
const UNFOLDED: usize = 8;

/// Draws the clocks.
pub fn clocks(case: CaseId, file: Polled<CaseFile>) -> AnyView {
    let lang = lang();
    let known = poll::<CaseClocks, _, _>(SECONDS, move || async move {
        bridge::get(&format!("{}/clocks", super::address(case))).await
    });
    let version = Memo::new(move |_| file.value.with(|file| file.as_ref().map(|file| file.case.version)));
    Effect::watch(move || version.get(), move |_, _, _| known.again(), false);
    // How much was used changes with every look and is counted here: a table that somebody unfolded stays unfolded.
    let clocks = Memo::new(move |_| {
        let still = |clock: &CaseClock| CaseClock { used: 0, ..clock.clone() };
        known.value.with(|known| known.as_ref().map(|known| known.clocks.iter().map(still).collect::<Vec<_>>()))
    });
    let drawn = move || match clocks.get() {
        None if known.trouble.with(Option::is_some) => ().into_any(),
        None => pieces::line("quiet", lang.say(words::LOADING).to_owned()),
        Some(clocks) if clocks.is_empty() => pieces::line("quiet", lang.say(text::NO_CLOCKS).to_owned()),
        Some(clocks) => {
            let cards: Vec<AnyView> = clocks.iter().map(|clock| card(lang, clock, file)).collect();
            view! { <p class="quiet small">{lang.say(text::CLOCKS_LEAD)}</p>{cards} }.into_any()
        }
    };
    view! {
        <div class="card" data-test="clocks">
            <h3>{say(text::CLOCKS)}</h3>
            {faces::trouble_bar(known)}
            {drawn}
        </div>
    }
    .into_any()
}

fn card(lang: Lang, clock: &CaseClock, file: Polled<CaseFile>) -> AnyView {
    let (of, title) = match clock.of {
        ClockOf::Handling => ("handling", lang.say(text::HANDLING_CLOCK).to_owned()),
        ClockOf::Stage { state, .. } => ("stage", lang.say(names::state(state)).to_owned()),
        ClockOf::PastStage { state, .. } => ("past", text::past_stage(lang, lang.say(names::state(state)))),
        ClockOf::Task { sent_to, .. } => ("task", lang.say(names::task(sent_to)).to_owned()),
    };
    let step = |name: Words, number: u64| {
        let action = file.value.with_untracked(|file| {
            let flow = file.as_ref().map(|file| file.flow.as_slice()).unwrap_or_default();
            flow.iter().find(|step| step.sequence == number).map(|step| lang.say(names::action(step.action)))
        });
        let action = action.map(|action| format!(" · {action}")).unwrap_or_default();
        fact(name, format!("{}{action}", text::step_number(lang, number)))
    };
    let started_by = clock.started_by.map(|number| step(text::STARTED_BY, number));
    let (left_by, is_past) = match clock.of {
        ClockOf::PastStage { left_by, .. } => (Some(step(text::LEFT_BY, left_by)), true),
        ClockOf::Handling | ClockOf::Stage { .. } | ClockOf::Task { .. } => (None, false),
    };
    let moment = |name: Words, at: Option<Instant>| at.map(|at| fact(name, clock::dated(at)));
    let before = match clock.of {
        ClockOf::Stage { used_before_ms, .. } if used_before_ms > 0 => {
            Some(pieces::line("quiet small", text::used_before(lang, &text::hours(lang, used_before_ms))))
        }
        ClockOf::Stage { .. } | ClockOf::PastStage { .. } | ClockOf::Handling | ClockOf::Task { .. } => None,
    };
    let calendar = clock.calendar.as_ref().map(|name| fact(text::CALENDAR, pack(name)));
    let used = clock.count.clone().map(|count| used(lang, clock, count));
    let stood = move |at: Instant| stood_by(lang, file, at);
    let table = clock.count.as_ref().map(|count| rows::table(lang, count, &stood, count.stretches.len() <= UNFOLDED));
    let checked = match (&clock.count, clock.agrees) {
        (None, _) => text::NO_COUNT,
        (Some(_), true) => text::AGREES,
        (Some(_), false) => text::AGREES_NOT,
    };
    // Of a stage that was left the deadline is known and not the setting that it was counted by.
    let checked = (!is_past).then(|| {
        view! {
            <p class="small" class:late=!clock.agrees data-test="clock-checked">{lang.say(checked)}</p>
        }
    });
    view! {
        <section class="clock" data-test="clock" data-of=of data-agrees=clock.agrees.to_string()>
            <header><h4>{title}</h4>{result(lang, clock)}</header>
            <dl class="facts two">
                {fact(text::LIMIT, limit(lang, &clock.limit))}
                {calendar}
                {fact(text::STARTED, clock::dated(clock.started_at))}
                {started_by}
                {fact(text::DUE, clock::dated(clock.due_at))}
                {moment(text::STOPPED, clock.stopped_at)}
                {left_by}
                {moment(text::WARNED, clock.warned_at)}
                {used}
            </dl>
            {before}
            {table}
            {checked}
            {clock.provisional.then(|| pieces::line("small", lang.say(words::PROVISIONAL).to_owned()))}
        </section>
    }
    .into_any()
}

fn fact(name: Words, value: String) -> AnyView {
    view! { <div><dt>{say(name)}</dt><dd class="figures" data-said="">{value}</dd></div> }.into_any()
}

/// Draws how much of the limit was used, counted on as the time passes.
fn used(lang: Lang, clock: &CaseClock, count: Count) -> AnyView {
    let (ticking, stopped) = (clock::ticking(), ended(clock));
    let whole = amount(lang, count.counted_in, count.whole);
    let counted_in = count.counted_in;
    // Once a minute is enough, and everything that is drawn for it is a few words.
    let used = Memo::new(move |_| {
        let until = stopped.unwrap_or_else(|| ticking.get());
        let used = count.used_at(until);
        if counted_in == CountedIn::DayEnds { used } else { used / 60_000 * 60_000 }
    });
    let said = move || format!("{} / {whole}", amount(lang, counted_in, used.get()));
    pieces::fact(text::USED, said.into_any())
}

/// Returns when a clock stopped for good or for now; one whose task was taken back counts from its start to its start.
fn ended(clock: &CaseClock) -> Option<Instant> {
    match clock.of {
        ClockOf::Task { state: TaskState::Withdrawn, .. } => Some(clock.stopped_at.unwrap_or(clock.started_at)),
        ClockOf::Task { .. } | ClockOf::Handling | ClockOf::Stage { .. } | ClockOf::PastStage { .. } => {
            clock.stopped_at
        }
    }
}

/// Writes an amount in what it is counted in.
fn amount(lang: Lang, counted_in: CountedIn, amount: i64) -> String {
    match counted_in {
        CountedIn::Always | CountedIn::AtWork => text::hours(lang, amount),
        CountedIn::DayEnds => text::days(lang, amount),
    }
}

/// Draws whether it is or was in time, and by how much.
fn result(lang: Lang, clock: &CaseClock) -> AnyView {
    let due = clock.due_at;
    let (tone, said) = match (clock.of, clock.stopped_at) {
        (ClockOf::Task { state: TaskState::Withdrawn, .. }, _) => (Tone::Rest, lang.say(text::WITHDRAWN).to_owned()),
        (_, Some(stopped)) if stopped > due => {
            (Tone::Late, text::too_late(lang, &spans::span(lang, stopped.since(due))))
        }
        (_, Some(stopped)) => (Tone::Ok, text::in_time(lang, &spans::span(lang, due.since(stopped)))),
        (_, None) => return running(lang, due),
    };
    view! { <span class=format!("badge {}", tone.class()) data-test="clock-result">{said}</span> }.into_any()
}

fn running(lang: Lang, due: Instant) -> AnyView {
    let ticking = clock::ticking();
    let judged = Memo::new(move |_| time_left::judge(lang, due, ticking.get()));
    view! {
        <span class=move || format!("badge time-left {}", judged.get().0.class()) data-test="clock-result">
            {move || judged.get().1}
        </span>
    }
    .into_any()
}

/// Says which limit it was given, by whose word.
fn limit(lang: Lang, limit: &ClockLimit) -> String {
    match limit {
        ClockLimit::Condition { limit, extensions, condition_no, catalogue, source } => {
            let by = match source {
                LimitSource::Catalogue => text::FROM_CATALOGUE,
                LimitSource::Jurisdiction => text::FROM_JURISDICTION,
                LimitSource::Before => text::FROM_BEFORE,
            };
            let catalogue = catalogue.as_ref().filter(|_| *source == LimitSource::Catalogue).map(pack);
            let condition = phrases::condition(lang, *condition_no);
            let mut said = format!("{} · {condition} · {}", phrases::limit(lang, *limit), lang.say(by));
            for more in [catalogue, extended(lang, *limit, *extensions)].into_iter().flatten() {
                said.push_str(&format!(" · {more}"));
            }
            said
        }
        ClockLimit::Setting { minutes, name } => {
            let minutes = text::hours(lang, i64::from(*minutes).saturating_mul(60_000));
            format!("{minutes} · {} {name}", lang.say(text::BY_SETTING))
        }
        ClockLimit::Deadline { minutes: None } => lang.say(text::BY_DEADLINE).to_owned(),
        ClockLimit::Deadline { minutes: Some(minutes) } => {
            let minutes = text::hours(lang, i64::from(*minutes).saturating_mul(60_000));
            format!("{minutes} · {}", lang.say(text::BY_DEADLINE))
        }
    }
}

fn extended(lang: Lang, limit: Limit, times: u16) -> Option<String> {
    let whole = limit.amount().saturating_mul(times.saturating_add(1)).min(Limit::GREATEST);
    let whole = Limit::new(whole, limit.unit()).ok().filter(|_| times > 0)?;
    Some(text::extended(lang, times, &phrases::limit(lang, whole)))
}

fn pack(name: &RecordedPack) -> String {
    format!("{} {}", name.title, name.version)
}

/// Says by which step a clock was stopped at a moment.
fn stood_by(lang: Lang, file: Polled<CaseFile>, at: Instant) -> String {
    let action = file.value.with_untracked(|file| {
        let flow = file.as_ref().map(|file| file.flow.as_slice()).unwrap_or_default();
        flow.iter().rev().find(|step| step.at == at).map(|step| lang.say(names::action(step.action)))
    });
    let stood = lang.say(text::STOOD);
    action.map_or_else(
        || stood.to_owned(),
        |action| pick(lang, format!("{stood}：{action}"), format!("{stood}: {action}")),
    )
}
