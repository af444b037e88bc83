//! The map with its buttons, what lies over it, and the list beside it.

use kit::faces::{Notice, Waiting};
use kit::focus;
use kit::icon::{Icon, Picture};
use kit::lang::{Words, spoken, t};
use kit::map::view::BigMap;
use kit::map::{Heard, Part, Start, Wish};
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;

use super::list::ThingList;
use super::panel::{Hidden, Panel};
use super::sheet::{Drawing, point_here};
use super::spot::{SpotCard, Touched};
use super::text;
use super::things::{self, Kind, Thing};
use crate::fetch::{FailedPage, Fetched};
use crate::state::App;

/// How near one looks at oneself.
const NEAR: f64 = 17.0;
/// The country, where nothing at all is known.
const FAR: Start = Start { middle: things::COUNTRY, zoom: 4.0 };

/// What the map is opened for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// One's ground.
    Ground,
    /// The way to the tasks.
    Tasks,
}

/// What of a map cannot be had.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Without {
    /// The device draws none.
    Drawing,
    /// Its files could not be loaded.
    Files,
}

/// The map, or the list of what is on it.
#[component]
pub fn Stage(
    /// What it is opened for.
    about: About,
) -> impl IntoView {
    let app = App::get();
    let drawing = Drawing::ask();
    let is_told = Memo::new(move |_| drawing.sheet.with(Option::is_some));
    let things = Memo::new(move |_| drawing.sheet.with(|sheet| sheet.as_ref().map(Thing::all).unwrap_or_default()));
    let without = RwSignal::new(None::<Without>);
    let listed = RwSignal::new(false);
    let as_list = Memo::new(move |_| listed.get() || without.get().is_some());
    move || match (is_told.get(), as_list.get()) {
        (false, _) => match drawing.got.get() {
            Fetched::Failed(failure) => view! { <FailedPage failure=failure again=drawing.again /> }.into_any(),
            Fetched::Reading | Fetched::Here(_) => view! { <Waiting /> }.into_any(),
        },
        (true, true) => view! {
            {move || without.get().map(|without| {
                let words = match without {
                    Without::Drawing => text::CANNOT_DRAW,
                    Without::Files => text::NOT_LOADED,
                };
                view! { <Notice tone=Tone::Soon picture=Picture::Mind test="map-without">{t(words)}</Notice> }
            })}
            {move || without.get().is_none().then(|| view! {
                <button type="button" class="chip" data-test="map-as-map" on:click=move |_| listed.set(false)>
                    <Icon picture=Picture::Map />{t(text::AS_MAP)}
                </button>
            })}
            <ThingList things=things here=untrack(|| point_here(app)) />
        }
        .into_any(),
        (true, false) => {
            view! { <DrawnMap about=about drawing=drawing things=things without=without listed=listed /> }.into_any()
        }
    }
}

