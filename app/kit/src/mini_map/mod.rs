//! A small map of the grids round a place: outlines, roads, where one stands, and how sure that is.
//!
//! It needs no map supplier and no network. The ground comes in; a tap or a pull at the mark goes out as degrees; it
//! never asks anyone. `frame` is the arithmetic and `drawing` the shapes; both have tests.

pub mod frame;
mod drawing;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use self::frame::{Frame, HEIGHT, WIDTH};
use crate::lang::t;
use crate::text;

/// What is drawn round a place, WGS-84.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Ground {
    /// The grids.
    pub outlines: Vec<Outline>,
    /// Where the beat ends.
    pub duty: Vec<Vec<[f64; 2]>>,
    /// Roads to find one's way by.
    pub roads: Vec<Road>,
}

/// A grid's outline.
#[derive(Clone, PartialEq, Debug)]
pub struct Outline {
    /// Written into it: the last digits of its code.
    pub label: String,
    /// It is the one the place lies in.
    pub chosen: bool,
    /// It is another one, and the truth may lie in it.
    pub doubtful: bool,
    /// Its corners, `[lon, lat]`, closed.
    pub points: Vec<[f64; 2]>,
}

/// A road's middle line.
#[derive(Clone, PartialEq, Debug)]
pub struct Road {
    /// Written beside it.
    pub name: String,
    /// Drawn broad.
    pub main: bool,
    /// `[lon, lat]`.
    pub line: Vec<[f64; 2]>,
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

/// All that is drawn.
#[derive(Clone, PartialEq, Debug)]
struct Picture {
    frame: Option<Frame>,
    ground: Ground,
    spot: Option<Spot>,
}

/// A finger nearer to the mark than this takes hold of it; half of a 48 px target on the narrowest phone.
const GRIP: f64 = 26.0;
/// A finger that moved less than this has tapped.
const TAP: f64 = 8.0;

/// A finger on the map, in the picture's units.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Finger {
    began: (f64, f64),
    at: (f64, f64),
    holds_mark: bool,
}

impl Finger {
    /// Returns where it points when it is lifted; nothing when it only brushed the map.
    fn points_at(self) -> Option<(f64, f64)> {
        let moved = (self.at.0 - self.began.0).hypot(self.at.1 - self.began.1);
        match (self.holds_mark, moved > TAP) {
            (true, true) | (false, false) => Some(self.at),
            // Touching the mark moves nothing, and drawing a finger over the map scrolls the page.
            (true, false) | (false, true) => None,
        }
    }
}

/// The small map. A tap, or the mark pulled elsewhere, tells longitude and latitude.
#[component]
pub fn MiniMap(
    /// What is drawn round the place.
    #[prop(into)]
    ground: Signal<Ground>,
    /// Where one stands.
    #[prop(into)]
    spot: Signal<Option<Spot>>,
    /// The outlines are made up for training; said in the corner.
    #[prop(into)]
    training: Signal<bool>,
    /// A place was pointed at, `(lon, lat)`.
    #[prop(into)]
    on_pick: Callback<(f64, f64)>,
) -> impl IntoView {
    // One value for all that is drawn: what followed both the frame and what the frame is made from would miss every
    // change that leaves the frame as it was.
    let picture = Memo::new(move |before: Option<&Picture>| {
        let (ground, spot) = (ground.get(), spot.get());
        let wanted = Frame::around(spot, &ground.outlines);
        let held = before.and_then(|before| before.frame);
        // Under a finger that tries places the ground must not jump at every tap.
        let still_good = held.zip(spot).zip(wanted).filter(|((held, spot), wanted)| held.still_shows(*spot, *wanted));
        let frame = still_good.map(|((held, _), _)| held).or(wanted);
        Picture { frame, ground, spot }
    });
    let finger = RwSignal::new(None::<Finger>);
    let mark = move || {
        picture.with_untracked(|picture| {
            let (frame, spot) = picture.frame.zip(picture.spot)?;
            Some(frame.screen(spot.lon, spot.lat))
        })
    };
    let touch = move |event: web_sys::PointerEvent| {
        let Some((map, at)) = under(&event) else { return };
        let holds_mark = mark().is_some_and(|(x, y)| (x - at.0).hypot(y - at.1) <= GRIP);
        // A finger that leaves the map still holds the mark.
        if holds_mark && map.set_pointer_capture(event.pointer_id()).is_err() {
            return;
        }
        finger.set(Some(Finger { began: at, at, holds_mark }));
    };
    let pull = move |event: web_sys::PointerEvent| {
        if finger.with_untracked(Option::is_some)
            && let Some((_, at)) = under(&event)
        {
            finger.update(|finger| {
                if let Some(finger) = finger {
                    finger.at = at;
                }
            });
        }
    };
    let lift = move |_| {
        let pointed = finger.get_untracked().and_then(Finger::points_at);
        finger.set(None);
        if let (Some((x, y)), Some(frame)) = (pointed, picture.with_untracked(|picture| picture.frame)) {
            on_pick.run(frame.place(x, y));
        }
    };
    let pulled = Memo::new(move |_| finger.get().filter(|finger| finger.holds_mark).map(|finger| finger.at));
    view! {
        <svg class="mini-map" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=t(text::MAP_OF_GRIDS)
            data-test="mini-map" style=format!("aspect-ratio: {WIDTH} / {HEIGHT}")
            on:pointerdown=touch on:pointermove=pull on:pointerup=lift on:pointercancel=move |_| finger.set(None)>
            {move || picture.with(|picture| picture.frame.map(|frame| drawing::ground(frame, &picture.ground)))}
            {move || picture.with(|picture| {
                picture.frame.zip(picture.spot).map(|(frame, spot)| drawing::mark(frame, spot, pulled))
            })}
            {move || picture.with(|picture| picture.frame.map(drawing::scale))}
            {move || training.get().then(|| view! { <text class="note" x="10" y=HEIGHT - 10.0>{t(text::TRAINING_GROUND)}</text> })}
        </svg>
    }
}

/// Returns the map and where on it the finger is, in the picture's units.
fn under(event: &web_sys::PointerEvent) -> Option<(web_sys::Element, (f64, f64))> {
    let map = event.current_target()?.dyn_into::<web_sys::Element>().ok()?;
    let seen = map.get_bounding_client_rect();
    if seen.width() <= 0.0 || seen.height() <= 0.0 {
        return None;
    }
    let x = (f64::from(event.client_x()) - seen.left()) * WIDTH / seen.width();
    let y = (f64::from(event.client_y()) - seen.top()) * HEIGHT / seen.height();
    Some((map, (x, y)))
}

#[cfg(test)]
mod tests {
    use super::Finger;

    #[track_caller]
    fn check(holds_mark: bool, to: (f64, f64), expected: Option<(f64, f64)>) {
        assert_eq!(Finger { began: (100.0, 50.0), at: to, holds_mark }.points_at(), expected);
    }

    #[test]
    fn a_tap_beside_the_mark_and_a_pull_at_it_point_somewhere_and_nothing_else_does() {
        check(false, (101.0, 51.0), Some((101.0, 51.0)));
        check(false, (100.0, 90.0), None);
        check(true, (160.0, 90.0), Some((160.0, 90.0)));
        check(true, (102.0, 50.0), None);
    }
}
