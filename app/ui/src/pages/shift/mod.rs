//! 考勤: signing in and out, what was walked of one's own grids, the day's figures, and whether the phone can be put away.
//!
//! `mark` begins and ends a shift, `sign` says that a track is kept, `map` draws the grids, `end` is for going home.

pub mod text;
pub mod mark;
pub mod sign;
mod frame;
mod map;
mod end;

use app_bridge::ask::Ask;
use app_bridge::told::{Failure, Told};
use app_bridge::track::{DayFigures, DutyCover, ShiftPlace, ShiftSheet};
use kit::button::{Button, Look, Size};
use kit::card::Card;
use kit::faces::EmptyState;
use kit::icon::{Icon, Picture};
use kit::lang::{self, spoken, t};
use kit::moment;
use kit::progress_bar::ProgressBar;
use leptos::prelude::*;

use self::end::EndOfShift;
use self::map::WalkMap;
use self::mark::{Marking, MarkingNotices, is_on_shift};
use self::sign::{OutsideSign, TrackSign};
use crate::fetch::{faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::state::{App, unexpected};
use crate::text as words;

/// The shift.
#[component]
pub fn ShiftPage() -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let marking = Marking::new();
    let on_shift = is_on_shift(app);
    let sheet = fetch(
        move || {
            // Each point that is kept may have entered another grid.
            app.walk.points.track();
            Ask::Shift { here: None }
        },
        sheet_of,
    );
    let label = move || {
        speech.get().say(match (marking.busy.get(), on_shift.get()) {
            (true, _) => text::MARKING,
            (false, true) => words::END_SHIFT,
            (false, false) => words::BEGIN_SHIFT,
        })
    };
    view! {
        <ScreenLayout title=spoken(text::SHIFT) level=Level::Step test="screen-shift"
            bottom=move || view! {
                <MarkingNotices marking=marking />
                <Button look=Look::Main size=Size::Large test="mark-shift" disabled=marking.busy
                    on_press=move |()| marking.press(app)>
                    <Icon picture=Picture::Clock />{label}
                </Button>
            }>
            {faces(sheet, |sheet| view! { <Full sheet=sheet /> })}
        </ScreenLayout>
    }
    .into_any()
}

fn sheet_of(told: Told) -> Result<ShiftSheet, Failure> {
    match told {
        Told::Shift(sheet) => Ok(*sheet),
        other => Err(unexpected(&other)),
    }
}

#[component]
fn Full(sheet: ShiftSheet) -> impl IntoView {
    let speech = lang::speech();
    let is_over = sheet.on_shift.is_none();
    let (metres, minutes, figures) = (sheet.metres, sheet.minutes, sheet.figures);
    let has_grids = !sheet.duty_grids.is_empty();
    let duty_grids = sheet.duty_grids.clone();
    #[expect(clippy::cast_precision_loss, reason = "a day's way on foot")]
    let walked = words::distance(metres as f64);
    let on_shift_ms = i64::try_from(minutes).unwrap_or(0).saturating_mul(60_000);
    view! {
        <Since sheet=sheet.clone() />
        <div class="figures two">
            <div class="card figure tone-brand" data-test="walked" data-metres=metres>
                <strong>{walked}</strong><span>{t(text::WALKED)}</span>
            </div>
            <div class="card figure tone-brand" data-test="on-shift-for" data-minutes=minutes>
                <strong>{move || kit::text::stretch(speech.get(), on_shift_ms)}</strong><span>{t(text::ON_SHIFT_FOR)}</span>
            </div>
        </div>
        {is_over.then(|| view! { <h2 class="section">{t(text::END_OF_SHIFT)}</h2><EndOfShift /> })}
        <h2 class="section">{t(text::COVERAGE)}</h2>
        {if has_grids {
            view! {
                <Card>
                    <WalkMap sheet=sheet />
                    <div class="stack">{duty_grids.into_iter().map(|duty| view! { <Cover duty=duty /> }).collect_view()}</div>
                    <p class="tiny">{t(text::COVERAGE_WORDS)}</p>
                </Card>
            }.into_any()
        } else {
            view! {
                <EmptyState picture=Picture::Pin title=spoken(text::NO_OWN_GRIDS) words=spoken(text::NO_OWN_GRIDS_WORDS) />
            }.into_any()
        }}
        <h2 class="section">{t(text::TODAY_SO_FAR)}</h2>
        <Figures figures=figures />
        <p class="tiny">{t(text::TRACK_WORDS)}</p>
    }
}

/// Since when and where, and that a track is kept.
#[component]
fn Since(sheet: ShiftSheet) -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let ShiftSheet { on_shift, began_in, .. } = sheet;
    let since = move || {
        let lang = speech.get();
        match on_shift {
            Some(since) => words::on_shift_since(lang, &moment::month_day_and_time(since, &clock.zone())),
            None => lang.say(words::NOT_ON_SHIFT).to_owned(),
        }
    };
    let began = began_in.map(|place| {
        move || {
            let lang = speech.get();
            match &place {
                ShiftPlace::DutyGrid { name, .. } => text::began_in(lang, name),
                ShiftPlace::Outside => lang.say(text::BEGAN_OUTSIDE).to_owned(),
                ShiftPlace::Unknown => lang.say(text::BEGAN_UNKNOWN).to_owned(),
            }
        }
    });
    view! {
        <Card test="shift-since">
            <div class="stack">
                <h2>{since}</h2>
                {began.map(|began| view! { <p class="small" data-test="began-in" data-said="">{began}</p> })}
                <TrackSign />
                <OutsideSign />
            </div>
        </Card>
    }
}

/// How much of one duty grid was walked.
#[component]
fn Cover(duty: DutyCover) -> impl IntoView {
    let speech = lang::speech();
    let total = u64::try_from(duty.grids.len()).unwrap_or(u64::MAX);
    let (visited, name) = (duty.visited, duty.name);
    let label = name.clone();
    view! {
        <div class="duty-walked" data-said="" data-test="coverage" data-duty=duty.id.to_string() data-visited=visited
            data-total=total>
            <div class="between small"><span lang="zh">{name}</span>
                <span class="number">{move || text::walked_of(speech.get(), visited, total)}</span></div>
            <ProgressBar label=label done=visited total=total />
        </div>
    }
}

/// What was done today.
#[component]
fn Figures(figures: DayFigures) -> impl IntoView {
    let DayFigures { reports, arrived, valid, in_time, late, photos } = figures;
    view! {
        <Card test="day-figures">
            <dl class="facts number">
                <dt>{t(text::REPORTS)}</dt><dd data-test="day-reports">{reports}</dd>
                <dt>{t(text::ARRIVED_OF_THESE)}</dt><dd data-test="day-arrived">{arrived}</dd>
                <dt>{t(text::VALID_OF_THESE)}</dt><dd data-test="day-valid">{valid}</dd>
                <dt>{t(text::ANSWERED_IN_TIME)}</dt><dd data-test="day-in-time">{in_time}</dd>
                <dt>{t(text::ANSWERED_LATE)}</dt><dd data-test="day-late">{late}</dd>
                <dt>{t(text::PHOTOS)}</dt><dd data-test="day-photos">{photos}</dd>
            </dl>
            <p class="tiny">{t(text::VALID_WORDS)}</p>
        </Card>
    }
}
