//! The component: a box that the drawing fills, and everything it is told whenever that changes.

use leptos::html::Div;
use leptos::prelude::*;
use shared::place::crs::Crs;
use wasm_bindgen::prelude::*;
use web_sys::HtmlDivElement;

use super::script::{self, Drawn, Says};
use super::system::{carried, is_one};
use super::{Base, Ground, Heard, Here, Part, Pin, Start, Wish};
use crate::lang;
use crate::text;

/// What is drawn where no ground is there in the system of the base map.
const NO_GROUND: &str = r#"{"grids":{"type":"FeatureCollection","features":[]},"duty":{"type":"FeatureCollection","features":[]},"roads":{"type":"FeatureCollection","features":[]},"places":{"type":"FeatureCollection","features":[]},"industry":{"type":"FeatureCollection","features":[]}}"#;

/// The big map. It fills its box.
#[component]
pub fn BigMap(
    /// What it is called, for who cannot see it.
    #[prop(into)]
    title: String,
    /// Where it begins.
    start: Start,
    /// The ground.
    #[prop(into)]
    ground: Signal<Option<Ground>>,
    /// What stands on it.
    #[prop(into)]
    pins: Signal<Vec<Pin>>,
    /// Where the person stands.
    #[prop(into)]
    here: Signal<Option<Here>>,
    /// What lies below everything.
    #[prop(into)]
    base: Signal<Option<Base>>,
    /// What is hidden of the ground.
    #[prop(into)]
    hidden: Signal<Vec<Part>>,
    /// The industry layer that is drawn, by its code.
    #[prop(optional, into)]
    layer: Signal<Option<String>>,
    /// Where it is to go; set again, it goes there again.
    wish: RwSignal<Option<Wish>>,
    /// What it tells.
    #[prop(into)]
    on_heard: Callback<Heard>,
) -> impl IntoView {
    let element = NodeRef::<Div>::new();
    let says = Says { title, data: lang::speech().now().say(text::MAP_DATA) };
    let map = Open { kept: StoredValue::new_local(None), is_open: RwSignal::new(false) };
    let shown_in = Memo::new(move |_| base.with(|base| base.as_ref().map_or(Crs::Wgs84, |base| base.crs)));
    // The system that the middle of the drawing is in.
    let drawn_in = StoredValue::new(Crs::Wgs84);
    element.on_load(move |element: HtmlDivElement| {
        if !script::can_draw() {
            on_heard.run(Heard::CannotDraw);
            return;
        }
        let crs = shown_in.get_untracked();
        drawn_in.set_value(crs);
        let start = script::start(start, crs, &says);
        script::load(move |came| {
            // Nobody may look at the page any more.
            let Some(crs) = shown_in.try_get_untracked() else { return };
            if !came {
                on_heard.try_run(Heard::NotLoaded);
                return;
            }
            let tell = Closure::<dyn Fn(String)>::new(move |said: String| {
                let crs = shown_in.try_get_untracked().unwrap_or(crs);
                if let Some(heard) = script::heard(&said, crs) {
                    on_heard.try_run(heard);
                }
            });
            match script::open(&element, &start, tell.as_ref().unchecked_ref()) {
                Ok(drawn) => map.keep(drawn, tell),
                Err(_) => {
                    on_heard.try_run(Heard::CannotDraw);
                }
            }
        });
    });
    // In the order in which they matter: what lies below first.
    Effect::new(move |_| {
        map.with(|drawn| {
            let (before, crs) = (drawn_in.get_value(), shown_in.get());
            drawn_in.set_value(crs);
            drawn.base(&base.with(|base| script::base(base.as_ref())))?;
            // The ground under the middle stays there, however the new base map draws it.
            match script::middle(drawn)?.and_then(|middle| carried(before, crs, middle)) {
                Some([lon, lat]) => drawn.jump(lon, lat),
                None => Ok(()),
            }
        });
    });
    Effect::new(move |_| {
        map.with(|drawn| {
            let crs = shown_in.get();
            ground.with(|ground| match ground {
                Some(ground) if is_one(ground.shown_in, crs) => drawn.ground(&ground.json),
                // What belongs on another map would lie half a kilometre beside the truth.
                Some(_) | None => drawn.ground(NO_GROUND),
            })
        });
    });
    Effect::new(move |_| map.with(|drawn| drawn.pins(&pins.with(|pins| script::pins(pins, shown_in.get())))));
    Effect::new(move |_| map.with(|drawn| drawn.here(&script::here(here.get(), shown_in.get()))));
    Effect::new(move |_| map.with(|drawn| drawn.hide(&hidden.with(|parts| script::hidden(parts)))));
    Effect::new(move |_| map.with(|drawn| layer.with(|layer| drawn.layer(layer.as_deref().unwrap_or_default()))));
    Effect::new(move |_| {
        map.with(|drawn| match wish.get() {
            None => Ok(()),
            Some(Wish::See(at, zoom)) => {
                let [lon, lat] = script::place(shown_in.get_untracked(), at);
                drawn.fly(lon, lat, zoom)
            }
            Some(Wish::SeeAll(low, high)) => {
                let [west, south] = script::place(shown_in.get_untracked(), low);
                let [east, north] = script::place(shown_in.get_untracked(), high);
                drawn.fit(west, south, east, north)
            }
        });
    });
    on_cleanup(move || map.close());
    view! { <div class="big-map" node_ref=element data-test="big-map"></div> }
}

/// The drawing with what hears it, once it is open.
type Kept = Option<(Drawn, Closure<dyn Fn(String)>)>;

/// The drawing, once it is open.
#[derive(Clone, Copy)]
struct Open {
    kept: StoredValue<Kept, LocalStorage>,
    is_open: RwSignal<bool>,
}

impl Open {
    fn keep(self, drawn: Drawn, tell: Closure<dyn Fn(String)>) {
        let mut drawn = Some((drawn, tell));
        if self.kept.try_update_value(|kept| *kept = drawn.take()).is_some() {
            self.is_open.set(true);
        } else if let Some((drawn, _)) = drawn {
            // The page was left while it was opened.
            report(drawn.remove());
        }
    }

    /// Tells the drawing something as soon as it is open; follows that, and whatever is read on the way.
    fn with(self, tell: impl FnOnce(&Drawn) -> Result<(), JsValue>) {
        if !self.is_open.get() {
            return;
        }
        self.kept.with_value(|kept| {
            if let Some((drawn, _)) = kept {
                report(tell(drawn));
            }
        });
    }

    fn close(self) {
        let kept = self.kept.try_update_value(Option::take).flatten();
        if let Some((drawn, _)) = kept {
            report(drawn.remove());
        }
    }
}

fn report(done: Result<(), JsValue>) {
    if done.is_err() {
        leptos::logging::warn!("The map could not take what it was told");
    }
}

#[cfg(test)]
mod tests {
    use super::NO_GROUND;

    #[test]
    fn no_ground_is_a_collection_for_each_source() {
        let nothing: serde_json::Value = serde_json::from_str(NO_GROUND).unwrap();
        for name in ["grids", "duty", "roads", "places", "industry"] {
            assert_eq!(nothing[name]["features"], serde_json::json!([]), "{name}");
        }
    }
}
