//! Where the person stands: the platform's receiver where there is one, the place the core starts from where not.
//!
//! Never a map supplier, and never a place made up here: without either there is none, and the person points. The receiver
//! runs when `receiver::policy` says so and at no other time.

use std::cell::OnceCell;

use js_sys::Function;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use shared::time::Instant;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Geolocation, Position, PositionError, PositionOptions};

use kit::moment;

use crate::bridge;
use crate::camera::lens::is_handheld;
use crate::reading::Reading;
use crate::receiver::meter::{Meter, Spent};
use crate::receiver::news::{is_elsewhere, is_news, is_received, measured};
use crate::receiver::policy::{self, COARSE_AGE_MS, Duty, Known, Running, Wish};
use crate::simulation::Simulated;
use crate::state::App;
use crate::track::Keeping;

/// So long one exact position is waited for.
const GLANCE_MS: u32 = 15_000;
/// The person said no.
const DENIED: u16 = 1;
/// The platform has none just now.
const UNAVAILABLE: u16 = 2;

thread_local! {
    // What the platform's receiver calls, for as long as there is a page.
    static EARS: OnceCell<Ears> = const { OnceCell::new() };
}

struct Ears {
    coarse: Function,
    exact: Function,
    refused: Function,
    glanced: Function,
    glance_refused: Function,
    // What a phone's own receiver calls.
    told: Function,
}

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
    /// How the receiver runs.
    pub running: RwSignal<Running>,
    // How long it did.
    meter: StoredValue<Meter>,
    // What the platform calls that it was asked for.
    watch: StoredValue<Option<i32>>,
    // When one exact position was last asked for.
    glanced: StoredValue<Option<Instant>>,
    // How many shots were taken since that was chosen.
    shots: RwSignal<u32>,
    // The place the core starts from, in a training city; taken only where no receiver will say better.
    home: RwSignal<Option<Fix>>,
}

impl Place {
    /// Knows nothing yet.
    pub fn new() -> Self {
        Self {
            here: RwSignal::new(None),
            receiver: RwSignal::new(Receiver::Searching),
            simulated: RwSignal::new(Simulated::Good),
            running: RwSignal::new(Running::Off),
            meter: StoredValue::new(Meter::new(moment::present())),
            watch: StoredValue::new(None),
            glanced: StoredValue::new(None),
            shots: RwSignal::new(0),
            home: RwSignal::new(None),
        }
    }

    /// Learns where the core would start from. On a phone its own receiver is waited for: a report must not stand in
    /// the middle of a beat only because the satellites were slow.
    pub fn start_from(self, home: Option<Fix>) {
        // Whoever comes out of the training city takes no made-up place along.
        if home.is_none() && untrack(|| self.is_made_up()) {
            self.here.set(None);
        }
        self.home.set(home);
        if self.receiver.get_untracked() == Receiver::Missing || !is_handheld() {
            self.stand_at_home();
        }
    }

    fn stand_at_home(self) {
        let home = self.home.get_untracked();
        // Where somebody was received once, they are not made to stand somewhere else.
        let is_received = self.here.with_untracked(|here| here.as_ref().is_some_and(is_received));
        if !is_received && home.is_some() {
            self.here.set(home);
        }
    }

