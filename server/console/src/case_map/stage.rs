//! The map itself: a box that the drawing fills, and what it is told and tells.

use std::cell::Cell;
use std::time::Duration;

use kit::lang::{Words, spoken};
use kit::map::base::written;
use kit::map::stage::{Beginning, Drawing, Lack};
use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::problem::Problem;
use shared::ids::CaseId;
use shared::place::crs::Crs;
use wasm_bindgen::JsValue;

use super::at::{self, At};
use super::script::{self, Drawn, Failed, Fresh, Heard, Rest};
use super::text;
use crate::base_maps;
use crate::bridge::Trouble;
use crate::route::{By, Filter};
use crate::text::{lang, say};

/// How often it is asked whether anything has changed; mostly nothing has, and that costs next to nothing.
const EVERY: Duration = Duration::from_secs(30);

thread_local! {
    /// Where somebody looked last, so that the way back from a case leads there.
    static LOOKED: Cell<Option<Rest>> = const { Cell::new(None) };
}

/// The map of a page.
#[derive(Clone, Copy)]
pub struct Stage {
    /// What is shown.
    pub filter: Memo<Filter>,
    /// What is in view; nothing before it was drawn.
    pub rest: RwSignal<Option<Rest>>,
    /// The system it is drawn in; nothing before it is known which base map there is.
    pub crs: RwSignal<Option<Crs>>,
    /// The cases that were pressed.
    pub pressed: RwSignal<Vec<CaseId>>,
    /// How many points there are.
    pub fresh: RwSignal<Option<Fresh>>,
    /// Why there are none.
    pub trouble: RwSignal<Option<Trouble>>,
    /// Why there is no map.
    pub lacking: RwSignal<Option<Words>>,
    base: RwSignal<String>,
    drawing: Drawing<Drawn>,
    /// Where it begins, from the address; nothing once it stood there.
    begins: StoredValue<Option<At>>,
}

impl Stage {
    /// Makes one that nobody has drawn yet.
    pub fn new(filter: Memo<Filter>) -> Self {
        Self {
            filter,
            rest: RwSignal::new(None),
            crs: RwSignal::new(None),
            pressed: RwSignal::new(Vec::new()),
            fresh: RwSignal::new(None),
            trouble: RwSignal::new(None),
            lacking: RwSignal::new(None),
            base: RwSignal::new(String::new()),
            drawing: Drawing::new(script::SCRIPT),
            begins: StoredValue::new(at::said().as_ref().and_then(at::named)),
        }
    }

    /// Keeps the address and what is in view together: what comes to rest is written there, and an address that names
    /// another place leads there.
    pub fn follow_address(self) {
        Effect::new(move |_| {
            let filter = self.filter.get();
            if let Some(now) = self.rest.get().zip(self.crs.get()).map(|(rest, crs)| At::of(&rest, crs)) {
                // Until it stood where the address says, the address is right and the map is not.
                if self.begins.with_value(Option::is_none) {
                    at::note(&filter, now);
                }
            }
        });
        let listener = window_event_listener(ev::hashchange, move |_| {
            let Some(address) = at::said() else { return };
            let Some((rest, crs)) = self.rest.get_untracked().zip(self.crs.get_untracked()) else { return };
            let now = At::of(&rest, crs);
            match at::named(&address) {
                Some(named) if named.write() != now.write() => self.place(named, crs),
                Some(_) => {}
                None => at::note(&Filter::of(&address), now),
            }
        });
        on_cleanup(move || listener.remove());
    }

    fn place(self, at: At, crs: Crs) {
        let (lon, lat, zoom) = at.on(crs);
        self.tell(|drawn| drawn.place(lon, lat, zoom));
    }

    /// Asks for the points; where nothing has changed, nothing comes.
    pub fn again(self) {
        let Some(crs) = self.crs.try_get_untracked().flatten() else { return };
        let Some(filter) = self.filter.try_get_untracked() else { return };
        self.tell(|drawn| drawn.show(&points_of(&filter, crs)));
    }

    /// Marks a case, and goes there where it is to be seen.
    pub fn choose(self, case: CaseId) {
        self.pressed.set(vec![case]);
        self.tell(|drawn| drawn.see(&case.to_string()));
    }

    /// Shows all points.
    pub fn fit(self) {
        self.tell(Drawn::fit);
    }

    fn tell(self, tell: impl FnOnce(&Drawn) -> Result<(), JsValue>) {
        self.drawing.now(tell);
    }

