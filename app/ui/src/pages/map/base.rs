//! Which base map lies below everything: one of the city's own on this phone, the online one, or none.

use app_bridge::base_map::{BaseMapCard, BaseMapKind};
use kit::map::{Base, Tiles};
use shared::place::crs::Crs;

use crate::bridge;

const REMEMBERED_AS: &str = "xunge.map.base";
/// What 天地图 serves.
const TIANDITU_ZOOMS: (u8, u8) = (1, 18);

/// What the person chose.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Choice {
    /// Nothing yet: the city's own map, if there is one on this phone.
    #[default]
    Any,
    /// None.
    Plain,
    /// The city's own map with this hash.
    Own(String),
    /// The online map of 天地图.
    Tianditu,
}

impl Choice {
    fn word(&self) -> &str {
        match self {
            Self::Any => "",
            Self::Plain => "plain",
            Self::Own(hash) => hash,
            Self::Tianditu => "tianditu",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "" => Self::Any,
            "plain" => Self::Plain,
            "tianditu" => Self::Tianditu,
            hash => Self::Own(hash.to_owned()),
        }
    }

    /// Returns what was chosen on this device before.
    pub fn remembered() -> Self {
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        let word = storage.and_then(|storage| storage.get_item(REMEMBERED_AS).ok().flatten());
        Self::of(&word.unwrap_or_default())
    }

    /// Remembers it on this device.
    pub fn remember(&self) {
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        if storage.is_none_or(|storage| storage.set_item(REMEMBERED_AS, self.word()).is_err()) {
            leptos::logging::warn!("The base map could not be remembered; it holds until the page is closed");
        }
    }
}

/// What there is to choose from.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Offer {
    /// The city's own maps that are on this phone whole.
    pub own: Vec<BaseMapCard>,
    /// The key for 天地图; empty without one.
    pub tianditu_key: String,
    /// The network is not there.
    pub offline: bool,
    /// Whose 天地图 is, in the language of the screen.
    pub tianditu_whose: &'static str,
}

/// What lies below: what was chosen, or what comes nearest to it.
#[derive(Clone, PartialEq, Debug)]
pub enum Below<'o> {
    /// Nothing.
    Plain,
    /// One of the city's own.
    Own(&'o BaseMapCard),
    /// The online map.
    Tianditu,
}

/// Decides what lies below. The online map is never asked unless it was chosen, has its key, and there is a network.
pub fn below<'o>(choice: &Choice, offer: &'o Offer) -> Below<'o> {
    let any = || {
        let shapes = offer.own.iter().find(|card| card.kind == BaseMapKind::Vector);
        shapes.or(offer.own.first()).map_or(Below::Plain, Below::Own)
    };
    match choice {
        Choice::Plain => Below::Plain,
        Choice::Any => any(),
        Choice::Own(hash) => offer.own.iter().find(|card| card.hash.as_str() == hash).map_or_else(any, Below::Own),
        Choice::Tianditu if !offer.tianditu_key.is_empty() && !offer.offline => Below::Tianditu,
        Choice::Tianditu => any(),
    }
}

/// Returns the base map as the map draws it.
pub fn drawn(below: &Below<'_>, offer: &Offer) -> Option<Base> {
    match below {
        Below::Plain => None,
        Below::Own(card) => {
            let address = bridge::base_map(card.hash.as_str());
            Some(Base {
                tiles: match card.kind {
                    BaseMapKind::Vector => Tiles::Vector(address),
                    BaseMapKind::Raster => Tiles::Raster(address),
                },
                crs: card.crs,
                min_zoom: card.min_zoom,
                max_zoom: card.max_zoom,
                bounds: Some(card.bounds),
                attribution: card.attribution.clone(),
            })
        }
        Below::Tianditu => Some(Base {
            tiles: Tiles::Tianditu(offer.tianditu_key.clone()),
            // Within a metre of what everything else is in.
            crs: Crs::Cgcs2000,
            min_zoom: TIANDITU_ZOOMS.0,
            max_zoom: TIANDITU_ZOOMS.1,
            bounds: None,
            attribution: offer.tianditu_whose.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::base_map::{BaseMapCard, BaseMapKind};
    use kit::map::Tiles;
    use shared::ids::Sha256;
    use shared::place::crs::Crs;

    use super::{Below, Choice, Offer, below, drawn};

    fn card(name: &str, kind: BaseMapKind) -> BaseMapCard {
        BaseMapCard {
            hash: Sha256::of(name.as_bytes()),
            name: name.into(),
            name_en: String::new(),
            kind,
            crs: Crs::Wgs84,
            bounds: [108.0, 34.0, 109.0, 35.0],
            min_zoom: 5,
            max_zoom: 15,
            size_bytes: 1,
            held_bytes: 1,
            wanted: true,
            ready: true,
            attribution: String::new(),
        }
    }

    fn offer() -> Offer {
        Offer {
            own: vec![card("photo", BaseMapKind::Raster), card("streets", BaseMapKind::Vector)],
            tianditu_key: "k".into(),
            offline: false,
            tianditu_whose: "",
        }
    }

    #[track_caller]
    fn check(choice: Choice, offer: &Offer, expected: &str) {
        let found = match below(&choice, offer) {
            Below::Plain => "plain",
            Below::Own(card) => card.name.as_str(),
            Below::Tianditu => "tianditu",
        };
        assert_eq!(found, expected, "{choice:?}");
    }

    #[test]
    fn without_a_choice_the_citys_own_map_lies_below_and_no_network_is_asked() {
        check(Choice::Any, &offer(), "streets");
        check(Choice::Any, &Offer { own: Vec::new(), ..offer() }, "plain");
        check(Choice::Plain, &offer(), "plain");
    }

    #[test]
    fn the_online_map_is_asked_only_when_it_was_chosen_and_can_answer() {
        check(Choice::Tianditu, &offer(), "tianditu");
        check(Choice::Tianditu, &Offer { offline: true, ..offer() }, "streets");
        check(Choice::Tianditu, &Offer { tianditu_key: String::new(), ..offer() }, "streets");
        let online = drawn(&Below::Tianditu, &offer()).unwrap();
        assert_eq!(online.tiles, Tiles::Tianditu("k".into()));
    }

    #[test]
    fn a_chosen_map_that_is_gone_is_stood_in_for() {
        let hash = |name: &str| Sha256::of(name.as_bytes()).to_string();
        check(Choice::Own(hash("photo")), &offer(), "photo");
        check(Choice::Own(hash("an older one")), &offer(), "streets");
    }

    #[test]
    fn a_choice_is_remembered_as_it_was() {
        for choice in [Choice::Any, Choice::Plain, Choice::Tianditu, Choice::Own("0a".into())] {
            assert_eq!(Choice::of(choice.word()), choice);
        }
    }
}
