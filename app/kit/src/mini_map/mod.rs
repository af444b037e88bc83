//! A small map of the grids round a place: outlines, where one stands, and how sure that is.
//!
//! It needs no map supplier and no network. The outlines come in; a tap goes out as degrees; it never asks anyone.
//! `frame` is the arithmetic, and has the tests.

pub mod frame;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use self::frame::{Frame, HEIGHT, WIDTH};
use crate::lang::t;
use crate::text;

/// A grid's outline, WGS-84.
#[derive(Clone, PartialEq, Debug)]
pub struct Outline {
    /// Written into it: the last digits of its code.
    pub label: String,
    /// It is the one the place lies in.
    pub chosen: bool,
    /// Its corners, `[lon, lat]`, closed.
    pub points: Vec<[f64; 2]>,
}

/// Where one stands, WGS-84.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spot {
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// The radius the truth lies in, metres; none when a person pointed.
    pub accuracy_m: Option<f64>,
}

/// The small map. A tap tells longitude and latitude.
#[component]
pub fn MiniMap(
    /// The grids around.
    #[prop(into)]
    outlines: Signal<Vec<Outline>>,
    /// Where one stands.
    #[prop(into)]
    spot: Signal<Option<Spot>>,
    /// A place was pointed at, `(lon, lat)`.
    #[prop(into)]
    on_pick: Callback<(f64, f64)>,
) -> impl IntoView {
    let frame = Memo::new(move |_| Frame::around(spot.get(), &outlines.get()));
    let pick = move |event: web_sys::MouseEvent| {
        let Some(frame) = frame.get_untracked() else { return };
        let Some(map) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
            return;
        };
        let seen = map.get_bounding_client_rect();
        if seen.width() <= 0.0 || seen.height() <= 0.0 {
            return;
        }
        let x = (f64::from(event.client_x()) - seen.left()) * WIDTH / seen.width();
        let y = (f64::from(event.client_y()) - seen.top()) * HEIGHT / seen.height();
        on_pick.run(frame.place(x, y));
    };
    view! {
        <svg class="mini-map" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=t(text::MAP_OF_GRIDS)
            data-test="mini-map" on:click=pick style=format!("aspect-ratio: {WIDTH} / {HEIGHT}")>
            {move || frame.get().map(|frame| draw(frame, &outlines.get(), spot.get()))}
        </svg>
    }
}

fn draw(frame: Frame, outlines: &[Outline], spot: Option<Spot>) -> impl IntoView + use<> {
    // The chosen one last, so that no neighbour's line covers its own.
    let (chosen, others): (Vec<_>, Vec<_>) = outlines.iter().partition(|outline| outline.chosen);
    let drawn: Vec<_> = others.into_iter().chain(chosen).map(|outline| draw_outline(frame, outline)).collect();
    let here = spot.map(|spot| {
        let (x, y) = frame.screen(spot.lon, spot.lat);
        let sure = spot.accuracy_m.map(|metres| {
            view! { <circle class="accuracy" cx=x cy=y r=frame.length(metres).max(9.0) /> }
        });
        view! { {sure} <circle class="position" cx=x cy=y r="6.5" stroke-width="3" /> }
    });
    let (bar_m, bar) = frame.scale_bar();
    let (left, base) = (WIDTH - bar - 12.0, HEIGHT - 10.0);
    view! {
        {drawn}
        {here}
        <path class="scale" d=format!("M{left:.1} {:.1}v5h{bar:.1}v-5", base - 5.0) />
        <text x=left + bar / 2.0 y=base - 8.0 text-anchor="middle">{format!("{bar_m} m")}</text>
    }
}

fn draw_outline(frame: Frame, outline: &Outline) -> impl IntoView + use<> {
    let mut path = String::new();
    let mut middle = (0.0, 0.0);
    let mut corner = None;
    for (index, [lon, lat]) in outline.points.iter().enumerate() {
        let (x, y) = frame.screen(*lon, *lat);
        middle = (middle.0 + x, middle.1 + y);
        if corner.is_none_or(|(left, top): (f64, f64)| x + y < left + top) {
            corner = Some((x, y));
        }
        let pen = if index == 0 { 'M' } else { 'L' };
        path.push_str(&format!("{pen}{x:.1} {y:.1}"));
    }
    path.push('Z');
    #[expect(clippy::cast_precision_loss, reason = "an outline has a few dozen corners")]
    let count = outline.points.len().max(1) as f64;
    let class = if outline.chosen { "chosen" } else { "" };
    // Where one stands is drawn in the middle: the chosen one's label keeps to a corner.
    let at = match (outline.chosen, corner) {
        (true, Some((x, y))) => (x + 18.0, y + 18.0),
        (true, None) | (false, _) => (middle.0 / count, middle.1 / count),
    };
    view! {
        <path class=format!("outline {class}") d=path />
        <text class=class x=at.0 y=at.1 text-anchor="middle">{outline.label.clone()}</text>
    }
}
