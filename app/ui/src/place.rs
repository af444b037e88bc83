//! Where the person stands: the platform's receiver where there is one, the place the core starts from where not.
//!
//! Never a map supplier, and never a place made up here: without either there is none, and the person points.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use kit::moment;

use crate::bridge;
use crate::camera::lens::is_handheld;
use crate::reading::Reading;
use crate::simulation::Simulated;

/// A change smaller than this is the receiver's own unrest.
const UNREST_M: f64 = 2.0;

/// What the receiver is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Receiver {
    /// No position yet.
    Searching,
    /// Positions come in.
    Receiving,
    /// The platform has none, or the person said no.
    Missing,
}

/// Where the person stands.
#[derive(Clone, Copy)]
pub struct Place {
    /// The position.
    pub here: RwSignal<Option<Fix>>,
    /// What the receiver is doing.
    pub receiver: RwSignal<Receiver>,
    /// How the simulated position of a training city is.
    pub simulated: RwSignal<Simulated>,
    // How many shots were taken since that was chosen.
    shots: RwSignal<u32>,
    // Whether a phone's own receiver answers.
    phone: RwSignal<bool>,
    // The place the core starts from; taken only where no receiver will say better.
    home: RwSignal<Option<Fix>>,
}

impl Place {
    /// Knows nothing yet.
    pub fn new() -> Self {
        Self {
            here: RwSignal::new(None),
            receiver: RwSignal::new(Receiver::Searching),
            simulated: RwSignal::new(Simulated::Good),
            shots: RwSignal::new(0),
            phone: RwSignal::new(false),
            home: RwSignal::new(None),
        }
    }

    /// Learns where the core would start from. On a phone its own receiver is waited for: a report must not stand in
    /// the middle of a beat only because the satellites were slow.
    pub fn start_from(self, home: Option<Fix>) {
        self.home.set(home);
        if self.receiver.get_untracked() == Receiver::Missing || !is_handheld() {
            self.stand_at_home();
        }
    }

    fn stand_at_home(self) {
        let home = self.home.get_untracked();
        if self.receiver.get_untracked() != Receiver::Receiving && home.is_some() {
            self.here.set(home);
        }
    }

    /// Says whether the position is the one the core starts from, and no receiver's; follows it.
    pub fn is_made_up(self) -> bool {
        self.here.with(|here| here.as_ref().is_some_and(|here| here.source == Source::Simulated))
    }

    /// Chooses how the simulated position is from now on.
    pub fn simulate(self, way: Simulated) {
        self.shots.set(0);
        self.simulated.set(way);
    }

    /// A shot was taken; a position that jumps is elsewhere for the next one.
    pub fn count_shot(self) {
        self.shots.update(|shots| *shots = shots.wrapping_add(1));
    }

    /// Returns the simulated position at a spot, else where the core starts from; follows it.
    pub fn simulated_at(self, spot: Option<&Fix>) -> Option<Fix> {
        let at = spot.cloned().or_else(|| self.here.get())?;
        Some(self.simulated.get().fix(&at, moment::present(), self.shots.get()))
    }

    /// Returns a good simulated position where the core starts from; follows it.
    pub fn good(self) -> Option<Fix> {
        self.here.get().map(|here| Simulated::Good.fix(&here, moment::present(), 0))
    }

    fn do_without(self) {
        self.receiver.set(Receiver::Missing);
        self.stand_at_home();
    }

    /// Follows the platform's receiver for as long as the page is open: a phone's own, which says more than the web view
    /// lets through, else the web view's.
    pub fn follow_receiver(self) {
        spawn_local(async move {
            let measured = Closure::<dyn Fn(JsValue)>::new(move |reading: JsValue| self.measured(&reading));
            match bridge::watch_position(&measured).await {
                Ok(()) => {
                    self.phone.set(true);
                    // The receiver calls it for as long as the page is open.
                    measured.forget();
                }
                Err(_) => self.follow_web_view(),
            }
        });
    }

    fn measured(self, reading: &JsValue) {
        let text = js_sys::JSON::stringify(reading).map(String::from).unwrap_or_default();
        match Reading::read(&text) {
            Some(Reading::Off) => {
                if self.receiver.get_untracked() == Receiver::Searching {
                    self.do_without();
                }
            }
            Some(Reading::Fix(fix)) => self.learn(fix),
            None => leptos::logging::warn!("The receiver said what cannot be read"),
        }
    }

    /// Says whether the device has a receiver and a camera of its own to ask.
    pub fn is_on_phone(self) -> bool {
        self.phone.get_untracked()
    }

