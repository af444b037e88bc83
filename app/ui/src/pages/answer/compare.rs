//! Old and new beside each other, the cameras for the new one, and what is to be looked for.

use app_bridge::told::{Failure, PhotoCard, TaskCard, Whereabouts};
use kit::badge::Badge;
use kit::before_after::{BeforeAfter, Layout};
use kit::card::Card;
use kit::faces::Notice;
use kit::field::NoteField;
use kit::icon::Picture as Icons;
use kit::lang::{self, either, spoken, t};
use kit::radios::{Radio, Radios};
use kit::tone::Tone;
use leptos::prelude::*;
use shared::evidence::PhotoRole;
use shared::ids::PhotoId;
use shared::task::TaskKind;

use super::draft::{AnswerDraft, role, shot};
use super::spot::FromTheSpot;
use crate::bridge::Picture;
use crate::camera::album::FromAlbum;
use crate::camera::framing::Framing;
use crate::camera::guidance::may_stand_there;
use crate::camera::quick::was_pressed;
use crate::camera::text::before_of;
use crate::camera::tile::{CameraTile, Opens};
use crate::clip::tiles::ClipTiles;
use crate::pages::numbers::NumbersNotice;
use crate::pages::shots::{ShotStrip, let_go};
use crate::pages::task_row::{requirement, waits};
use crate::simulation::panel::SimulatedPlace;
use crate::state::App;
use crate::{bridge, text, whereabouts};

/// A task, and what was taken for its answer.
#[component]
pub fn Compare(
    /// The task.
    card: TaskCard,
    /// The answer as it is being filled in.
    draft: RwSignal<AnswerDraft>,
    /// What could not be done.
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let speech = lang::speech();
    let framing = Framing::of(&card.before_shots, card.fix.clone());
    let open = waits(&card);
    let why = match &card.whereabouts {
        Some(Whereabouts::SentBack { zh, en, .. }) => Some((zh.clone(), en.clone())),
        Some(Whereabouts::OnlyHere | Whereabouts::RowArrived | Whereabouts::Arrived) | None => None,
    };
    let answered = card.clone();
    let units: Vec<_> = card.after.iter().map(|photo| bridge::picture(photo, Picture::Thumb)).collect();
    view! {
        {move || whereabouts::answer(speech.get(), &answered).map(|(tone, words)| view! {
            <div class="between" data-test="answered">
                <Badge tone=tone test="answer-whereabouts">{words}</Badge>
                {answered.result.map(|result| view! { <strong>{t(text::result(answered.kind, result))}</strong> })}
            </div>
        })}
        {why.map(|(zh, en)| view! {
            <Notice tone=Tone::Late picture=Icons::Mind test="answer-sent-back">
                {t(text::SENT_BACK)}{t(text::COLON)}{either(zh, en)}
            </Notice>
        })}
        <OldAndNew framing=framing.clone() draft=draft />
        <FromTheSpot spot=card.fix.clone() />
        {open.then(|| view! { <Shots card=card.clone() framing=framing draft=draft failure=failure /> })}
        {(!units.is_empty()).then(|| view! {
            <p class="small">{t(text::UNIT_PHOTO)}</p>
            <div class="strip" role="group" tabindex="0" aria-label=t(text::UNIT_PHOTO)>
                {units.into_iter().map(|address| view! {
                    <span class="taken"><span class="thumb"><img src=address alt=t(text::UNIT_PHOTO) /></span></span>
                }).collect_view()}
            </div>
        })}
        <Facts card=card />
        {open.then(|| view! {
            <NoteField label=spoken(text::NOTE_ANSWER) placeholder=spoken(text::NOTE_ANSWER) test="answer-note"
                value=Signal::derive(move || draft.with(|draft| draft.note.clone()))
                on_input=move |typed| draft.update(|draft| draft.note = typed) />
            <NumbersNotice text=Signal::derive(move || draft.with(|draft| draft.note.clone())) />
            <SimulatedPlace />
        })}
    }
    .into_any()
}

/// The photo from before with the newest one: overlaid once there is one, so that a photo of another scene is seen at
/// once. Where there are several from before, chips switch between them.
#[component]
fn OldAndNew(framing: Framing, draft: RwSignal<AnswerDraft>) -> impl IntoView {
    let speech = lang::speech();
    let count = framing.before.len();
    let shown = framing.shown;
    let newest = Memo::new(move |_| draft.with(AnswerDraft::newest_photo));
    let now = Signal::derive(move || newest.get().map(|photo| bridge::picture(&photo.to_string(), Picture::Working)));
    let before = Memo::new(move |_| framing.shown());
    if before.get_untracked().is_none() {
        return view! { <Notice tone=Tone::Soon picture=Icons::Mind test="no-before">{t(text::BEFORE_NOT_HERE)}</Notice> }
            .into_any();
    }
    let address = Signal::derive(move || {
        before.get().map(|photo| bridge::picture(photo.as_str(), Picture::Working)).unwrap_or_default()
    });
    view! {
        <BeforeAfter before=address now=now first=Layout::Overlaid />
        {(count > 1).then(|| view! {
            <Radios label=spoken(text::BEFORE_SHORT)>
                {(0..count).map(|index| view! {
                    <Radio test="show-before" chosen=Signal::derive(move || shown.get() == index)
                        on_choose=move |()| shown.set(index)>{move || before_of(speech.get(), index, count)}</Radio>
                }).collect_view()}
            </Radios>
        })}
    }
    .into_any()
}

