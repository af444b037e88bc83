//! How fast the training city is made, and how fast a point finds its grid in all of it.
//!
//! Budgets: the city's shapes in under 30 s (60 s with the database), its index ready in under 2 s, and 1.2 million
//! points a second on one thread. Beside it stands the usual way: an R-tree of outlines' boxes and `geo`'s `Contains`.
//! `cargo bench -p server --bench points` prints the figures.

use std::hint::black_box;
use std::time::{Duration, Instant};

use geo::Contains as _;
use rstar::{AABB, PointDistance, RTree, RTreeObject};
use server::training::city::sources::{FILE_NAMES, Files, Sources};
use server::training::city::{City, Scale, make};
use shared::grid::boundaries::Boundaries;
use shared::grid::index::GridIndex;
use shared::place::point::Point;

const POINTS: usize = 1_000_000;
const RUNS: usize = 7;
/// A million points in this time are 1.2 million a second.
const BUDGET: Duration = Duration::from_micros(833_333);

/// Runs the work several times and returns the middle time with the last result.
fn median<T>(runs: usize, mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut times = Vec::new();
    loop {
        let begun = Instant::now();
        let result = black_box(work());
        times.push(begun.elapsed());
        if times.len() >= runs {
            times.sort();
            return (times.get(times.len() / 2).copied().unwrap_or_default(), result);
        }
    }
}

fn report(what: &str, took: Duration, budget: Duration) {
    let verdict = if took <= budget { "within" } else { "OVER" };
    println!("{what:<52} {took:>12.2?}  {verdict} the budget of {budget:?}");
}

#[expect(clippy::cast_precision_loss, reason = "a million is exact")]
fn rate(what: &str, took: Duration) -> f64 {
    let millions = POINTS as f64 / took.as_secs_f64() / 1e6;
    println!("{what:<52} {millions:>9.2} million points a second");
    millions
}

/// An outline in the tree of the usual way.
struct Outline {
    polygon: geo::Polygon<f64>,
    number: usize,
    extent: AABB<[f64; 2]>,
}

impl RTreeObject for Outline {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        self.extent
    }
}

impl PointDistance for Outline {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        if self.polygon.contains(&geo::Point::new(point[0], point[1])) { 0.0 } else { f64::INFINITY }
    }

    fn contains_point(&self, point: &[f64; 2]) -> bool {
        self.polygon.contains(&geo::Point::new(point[0], point[1]))
    }
}

/// Spreads points over the grids, most inside and some far outside, the same every time.
fn points(index: &GridIndex) -> Vec<Point> {
    let mut bits = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        bits
    };
    let mut metres = move || f64::from(u32::try_from(next() >> 33).unwrap_or(0) % 12_000) / 100.0 - 60.0;
    // Each point in another part of the city than the one before: what is near is not yet in the cache.
    let grids = index.grids().iter().cycle().step_by(7_919);
    grids.take(POINTS).map(|grid| grid.centre.moved_m(metres(), metres())).collect()
}

fn tree(city: &City) -> RTree<Outline> {
    let rings = city.boundaries.iter().flat_map(|pack| &pack.grids).filter_map(|grid| grid.rings.first());
    let outlines = rings.enumerate().map(|(number, ring)| {
        let corners: Vec<[f64; 2]> = ring.points().iter().map(|point| [point.lon(), point.lat()]).collect();
        let extent = AABB::from_points(&corners);
        let line: geo::LineString<f64> = corners.into_iter().map(|[x, y]| (x, y)).collect();
        Outline { polygon: geo::Polygon::new(line, Vec::new()), number, extent }
    });
    RTree::bulk_load(outlines.collect())
}

fn main() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/packs/training/");
    let read = |name: &str| {
        std::fs::read_to_string(format!("{folder}{name}")).unwrap_or_else(|error| unreachable!("{name}: {error}"))
    };
    let [names, outline, inner, builtup, zones, roads, layers] = FILE_NAMES.map(read);
    let files = Files {
        names: &names,
        outline: &outline,
        inner: &inner,
        builtup: &builtup,
        zones: &zones,
        roads: &roads,
        layers: &layers,
    };
    let sources = Sources::read(&files).unwrap_or_else(|error| unreachable!("shipped: {error}"));
    let made = || make(1, Scale::Full, &sources).unwrap_or_else(|error| unreachable!("shipped: {error}"));
    let (took, city) = median(1, made);
    report("the shapes of the full city", took, Duration::from_secs(30));
    let (took, packs) = median(1, || city.boundaries.iter().map(Boundaries::to_pack).collect::<Vec<_>>());
    let bytes = |pack: &Vec<u8>| pack.len() / 1000;
    let (all, largest) = (packs.iter().map(bytes).sum::<usize>(), packs.iter().map(bytes).max().unwrap_or(0));
    println!("{:<52} {took:>12.2?}  {all} kB, the largest {largest} kB", "their packs");
    let (took, index) = median(3, || {
        let read: Vec<Boundaries> = packs.iter().filter_map(|pack| Boundaries::from_pack(pack).ok()).collect();
        GridIndex::build(&read)
    });
    report(&format!("the index of {} grids from their packs", index.grids().len()), took, Duration::from_secs(2));

    let points = points(&index);
    let (took, found) = median(RUNS, || points.iter().filter(|point| index.locate(**point).grid.is_some()).count());
    report(&format!("{POINTS} points to their grids, {found} found"), took, BUDGET);
    let ours = rate("the index", took);
    let tree = tree(&city);
    let (took, _) = median(3, || {
        let at = |point: &Point| tree.locate_at_point([point.lon(), point.lat()]).map(|outline| outline.number);
        points.iter().filter_map(at).fold(0, usize::wrapping_add)
    });
    let theirs = rate("rstar and geo::Contains", took);
    println!("{:<52} {:>9.1} times as fast", "the index beside it", ours / theirs);
}
