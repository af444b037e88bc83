//! The own grids as far as they were walked today, and the way through them. No map supplier and no network.

use app_bridge::track::{GridCover, ShiftSheet};
use kit::lang::{self, t};
use leptos::prelude::*;

use super::frame::{Frame, HEIGHT, WIDTH};
use super::text;
use crate::state::App;

/// The own grids and today's way.
#[component]
pub fn WalkMap(
    /// What the core told.
    sheet: ShiftSheet,
) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let ShiftSheet { duty_grids, walk, .. } = sheet;
    let (visited, total) = duty_grids.iter().fold((0, 0), |(visited, total), duty| {
        (visited + duty.visited, total + u64::try_from(duty.grids.len()).unwrap_or(0))
    });
    let outlines = duty_grids.iter().flat_map(|duty| &duty.grids).flat_map(|grid| &grid.rings).flatten();
    let places = outlines.chain(walk.iter().flatten()).copied();
    let Some(frame) = Frame::around(places) else { return ().into_any() };
    let grids: Vec<_> = duty_grids.iter().flat_map(|duty| &duty.grids).map(|grid| drawn(frame, grid)).collect();
    let way: Vec<_> = walk.iter().map(|line| view! { <path class="way" d=frame.path(line) /> }).collect();
    let here = move || {
        let here = app.place.here.get().and_then(|fix| fix.point().ok())?;
        let (x, y) = frame.at([here.lon(), here.lat()]);
        let is_seen = (0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y);
        is_seen.then(|| view! { <circle class="here" cx=x cy=y r="6" stroke-width="3" /> })
    };
    view! {
        <svg class="walk-map" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" data-test="walk-map"
            style=format!("aspect-ratio: {WIDTH} / {HEIGHT}")
            aria-label=move || text::walked_of(speech.get(), visited, total)>
            {grids}
            {way}
            {here}
        </svg>
        <ul class="walk-legend small">
            <li><span class="key walked"></span>{t(text::LEGEND_WALKED)}</li>
            <li><span class="key"></span>{t(text::LEGEND_NOT)}</li>
            <li><span class="key way"></span>{t(text::LEGEND_LINE)}</li>
            <li><span class="key here"></span>{t(text::LEGEND_HERE)}</li>
        </ul>
    }
    .into_any()
}

fn drawn(frame: Frame, grid: &GridCover) -> impl IntoView + use<> {
    let class = if grid.visited { "walked" } else { "unwalked" };
    // Outline and holes in one path, so that what lies in a hole is not filled.
    let path: Vec<String> = grid.rings.iter().map(|ring| frame.path(ring) + "Z").collect();
    view! { <path class=class d=path.concat() fill-rule="evenodd" /> }
}
