//! The outlines of an edition on their way from the server to the map.

use std::collections::BTreeMap;
use std::sync::Arc;

use kit::map::Base;
use kit::map::base::written;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use shared::ids::Sha256;
use shared::place::crs::Crs;

use super::AreaMap;
use crate::areas::text as words;
use crate::base_maps;
use crate::bridge::{self, Trouble};
use crate::text::{lang, say};

/// What is fetched: the word in the address, and the source that it fills. The grids last: the map goes to them, and what
/// is pressed then is answered from the others.
const KINDS: [(&str, &str); 5] =
    [("roads", "roads"), ("industry", "industry"), ("remarks", "remarks"), ("duty-grids", "duty"), ("grids", "grids")];

/// What lists show of a unit grid.
#[derive(Clone, PartialEq, Debug)]
pub struct GridFacts {
    /// Its size.
    pub area_m2: f64,
    /// The duty grids that it is in.
    pub duty: String,
    /// The codes of those that share a side with it.
    pub beside: Vec<String>,
}

/// The ground that is shown.
#[derive(Clone, Copy)]
pub struct Shown {
    /// What is known of each unit grid, by its code.
    pub facts: RwSignal<Arc<BTreeMap<String, GridFacts>>>,
    /// Why it could not be fetched.
    pub trouble: RwSignal<Option<Trouble>>,
    /// It is on its way.
    pub is_waiting: RwSignal<bool>,
}

/// Brings the edition to the map, and another one whenever that is chosen.
pub fn follow(map: AreaMap, edition: Memo<Option<Sha256>>) -> Shown {
    let shown = Shown {
        facts: RwSignal::new(Arc::new(BTreeMap::new())),
        trouble: RwSignal::new(None),
        is_waiting: RwSignal::new(true),
    };
    let texts: RwSignal<Vec<(&'static str, Arc<str>)>> = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let Some(hash) = edition.get() else { return };
        shown.is_waiting.set(true);
        shown.trouble.set(None);
        spawn_local(async move {
            let mut came: Vec<(&'static str, Arc<str>)> = Vec::new();
            for (kind, source) in KINDS {
                match bridge::text_of(&format!("/api/v1/areas/shapes?edition={hash}&kind={kind}")).await {
                    Ok(text) => came.push((source, Arc::from(text))),
                    Err(why) => {
                        shown.trouble.try_set(Some(why));
                        shown.is_waiting.try_set(false);
                        return;
                    }
                }
            }
            // Another one was chosen meanwhile, or the page was left.
            if edition.try_get_untracked().flatten().as_ref() != Some(&hash) {
                return;
            }
            if let Some((_, grids)) = came.iter().find(|(source, _)| *source == "grids") {
                shown.facts.try_set(Arc::new(facts(grids)));
            }
            texts.try_set(came);
            shown.is_waiting.try_set(false);
        });
    });
    lay_base(map);
    Effect::new(move |_| {
        map.with(|drawn| texts.with(|texts| texts.iter().try_for_each(|(source, text)| drawn.put(source, text))));
    });
    shown
}

/// Lays the city's base map below everything, where it has one that lies where the outlines do.
fn lay_base(map: AreaMap) {
    let base = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        map.with(|drawn| base.with(|base| base.as_ref().map_or(Ok(()), |base| drawn.base(base))));
    });
    spawn_local(async move {
        // Without one the outlines and roads stand by themselves.
        let map = base_maps::fetch().await.into_iter().find(lies_there);
        base.try_set(map.map(|map| written(Some(&map))));
    });
}

fn lies_there(base: &Base) -> bool {
    match base.crs {
        Crs::Wgs84 | Crs::Cgcs2000 => true,
        // The outlines would lie half a kilometre beside the streets.
        Crs::Gcj02 | Crs::Bd09 => false,
    }
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
}

#[derive(Deserialize)]
struct Properties {
    c: String,
    a: f64,
    d: String,
    b: Vec<usize>,
}

/// Reads what lists show; the outlines stay unread.
fn facts(grids: &str) -> BTreeMap<String, GridFacts> {
    let Ok(Collection { features }) = serde_json::from_str::<Collection>(grids) else { return BTreeMap::new() };
    let codes: Vec<String> = features.iter().map(|one| one.properties.c.clone()).collect();
    let facts = features.into_iter().map(|Feature { properties: Properties { c, a, d, b } }| {
        let beside = b.into_iter().filter_map(|place| codes.get(place)).cloned().collect();
        (c, GridFacts { area_m2: a, duty: d, beside })
    });
    facts.collect()
}

/// Says that the outlines are on their way, or why they are not.
pub fn state(shown: Shown) -> AnyView {
    let lang = lang();
    view! {
        {move || shown.is_waiting.get().then(|| view! {
            <p class="quiet small" role="status" data-test="areas-loading">{say(words::LOADING_MAP)}</p>
        })}
        {move || shown.trouble.get().map(|why| view! {
            <p class="complaint" role="alert" data-test="areas-trouble">{why.words(lang)}<small>{why.detail()}</small></p>
        })}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::facts;

    #[test]
    fn the_neighbours_of_a_grid_are_known_by_their_codes() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"c":"1","n":"1","a":10212.0,"d":"A","b":[1]},"geometry":null},
            {"type":"Feature","properties":{"c":"2","n":"2","a":5.0,"d":"","b":[0,7],"coarse":1},"geometry":null}]}"#;
        let facts = facts(text);
        assert_eq!(facts["1"].beside, ["2"]);
        assert_eq!((facts["2"].beside.as_slice(), facts["1"].duty.as_str()), (["1".to_owned()].as_slice(), "A"));
        assert!(super::facts("{}").is_empty());
    }
}
