//! A report that is saved on this phone: what the phone knows, and what happens next.

use app_bridge::told::Saved;
use kit::button::{Button, Look, Size};
use kit::icon::{Icon, Picture};
use kit::lang::{self, either, spoken, t};
use kit::moment;
use leptos::prelude::*;

use crate::layout::{Level, ScreenLayout};
use crate::pages::report::draft::Draft;
use crate::pages::report::place::WarningNotice;
use crate::pages::report::text as own;
use crate::state::{App, Screen};
use crate::text;

/// A report that is saved on this phone.
#[component]
pub fn SavedReport(
    /// What the core said.
    saved: Saved,
) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let Saved { case, grid, place, unit, deadline, warnings } = saved;
    let sheet = app.sheet();
    let name = sheet.with_untracked(|draft| {
        draft.category.as_ref().map(|category| (category.name.clone(), category.name_en.clone())).unwrap_or_default()
    });
    let or_server = move |text: Option<String>| match text {
        Some(text) => text,
        None => speech.get().say(text::UNKNOWN_HERE).to_owned(),
    };
    let grid_code = grid.map(|grid| grid.to_string()).unwrap_or_default();
    let place = Some(place).filter(|place| !place.is_empty());
    let number = grid_code.clone();
    let unit = unit.map(|unit| unit.name);
    let another = move |()| {
        sheet.set(Draft::default());
        app.begin_report();
    };
    let common = StoredValue::new(sheet.with_untracked(Draft::one_more_like_it));
    let one_more = move |()| {
        sheet.set(Draft::default());
        app.begin_like(common.get_value());
    };
    view! {
        <ScreenLayout title=spoken(text::REPORT) level=Level::Step test="screen-saved"
            bottom=move || view! {
                <Button look=Look::Soft size=Size::Large test="report-like" on_press=one_more>
                    <Icon picture=Picture::Plus />{t(own::ONE_MORE_LIKE_IT)}
                </Button>
                <div class="pair">
                    <Button size=Size::Large test="see-case" on_press=move |()| app.open(Screen::Case(case))>{t(text::SEE_CASE)}</Button>
                    <Button look=Look::Main size=Size::Large test="report-another" on_press=another>{t(text::REPORT_ANOTHER)}</Button>
                </div>
            }>
            <section class="card saved stack" data-test="saved" data-case=case.to_string() role="status">
                <div class="mark tone-ok"><Icon picture=Picture::Phone /></div>
                <h1>{t(text::SAVED_TITLE)}</h1>
                <p class="small">{t(text::SAVED_WORDS)}</p>
                <dl class="facts">
                    <dt>{t(text::CATEGORY)}</dt><dd>{either(name.0, name.1)}</dd>
                    <dt>{t(text::WHERE_I_AM)}</dt><dd data-test="saved-grid" data-grid=grid_code data-said="">
                        {move || or_server(place.clone())}<br /><span class="tiny number">{number}</span>
                    </dd>
                    <dt>{t(text::UNIT)}</dt><dd data-test="saved-unit" data-said="">{move || or_server(unit.clone())}</dd>
                    <dt>{t(text::DEADLINE)}</dt>
                    <dd class="number" data-test="saved-deadline">
                        {move || or_server(deadline.map(|due| clock.say(speech.get(), due)))}
                    </dd>
                </dl>
            </section>
            {warnings.into_iter().map(|warning| view! { <WarningNotice warning=warning /> }).collect_view()}
        </ScreenLayout>
    }
}
