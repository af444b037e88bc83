//! Base maps on the wire.

use shared::api::base_maps::{BaseMap, BaseMapList};
use shared::base_map::kind::MapKind;
use shared::ids::Sha256;
use shared::place::crs::Crs;
use shared::sync::hello::HelloReply;

use crate::samples;
use crate::wire::{check, reads};

fn list() -> BaseMapList {
    BaseMapList {
        mark: Sha256::of(b"list"),
        maps: vec![BaseMap {
            hash: Sha256::of(b"map"),
            jurisdiction: "XA".parse().unwrap(),
            name: "街道图".to_owned(),
            name_en: "Streets".to_owned(),
            kind: MapKind::Vector,
            crs: Crs::Gcj02,
            bounds: [108.8, 34.1, 109.1, 34.4],
            min_zoom: 10,
            max_zoom: 16,
            size_bytes: 83_886_080,
            attribution: "© 市测绘院".to_owned(),
            made_at: samples::at(1),
        }],
    }
}

#[test]
fn a_hello_names_the_list_and_the_list_names_the_maps() {
    check("hello_reply_with_base_maps", &HelloReply { base_maps: Some(list().mark), ..samples::hello_reply() });
    check("base_map_list", &list());
    reads("hello_reply", &HelloReply { base_maps: None, ..samples::hello_reply() });
}