/// Whoever presses a task at its place is in the camera at once: the shutter is one tap, the answer the other.
/// Elsewhere, and where something was photographed or sent back, there is something to read first.
fn opens(app: App, card: &TaskCard, draft: RwSignal<AnswerDraft>) -> Opens {
    let is_new = card.whereabouts.is_none() && draft.with_untracked(|draft| draft.newest_photo().is_none());
    let here = untrack(|| app.standing(Some(&card.fix)));
    let is_there = here.is_some_and(|here| may_stand_there(&here, &card.fix));
    // Asked in any case: the next page of the task was not pressed.
    if was_pressed(card.task) && is_new && is_there { Opens::AtOnce } else { Opens::Pressed }
}

/// The shots of the answer and the cameras for more.
#[component]
fn Shots(
    card: TaskCard,
    framing: Framing,
    draft: RwSignal<AnswerDraft>,
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let kind = card.kind;
    let opens = opens(app, &card, draft);
    let card = StoredValue::new(card);
    let framed = StoredValue::new(framing.clone());
    let take = move |role: PhotoRole| {
        card.with_value(|card| {
            let here = app.standing_for_shot(Some(&card.fix));
            shot(card, role, here, framed.with_value(Framing::pair))
        })
    };
    let take_photo = move |()| take(role(kind));
    let took = move |taken: PhotoCard| {
        failure.set(None);
        draft.update(|draft| draft.took(taken));
    };
    let failed = Callback::new(move |why: Failure| failure.set(Some(why)));
    let gone = Callback::new(move |photo: PhotoId| draft.update(|draft| draft.dropped(photo)));
    let drop_shot = move |photo: PhotoCard| {
        let is_held = draft.with_untracked(|draft| draft.holds(photo.photo));
        let_go(photo.photo, is_held, gone, failed);
    };
    let photos = Memo::new(move |_| draft.with(|draft| draft.photos.clone()));
    let label = Signal::derive(move || {
        let taken = draft.with(|draft| draft.newest_photo().is_some());
        speech.get().say(if taken { text::TAKE_ANOTHER } else { text::TAKE_NOW }).to_owned()
    });
    let tile = match kind {
        TaskKind::Check => view! {
            <CameraTile label=label test="camera-task" shot=take_photo framing=framing opens=opens on_taken=took
                on_failure=failed />
        }
        .into_any(),
        // What is verified may look like anything: nothing is laid over it.
        TaskKind::Verify => view! {
            <CameraTile label=label test="camera-task" shot=take_photo opens=opens on_taken=took on_failure=failed />
        }
        .into_any(),
    };
    view! {
        <ShotStrip shots=photos on_drop=drop_shot>{tile}</ShotStrip>
        <ClipTiles shots=photos shot=take on_taken=took on_failure=failed />
        <FromAlbum shot=take_photo on_taken=took on_failure=failed />
    }
    .into_any()
}

/// What is to be looked for, where, and when it counts as solved.
#[component]
fn Facts(card: TaskCard) -> impl IntoView {
    let speech = lang::speech();
    let look_for = card.clone();
    let closing = (card.closing.clone(), card.closing_en.clone());
    let condition = (card.condition.clone(), card.condition_en.clone());
    view! {
        <Card>
            <dl class="facts">
                {(!card.requirement.is_empty()).then(|| view! { <dt>{t(text::REQUIREMENT)}</dt><dd>{move || requirement(speech.get(), &look_for).to_owned()}</dd> })}
                {(!card.closing.is_empty()).then(|| view! {
                    <dt>{t(text::CLOSING)}</dt>
                    <dd>{either(closing.0, closing.1)}</dd>
                })}
                <dt>{t(text::PLACE)}</dt><dd lang="zh">{card.place.clone()}</dd>
                <dt>{t(text::CONDITIONS)}</dt><dd>{either(condition.0, condition.1)}</dd>
                {card.case_no.as_ref().map(|number| view! { <dt>{t(text::CASE_NO)}</dt><dd class="number">{number.to_string()}</dd> })}
            </dl>
        </Card>
    }
    .into_any()
}
