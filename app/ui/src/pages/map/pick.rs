//! The map on which a person points at the place of a report: the map moves, the cross in its middle stays.

use app_bridge::ask::Ask;
use app_bridge::told::Told;
use kit::button::{Button, Look, Size};
use kit::faces::{Notice, Waiting};
use kit::icon::Picture;
use kit::lang::{self, spoken, t};
use kit::map::view::BigMap;
use kit::map::{Heard, Part, Pin, Spot, Start, Wish};
use kit::tone::Tone;
use leptos::prelude::*;

use super::sheet::Drawing;
use super::{text, things};
use crate::bridge;
use crate::layout::{Level, ScreenLayout};
use crate::place::pointed_at;
use crate::state::App;
use crate::text as words;

/// How near one looks at a place.
const NEAR: f64 = 17.0;

/// Pointing at the place of the report that is open.
#[component]
pub fn PlaceOnMapPage() -> impl IntoView {
    let app = App::get();
    let sheet = app.sheet();
    let drawing = Drawing::ask();
    let middle = RwSignal::new(None::<Spot>);
    let without = RwSignal::new(false);
    // Where the report stands now, else where the person does, else the ground.
    let first = Memo::new(move |before: Option<&Option<Spot>>| {
        before.copied().flatten().or_else(|| {
            let fix = sheet.with(|draft| draft.fix(app.place.here.get()));
            let at = fix.and_then(|fix| fix.point().ok());
            let corner =
                || drawing.sheet.with(|sheet| sheet.as_ref().and_then(|sheet| sheet.frame)).map(|[low, _]| low);
            at.or_else(corner).map(things::spot)
        })
    });
    let is_known = Memo::new(move |_| first.with(Option::is_some) || drawing.sheet.with(Option::is_some));
    let cannot = Signal::derive(move || middle.get().is_none());
    // Without a position the small map is empty, and there is nothing to tap.
    let has_place = move || sheet.with(|draft| draft.fix(app.place.here.get())).is_some();
    let otherwise = move || t(if has_place() { words::TAP_TO_MOVE } else { text::WITHOUT_THE_MAP })();
    let use_it = move |()| {
        if let Some(fix) = middle.get_untracked().and_then(|at| pointed_at(at.lon, at.lat)) {
            sheet.update(|draft| draft.pointed = Some(fix));
            app.leave();
        }
    };
    view! {
        <ScreenLayout title=spoken(text::PLACE_ON_MAP) level=Level::Step test="screen-place-on-map"
            bottom=move || view! {
                <Button look=Look::Main size=Size::Large test="map-use-place" disabled=cannot on_press=use_it>
                    {t(text::USE_THIS)}
                </Button>
            }>
            {move || match (without.get(), is_known.get()) {
                (true, _) => view! {
                    <Notice tone=Tone::Soon picture=Picture::Mind test="map-without">{otherwise}</Notice>
                }
                .into_any(),
                (false, false) => view! { <Waiting /> }.into_any(),
                (false, true) => view! { <Aimed drawing=drawing first=first middle=middle without=without /> }.into_any(),
            }}
        </ScreenLayout>
    }
}

#[component]
fn Aimed(
    drawing: Drawing,
    first: Memo<Option<Spot>>,
    middle: RwSignal<Option<Spot>>,
    without: RwSignal<bool>,
) -> impl IntoView {
    let speech = lang::speech();
    let start = match first.get_untracked() {
        Some(middle) => Start { middle, zoom: NEAR },
        None => Start { middle: things::COUNTRY, zoom: 4.0 },
    };
    middle.set(first.get_untracked());
    let heard = move |heard: Heard| match heard {
        Heard::Rests(at) => middle.set(Some(at)),
        Heard::CannotDraw | Heard::NotLoaded => without.set(true),
        Heard::Drawn | Heard::Touched(_) => {}
    };
    let place = LocalResource::new(move || {
        let fix = middle.get().and_then(|at| pointed_at(at.lon, at.lat));
        async move {
            let fix = fix?;
            let ask = Ask::Preview { fix, category: None, condition_no: None, draft: None };
            match bridge::ask(ask).await {
                Ok(Told::Preview(preview)) => Some((preview.grid, preview.place)),
                // The report itself says what is wrong; here the cross alone is enough.
                Ok(_) | Err(_) => None,
            }
        }
    });
    let words = move || match place.get().flatten() {
        Some((Some(grid), place)) => (grid.to_string(), place),
        Some((None, _)) => (String::new(), speech.get().say(words::OUTSIDE_GRIDS).to_owned()),
        // Nobody knows yet, which is not to be outside.
        None => (String::new(), String::new()),
    };
    let wish = RwSignal::new(None::<Wish>);
    view! {
        <p class="small">{t(text::MOVE_THE_MAP)}</p>
        <div class="map-stage aimed">
            <div class="map-box">
                <BigMap title=spoken(text::PLACE_ON_MAP) start=start ground=drawing.ground
                    pins=Signal::stored(Vec::<Pin>::new()) here=drawing.here base=drawing.base
                    hidden=Signal::stored(Vec::<Part>::new()) wish=wish on_heard=heard />
            </div>
            <span class="map-cross" aria-hidden="true"></span>
            <p class="map-under number" role="status" data-said="" data-test="map-place" data-grid=move || words().0>
                {move || words().1}
            </p>
        </div>
    }
}
