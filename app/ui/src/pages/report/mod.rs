//! A new report: photos, what it is, where it is, a note, and one button at the bottom.
//!
//! Nothing is asked that the phone can know: grid, unit and deadline stand there by themselves. `draft` is the report
//! as plain data and has the tests; the other files are its cards.

pub mod draft;
pub mod photos;
pub mod category;
pub mod picker;
pub mod place;
pub mod saved;

use app_bridge::ask::Ask;
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look, Size};
use kit::faces::{EmptyState, Notice};
use kit::field::NoteField;
use kit::icon::Picture;
use kit::lang::{self, spoken, t};
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};

use self::category::ChosenCategory;
use self::photos::PhotoStrip;
use self::place::PlaceCard;
use self::saved::SavedReport;
use crate::layout::{Level, ScreenLayout};
use crate::state::{App, unexpected};
use crate::{bridge, text};

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
            <ScreenLayout title=spoken(text::REPORT) level=Level::Step test="screen-report">
                <EmptyState picture=Picture::Camera title=spoken(text::MAY_NOT_REPORT) words=spoken(text::MAY_NOT_REPORT_WORDS) />
            </ScreenLayout>
        }
        .into_any(),
        Some(saved) => view! { <SavedReport saved=saved /> }.into_any(),
        None => view! { <ReportForm /> }.into_any(),
    }
    }
}

#[component]
fn ReportForm() -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let draft = app.draft;
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let lacking = Memo::new(move |_| draft.with(|draft| draft.form(app.place.here.get()).err()));
    let cannot = Signal::derive(move || busy.get() || lacking.with(Option::is_some));
    let save = move |()| {
        let here = app.place.here.get_untracked();
        let Ok(form) = draft.with_untracked(|draft| draft.form(here)) else { return };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(Ask::SaveReport(form)).await {
                Ok(Told::Saved(saved)) => {
                    draft.update(|draft| draft.saved = Some(saved));
                    app.saved_something();
                }
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
            busy.set(false);
        });
    };
    let still_lacks = move || {
        lacking.get().map(|lacking| {
            let lang = speech.get();
            let words: Vec<_> = lacking.into_iter().map(|what| lang.say(text::lacking(what))).collect();
            let (colon, comma) = (lang.say(text::COLON), lang.say(text::COMMA));
            format!("{}{colon}{}", lang.say(text::STILL_LACKS), words.join(comma))
        })
    };
    view! {
        <ScreenLayout title=spoken(text::REPORT) level=Level::Step test="screen-report"
            bottom=move || view! {
                {move || failure.get().map(|why| view! {
                    <Notice tone=Tone::Late picture=Picture::Mind test="save-failed">
                        {move || speech.get().pick(&why.zh, &why.en).to_owned()}
                    </Notice>
                })}
                {move || still_lacks().map(|words| view! { <p class="small" data-test="lacking">{words}</p> })}
                <Button look=Look::Main size=Size::Large test="save" disabled=cannot on_press=save>
                    {move || speech.get().say(if busy.get() { text::SAVING } else { text::SAVE })}
                </Button>
            }>
            <PhotoStrip />
            {move || draft.with(|draft| draft.photos.is_empty()).then(|| view! {
                <p class="tiny centred">{t(text::NO_PHOTO_YET)}</p>
            })}
            <ChosenCategory />
            <PlaceCard />
            <NoteField label=spoken(text::NOTE) placeholder=spoken(text::NOTE) test="note"
                    value=Signal::derive(move || draft.with(|draft| draft.note.clone()))
                    on_input=move |typed| draft.update(|draft| draft.note = typed) />
        </ScreenLayout>
    }
}