    /// Tells the phone, whenever it changes, whether a track is kept.
    pub fn tell_of_track(self, keeps: Memo<bool>) {
        Effect::watch(
            move || (self.phone.get(), keeps.get()),
            |&(on_phone, keeps), before, _: Option<()>| {
                // Before the first shift there is nothing to end.
                let had = before.is_some_and(|&(was_on_phone, kept)| was_on_phone && kept);
                if !on_phone || keeps == had {
                    return;
                }
                spawn_local(async move {
                    if bridge::keep_track(keeps).await.is_err() {
                        leptos::logging::warn!("The phone does not keep the receiver on");
                    }
                });
            },
            true,
        );
    }

    fn follow_web_view(self) {
        let Some(receiver) = web_sys::window().and_then(|window| window.navigator().geolocation().ok()) else {
            self.do_without();
            return;
        };
        let received = Closure::<dyn Fn(web_sys::Position)>::new(move |position| self.receive(&position));
        let refused = Closure::<dyn Fn()>::new(move || {
            if self.receiver.get_untracked() == Receiver::Searching {
                self.do_without();
            }
        });
        let options = web_sys::PositionOptions::new();
        options.set_enable_high_accuracy(true);
        let watching = receiver.watch_position_with_error_callback_and_options(
            received.as_ref().unchecked_ref(),
            Some(refused.as_ref().unchecked_ref()),
            &options,
        );
        if watching.is_err() {
            self.do_without();
        }
        // The receiver calls these for as long as the page is open.
        received.forget();
        refused.forget();
    }

    fn receive(self, position: &web_sys::Position) {
        let at = position.coords();
        let (Some(lon), Some(lat)) = (Degree::new(at.longitude()), Degree::new(at.latitude())) else { return };
        let fix = Fix {
            lon,
            lat,
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: Some(at.accuracy()),
            fix_time: moment::present(),
            provider: Some("web".to_owned()),
            is_mock: false,
            // A receiver tells where the person walks to, which is not where the camera looks.
            heading_deg: None,
        };
        self.learn(fix);
    }

    fn learn(self, fix: Fix) {
        self.receiver.set(Receiver::Receiving);
        if self.here.with_untracked(|known| is_news(known.as_ref(), &fix)) {
            self.here.set(Some(fix));
        }
    }
}

/// Says whether a position says more than the one that is known.
fn is_news(known: Option<&Fix>, fix: &Fix) -> bool {
    let Some(known) = known else { return true };
    if known.source != fix.source || fix.fix_time.since(known.fix_time) > 60_000 {
        return true;
    }
    let sharper = match (known.accuracy_m, fix.accuracy_m) {
        (Some(old), Some(new)) => (old - new).abs() > old * 0.3,
        (None, _) | (_, None) => true,
    };
    match (known.point(), fix.point()) {
        (Ok(old), Ok(new)) => sharper || old.distance_m(new) > UNREST_M,
        (Err(_), _) | (_, Err(_)) => true,
    }
}

/// Makes the position of a place that the person pointed at; `None` where there is no such place.
pub fn pointed_at(lon: f64, lat: f64) -> Option<Fix> {
    let fix = Fix {
        lon: Degree::new(lon)?,
        lat: Degree::new(lat).filter(|_| lat.abs() <= 90.0)?,
        crs: Crs::Wgs84,
        source: Source::MapPick,
        accuracy_m: None,
        fix_time: moment::present(),
        provider: None,
        is_mock: false,
        heading_deg: None,
    };
    fix.point().is_ok().then_some(fix)
}

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::Degree;
    use shared::time::Instant;

    use super::is_news;

    fn fix(lon: f64, accuracy_m: f64, seconds: i64) -> Fix {
        Fix {
            lon: Degree::new(lon).unwrap(),
            lat: Degree::new(34.261).unwrap(),
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: Some(accuracy_m),
            fix_time: Instant::from_ms(1_764_000_000_000 + seconds * 1_000),
            provider: None,
            is_mock: false,
            heading_deg: None,
        }
    }

    #[test]
    fn a_receiver_at_rest_asks_nothing_again() {
        let known = fix(108.9423, 6.0, 0);
        assert!(!is_news(Some(&known), &fix(108.942_305, 6.5, 5)), "half a metre is unrest");
        assert!(is_news(Some(&known), &fix(108.9424, 6.0, 5)), "nine metres are a step");
        assert!(is_news(Some(&known), &fix(108.9423, 3.0, 5)), "a sharper position is news");
        assert!(is_news(None, &known));
    }
}
