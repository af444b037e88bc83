//! The map of a case's photos: where each says that it was taken, against where the case is.
//!
//! No map supplier and no network: shapes and distances only. `plan` is the arithmetic, `drawing` the picture; both have
//! tests. Here is what is put on it, and the list below it that says the same in words.

pub mod plan;
mod drawing;

use kit::lang::Lang;
use leptos::prelude::*;
use shared::api::cases::CaseFile;
use shared::evidence::verdict::Verdict;
use shared::place::point::Point;

use self::plan::{HEIGHT, Plan, Spot, WIDTH};
use crate::evidence::shots::Shot;
use crate::text::{claims, lang, names, words};
use crate::viewer::Viewer;

/// What is drawn of a photo.
#[derive(Clone, PartialEq, Debug)]
pub struct Sight {
    /// The photo's number within the case.
    pub number: usize,
    /// What its place is.
    pub kind: Kind,
    /// The place.
    pub place: Point,
    /// The radius that the truth lies in, metres.
    pub accuracy_m: Option<f64>,
    /// Where the camera looked, degrees clockwise from north.
    pub heading_deg: Option<f64>,
    /// Something contradicts the photo.
    pub is_doubtful: bool,
}

/// What a place on the map is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Where a photo of before the handling was taken, as its device says.
    Before,
    /// Where a photo of afterwards was taken, as its device says.
    After,
    /// Where a file says of itself that it was taken.
    Own,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
            Self::Own => "own",
        }
    }
}

/// Returns every place that the photos name, in the order of their numbers.
pub fn sights(shots: &[Shot]) -> Vec<Sight> {
    let mut sights = Vec::new();
    for shot in shots {
        let is_doubtful = shot.verdict() == Some(Verdict::Doubtful);
        let signed = shot.evidence.as_ref();
        let said = signed.and_then(|known| known.lon.zip(known.lat));
        let own = match (signed, &shot.unsigned) {
            (Some(known), _) => known.own_place,
            (None, unsigned) => unsigned.as_ref().and_then(|known| known.own_place),
        };
        let kind = if shot.is_after() { Kind::After } else { Kind::Before };
        for (kind, place) in [(kind, said), (Kind::Own, own)] {
            let Some(place) = place.and_then(|(lon, lat)| Point::new(lon, lat).ok()) else { continue };
            let of_device = signed.filter(|_| kind != Kind::Own);
            sights.push(Sight {
                number: shot.number,
                kind,
                place,
                accuracy_m: of_device.and_then(|known| known.accuracy_m),
                heading_deg: of_device.and_then(|known| known.heading_deg),
                is_doubtful,
            });
        }
    }
    sights
}

/// Draws the map with its list; pressing a line opens the photo.
pub fn map(file: &CaseFile, shots: &[Shot], viewer: Viewer) -> AnyView {
    let lang = lang();
    let sights = sights(shots);
    let Ok(case) = file.case.fix.point() else { return ().into_any() };
    if sights.is_empty() {
        return view! {
            <div class="card" data-test="shots-map-empty">
                <h3>{lang.say(words::MAP)}</h3>
                <p class="quiet">{lang.say(words::MAP_EMPTY)}</p>
            </div>
        }
        .into_any();
    }
    let places: Vec<Point> = sights.iter().map(|sight| sight.place).collect();
    let plan = Plan::around(case, &places);
    let drawn = drawing::picture(lang, &plan, &sights);
    let rows: Vec<AnyView> =
        sights.iter().zip(&plan.spots).map(|(sight, spot)| row(lang, sight, *spot, shots, viewer)).collect();
    view! {
        <div class="card">
            <h3>{lang.say(words::MAP)}</h3>
            <svg class="shots-map" data-test="shots-map" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img"
                aria-label=lang.say(words::MAP) inner_html=drawn/>
            <ul class="map-list">
                <li><span class="map-key case">{lang.say(words::MAP_CASE)}</span>{lang.say(words::MAP_CASE_MEANS)}</li>
                {rows}
            </ul>
            <p class="quiet small">{lang.say(words::MAP_DOUBTFUL)}</p>
        </div>
    }
    .into_any()
}

fn row(lang: Lang, sight: &Sight, spot: Spot, shots: &[Shot], viewer: Viewer) -> AnyView {
    let number = sight.number;
    let role = shots.iter().find(|shot| shot.number == number).map(|shot| lang.say(names::photo(shot.photo.role)));
    let own = (sight.kind == Kind::Own).then(|| format!(" · {}", lang.say(words::MAP_OWN)));
    #[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and the Earth is small")]
    let metres = spot.distance_m.round() as i64;
    let distance = claims::from_case(lang, metres);
    let doubtful = if sight.is_doubtful { " doubtful" } else { "" };
    view! {
        <li>
            <button type="button" class="link" data-test="map-row" data-number=number.to_string()
                data-metres=metres.to_string() on:click=move |_| viewer.open(number)>
                <span class=format!("map-key {}{doubtful}", sight.kind.class())>{number.to_string()}</span>
                {role}{own}" · "<span class="figures">{distance}</span>
            </button>
        </li>
    }
    .into_any()
}
