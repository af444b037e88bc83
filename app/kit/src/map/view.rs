//! The component: a box that the drawing fills, and everything it is told whenever that changes.

use leptos::html::Div;
use leptos::prelude::*;
use shared::place::crs::Crs;

use super::base::written;
use super::script::{self, Drawn, SCRIPT};
use super::stage::{Beginning, Drawing, Lack};
use super::system::{carried, is_one};
use super::{Base, Ground, Heard, Here, Part, Pin, Start, Wish};

/// What is drawn where no ground is there in the system of the base map.
const NO_GROUND: &str = r#"{"grids":{"type":"FeatureCollection","features":[]},"duty":{"type":"FeatureCollection","features":[]},"roads":{"type":"FeatureCollection","features":[]},"places":{"type":"FeatureCollection","features":[]},"industry":{"type":"FeatureCollection","features":[]}}"#;

/// The big map. It fills its box.
#[component]
pub fn BigMap(
    /// What it is called, for who cannot see it.
    #[prop(into)]
    title: Signal<String>,
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
    let map = Drawing::<Drawn>::new(SCRIPT);
    let shown_in = Memo::new(move |_| base.with(|base| base.as_ref().map_or(Crs::Wgs84, |base| base.crs)));
    // The system that the middle of the drawing is in.
    let drawn_in = StoredValue::new(shown_in.get_untracked());
    let said = move |said: String| {
        let Some(crs) = shown_in.try_get_untracked() else { return };
        if let Some(heard) = script::heard(&said, crs) {
            on_heard.try_run(heard);
        }
    };
    let lacks = move |lack: Lack| {
        on_heard.try_run(match lack {
            Lack::CannotDraw => Heard::CannotDraw,
            Lack::NotLoaded => Heard::NotLoaded,
        });
    };
    let beginning = Beginning {
        title,
        start: script::start(start, shown_in.get_untracked()),
        on_said: Callback::new(said),
        on_lack: Callback::new(lacks),
    };
    map.fill(element, beginning);
    // In the order in which they matter: what lies below first.
    Effect::new(move |_| {
        map.with(|drawn| {
            let (before, crs) = (drawn_in.get_value(), shown_in.get());
            drawn_in.set_value(crs);
            drawn.base(&base.with(|base| written(base.as_ref())))?;
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
    view! { <div class="big-map" node_ref=element data-test="big-map"></div> }
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
