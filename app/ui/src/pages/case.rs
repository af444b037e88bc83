//! One own case: where it is, its photos, and how far it has come.

use app_bridge::ask::Ask;
use app_bridge::shots::ClipCard;
use app_bridge::told::{CaseCard, Told, Whereabouts};
use kit::button::{Button, Look, Size};
use kit::card::Card;
use kit::icon::{Icon, Picture as Icons};
use kit::lang::{self, either, spoken, t};
use kit::time_left::TimeLeft;
use kit::{badge::Badge, moment};
use leptos::prelude::*;
use shared::case::State;
use shared::evidence::PhotoRole;
use shared::ids::{CaseId, PhotoId};

use crate::bridge::Picture;
use crate::clip::length::minutes_and_seconds;
use crate::clip::player::Player;
use crate::clip::text as clip_text;
use crate::fetch::{Fetched, faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::state::{App, unexpected};
use crate::{bridge, text, whereabouts};

/// One own case.
#[component]
pub fn CasePage(
    /// Which.
    case: CaseId,
) -> impl IntoView {
    let fetched = fetch(
        move || Ask::Case { case },
        |told| match told {
            Told::Case(card) => Ok(*card),
            other => Err(unexpected(&other)),
        },
    );
    let app = App::get();
    let here = |card: CaseCard| view! { <Full card=card /> };
    let sent_back = Memo::new(move |_| match fetched.got.get() {
        Fetched::Here(CaseCard { whereabouts: Whereabouts::SentBack { operation, .. }, .. }) => Some(operation),
        Fetched::Here(_) | Fetched::Reading | Fetched::Failed(_) => None,
    });
    view! {
        <ScreenLayout title=spoken(text::MY_CASES) level=Level::Step test="screen-case"
            bottom=move || view! {
                {move || sent_back.get().map(|operation| view! {
                    <Button look=Look::Main size=Size::Large test="mend"
                        on_press=move |()| app.begin_mending(operation)>{t(text::MEND)}</Button>
                })}
            }>{faces(fetched, here)}</ScreenLayout>
    }
}

#[component]
fn Full(card: CaseCard) -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let named = card.clone();
    let said = card.clone();
    let sentence = card.clone();
    let CaseCard {
        case_no,
        earlier_no,
        code,
        condition,
        condition_en,
        place,
        grid,
        unit,
        note,
        saved_at,
        due,
        estimated,
        state,
        goes_on,
        photos,
        clips,
        ..
    } = card;
    let (photos_received, photos_total) = (card.photos_received, card.photos_total);
    let number = case_no.map(|number| number.to_string());
    let open = state.is_none_or(|state| !state.is_over());
    view! {
        <Card test="case-whereabouts">
            <div class="between">
                <h1>{either(named.name, named.name_en)}</h1>
                {move || {
                    let (tone, words) = whereabouts::case(speech.get(), &said);
                    view! { <Badge tone=tone test="whereabouts">{words}</Badge> }
                }}
            </div>
            <p class="small">{move || whereabouts::case_sentence(speech.get(), &sentence)}</p>
        </Card>
        {(!photos.is_empty()).then(|| view! { <Strip photos=photos clips=clips /> })}
        {state.map(|state| view! { <Steps state=state /> })}
        <Card>
            <dl class="facts">
                <dt>{t(text::CASE_NO)}</dt>
                <dd class="number" data-test="case-no">
                    {move || number.clone().unwrap_or_else(|| speech.get().say(text::NO_CASE_NO).to_owned())}
                </dd>
                {earlier_no.map(|number| view! {
                    <dt>{t(text::EARLIER_NO)}</dt><dd class="number" data-test="earlier-no">{number.to_string()}</dd>
                })}
                {goes_on.map(|main| {
                    let number = main.case_no.map(|number| number.to_string()).unwrap_or_default();
                    let stands = main.ended.map_or(text::STILL_OPEN, text::state);
                    view! {
                        <dt>{t(text::GOES_ON)}</dt>
                        <dd data-test="goes-on"><span class="number">{number}</span>" "{t(stands)}</dd>
                    }
                })}
                <dt>{t(text::CATEGORY)}</dt><dd><span class="number">{code}</span>" "{either(condition, condition_en)}</dd>
                <dt>{t(text::PLACE)}</dt><dd lang="zh">{place}<br /><span class="tiny number">{grid.map(|grid| grid.to_string())}</span></dd>
                <dt>{t(text::UNIT)}</dt>
                <dd data-said="">{move || if unit.is_empty() { speech.get().say(text::UNKNOWN_HERE).to_owned() } else { unit.clone() }}</dd>
                {due.map(|due| view! {
                    <dt>{t(if estimated { text::DEADLINE } else { text::DEADLINE_SERVER })}</dt>
                    <dd class="number">
                        {move || clock.say(speech.get(), due)}" "
                        {open.then(|| view! { <TimeLeft due=due /> })}
                    </dd>
                })}
                <dt>{t(text::SAVED_AT)}</dt><dd class="number">{move || clock.say(speech.get(), saved_at)}</dd>
                <dt>{t(text::PHOTOS)}</dt>
                <dd class="number" data-test="photos-received">{format!("{photos_received}/{photos_total}")}</dd>
                {(!note.is_empty()).then(|| view! { <dt>{t(text::MY_NOTE)}</dt><dd data-said="">{note}</dd> })}
            </dl>
        </Card>
    }
}

