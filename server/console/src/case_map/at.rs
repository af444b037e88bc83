//! Where the map stands, as it is written into the page's address: whoever gets the link sees the same place.
//!
//! In degrees of the frame of record, whatever base map is drawn: another base map, or none, shows the same ground. While
//! the map moves, the address is replaced; the way back does not lead through every step of a finger.

use leptos::prelude::window;
use shared::api::lists::Shows;
use shared::place::convert::{Wgs84, from_wgs84, to_wgs84};
use shared::place::crs::Crs;
use wasm_bindgen::JsValue;

use super::script::Rest;
use crate::cases::views;
use crate::route::{Filter, Route};
use crate::section::{Address, Section};

/// What it is called in the address.
const NAME: &str = "at";
/// How far out and in the map goes; its drawing has the same.
const ZOOMS: std::ops::RangeInclusive<f64> = 3.0..=20.0;

/// A place to look at.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct At {
    /// The middle.
    middle: Wgs84,
    /// How near.
    zoom: f64,
}

impl At {
    /// Takes what is in view, in the system of the base map.
    pub fn of(rest: &Rest, crs: Crs) -> Self {
        Self { middle: to_wgs84(crs, rest.lon, rest.lat), zoom: rest.zoom }
    }

    /// Reads longitude, latitude and zoom; what is no place on the map is none.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(',').map(|part| part.parse::<f64>().ok());
        let (lon, lat, zoom) = (parts.next()??, parts.next()??, parts.next()??);
        let is_place = (-180.0..=180.0).contains(&lon) && (-85.0..=85.0).contains(&lat) && ZOOMS.contains(&zoom);
        (is_place && parts.next().is_none()).then_some(Self { middle: Wgs84 { lon, lat }, zoom })
    }

    /// Writes it to about a metre.
    pub fn write(self) -> String {
        format!("{:.5},{:.5},{:.2}", self.middle.lon, self.middle.lat, self.zoom)
    }

    /// Returns longitude, latitude and zoom for a drawing in a system.
    pub fn on(self, crs: Crs) -> (f64, f64, f64) {
        let (lon, lat) = from_wgs84(crs, self.middle);
        (lon, lat, self.zoom)
    }
}

/// Returns what the address says of this page now; nothing where another page is open.
pub fn said() -> Option<Address> {
    match Route::parse(&window().location().hash().unwrap_or_default()) {
        Route::At(Section::CaseMap, address) => Some(address),
        Route::At(..)
        | Route::Home
        | Route::Board(_)
        | Route::Chain { .. }
        | Route::Verify
        | Route::Cases(_)
        | Route::Case(_)
        | Route::Handling
        | Route::Figures(_)
        | Route::FigureCases(_)
        | Route::Announcements
        | Route::Unknown => None,
    }
}

/// Returns the place that an address names.
pub fn named(address: &Address) -> Option<At> {
    address.get(NAME).and_then(At::read)
}

/// Writes a place into the address beside what is shown, unless the page was left or says so already.
pub fn note(filter: &Filter, at: At) {
    let Some(now) = said() else { return };
    let href = href(filter, at);
    if now.href(Section::CaseMap) == href {
        return;
    }
    let replaced = window().history().and_then(|history| {
        // Nobody is told: nothing else of what is shown changed.
        history.replace_state_with_url(&JsValue::NULL, "", Some(&href))
    });
    if replaced.is_err() {
        leptos::logging::warn!("the address could not be replaced");
    }
}

fn href(filter: &Filter, at: At) -> String {
    match views::route(Shows::Map, filter) {
        Route::At(section, address) => address.with(NAME, &at.write()).href(section),
        other @ (Route::Home
        | Route::Board(_)
        | Route::Chain { .. }
        | Route::Verify
        | Route::Cases(_)
        | Route::Case(_)
        | Route::Handling
        | Route::Figures(_)
        | Route::FigureCases(_)
        | Route::Announcements
        | Route::Unknown) => other.href(),
    }
}

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;

    use super::{At, href, named};
    use crate::route::{By, Filter, Route};
    use crate::section::Section;

    #[test]
    fn a_link_shows_the_same_place_under_the_same_filter() {
        let at = At::read("108.94696,34.25941,12.50").expect("a place");
        let filter = Filter::default().with(By::Unit, "U-1").with(By::Words, "凤城 八路");
        let Route::At(Section::CaseMap, address) = Route::parse(&href(&filter, at)) else { panic!("the map") };
        assert_eq!(named(&address), Some(at));
        assert_eq!(Filter::of(&address), filter, "the place narrows nothing");
    }

    #[test]
    fn what_is_no_place_is_none() {
        let odd = ["", "1,2", "1,2,3,4", "east,2,3", "181,0,9", "0,86,9", "0,0,2", "0,0,21", "NaN,0,9", "0,0,inf"];
        for text in odd {
            assert_eq!(At::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_place_is_the_same_ground_on_every_base_map() {
        for crs in [Crs::Wgs84, Crs::Cgcs2000, Crs::Gcj02, Crs::Bd09] {
            let at = At::read("108.94696,34.25941,12.50").expect("a place");
            let (lon, lat, zoom) = at.on(crs);
            let said = format!(
                r#"{{"west":{lon},"south":{lat},"east":{lon},"north":{lat},"lon":{lon},"lat":{lat},"zoom":{zoom}}}"#
            );
            let rest = serde_json::from_str(&said).expect("what a drawing says");
            assert_eq!(At::of(&rest, crs).write(), at.write(), "{crs}");
        }
    }
}
