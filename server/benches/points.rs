//! How fast the training city is made, and how fast a point finds its grid in all of it.
//!
//! Budgets: the city's shapes in under 30 s (60 s with the database); its index built in under 1 s and grown by under
//! 200 MB of memory; 1.2 million points a second on one thread, 2.5 times the usual way (an R-tree of outlines' boxes and
//! `geo`'s `Contains`) and 50 times a PostGIS join where `XUNGE_TEST_POSTGRES` names a server that has it; a district's
//! pack under 1 MB compressed and ready in under 100 ms. Before anything is timed, a million points on corners, sides and
//! beside them are compared with the definition. `cargo bench -p server --bench points` prints the figures.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a bench")]

mod crossings;
mod postgis;

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use geo::Contains as _;
use rstar::{AABB, PointDistance, RTree, RTreeObject};
use server::training::city::sources::{FILE_NAMES, Files, Sources};
use server::training::city::{City, Scale, make};
use shared::grid::boundaries::Boundaries;
use shared::grid::index::GridIndex;
use shared::place::point::Point;

const POINTS: usize = 1_000_000;
/// PostGIS takes its time.
const POINTS_OF_POSTGIS: usize = 200_000;
const RUNS: usize = 7;
/// A million points in this time are 1.2 million a second.
const BUDGET: Duration = Duration::from_micros(833_333);
const TIMES_THE_TREE: f64 = 2.5;
const TIMES_POSTGIS: f64 = 50.0;
const INDEX_BUILT: Duration = Duration::from_secs(1);
const MEMORY_MB: u64 = 200;
const PACK_KB: usize = 1_000;
const PACK_READY: Duration = Duration::from_millis(100);
/// How hard the server compresses its packs.
const ZSTD_LEVEL: i32 = 9;

/// Runs the work several times and returns the middle time with the last result.
fn median<T>(runs: usize, mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut times = Vec::new();
    loop {
        let begun = Instant::now();
        let result = black_box(work());
        times.push(begun.elapsed());
        if times.len() >= runs {
            times.sort();
            return (times[times.len() / 2], result);
        }
    }
}

fn report(what: &str, took: Duration, budget: Duration) {
    let verdict = if took <= budget { "within" } else { "OVER" };
    println!("{what:<52} {took:>12.2?}  {verdict} the budget of {budget:?}");
}

fn report_size(what: &str, size: u64, unit: &str, budget: u64) {
    let verdict = if size <= budget { "within" } else { "OVER" };
    println!("{what:<52} {size:>9} {unit}  {verdict} the budget of {budget} {unit}");
}

#[expect(clippy::cast_precision_loss, reason = "a million is exact")]
fn rate(what: &str, points: usize, took: Duration) -> f64 {
    let millions = points as f64 / took.as_secs_f64() / 1e6;
    println!("{what:<52} {millions:>9.2} million points a second");
    millions
}

