//! A new report: photos, what it is, where it is, a note, and one button at the bottom.
//!
//! Nothing is asked that the phone can know: grid, unit and deadline stand there by themselves. `draft` is the report
//! as plain data and has the tests; the other files are its cards.

pub mod draft;
pub mod photos;
pub mod category;
pub mod picker;
pub mod place;
mod near;
pub mod saved;
pub mod form;
pub mod mend;
mod kept;
mod discard;
mod text;

use kit::faces::EmptyState;
use kit::icon::Picture;
use kit::lang::spoken;
use leptos::prelude::*;
use shared::account::{Right, may};

use self::form::ReportForm;
use self::saved::SavedReport;
use crate::layout::{Level, ScreenLayout};
use crate::state::App;
use crate::text as words;

/// A new report, or what the core said when it was saved.
#[component]
pub fn ReportPage() -> impl IntoView {
    let app = App::get();
    let saved = Memo::new(move |_| app.draft.with(|draft| draft.saved.clone()));
    let may_report = Memo::new(move |_| {
        app.session().and_then(|start| start.account).is_none_or(|account| may(account.role, Right::Report))
    });
    move || {
        match saved.get() {
        None if !may_report.get() => view! {
            <ScreenLayout title=spoken(words::REPORT) level=Level::Step test="screen-report">
                <EmptyState picture=Picture::Camera title=spoken(words::MAY_NOT_REPORT) words=spoken(words::MAY_NOT_REPORT_WORDS) />
            </ScreenLayout>
        }
        .into_any(),
        Some(saved) => view! { <SavedReport saved=saved /> }.into_any(),
        None => view! {
            <ReportForm title=words::REPORT action=words::SAVE test="screen-report" button="save" />
        }
        .into_any(),
    }
    }
}