/// The stations of a case's life; a case that left them says so in words.
const STATIONS: [State; 6] =
    [State::Reported, State::ToFile, State::ToDispatch, State::Handling, State::Checking, State::Closed];

/// Returns at which station a state stands; `None` for a case that is void or goes on in another.
fn station(state: State) -> Option<usize> {
    match state {
        State::Reported | State::Verifying | State::SelfReview => Some(0),
        State::ToFile => Some(1),
        State::ToDispatch | State::ToSecondDispatch => Some(2),
        State::ToHandle | State::Handling | State::Suspended => Some(3),
        State::ToReview | State::ToCheck | State::Checking => Some(4),
        State::ToClose | State::Closed => Some(5),
        State::Void | State::Merged => None,
    }
}

/// The shots; a clip plays from the bytes that this phone keeps.
#[component]
fn Strip(photos: Vec<PhotoId>, clips: Vec<ClipCard>) -> impl IntoView {
    let playing = RwSignal::new(None::<(PhotoId, PhotoRole)>);
    let shown = photos.into_iter().map(move |photo| {
        let clip = clips.iter().find(|clip| clip.photo == photo).copied();
        view! {
            <span class="taken">
                <span class="thumb">
                    <img src=bridge::picture(&photo.to_string(), Picture::Working) alt=t(text::PHOTOS) loading="lazy" />
                    {clip.map(|clip| view! { <span class="caption number">{minutes_and_seconds(clip.clip_ms)}</span> })}
                </span>
                {clip.map(|clip| view! {
                    <button type="button" class="play" data-test="play-clip" aria-label=t(clip_text::PLAY)
                        on:click=move |_| playing.set(Some((clip.photo, clip.role)))><Icon picture=Icons::Play /></button>
                })}
            </span>
        }
    });
    view! {
        <div class="strip" role="group" tabindex="0" aria-label=t(text::PHOTOS)>{shown.collect_view()}</div>
        {move || playing.get().map(|(photo, role)| view! { <Player photo=photo role=role /> })}
    }
    .into_any()
}

#[component]
fn Steps(state: State) -> impl IntoView {
    let reached = station(state);
    view! {
        <Card test="progress">
            <div class="between"><span class="small">{t(text::STATE)}</span><h2 data-test="state" data-state=state.as_str()>{t(text::state(state))}</h2></div>
            <div class="stations" aria-hidden="true">
                {STATIONS.iter().enumerate().map(|(index, _)| {
                    let class = match reached {
                        Some(at) if index < at => "passed",
                        Some(at) if index == at => "at",
                        Some(_) | None => "ahead",
                    };
                    view! { <span class=class></span> }
                }).collect_view()}
            </div>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use shared::case::State;

    use super::{STATIONS, station};

    #[test]
    fn every_state_of_a_case_that_goes_on_here_stands_at_a_station_and_never_moves_back() {
        for state in State::ALL {
            let goes_on_here = !matches!(state, State::Void | State::Merged);
            assert_eq!(station(*state).is_some(), goes_on_here, "{state:?}");
        }
        for (index, state) in STATIONS.iter().enumerate() {
            assert_eq!(station(*state), Some(index));
        }
    }
}