    fn hear(self, heard: Heard) {
        match heard {
            Heard::Rests(rest) => {
                LOOKED.set(Some(rest));
                self.rest.try_set(Some(rest));
            }
            Heard::Pressed(ids) => {
                self.pressed.try_set(ids.iter().filter_map(|id| id.parse().ok()).collect());
            }
            Heard::Fresh(fresh) => {
                self.fresh.try_set(Some(fresh));
                self.trouble.try_set(None);
            }
            Heard::Failed(failed) => drop(self.trouble.try_set(Some(why(&failed)))),
        }
    }

    fn fill(self, element: NodeRef<Div>) {
        let said = move |said: String| {
            if let Some(heard) = script::heard(&said) {
                self.hear(heard);
            }
        };
        let lacks = move |lack: Lack| {
            self.lacking.try_set(Some(match lack {
                Lack::CannotDraw => text::CANNOT_DRAW,
                Lack::NotLoaded => text::NOT_LOADED,
            }));
        };
        // Which system the drawing has is not known yet: it is put right as soon as it is.
        let begins = self.begins.try_get_value().flatten().map(|at| at.on(Crs::Wgs84));
        let begins = begins.or_else(|| LOOKED.get().as_ref().map(Rest::middle));
        let beginning = Beginning {
            title: spoken(text::MAP_OF_CASES),
            start: script::start(begins),
            on_said: Callback::new(said),
            on_lack: Callback::new(lacks),
        };
        self.drawing.fill(element, beginning);
    }

    /// Finds out what lies below; without any base map, or where nobody answers, the ground alone.
    fn find_base(self) {
        spawn_local(async move {
            let map = base_maps::fetch().await.into_iter().next();
            self.base.try_set(written(map.as_ref()));
            self.crs.try_set(Some(map.map_or(Crs::Wgs84, |map| map.crs)));
        });
    }
}

/// Draws the map.
pub fn stage(stage: Stage) -> AnyView {
    let element = NodeRef::<Div>::new();
    stage.find_base();
    stage.fill(element);
    Effect::new(move |_| {
        if let Some(crs) = stage.crs.get().filter(|_| stage.drawing.is_open()) {
            let base = stage.base.get_untracked();
            if let Some(at) = stage.begins.try_update_value(Option::take).flatten() {
                stage.place(at, crs);
            }
            stage.tell(|drawn| drawn.base(&base));
            stage.tell(|drawn| drawn.ground(&format!("/api/v1/cases/ground?crs={crs}")));
        }
    });
    Effect::new(move |_| {
        let filter = stage.filter.get();
        if let Some(crs) = stage.crs.get().filter(|_| stage.drawing.is_open()) {
            stage.tell(|drawn| drawn.show(&points_of(&filter, crs)));
        }
    });
    Effect::new(move |_| {
        let chosen = stage.pressed.with(|ids| ids.first().map(ToString::to_string)).unwrap_or_default();
        if stage.drawing.is_open() {
            stage.tell(|drawn| drawn.choose(&chosen));
        }
    });
    if let Ok(handle) = set_interval_with_handle(move || stage.again(), EVERY) {
        on_cleanup(move || handle.clear());
    }
    let lang = lang();
    view! {
        <div class="case-map-box">
            <div class="case-map" node_ref=element data-test="case-map" role="region" aria-label=say(text::MAP_OF_CASES)></div>
            {move || match (stage.lacking.get(), stage.drawing.is_open()) {
                (Some(words), _) => view! { <p class="case-map-note" role="status" data-test="map-lacking">{lang.say(words)}</p> }.into_any(),
                (None, false) => view! { <p class="case-map-note">{lang.say(text::LOADING)}"…"</p> }.into_any(),
                (None, true) => ().into_any(),
            }}
        </div>
    }
    .into_any()
}

/// Returns the address of the points of a filter. What is in view is no part of it: the map moves without asking anew.
fn points_of(filter: &Filter, crs: Crs) -> String {
    let query = filter.clone().with(By::Within, "").with(By::Sort, "").query();
    format!("/api/v1/cases/points?crs={crs}&{query}")
}

fn why(failed: &Failed) -> Trouble {
    match (failed.status, serde_json::from_str::<Problem>(&failed.body)) {
        (0, _) => Trouble::Offline,
        (_, Ok(problem)) => Trouble::Refused(Box::new(problem)),
        (_, Err(_)) => Trouble::Odd,
    }
}

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;

    use super::points_of;
    use crate::route::{By, Filter};

    #[test]
    fn the_same_points_are_asked_for_wherever_the_map_stands() {
        let filter = Filter::default().with(By::Unit, "U-1").with(By::Within, "1,2,3,4").with(By::Sort, "due");
        assert_eq!(points_of(&filter, Crs::Gcj02), "/api/v1/cases/points?crs=gcj02&unit=U-1");
    }
}