#[component]
fn DrawnMap(
    about: About,
    drawing: Drawing,
    things: Memo<Vec<Thing>>,
    without: RwSignal<Option<Without>>,
    listed: RwSignal<bool>,
) -> impl IntoView {
    let (app, clock) = (App::get(), moment::clock());
    let hidden = Hidden { kinds: RwSignal::new(Vec::<Kind>::new()), parts: RwSignal::new(Vec::<Part>::new()) };
    let pins = Memo::new(move |_| {
        let (now, hidden) = (clock.now(), hidden.kinds.get());
        things.with(|things| {
            things
                .iter()
                .filter(|thing| !hidden.contains(&thing.kind()))
                .map(|thing| thing.pin(now))
                .collect::<Vec<_>>()
        })
    });
    let frame =
        move || drawing.sheet.with_untracked(|sheet| sheet.as_ref().and_then(|sheet| things::corners(sheet.frame?)));
    let wish = RwSignal::new(first_wish(about, things, frame(), untrack(|| point_here(app))));
    let touched = RwSignal::new(None::<Touched>);
    let panel = RwSignal::new(false);
    let layer = RwSignal::new(None::<String>);
    // One may follow the other: it was the first that was opened from the page.
    let is_over = Memo::new(move |_| panel.get() || touched.with(Option::is_some));
    let nowhere = RwSignal::new(false);
    let heard = move |heard: Heard| match heard {
        Heard::Touched(touch) => {
            let found = things.with_untracked(|things| {
                things.iter().filter(|thing| touch.pins.contains(&thing.id())).cloned().collect::<Vec<_>>()
            });
            panel.set(false);
            let is_anything = !found.is_empty() || touch.grid.is_some();
            touched.set(is_anything.then_some(Touched { things: found, grid: touch.grid }));
        }
        Heard::CannotDraw => without.set(Some(Without::Drawing)),
        Heard::NotLoaded => without.set(Some(Without::Files)),
        Heard::Drawn | Heard::Rests(_) => {}
    };
    let find_me = move |()| match drawing.here.get_untracked() {
        Some(here) => {
            nowhere.set(false);
            wish.set(Some(Wish::See(here.at, NEAR)));
        }
        None => nowhere.set(true),
    };
    let see_mine = move |()| {
        if let Some((low, high)) = frame() {
            wish.set(Some(Wish::SeeAll(low, high)));
        }
    };
    let mine = Memo::new(move |_| {
        let has_own = drawing.sheet.with(|sheet| sheet.as_ref().is_some_and(|sheet| sheet.has_own));
        if has_own { text::MY_GRIDS } else { text::ALL_GRIDS }
    });
    let training = move || app.session().is_some_and(|start| start.training);
    view! {
        <div class="map-stage">
            <div class="map-box">
                <BigMap title=spoken(text::MAP) start=start(frame(), drawing) ground=drawing.ground pins=pins
                    here=drawing.here base=drawing.base hidden=hidden.parts layer=layer wish=wish on_heard=heard />
            </div>
            {move || training().then(|| view! { <span class="map-note">{t(text::TRAINING_GROUND)}</span> })}
            <div class="map-says">
                {move || drawing.ground_failure.get().map(|_| view! {
                    <Notice tone=Tone::Soon picture=Picture::Mind test="map-no-ground">{t(text::NO_GROUND)}</Notice>
                })}
                {move || nowhere.get().then(|| view! {
                    <Notice tone=Tone::Soon picture=Picture::Aim test="map-nowhere">{t(text::NO_POSITION)}</Notice>
                })}
            </div>
            <div class="map-buttons">
                <MapButton picture=Picture::List words=text::AS_LIST test="map-as-list" on_press=move |()| listed.set(true) />
                <MapButton picture=Picture::Layers words=text::LAYERS test="map-open-layers"
                    on_press=move |()| { touched.set(None); panel.update(|open| *open = !*open); } />
                {move || view! { <MapButton picture=Picture::Grids words=mine.get() test="map-my-grids" on_press=see_mine /> }}
                <MapButton picture=Picture::Aim words=text::WHERE_AM_I test="map-find-me" on_press=find_me />
            </div>
            {move || is_over.get().then(|| {
                focus::comes_back();
                view! {
                    {move || touched.get().map(|what| view! {
                        <SpotCard touched=what on_close=move |()| touched.set(None) />
                    })}
                    {move || panel.get().then(|| view! {
                        <Panel drawing=drawing hidden=hidden layer=layer on_close=move |()| panel.set(false) />
                    })}
                }
            })}
        </div>
    }
}

/// A round button over the map.
#[component]
fn MapButton(
    picture: Picture,
    words: Words,
    test: &'static str,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="map-button" data-test=test aria-label=t(words) title=t(words)
            on:click=move |_| on_press.run(())><Icon picture=picture /></button>
    }
}

/// Returns where the map goes first.
fn first_wish(
    about: About,
    things: Memo<Vec<Thing>>,
    frame: Option<(kit::map::Spot, kit::map::Spot)>,
    here: Option<shared::place::point::Point>,
) -> Option<Wish> {
    let of_tasks = things.with_untracked(|things| {
        let tasks = things.iter().filter(|thing| thing.kind() == Kind::Tasks).map(Thing::at);
        let tasks: Vec<_> = tasks.collect();
        // Where one stands belongs to the way there.
        (!tasks.is_empty()).then(|| things::corners(tasks.into_iter().chain(here)))
    });
    let see_all = |(low, high)| Wish::SeeAll(low, high);
    match about {
        About::Ground => frame.map(see_all),
        About::Tasks => of_tasks.flatten().or(frame).map(see_all),
    }
}

/// Returns where the map begins, before it goes anywhere.
fn start(frame: Option<(kit::map::Spot, kit::map::Spot)>, drawing: Drawing) -> Start {
    let here = drawing.here.get_untracked().map(|here| here.at);
    match here.or(frame.map(|(low, _)| low)) {
        Some(middle) => Start { middle, zoom: 14.0 },
        None => FAR,
    }
}
