//! The training city's grids against the definition of being inside.

#[path = "../benches/crossings/mod.rs"]
mod crossings;

use server::training::city::sources::{FILE_NAMES, Files, Sources};
use server::training::city::{Scale, make};

#[test]
fn every_point_lies_in_exactly_one_grid_and_on_an_edge_the_lowest_code_wins() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/packs/training/");
    let texts = FILE_NAMES.map(|name| std::fs::read_to_string(format!("{folder}{name}")).unwrap());
    let [names, outline, inner, builtup, zones, roads, layers] = texts.each_ref().map(String::as_str);
    let sources = Sources::read(&Files { names, outline, inner, builtup, zones, roads, layers }).unwrap();
    let city = make(1, Scale::Small, &sources).unwrap();
    let compared = crossings::compare(&city.boundaries, 1_000_000, 1);
    assert!(compared.inside > 300_000 && compared.on_edge > 150_000 && compared.nowhere > 1_000, "{compared:?}");
}
