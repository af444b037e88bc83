//! How long the rules take that run while somebody types or looks: a deadline, a search, the catalogue's reading.
//!
//! Budgets: a deadline under 20 µs (the phone shows it live), a search under 5 ms (one per letter typed), the
//! catalogue read under 100 ms (once at start). `cargo bench -p shared --bench rules` prints the figures.

use std::hint::black_box;
use std::time::{Duration, Instant as Clock};

use shared::calendar::deadline::deadline;
use shared::calendar::limit::Limit;
use shared::calendar::pack::Calendar;
use shared::catalogue::{Catalogue, CatalogueFiles};
use shared::time::Instant;

macro_rules! packed {
    ($path:literal) => {
        include_str!(concat!("../../server/packs/", $path))
    };
}

/// Runs the work for about a second and prints the time of one run.
fn measure(what: &str, budget: Duration, mut work: impl FnMut()) {
    work();
    let (begun, mut runs) = (Clock::now(), 0_u32);
    while begun.elapsed() < Duration::from_secs(1) {
        work();
        runs += 1;
    }
    let each = begun.elapsed() / runs;
    let verdict = if each <= budget { "within" } else { "OVER" };
    println!("{what:<44} {each:>12.2?}  {verdict} the budget of {budget:?}");
}

fn main() {
    let national = packed!("calendar/national.json");
    let calendar = Calendar::from_json(national).unwrap_or_else(|error| unreachable!("shipped: {error}"));
    let start = Instant::from_ms(1_759_222_800_000);
    for limit in ["2 urgent_hour", "2 work_hour", "5 work_day", "15 work_day"] {
        let limit: Limit = limit.parse().unwrap_or_else(|error| unreachable!("written above: {error}"));
        measure(&format!("deadline of {limit}"), Duration::from_micros(20), || {
            black_box(deadline(black_box(start), limit, &calendar));
        });
    }
    let files = CatalogueFiles::from_texts([
        packed!("catalogue/about.json"),
        packed!("catalogue/layers.csv"),
        packed!("catalogue/majors.csv"),
        packed!("catalogue/categories.csv"),
        packed!("catalogue/crosswalk.csv"),
        packed!("catalogue/conditions.csv"),
        packed!("catalogue/typical.csv"),
        packed!("catalogue/hints.csv"),
        packed!("catalogue/look_alikes.csv"),
    ]);
    let pack = files.assemble().unwrap_or_else(|error| unreachable!("shipped: {error}"));
    let json = pack.to_json();
    println!("{:<44} {:>12} bytes", "the national catalogue as a pack", json.len());
    measure("catalogue from its pack", Duration::from_millis(100), || {
        black_box(Catalogue::from_json(black_box(&json)).is_ok());
    });
    let catalogue = Catalogue::new(pack).unwrap_or_else(|error| unreachable!("shipped: {error}"));
    for query in ["垃圾", "bl", "manhole gas", "no such thing"] {
        measure(&format!("search for {query}"), Duration::from_millis(5), || {
            black_box(catalogue.search(black_box(query)).len());
        });
    }
}
