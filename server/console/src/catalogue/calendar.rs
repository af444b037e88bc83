//! Working time: hours, holidays, make-up days, and every day of a year as a picture of its months.

use std::collections::BTreeMap;

use kit::lang::{Lang, Words};
use leptos::prelude::*;
use shared::api::catalogue::{CalendarFacts, DayFacts, DayKind, Ledger, NoticeFacts};
use shared::draft::edit::Edit;
use shared::draft::field::Field as Of;

use crate::bridge;
use crate::faces;
use crate::poll::poll;
use crate::section::{Section, address};
use crate::text::{lang, say};

use super::desk::{Desk, choice, href};
use super::field::{Control, Field, control_of, field};
use super::text;

const SECONDS: u64 = 60;

/// Draws the part.
pub fn part() -> AnyView {
    let lang = lang();
    let desk = Desk::open(Ledger::Calendar);
    let here = address(Section::Catalogue);
    let year = Memo::new(move |_| here.get().get("year").unwrap_or_default().to_owned());
    let calendar = poll::<CalendarFacts, _, _>(SECONDS, move || {
        let (of, query) = (desk.of(), desk.query());
        let year = year.get_untracked();
        let year = if year.is_empty() { String::new() } else { format!("&year={year}") };
        async move { bridge::get(&format!("/api/v1/catalogue/calendar?of={of}&{query}{year}")).await }
    });
    Effect::watch(
        move || (year.get(), desk.whose.get(), desk.with_draft.get(), desk.changed.get()),
        move |_, _, _| calendar.again(),
        false,
    );
    let body = move || match calendar.value.get() {
        Some(facts) => shown(lang, desk, facts),
        None if calendar.trouble.with(Option::is_some) => ().into_any(),
        None => faces::waiting(),
    };
    view! {
        {faces::trouble_bar(calendar)}
        {choice(desk)}
        <p class="small">{say(text::KEEPS_LIMITS)}</p>
        {body}
    }
    .into_any()
}

fn shown(lang: Lang, desk: Desk, facts: CalendarFacts) -> AnyView {
    let here = address(Section::Catalogue);
    let year = facts.year;
    let whose = (facts.choices.iter())
        .map(|choice| {
            let jurisdiction = choice.jurisdiction.to_string();
            let is_here = choice.jurisdiction == facts.jurisdiction;
            let name = choice.name.clone();
            let more = if choice.is_own { "" } else { say(text::COUNTS_BY_CITY) };
            view! {
                <a class="chip" class:on=is_here data-test="calendar-of" data-key=jurisdiction.clone()
                    href=href(here.get_untracked().with("jurisdiction", &jurisdiction))>
                    <span data-said="">{name}</span>{more}</a>
            }
        })
        .collect_view();
    let step = |to: i16, word: Words, test: &'static str| {
        let address = here.get_untracked().with("year", &to.to_string());
        view! { <a class="button small" data-test=test href=href(address)>{say(word)}</a> }
    };
    let notice = facts.notices.iter().find(|notice| notice.year == year).cloned();
    view! {
        <nav class="chips" aria-label=say(text::WHOSE_CALENDAR)>{whose}</nav>
        <article class="card category" data-test="calendar" data-key=facts.jurisdiction.to_string()>
            <h3 data-said="">{facts.version.clone()}" · "{facts.title.clone()}</h3>
            <div class="edit-fields">{general(lang, desk, &facts)}</div>
        </article>
        <article class="card category">
            <h3>{say(text::HOURS)}</h3>
            {hours(desk, &facts)}
        </article>
        <article class="card category">
            <header class="page-head">
                <h3>{say(text::DAYS_OF_YEAR)}" "{text::year(lang, year)}</h3>
                <span class="gap"></span>
                {step(year.saturating_sub(1), text::YEAR_BEFORE, "year-before")}
                {step(year.saturating_add(1), text::YEAR_AFTER, "year-after")}
            </header>
            <ul class="chips day-kinds">{KINDS.iter().map(|(kind, word)| view! {
                <li><span class=format!("day {}", class(*kind)) aria-hidden="true"></span>{say(*word)}</li>
            }).collect_view()}</ul>
            <div class="months">{months(lang, &facts.days)}</div>
            {notice_of(desk, year, notice)}
        </article>
    }
    .into_any()
}

const KINDS: [(DayKind, Words); 4] = [
    (DayKind::Worked, text::KIND_WORKED),
    (DayKind::Weekend, text::KIND_WEEKEND),
    (DayKind::Holiday, text::KIND_HOLIDAY),
    (DayKind::MakeUp, text::KIND_MAKE_UP),
];

const fn class(kind: DayKind) -> &'static str {
    match kind {
        DayKind::Worked => "worked",
        DayKind::Weekend => "weekend",
        DayKind::Holiday => "holiday",
        DayKind::MakeUp => "make-up",
    }
}

