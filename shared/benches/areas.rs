//! How long an import of a whole city's unit grids takes: reading the file, and looking for everything that is wrong.
//!
//! Seventy thousand irregular grids of twenty corners, as a city of 700 km² has them. Budgets: read in 4 s, looked
//! through in 4 s where all is sound, and in 15 s where every grid was drawn by itself and none meets its neighbour's
//! corners. `cargo bench -p shared --bench areas` prints the figures.

use std::time::{Duration, Instant as Clock};

use jiff::civil::date;
use shared::grid::boundaries::Boundaries;
use shared::grid::edition::Term;
use shared::grid::geojson::{Read, read};
use shared::grid::import::judge;
use shared::grid::report::Known;
use shared::grid::report::finding::Severity;

/// Grids on a side.
const SIDE: u32 = 265;
/// Pieces of each side of a grid.
const PIECES: u32 = 5;

/// The same number for the same place in every run.
fn noise(x: u32, y: u32, salt: u32) -> f64 {
    let mut state = (u64::from(x) << 40) ^ (u64::from(y) << 16) ^ u64::from(salt) ^ 0x9e37_79b9_7f4a_7c15;
    for _ in 0..3 {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state = state.wrapping_mul(0x2545_f491_4f6c_dd1d);
    }
    f64::from(u32::try_from(state >> 40).unwrap_or(0)) / f64::from(1_u32 << 24) - 0.5
}

/// A corner of the lattice, counted in pieces, moved a little; `salt` moves it otherwise.
fn corner(x: u32, y: u32, salt: u32, wobble_m: f64) -> [f64; 2] {
    let piece = 0.001 / f64::from(PIECES);
    let metre = 0.000_009;
    [
        108.8 + f64::from(x) * piece + noise(x, y, 1) * 10.0 * metre + noise(x, y, 3 + salt) * wobble_m * metre,
        34.1 + f64::from(y) * piece + noise(x, y, 2) * 10.0 * metre + noise(x, y, 4 + salt) * wobble_m * metre,
    ]
}

/// Writes the city; where it wobbles, every grid is drawn by itself.
fn city(wobble_m: f64) -> String {
    let mut features = Vec::new();
    for column in 0..SIDE {
        for row in 0..SIDE {
            let (x, y, salt) = (column * PIECES, row * PIECES, column * SIDE + row);
            let mut ring: Vec<[f64; 2]> = Vec::new();
            ring.extend((0..PIECES).map(|step| corner(x + step, y, salt, wobble_m)));
            ring.extend((0..PIECES).map(|step| corner(x + PIECES, y + step, salt, wobble_m)));
            ring.extend((0..PIECES).map(|step| corner(x + PIECES - step, y + PIECES, salt, wobble_m)));
            ring.extend((0..PIECES).map(|step| corner(x, y + PIECES - step, salt, wobble_m)));
            ring.extend(ring.first().copied());
            let code = format!("610112{:06}{:03}", column, row + 1);
            let ring: Vec<String> = ring.iter().map(|[lon, lat]| format!("[{lon:.7},{lat:.7}]")).collect();
            features.push(format!(
                r#"{{"properties":{{"code":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}}"#,
                ring.join(",")
            ));
        }
    }
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn told<T>(what: &str, budget: Duration, work: impl FnOnce() -> T) -> T {
    let begun = Clock::now();
    let done = work();
    let took = begun.elapsed();
    let verdict = if took <= budget { "within" } else { "OVER" };
    println!("{what:<52} {took:>10.2?}  {verdict} the budget of {budget:?}");
    done
}

fn main() {
    let term = Term { version: "bench".to_owned(), valid_from: Some(date(2026, 12, 1)), valid_to: None };
    let mut existing: Vec<Boundaries> = Vec::new();
    for (name, wobble_m, budget) in [("sound", 0.0, 4), ("drawn grid by grid", 0.6, 15)] {
        let text = city(wobble_m);
        let count = SIDE * SIDE;
        println!("{count} grids, {name}: {:.1} MB of GeoJSON", text.len() as f64 / 1e6);
        let file: Read = told("  read", Duration::from_secs(4), || {
            read(&text).unwrap_or_else(|error| unreachable!("written above: {error}"))
        });
        let known = Known::default();
        let judged = told("  joined and looked through", Duration::from_secs(budget), || {
            judge(existing.clone(), file, &term, &known)
        });
        let report = &judged.report;
        println!("  {} errors, {} warnings", report.count(Severity::Error), report.count(Severity::Warning));
        for (flaw, count) in report.counts() {
            println!("    {count:>8} {}", flaw.as_str());
        }
        if let Some(joined) = judged.joined {
            existing = joined.boundaries;
        }
    }
}