    /// Returns where the person stands as far as a list of distances wants to know: the same until they have gone a few
    /// steps.
    pub fn about(self) -> Memo<Option<Fix>> {
        Memo::new(move |before: Option<&Option<Fix>>| match (before.and_then(Option::as_ref), self.here.get()) {
            (Some(before), Some(here)) if !is_elsewhere(before, &here) => Some(before.clone()),
            (_, here) => here,
        })
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

    /// Lets the receiver run when it is needed and as exactly as it is; called once, at the root.
    pub fn follow_receiver(self, app: App) {
        if platform().is_none() && !bridge::is_phone() {
            self.do_without();
            return;
        }
        if bridge::is_phone() {
            tell_of_track(app);
        }
        let wanted = Memo::new(move |_| wanted(app));
        Effect::new(move |_| self.turn(wanted.get()));
    }

    /// Returns how long the receiver was on today.
    pub fn spent(self, now: Instant, zone: &str) -> Spent {
        self.meter.try_update_value(|meter| meter.read(now, zone)).unwrap_or_default()
    }

    /// Asks for one exact position where the coarse ones are not enough.
    pub fn glance_if_due(self) {
        if bridge::is_phone() {
            // Its own receiver looks at the satellites now and then by itself.
            return;
        }
        let now = moment::present();
        let known = self.here.with_untracked(|here| {
            let here = here.as_ref().filter(|here| is_received(here))?;
            Some(Known { accuracy_m: here.accuracy_m, age_ms: now.since(here.fix_time) })
        });
        let since_last_ms = self.glanced.get_value().map(|last| now.since(last));
        if !policy::wants_a_glance(self.running.get_untracked(), known, since_last_ms) {
            return;
        }
        let Some(platform) = platform() else { return };
        self.glanced.set_value(Some(now));
        self.count(Running::Exact);
        let options = options(Running::Exact);
        options.set_timeout(GLANCE_MS);
        let asked = EARS.with(|ears| {
            let Ears { glanced, glance_refused, .. } = ears.get_or_init(|| Ears::of(self));
            platform.get_current_position_with_error_callback_and_options(glanced, Some(glance_refused), &options)
        });
        if asked.is_err() {
            self.end_glance();
        }
    }

    fn end_glance(self) {
        self.count(self.running.get_untracked());
    }

    /// Turns a phone's own receiver, which says more than the web view lets through: whether an app made the position up,
    /// and by what it was found.
    fn turn_phone(self, to: Running) {
        self.run(to);
        if to == Running::Off {
            spawn_local(async {
                if bridge::stop_watching().await.is_err() {
                    leptos::logging::warn!("The phone's receiver could not be stopped");
                }
            });
            return;
        }
        if self.receiver.get_untracked() == Receiver::Receiving {
            self.receiver.set(Receiver::Searching);
        }
        spawn_local(async move {
            let told = EARS.with(|ears| ears.get_or_init(|| Ears::of(self)).told.clone());
            // The person said no; another screen asks again.
            if bridge::watch_position(&told, to == Running::Exact).await.is_err() && self.running.get_untracked() == to
            {
                self.run(Running::Off);
                self.do_without();
            }
        });
    }

    fn hear(self, reading: &JsValue) {
        let text = js_sys::JSON::stringify(reading).map(String::from).unwrap_or_default();
        match Reading::read(&text) {
            Some(Reading::Off) if self.receiver.get_untracked() == Receiver::Searching => self.do_without(),
            Some(Reading::Off) => {}
            Some(Reading::Fix(fix)) => self.learn(fix),
            None => leptos::logging::warn!("The receiver said what cannot be read"),
        }
    }

    fn turn(self, to: Running) {
        if bridge::is_phone() {
            self.turn_phone(to);
            return;
        }
        let Some(platform) = platform() else { return };
        if let Some(watch) = self.watch.try_update_value(Option::take).flatten() {
            platform.clear_watch(watch);
        }
        self.run(to);
        if to == Running::Off {
            return;
        }
        // What was received is from before: another is awaited.
        if self.receiver.get_untracked() == Receiver::Receiving {
            self.receiver.set(Receiver::Searching);
        }
        let watching = EARS.with(|ears| {
            let ears = ears.get_or_init(|| Ears::of(self));
            let received = if to == Running::Exact { &ears.exact } else { &ears.coarse };
            let (refused, options) = (Some(&ears.refused), options(to));
            platform.watch_position_with_error_callback_and_options(received, refused, &options)
        });
        match watching {
            Ok(watch) => {
                self.watch.set_value(Some(watch));
                self.glance_if_due();
            }
            Err(_) => {
                self.run(Running::Off);
                self.do_without();
            }
        }
    }

    fn run(self, to: Running) {
        self.count(to);
        if self.running.get_untracked() != to {
            self.running.set(to);
        }
    }

    fn count(self, as_running: Running) {
        self.meter.update_value(|meter| meter.turn(as_running, moment::present()));
    }

    fn refuse(self, why: &PositionError) {
        match why.code() {
            // It is asked again when another screen wants it: the person may have changed their mind.
            DENIED => {
                self.turn(Running::Off);
                self.do_without();
            }
            UNAVAILABLE if self.receiver.get_untracked() == Receiver::Searching => self.do_without(),
            // Slow satellites are no reason to stand somewhere else.
            _ => {}
        }
    }

    fn receive(self, position: &Position, way: Running) {
        let at = position.coords();
        let (Some(lon), Some(lat)) = (Degree::new(at.longitude()), Degree::new(at.latitude())) else { return };
        let (source, most_age_ms) = match way {
            Running::Exact => (Source::Gnss, 0),
            Running::Coarse | Running::Off => (Source::Network, i64::from(COARSE_AGE_MS)),
        };
        let fix = Fix {
            lon,
            lat,
            crs: Crs::Wgs84,
            source,
            accuracy_m: Some(at.accuracy()),
            fix_time: measured(position.timestamp(), moment::present(), most_age_ms),
            provider: Some("web".to_owned()),
            is_mock: false,
            // A receiver tells where the person walks to, which is not where the camera looks.
            heading_deg: None,
        };
        self.learn(fix);
    }

    fn learn(self, fix: Fix) {
        if self.receiver.get_untracked() != Receiver::Receiving {
            self.receiver.set(Receiver::Receiving);
        }
        if self.here.with_untracked(|known| is_news(known.as_ref(), &fix)) {
            self.here.set(Some(fix));
        }
    }
}

impl Ears {
    fn of(place: Place) -> Self {
        let received = |way| Closure::<dyn Fn(Position)>::new(move |position| place.receive(&position, way));
        let glanced = move |position: Position| {
            place.end_glance();
            place.receive(&position, Running::Exact);
        };
        let glance_refused = move |why: PositionError| {
            place.end_glance();
            place.refuse(&why);
        };
        let refused = move |why: PositionError| place.refuse(&why);
        let told = move |reading: JsValue| place.hear(&reading);
        Self {
            coarse: received(Running::Coarse).into_js_value().unchecked_into(),
            exact: received(Running::Exact).into_js_value().unchecked_into(),
            refused: Closure::<dyn Fn(PositionError)>::new(refused).into_js_value().unchecked_into(),
            glanced: Closure::<dyn Fn(Position)>::new(glanced).into_js_value().unchecked_into(),
            glance_refused: Closure::<dyn Fn(PositionError)>::new(glance_refused).into_js_value().unchecked_into(),
            told: Closure::<dyn Fn(JsValue)>::new(told).into_js_value().unchecked_into(),
        }
    }
}

fn platform() -> Option<Geolocation> {
    web_sys::window().and_then(|window| window.navigator().geolocation().ok())
}

fn options(running: Running) -> PositionOptions {
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(running == Running::Exact);
    options.set_maximum_age(if running == Running::Exact { 0 } else { COARSE_AGE_MS });
    options
}

/// Says whether somebody is on shift with a track that is kept; follows it.
fn duty(app: App) -> Duty {
    let on_shift = app.start.with(|start| match start {
        Some(Ok(start)) => start.account.is_some() && start.on_shift.is_some(),
        Some(Err(_)) | None => false,
    });
    // A shift that lasts for too long is none any more, and nobody follows where they walk.
    let is_kept = app.walk.keeping.with(|keeping| *keeping != Keeping::Stopped);
    if on_shift && is_kept { Duty::OnShift } else { Duty::OffShift }
}

/// Tells a phone when a track begins and ends: its system lets the receiver go on with the screen off in between, and
/// says so where the person sees it.
fn tell_of_track(app: App) {
    let tell = |now: &Duty, before: Option<&Duty>, _: Option<()>| {
        // Before the first shift there is nothing to end.
        if *now == *before.unwrap_or(&Duty::OffShift) {
            return;
        }
        let keeps = *now == Duty::OnShift;
        spawn_local(async move {
            if bridge::keep_track(keeps).await.is_err() {
                leptos::logging::warn!("The phone does not let the receiver go on with the screen off");
            }
        });
    };
    let duty = Memo::new(move |_| duty(app));
    Effect::watch(move || duty.get(), tell, true);
}

/// Returns how the receiver is to run; follows what the person does.
fn wanted(app: App) -> Running {
    let signed_in = app.start.with(|start| matches!(start, Some(Ok(start)) if start.account.is_some()));
    let duty = duty(app);
    let wish = if signed_in && !app.is_locked() { policy::wish(app.screen()) } else { Wish::Nothing };
    policy::running(duty, wish, app.sight.get())
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