const fn kind_word(kind: DayKind) -> Words {
    match kind {
        DayKind::Worked => text::KIND_WORKED,
        DayKind::Weekend => text::KIND_WEEKEND,
        DayKind::Holiday => text::KIND_HOLIDAY,
        DayKind::MakeUp => text::KIND_MAKE_UP,
    }
}

fn general(lang: Lang, desk: Desk, facts: &CalendarFacts) -> Vec<AnyView> {
    let line = |name, of: Of, value: String, control: Control, shown: String| {
        let set = Callback::new(move |to: String| desk.edit(Edit::Calendar { field: of, to }));
        field(desk, Field { name, value, shown, control, test: of.as_str().to_owned() }, set)
    };
    let work_days = vec![
        ("eight_hours".to_owned(), say(text::EIGHT_HOURS).to_owned()),
        ("end_of_day".to_owned(), say(text::END_OF_DAY).to_owned()),
    ];
    let work_day = work_days.iter().find(|(code, _)| *code == facts.work_day).map(|(_, word)| word.clone());
    let weekend: Vec<&str> = facts.weekend.iter().filter_map(|day| weekday(lang, day)).collect();
    vec![
        line(text::FIRST, Of::First, facts.first.clone(), Control::Day, facts.first.clone()),
        line(text::LAST, Of::Last, facts.last.clone(), Control::Day, facts.last.clone()),
        line(text::WEEKEND, Of::Weekend, facts.weekend.join(","), Control::Line, weekend.join(" ")),
        line(
            text::WORK_DAY,
            Of::WorkDay,
            facts.work_day.clone(),
            Control::One(work_days),
            work_day.unwrap_or_default(),
        ),
    ]
}

/// Returns what a day of the week is called.
fn weekday(lang: Lang, word: &str) -> Option<&'static str> {
    const WORDS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = WORDS.iter().position(|known| *known == word)?;
    text::WEEK.get(at).map(|(_, spoken)| lang.say(*spoken))
}

fn hours(desk: Desk, facts: &CalendarFacts) -> AnyView {
    let rows = (facts.hours.iter()).map(|hours| {
        let valid_from = hours.valid_from.clone();
        let set = {
            let valid_from = valid_from.clone();
            Callback::new(move |to: String| desk.edit(Edit::Hours { valid_from: valid_from.clone(), to }))
        };
        let shown = format!("{valid_from} → {}", hours.periods);
        let test = format!("hours-{valid_from}");
        field(
            desk,
            Field { name: text::HOURS_PERIODS, value: hours.periods.clone(), shown, control: Control::Line, test },
            set,
        )
    });
    let rows: Vec<AnyView> = rows.collect();
    let (from, periods) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        desk.edit(Edit::Hours { valid_from: from.get_untracked(), to: periods.get_untracked() });
    };
    view! {
        <div class="edit-fields">{rows}</div>
        {move || editable(desk).then(|| view! {
            <form class="fields inline" on:submit=submit>
                {control_of(text::HOURS_FROM, &Control::Day, from, "hours-from")}
                {control_of(text::HOURS_PERIODS, &Control::Line, periods, "hours-periods")}
                {save(desk, "save-hours")}
            </form>
        })}
    }
    .into_any()
}

fn editable(desk: Desk) -> bool {
    desk.may_edit() && desk.with_draft.get()
}

fn save(desk: Desk, test: &'static str) -> AnyView {
    view! {
        <button type="submit" class="button" data-test=test prop:disabled=move || desk.is_sending.get()>{say(text::SAVE)}</button>
    }
    .into_any()
}

