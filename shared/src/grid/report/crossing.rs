//! Outlines that cross themselves, decided in whole numbers.

use crate::place::point::Point;

/// A side of an outline, from west to east.
#[derive(Clone, Copy)]
struct Side {
    west: Point,
    east: Point,
    /// Which outline, and which of its sides.
    line: usize,
    place: usize,
}

/// Returns a place where a line crosses itself or another, or folds back upon itself; none where they are sound.
///
/// Each line is closed: its last point joins its first. That lines meet in a corner is sound.
pub fn first<'a>(lines: impl IntoIterator<Item = &'a [Point]>) -> Option<Point> {
    let mut sides = Vec::new();
    let mut lengths = Vec::new();
    for (line, points) in lines.into_iter().enumerate() {
        let mut points = points.to_vec();
        points.dedup();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        lengths.push(points.len());
        let next = points.iter().skip(1).chain(points.first());
        for (place, (a, b)) in points.iter().zip(next).enumerate() {
            let (west, east) = if a <= b { (*a, *b) } else { (*b, *a) };
            sides.push(Side { west, east, line, place });
        }
    }
    sides.sort_unstable_by_key(|side| side.west);
    // Those that begin further west and reach as far as here.
    let mut open: Vec<Side> = Vec::new();
    let mut found: Option<Point> = None;
    for side in sides {
        open.retain(|other| other.east.lon_e7 >= side.west.lon_e7);
        for other in &open {
            let length = lengths.get(side.line).copied().unwrap_or(0);
            if let Some(at) = crossing(*other, side, length) {
                found = Some(found.map_or(at, |known| known.min(at)));
            }
        }
        open.push(side);
    }
    found
}

/// Returns where two sides meet in a way that sound outlines do not.
fn crossing(a: Side, b: Side, length: usize) -> Option<Point> {
    let (low, high) = (a.west.lat_e7.min(a.east.lat_e7), a.west.lat_e7.max(a.east.lat_e7));
    if b.west.lat_e7.min(b.east.lat_e7) > high || b.west.lat_e7.max(b.east.lat_e7) < low {
        return None;
    }
    let [a_west, a_east] = [turn(b.west, b.east, a.west), turn(b.west, b.east, a.east)];
    let [b_west, b_east] = [turn(a.west, a.east, b.west), turn(a.west, a.east, b.east)];
    if [a_west, a_east, b_west, b_east] == [0; 4] {
        // On one line: more than a corner in common is a fold. Two outlines of one area may share a side.
        let [from, to] = [a.west.max(b.west), a.east.min(b.east)];
        return (from < to && a.line == b.line).then_some(from);
    }
    let crosses = a_west * a_east < 0 && b_west * b_east < 0;
    if crosses {
        return Some(meeting(a, b));
    }
    // A corner of one in the midst of the other: neighbours in a line share their corner and nothing else.
    let are_neighbours =
        a.line == b.line && (a.place.abs_diff(b.place) == 1 || a.place.abs_diff(b.place) + 1 == length);
    let midst = |turned: i8, at: Point, of: Side| turned == 0 && of.west < at && at < of.east;
    let touch = [(a_west, a.west, b), (a_east, a.east, b), (b_west, b.west, a), (b_east, b.east, a)];
    // Two outlines of one area may touch; one that runs into its own side does not know its inside there.
    let touch = touch.into_iter().find(|(turned, at, of)| midst(*turned, *at, *of)).map(|(_, at, _)| at);
    touch.filter(|_| a.line == b.line && !are_neighbours)
}

/// Says on which side of the line from `a` to `b` the point lies: 1 left, -1 right, 0 on it.
fn turn(a: Point, b: Point, point: Point) -> i8 {
    let [ax, ay, bx, by, px, py] = [a.lon_e7, a.lat_e7, b.lon_e7, b.lat_e7, point.lon_e7, point.lat_e7].map(i128::from);
    let cross = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
    match cross.cmp(&0) {
        std::cmp::Ordering::Less => -1,
        std::cmp::Ordering::Equal => 0,
        std::cmp::Ordering::Greater => 1,
    }
}

fn meeting(a: Side, b: Side) -> Point {
    let [ax, ay] = [f64::from(a.west.lon_e7), f64::from(a.west.lat_e7)];
    let [bx, by] = [f64::from(b.west.lon_e7) - ax, f64::from(b.west.lat_e7) - ay];
    let [adx, ady] = [f64::from(a.east.lon_e7) - ax, f64::from(a.east.lat_e7) - ay];
    let [bdx, bdy] =
        [f64::from(b.east.lon_e7) - f64::from(b.west.lon_e7), f64::from(b.east.lat_e7) - f64::from(b.west.lat_e7)];
    let along = (bx * bdy - by * bdx) / (adx * bdy - ady * bdx);
    let unit = crate::place::point::UNITS_PER_DEGREE;
    Point::new((ax + along * adx) / unit, (ay + along * ady) / unit).unwrap_or(a.west)
}

#[cfg(test)]
mod tests {
    use super::first;
    use crate::place::point::Point;

    fn line(points: &[(i32, i32)]) -> Vec<Point> {
        points.iter().map(|&(lon_e7, lat_e7)| Point { lon_e7, lat_e7 }).collect()
    }

    #[track_caller]
    fn check(points: &[(i32, i32)], expected: Option<(i32, i32)>) {
        let expected = expected.map(|(lon_e7, lat_e7)| Point { lon_e7, lat_e7 });
        let points = line(points);
        assert_eq!(first([points.as_slice()]), expected);
        let mut turned = points.clone();
        turned.reverse();
        assert_eq!(first([turned.as_slice()]), expected, "turned round");
    }

    #[test]
    fn sound_outlines_have_no_crossing() {
        check(&[(0, 0), (10, 0), (10, 10), (0, 10)], None);
        check(&[(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)], None);
        check(&[(0, 0), (5, 0), (10, 0), (10, 10), (5, 4), (0, 10)], None);
        check(&[(0, 0), (0, 0), (10, 0), (10, 10)], None);
    }

    #[test]
    fn a_bow_tie_crosses_in_its_middle() {
        check(&[(0, 0), (10, 10), (10, 0), (0, 10)], Some((5, 5)));
    }

    #[test]
    fn a_fold_and_a_corner_in_a_side_are_crossings() {
        check(&[(0, 0), (10, 0), (4, 0), (4, 8)], Some((4, 0)));
        check(&[(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)], Some((5, 0)));
    }

    #[test]
    fn a_hole_that_crosses_its_outline_is_found() {
        let outer = line(&[(0, 0), (20, 0), (20, 20), (0, 20)]);
        let inside = line(&[(5, 5), (10, 5), (10, 10), (5, 10)]);
        let across = line(&[(15, 5), (25, 5), (25, 10), (15, 10)]);
        assert_eq!(first([outer.as_slice(), inside.as_slice()]), None);
        assert!(first([outer.as_slice(), across.as_slice()]).is_some());
    }

    #[test]
    fn a_long_outline_is_looked_through_in_no_time() {
        let round = |at: u32| f64::from(at) / 20_000.0 * std::f64::consts::TAU;
        let point = |at: u32| {
            let (sin, cos) = round(at).sin_cos();
            Point { lon_e7: (cos * 5e6) as i32, lat_e7: (sin * 5e6) as i32 }
        };
        let circle: Vec<Point> = (0..20_000).map(point).collect();
        assert_eq!(first([circle.as_slice()]), None);
    }
}
