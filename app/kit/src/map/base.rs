//! The base map, as every map is told of it.

use serde::Serialize;
use shared::api::base_maps::BaseMap;
use shared::base_map::kind::MapKind;

use super::{Base, Tiles};

/// Returns a base map of the server's, whose file lies at an address; nothing where nobody here knows its kind.
pub fn of_server(map: &BaseMap, address: String) -> Option<Base> {
    let tiles = match map.kind {
        MapKind::Vector => Tiles::Vector(address),
        MapKind::Raster => Tiles::Raster(address),
        MapKind::Unknown => return None,
    };
    let (bounds, attribution) = (Some(map.bounds), map.attribution.clone());
    Some(Base { tiles, crs: map.crs, min_zoom: map.min_zoom, max_zoom: map.max_zoom, bounds, attribution })
}

/// Writes what lies below everything, or that nothing does.
pub fn written(base: Option<&Base>) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Out<'a> {
        kind: &'static str,
        #[serde(skip_serializing_if = "str::is_empty")]
        url: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        key: &'a str,
        min_zoom: u8,
        max_zoom: u8,
        bounds: Option<[f64; 4]>,
        attribution: &'a str,
    }
    let out = base.map(|base| {
        let (kind, url, key) = match &base.tiles {
            Tiles::Vector(url) => ("vector", url.as_str(), ""),
            Tiles::Raster(url) => ("raster", url.as_str(), ""),
            Tiles::Tianditu(key) => ("tianditu", "", key.as_str()),
        };
        let Base { min_zoom, max_zoom, bounds, attribution, .. } = base;
        let (min_zoom, max_zoom, bounds) = (*min_zoom, *max_zoom, *bounds);
        Out { kind, url, key, min_zoom, max_zoom, bounds, attribution }
    });
    // Only maps with keys that are no text cannot be written, and there are none here.
    serde_json::to_string(&out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use shared::api::base_maps::BaseMap;
    use shared::place::crs::Crs;

    use super::{of_server, written};
    use crate::map::{Base, Tiles};

    fn file() -> Base {
        Base {
            tiles: Tiles::Vector("tiles://localhost/0a".into()),
            crs: Crs::Wgs84,
            min_zoom: 5,
            max_zoom: 15,
            bounds: Some([108.0, 34.0, 109.0, 35.0]),
            attribution: "a".into(),
        }
    }

    #[test]
    fn a_base_map_is_written_with_what_its_tiles_need_and_nothing_else() {
        assert_eq!(
            written(Some(&file())),
            r#"{"kind":"vector","url":"tiles://localhost/0a","minZoom":5,"maxZoom":15,"bounds":[108.0,34.0,109.0,35.0],"attribution":"a"}"#
        );
        assert_eq!(written(None), "null");
    }

    #[test]
    fn a_map_of_the_servers_is_drawn_unless_nobody_here_knows_how() {
        let of = |kind: &str| {
            let map = serde_json::json!({
                "hash": "0".repeat(64), "jurisdiction": "610100", "name": "", "name_en": "", "kind": kind,
                "crs": "wgs84", "bounds": [108.0, 34.0, 109.0, 35.0], "min_zoom": 5, "max_zoom": 15,
                "size_bytes": 1, "attribution": "a", "made_at": "2026-11-23T02:00:00.000Z",
            });
            let map: BaseMap = serde_json::from_value(map).unwrap();
            of_server(&map, "tiles://localhost/0a".into())
        };
        assert_eq!(of("vector"), Some(file()));
        assert_eq!(of("raster").map(|base| base.tiles), Some(Tiles::Raster("tiles://localhost/0a".into())));
        assert_eq!(of("holograms"), None);
    }
}