fn notice_of(desk: Desk, year: i16, notice: Option<NoticeFacts>) -> AnyView {
    let known = notice.unwrap_or(NoticeFacts {
        year,
        notice: String::new(),
        dated: String::new(),
        holidays: Vec::new(),
        make_up_days: Vec::new(),
    });
    let line = |name, of: Of, value: String, control: Control| {
        let set = Callback::new(move |to: String| desk.edit(Edit::Year { year, field: of, to }));
        field(desk, Field { name, shown: value.clone(), value, control, test: of.as_str().to_owned() }, set)
    };
    let remove = move |edit: Edit, test: &'static str| {
        let drawn = move || {
            let edit = edit.clone();
            editable(desk).then(|| {
                view! {
                    <button type="button" class="button small" data-test=test on:click=move |_| desk.edit(edit.clone())>
                        {say(text::REMOVE)}</button>
                }
            })
        };
        drawn.into_any()
    };
    let holidays = (known.holidays.iter()).map(|one| {
        let edit = Edit::RemoveHoliday { year, name: one.name.clone() };
        view! {
            <li data-test="holiday" data-key=one.name.clone()>
                <span data-said="">{one.name.clone()}</span>" "{one.from.clone()}" → "{one.to.clone()}" "{remove(edit, "remove-holiday")}
            </li>
        }
    });
    let holidays = holidays.collect_view();
    let make_ups = (known.make_up_days.iter()).map(|day| {
        let edit = Edit::RemoveMakeUpDay { day: day.clone() };
        view! { <li data-test="make-up" data-key=day.clone()>{day.clone()}" "{remove(edit, "remove-make-up")}</li> }
    });
    let make_ups = make_ups.collect_view();
    let [name, from, to, day, csv] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let add_holiday = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (name, from, to) = (name.get_untracked(), from.get_untracked(), to.get_untracked());
        desk.edit(Edit::Holiday { year, name, from, to });
    };
    let add_day = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        desk.edit(Edit::MakeUpDay { day: day.get_untracked() });
    };
    let add_csv = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        desk.edit(Edit::Notices { csv: csv.get_untracked() });
    };
    view! {
        <div class="edit-fields">
            {line(text::NOTICE, Of::Notice, known.notice.clone(), Control::Line)}
            {line(text::DATED, Of::Dated, known.dated.clone(), Control::Day)}
        </div>
        <h4>{say(text::HOLIDAYS)}</h4>
        <ul class="days-listed">{holidays}</ul>
        <h4>{say(text::MAKE_UP_DAYS)}</h4>
        <ul class="days-listed">{make_ups}</ul>
        {move || editable(desk).then(|| view! {
            <form class="fields inline" on:submit=add_holiday aria-label=say(text::ADD_HOLIDAY)>
                {control_of(text::HOLIDAY_NAME, &Control::Line, name, "holiday-name")}
                {control_of(text::FROM_DAY, &Control::Day, from, "holiday-from")}
                {control_of(text::TO_DAY, &Control::Day, to, "holiday-to")}
                {save(desk, "save-holiday")}
            </form>
            <form class="fields inline" on:submit=add_day aria-label=say(text::ADD_MAKE_UP)>
                {control_of(text::ADD_MAKE_UP, &Control::Day, day, "make-up-day")}
                {save(desk, "save-make-up")}
            </form>
            <details class="catalogue-add">
                <summary data-test="add-notices">{say(text::NOTICES_FILE)}</summary>
                <form class="fields" on:submit=add_csv>
                    <p class="code">"year,notice,dated,kind,name,from,to"</p>
                    {control_of(text::NOTICES_FILE, &Control::Lines, csv, "notices-csv")}
                    {save(desk, "save-notices")}
                </form>
            </details>
        })}
    }
    .into_any()
}

/// Draws the months of a year.
fn months(lang: Lang, days: &[DayFacts]) -> Vec<AnyView> {
    let mut by_month: BTreeMap<String, Vec<&DayFacts>> = BTreeMap::new();
    for day in days {
        by_month.entry(day.day.chars().take(7).collect()).or_default().push(day);
    }
    by_month.values().zip(1..).map(|(days, number)| month(lang, number, days)).collect()
}

/// Returns in which column the first day of a month stands, Monday in the first.
fn column(day: &str) -> usize {
    let Some(date) = shared::day::read(day) else { return 0 };
    usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0)
}

fn month(lang: Lang, number: usize, days: &[&DayFacts]) -> AnyView {
    let blank = days.first().map_or(0, |first| column(&first.day));
    let mut cells: Vec<Option<&DayFacts>> = vec![None; blank];
    cells.extend(days.iter().map(|day| Some(*day)));
    let cell = |day: &Option<&DayFacts>| match day {
        None => view! { <td></td> }.into_any(),
        Some(day) => {
            let word = lang.say(kind_word(day.kind));
            let said = text::day(&day.day, word, &day.name);
            let title = said.clone();
            let number: String = day.day.chars().skip(8).collect();
            view! {
                <td><span class=format!("day {}", class(day.kind)) title=title data-test="day" data-day=day.day.clone()
                    data-said="" data-kind=class(day.kind)>{number.trim_start_matches('0').to_owned()}
                    <span class="unseen">{said}</span></span></td>
            }
            .into_any()
        }
    };
    let weeks: Vec<AnyView> =
        (cells.chunks(7)).map(|week| view! { <tr>{week.iter().map(cell).collect_view()}</tr> }.into_any()).collect();
    view! {
        <table class="month">
            <caption>{text::month(lang, number)}</caption>
            <thead><tr>{text::WEEK.iter().map(|(short, spoken)| view! {
                <th scope="col" abbr=say(*spoken)>{say(*short)}</th>
            }).collect_view()}</tr></thead>
            <tbody>{weeks}</tbody>
        </table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn a_month_begins_under_its_day_of_the_week() {
        assert_eq!(column("2026-11-01"), 6, "a Sunday");
        assert_eq!(column("2027-01-01"), 4, "a Friday");
        assert_eq!(column("2026-06-01"), 0, "a Monday");
    }
}
