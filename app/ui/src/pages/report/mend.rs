//! Correcting a report that the server sent back: why it came back, and the report as it was, to be put right.

use app_bridge::ask::Ask;
use app_bridge::status::SetAside;
use app_bridge::told::Told;
use kit::faces::{Notice, Waiting};
use kit::icon::Picture;
use kit::lang::{either, spoken, t};
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::OperationId;

use super::form::ReportForm;
use super::saved::SavedReport;
use crate::fetch::{FailedPage, Fetched};
use crate::layout::{Level, ScreenLayout};
use crate::state::App;
use crate::{bridge, text};

/// Correcting a report.
#[component]
pub fn MendPage(
    /// The operation that was sent back.
    operation: OperationId,
) -> impl IntoView {
    let app = App::get();
    let saved = Memo::new(move |_| app.mended.with(|draft| draft.saved.clone()));
    let again = Callback::new(move |()| app.begin_mending(operation));
    move || match (saved.get(), app.mending.get()) {
        (Some(saved), _) => view! { <SavedReport saved=saved /> }.into_any(),
        (None, Fetched::Here(aside)) => view! {
            <ReportForm title=text::MEND action=text::MEND_SEND test="screen-mend" button="mend-send"
                above=move || view! { <Why aside=aside.clone() /> } />
        }
        .into_any(),
        (None, Fetched::Reading) => view! {
            <ScreenLayout title=spoken(text::MEND) level=Level::Step test="screen-mend"><Waiting /></ScreenLayout>
        }
        .into_any(),
        (None, Fetched::Failed(failure)) => view! {
            <ScreenLayout title=spoken(text::MEND) level=Level::Step test="screen-mend">
                <FailedPage failure=failure again=again />
            </ScreenLayout>
        }
        .into_any(),
    }
}

/// Why it was sent back, what to do, and the way to send it as it is.
#[component]
fn Why(aside: SetAside) -> impl IntoView {
    let app = App::get();
    let SetAside { operation, code, zh, en, detail, .. } = aside;
    let small_print = format!("{}{}", code.as_str(), detail.map(|detail| format!(" · {detail}")).unwrap_or_default());
    let as_it_is = move |_| {
        spawn_local(async move {
            match bridge::ask(Ask::Resend { operation }).await {
                Ok(Told::Status(status)) => {
                    app.told_status(*status);
                    app.leave();
                }
                Ok(_) => app.look_again(),
                Err(failure) => app.mending.set(Fetched::Failed(failure)),
            }
        });
    };
    view! {
        <Notice tone=Tone::Late picture=Picture::Mind test="mend-why">
            <strong>{t(text::SENT_BACK)}{t(text::COLON)}{either(zh, en)}</strong><br />
            {t(text::MEND_WORDS)}<br />
            <span class="tiny number">{small_print}</span><br />
            <button type="button" class="link" data-test="resend" on:click=as_it_is>{t(text::RESEND)}</button>
        </Notice>
    }
}
