//! The base maps of the server, as the maps of the desk draw them.

use kit::map::Base;
use kit::map::base::of_server;
use shared::api::base_maps::BaseMapList;

use crate::bridge;

/// Fetches those that can be drawn here, the jurisdiction's own first; none where nobody answers: what stands on a map
/// stands there without one too.
pub async fn fetch() -> Vec<Base> {
    let list = bridge::get::<BaseMapList>("/api/v1/base-maps").await;
    let maps = list.map_or_else(|_| Vec::new(), |list| list.maps);
    maps.iter().filter_map(|map| of_server(map, format!("/api/v1/base-maps/{}", map.hash))).collect()
}
