//! Is the file in the coordinate system that it says? Found out by laying it over what is there already.
//!
//! Data in GCJ-02 that say they are WGS-84 lie 460 to 500 m to the south-east in Xi'an. Read as what they really are
//! they fall into place: on the grids with their codes, or, where all codes are new, on the lines that are there.

use std::collections::BTreeMap;

use super::finding::{Finding, Flaw, Size};
use crate::grid::areas::Areas;
use crate::grid::boundaries::Boundaries;
use crate::grid::features::Features;
use crate::grid::raster::Detail;
use crate::grid::ring::Ring;
use crate::ids::GridCode;
use crate::place::convert::{Wgs84, to_wgs84};
use crate::place::crs::Crs;
use crate::place::point::Point;

/// The systems a file may really be in.
const SYSTEMS: [Crs; 3] = [Crs::Wgs84, Crs::Gcj02, Crs::Bd09];
/// So many places are compared.
const MOST: usize = 1_000;
/// Fewer than these say nothing.
const FEWEST: usize = 3;
/// A surveyed grid keeps its place: half of them do not move by more, whatever else changes.
const SAME_GRID_M: f64 = 60.0;
/// A corner on a line that is there lies within this of it.
const ON_LINE_M: f64 = 1.5;
/// For lines more are needed than for codes: some corner lies on a line by chance.
const FEWEST_CORNERS: usize = 12;
/// How far from a line is looked for one.
const FAR_M: f64 = 40.0;

/// Says so if the file is surely in another system than it says.
pub(super) fn look(existing: &[Boundaries], features: &Features) -> Option<Finding> {
    match by_codes(existing, features) {
        Told::Sound => None,
        Told::Wrong(finding) => Some(finding),
        Told::Nothing => by_lines(existing, features),
    }
}

/// What a comparison told.
enum Told {
    /// It is in the system that it says.
    Sound,
    /// It is not.
    Wrong(Finding),
    /// There is too little to compare.
    Nothing,
}

/// Compares each grid with the one that has its code.
fn by_codes(existing: &[Boundaries], features: &Features) -> Told {
    let known: BTreeMap<&GridCode, Point> = existing
        .iter()
        .flat_map(|pack| &pack.grids)
        .filter_map(|grid| Some((&grid.code, centre(&grid.rings)?)))
        .collect();
    let pairs: Vec<(Point, Point)> = features
        .grids
        .iter()
        .filter_map(|feature| Some((centre(&feature.grid.rings)?, *known.get(&feature.grid.code)?)))
        .collect();
    let pairs = thinned(&pairs);
    if pairs.len() < FEWEST {
        return Told::Nothing;
    }
    let median_m = |system: Crs| {
        let apart = pairs.iter().map(|(new, old)| read_as(*new, features.crs, system).distance_m(*old));
        median(apart.collect())
    };
    let stated = median_m(plain(features.crs));
    let apart = SYSTEMS.iter().map(|system| (*system, median_m(*system))).min_by(|a, b| a.1.total_cmp(&b.1));
    match apart {
        // A city that moved its grids a little must not be told that its system is wrong.
        Some((really, metres)) if really != plain(features.crs) && metres <= SAME_GRID_M && stated >= metres * 3.0 => {
            Told::Wrong(finding(features.crs, really, &pairs))
        }
        Some(_) | None => Told::Sound,
    }
}

