//! The cards of a report and its one button: for a new report, and for one that is corrected.

use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look, Size};
use kit::field::NoteField;
use kit::icon::{Icon, Picture};
use kit::lang::{self, Words, spoken, t};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::evidence::PhotoRole;

use super::category::ChosenCategory;
use super::discard::Discard;
use super::draft::{Draft, Step};
use super::photos::{MoreToTake, PhotoStrip};
use super::place::PlaceCard;
use super::text as own;
use crate::camera::lens::Way;
use crate::camera::quick;
use crate::drafts::coming::{ComingNotice, is_coming};
use crate::drafts::unkept::Unkept;
use crate::fetch::Refused;
use crate::layout::{Level, ScreenLayout};
use crate::pages::numbers::NumbersNotice;
use crate::simulation::panel::SimulatedPlace;
use crate::state::{App, Screen, unexpected};
use crate::{bridge, text};

/// What the button at the bottom does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Next {
    Photograph(Words),
    Pick,
    Save,
}

/// A report that is filled in.
#[component]
pub fn ReportForm(
    /// What is done here.
    title: Words,
    /// What the button does.
    action: Words,
    /// Name for tests, of the screen.
    test: &'static str,
    /// Name for tests, of the button.
    button: &'static str,
    /// What stands above everything else.
    #[prop(optional, into)]
    above: ViewFn,
) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let draft = app.sheet();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let lacking = Memo::new(move |_| draft.with(|draft| draft.ask(app.place.here.get()).err()));
    let cannot = Signal::derive(move || busy.get() || is_coming(app) || lacking.with(Option::is_some));
    let save = move |()| {
        // A second press may come before the button is seen to be off.
        if cannot.get_untracked() {
            return;
        }
        let here = untrack(|| app.standing_for_report());
        let Ok(ask) = draft.with_untracked(|draft| draft.ask(here)) else { return };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(ask).await {
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
    let next = Memo::new(move |_| {
        let has_view = app.way_of_photos() == Way::View;
        match draft.with(Draft::next_step) {
            Step::Photograph(PhotoRole::After) if has_view => Next::Photograph(own::TAKE_AFTER),
            Step::Photograph(_) if has_view => Next::Photograph(own::TAKE_PHOTO),
            Step::Pick => Next::Pick,
            // Without a view a photo comes through the tiles above; until then it is said what lacks.
            Step::Photograph(_) | Step::Save => Next::Save,
        }
    });
    view! {
        <ScreenLayout title=spoken(title) level=Level::Step test=test
            bottom=move || view! {
                <Refused failure=failure test="save-failed" />
                {move || still_lacks().map(|words| view! { <p class="small" data-test="lacking">{words}</p> })}
                <ComingNotice />
                <Unkept />
                {move || match next.get() {
                    Next::Photograph(words) => view! {
                        <Button look=Look::Main size=Size::Large test="take-photo" on_press=move |()| quick::open(app)>
                            <Icon picture=Picture::Camera />{t(words)}
                        </Button>
                    }
                    .into_any(),
                    Next::Pick => view! {
                        <Button look=Look::Main size=Size::Large test="pick" on_press=move |()| app.open(Screen::Picker)>
                            {t(own::PICK)}
                        </Button>
                    }
                    .into_any(),
                    Next::Save => view! {
                        <Button look=Look::Main size=Size::Large test=button disabled=cannot on_press=save>
                            {move || speech.get().say(if busy.get() { text::SAVING } else { action })}
                        </Button>
                    }
                    .into_any(),
                }}
            }>
            {above.run()}
            <PhotoStrip />
            <ChosenCategory />
            <PlaceCard />
            <SimulatedPlace />
            <NoteField label=spoken(text::NOTE) placeholder=spoken(text::NOTE) test="note"
                value=Signal::derive(move || draft.with(|draft| draft.note.clone()))
                on_input=move |typed| draft.update(|draft| draft.note = typed) />
            <NumbersNotice text=Signal::derive(move || draft.with(|draft| draft.note.clone())) />
            <MoreToTake />
            <label class="row check" data-test="self-handled">
                <input type="checkbox" prop:checked=move || draft.with(|draft| draft.self_handled)
                    on:change:target=move |event| draft.update(|draft| draft.self_handled = event.target().checked()) />
                <span>{t(text::SELF_HANDLED)}</span>
            </label>
            {move || draft.with(|draft| draft.self_handled).then(|| view! {
                <p class="tiny">{t(text::SELF_HANDLED_WORDS)}</p>
            })}
            <Discard />
        </ScreenLayout>
    }
}