fn report_times(what: &str, times: f64, budget: f64) {
    let verdict = if times >= budget { "within" } else { "UNDER" };
    println!("{what:<52} {times:>9.1} times as fast  {verdict} the budget of {budget}");
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

fn sources() -> Sources {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/packs/training/");
    let texts = FILE_NAMES.map(|name| std::fs::read_to_string(format!("{folder}{name}")).unwrap());
    let [names, outline, inner, builtup, zones, roads, layers] = texts.each_ref().map(String::as_str);
    Sources::read(&Files { names, outline, inner, builtup, zones, roads, layers }).unwrap()
}

fn read(packs: &[Vec<u8>]) -> Vec<Boundaries> {
    packs.iter().map(|pack| Boundaries::from_pack(pack).unwrap()).collect()
}

/// The packs as a server keeps them and as a phone gets them.
fn on_the_phone(city: &City, packs: &[Vec<u8>]) {
    let compressed: Vec<Vec<u8>> =
        packs.iter().map(|pack| zstd::encode_all(pack.as_slice(), ZSTD_LEVEL).unwrap()).collect();
    let kb = |bytes: &Vec<u8>| bytes.len() / 1000;
    println!(
        "{:<52} {:>9} kB, {} kB compressed",
        "all packs",
        packs.iter().map(kb).sum::<usize>(),
        compressed.iter().map(kb).sum::<usize>()
    );
    let largest = (0..packs.len()).max_by_key(|place| compressed[*place].len()).unwrap();
    let name = &city.jurisdictions[largest].name;
    let grids = city.boundaries[largest].grids.len();
    let what = format!("the largest pack ({name}, {grids} grids), compressed");
    report_size(&what, u64::try_from(kb(&compressed[largest])).unwrap(), "kB", PACK_KB as u64);
    let (took, _) = median(RUNS, || {
        let bytes = zstd::decode_all(compressed[largest].as_slice()).unwrap();
        GridIndex::build([&Boundaries::from_pack(&bytes).unwrap()])
    });
    report("the same, unpacked, read and its index built", took, PACK_READY);
}

/// The part of the work whose memory is measured, in a process of its own: packs read, index built, packs let go.
fn measure_memory(folder: &Path) {
    let before = resident_kb("VmRSS:");
    let packs: Vec<Boundaries> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| Boundaries::from_pack(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap())
        .collect();
    let index = GridIndex::build(&packs);
    drop(packs);
    println!("{} {} {}", resident_kb("VmRSS:") - before, resident_kb("VmHWM:") - before, index.grids().len());
}

fn resident_kb(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|known| known.strip_prefix(line)).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn memory(packs: &[Vec<u8>]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packs");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    for (place, pack) in packs.iter().enumerate() {
        std::fs::write(folder.join(place.to_string()), pack).unwrap();
    }
    let told = Command::new(std::env::current_exe().unwrap()).arg(MEMORY).arg(&folder).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told = String::from_utf8(told.stdout).unwrap();
    let figures: Vec<u64> = told.split_whitespace().map(|word| word.parse().unwrap()).collect();
    report_size("memory that the index holds", figures[0] / 1024, "MB", MEMORY_MB);
    report_size("memory at the most while it is read and built", figures[1] / 1024, "MB", MEMORY_MB);
}

const MEMORY: &str = "memory";

fn main() {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(MEMORY) {
        return measure_memory(Path::new(&arguments.next().unwrap()));
    }
    let sources = sources();
    let (took, city) = median(1, || make(1, Scale::Full, &sources).unwrap());
    report("the shapes of the full city", took, Duration::from_secs(30));
    let compared = crossings::compare(&city.boundaries, POINTS, 2);
    println!("{:<52} {compared:?}", "points as the definition has them");

    let (took, packs) = median(1, || city.boundaries.iter().map(Boundaries::to_pack).collect::<Vec<_>>());
    println!("{:<52} {took:>12.2?}", "their packs, written");
    on_the_phone(&city, &packs);
    let (took, boundaries) = median(3, || read(&packs));
    println!("{:<52} {took:>12.2?}", "all packs, read");
    let (took, index) = median(5, || GridIndex::build(&boundaries));
    report(&format!("the index of {} grids, built", index.grids().len()), took, INDEX_BUILT);
    memory(&packs);

    let points = points(&index);
    let (took, found) = median(RUNS, || points.iter().filter(|point| index.locate(**point).grid.is_some()).count());
    report(&format!("{POINTS} points to their grids, {found} found"), took, BUDGET);
    let ours = rate("the index", POINTS, took);
    let tree = tree(&city);
    let (took, _) = median(3, || {
        let at = |point: &Point| tree.locate_at_point([point.lon(), point.lat()]).map(|outline| outline.number);
        points.iter().filter_map(at).fold(0, usize::wrapping_add)
    });
    let theirs = rate("rstar and geo::Contains", POINTS, took);
    report_times("the index beside it", ours / theirs, TIMES_THE_TREE);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    match runtime.block_on(postgis::join(&city.boundaries, &points[..POINTS_OF_POSTGIS])) {
        Ok((took, found)) => {
            let theirs = rate(&format!("PostGIS, a join that found {found}"), POINTS_OF_POSTGIS, took);
            report_times("the index beside it", ours / theirs, TIMES_POSTGIS);
        }
        Err(why) => println!("{:<52} not measured: {why}", "PostGIS"),
    }
}