/// Asks how many corners lie on lines that are there.
fn by_lines(existing: &[Boundaries], features: &Features) -> Option<Finding> {
    let grids = existing.iter().flat_map(|pack| &pack.grids);
    let areas = Areas::build(grids.map(|grid| grid.rings.iter()), Detail::Fine);
    let rings = features.grids.iter().flat_map(|feature| &feature.grid.rings);
    let rings = rings.chain(features.industry.iter().flat_map(|feature| &feature.rings));
    let corners: Vec<Point> = rings.flat_map(Ring::points).copied().collect();
    let corners = thinned(&corners);
    let on_lines = |system: Crs| {
        let (mut near, mut on) = (0_usize, 0_usize);
        for corner in &corners {
            let at = read_as(*corner, features.crs, system);
            let distance_m = areas.to_line_m(at, FAR_M);
            near += usize::from(distance_m.is_some());
            on += usize::from(distance_m.is_some_and(|metres| metres <= ON_LINE_M));
        }
        (near, on)
    };
    let counted: Vec<(Crs, (usize, usize))> = SYSTEMS.iter().map(|system| (*system, on_lines(*system))).collect();
    let stated = counted.iter().find(|(system, _)| *system == plain(features.crs)).map_or((0, 0), |(_, found)| *found);
    let (really, found) = counted.into_iter().max_by_key(|(_, (_, on))| *on)?;
    let fits = |(near, on): (usize, usize)| on >= FEWEST_CORNERS && on * 2 >= near;
    let is_other = really != plain(features.crs) && fits(found) && !fits(stated) && found.1 >= stated.1 * 4;
    let pairs: Vec<(Point, Point)> =
        corners.iter().map(|corner| (*corner, read_as(*corner, features.crs, really))).collect();
    is_other.then(|| finding(features.crs, really, &pairs))
}

/// The two frames that are one for us.
fn plain(crs: Crs) -> Crs {
    match crs {
        Crs::Wgs84 | Crs::Cgcs2000 => Crs::Wgs84,
        Crs::Gcj02 => Crs::Gcj02,
        Crs::Bd09 => Crs::Bd09,
    }
}

/// Returns where a point would lie had the file been read as another system.
fn read_as(point: Point, stated: Crs, really: Crs) -> Point {
    if plain(stated) == plain(really) {
        return point;
    }
    let at = Wgs84 { lon: point.lon(), lat: point.lat() };
    let written = match stated {
        Crs::Wgs84 | Crs::Cgcs2000 => (at.lon, at.lat),
        Crs::Gcj02 => {
            let gcj = at.to_gcj02();
            (gcj.lon, gcj.lat)
        }
        Crs::Bd09 => {
            let baidu = at.to_gcj02().to_bd09();
            (baidu.lon, baidu.lat)
        }
    };
    let at = to_wgs84(really, written.0, written.1);
    Point::new(at.lon, at.lat).unwrap_or(point)
}

/// Says by how much the first point of each pair lies beside the second.
fn finding(stated: Crs, really: Crs, pairs: &[(Point, Point)]) -> Finding {
    let offsets: Vec<(f64, f64)> = pairs.iter().map(|(new, old)| old.offset_m(*new)).collect();
    let east = median(offsets.iter().map(|offset| offset.0).collect());
    let north = median(offsets.iter().map(|offset| offset.1).collect());
    let (stated, really_name) = (name(stated), name(really));
    let zh = format!(
        "坐标整体偏移东 {east:+.0} 米、北 {north:+.0} 米：这是 {really_name} 坐标却按 {stated} 读入的样子。\
         请在文件的集合上写明 \"crs_name\": \"{really_name}\""
    );
    let en = format!(
        "everything lies {east:+.0} m east and {north:+.0} m north of where it is known to be: the coordinates are \
         {really_name} and were read as {stated}. Write \"crs_name\": \"{really_name}\" on the collection"
    );
    let at = pairs.first().map(|(new, _)| *new);
    Finding::error(Flaw::WrongCrs, zh, en).about([really_name]).at(at).sized(Size::metres(east.hypot(north)))
}

fn name(crs: Crs) -> &'static str {
    match crs {
        Crs::Wgs84 => "WGS-84",
        Crs::Cgcs2000 => "CGCS2000",
        Crs::Gcj02 => "GCJ-02",
        Crs::Bd09 => "BD-09",
    }
}

fn centre(rings: &[Ring]) -> Option<Point> {
    Some(rings.iter().max_by_key(|ring| ring.twice_area())?.centre())
}

/// Returns at most so many, evenly from all of them.
fn thinned<T: Copy>(all: &[T]) -> Vec<T> {
    let step = all.len().div_ceil(MOST).max(1);
    all.iter().step_by(step).copied().collect()
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::INFINITY)
}
