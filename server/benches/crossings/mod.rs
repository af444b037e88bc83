//! Which grids a point lies in, by the definition and nothing else: for every outline near it the crossings of a ray are
//! counted, in whole units of 1e-7 degree and in numbers of 128 bits that nothing overflows.
//!
//! It shares no line and no shortcut with the index that it judges. Whoever asks brings points where mistakes would be:
//! on corners, exactly on sides, one unit beside both.

use shared::grid::boundaries::Boundaries;
use shared::grid::index::GridIndex;
use shared::grid::matched::Match;
use shared::ids::GridCode;
use shared::place::point::Point;

type Corner = (i128, i128);

/// Outlines near each other are found by squares of so many units, about 200 metres.
const SQUARE: i128 = 20_000;

struct Outline {
    code: GridCode,
    sides: Vec<(Corner, Corner)>,
}

/// Every unit grid of some packs.
pub struct Outlines {
    outlines: Vec<Outline>,
    squares: Vec<Vec<u32>>,
    origin: Corner,
    columns: i128,
}

/// The grids that a point has to do with, the lowest code first.
#[derive(Default, Debug)]
pub struct Around<'a> {
    /// Those that it lies in.
    pub inside: Vec<&'a GridCode>,
    /// Those on whose outline it lies.
    pub on_edge: Vec<&'a GridCode>,
}

fn corner(point: Point) -> Corner {
    (i128::from(point.lon_e7), i128::from(point.lat_e7))
}

impl Outlines {
    /// Takes the unit grids of all packs.
    pub fn of(packs: &[Boundaries]) -> Self {
        let mut outlines: Vec<Outline> = packs
            .iter()
            .flat_map(|pack| &pack.grids)
            .map(|grid| {
                let sides = grid.rings.iter().flat_map(|ring| {
                    let points = ring.points();
                    (0..points.len()).map(move |at| (corner(points[at]), corner(points[(at + 1) % points.len()])))
                });
                Outline { code: grid.code.clone(), sides: sides.collect() }
            })
            .collect();
        outlines.sort_by(|a, b| a.code.cmp(&b.code));
        let corners = || outlines.iter().flat_map(|outline| &outline.sides).map(|side| side.0);
        let least = |of: fn(Corner) -> i128| corners().map(of).min().unwrap_or(0);
        let most = |of: fn(Corner) -> i128| corners().map(of).max().unwrap_or(0);
        let origin = (least(|c| c.0), least(|c| c.1));
        let columns = (most(|c| c.0) - origin.0) / SQUARE + 1;
        let rows = (most(|c| c.1) - origin.1) / SQUARE + 1;
        let mut squares = vec![Vec::new(); usize::try_from(columns * rows).unwrap()];
        for (place, outline) in outlines.iter().enumerate() {
            let span = |of: fn(Corner) -> i128, origin: i128| {
                let all = outline.sides.iter().map(|side| (of(side.0) - origin) / SQUARE);
                all.clone().min().unwrap()..=all.max().unwrap()
            };
            for row in span(|c| c.1, origin.1) {
                for column in span(|c| c.0, origin.0) {
                    squares[usize::try_from(row * columns + column).unwrap()].push(u32::try_from(place).unwrap());
                }
            }
        }
        Self { outlines, squares, origin, columns }
    }

    /// Finds the grids of a point.
    pub fn around(&self, point: Point) -> Around<'_> {
        let (x, y) = corner(point);
        let (column, row) = ((x - self.origin.0).div_euclid(SQUARE), (y - self.origin.1).div_euclid(SQUARE));
        let mut around = Around::default();
        if !(0..self.columns).contains(&column) || row < 0 {
            return around;
        }
        let near = self.squares.get(usize::try_from(row * self.columns + column).unwrap());
        for outline in near.into_iter().flatten().map(|place| &self.outlines[*place as usize]) {
            let mut crossings = 0;
            let mut is_on_edge = false;
            for ((ax, ay), (bx, by)) in &outline.sides {
                // Twice the area of the triangle of side and point: nought when the three lie on one line.
                let turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
                let in_box = *ax.min(bx) <= x && x <= *ax.max(bx) && *ay.min(by) <= y && y <= *ay.max(by);
                is_on_edge |= turn == 0 && in_box;
                // Whether the side passes east of the point; of its two ends the lower one counts.
                let rises = *ay <= y && y < *by && turn > 0;
                let falls = *by <= y && y < *ay && turn < 0;
                crossings += u32::from(rises || falls);
            }
            match (is_on_edge, crossings % 2) {
                (true, _) => around.on_edge.push(&outline.code),
                (false, 1) => around.inside.push(&outline.code),
                (false, _) => {}
            }
        }
        around
    }
}

/// How many points of each kind were compared.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Compared {
    /// Inside one grid.
    pub inside: usize,
    /// On a side or a corner.
    pub on_edge: usize,
    /// In no grid.
    pub nowhere: usize,
}

/// Compares the index with the definition on so many points; the seed and the point stand in every complaint.
pub fn compare(packs: &[Boundaries], count: usize, seed: u64) -> Compared {
    let outlines = Outlines::of(packs);
    // Without reach: a point that lies in no grid is given to none.
    let index = GridIndex::with_reach(packs, 0.0);
    let mut compared = Compared::default();
    for point in Points::new(packs, seed).take(count) {
        let Around { inside, on_edge } = outlines.around(point);
        let located = index.locate(point);
        let found = located.grid.map(|grid| &grid.code);
        let expected = match (inside.as_slice(), on_edge.as_slice()) {
            ([one], []) => {
                compared.inside += 1;
                (Match::Inside, Some(*one))
            }
            ([], [lowest, ..]) => {
                compared.on_edge += 1;
                (Match::Edge, Some(*lowest))
            }
            ([], []) => {
                compared.nowhere += 1;
                (Match::None, None)
            }
            (inside, on_edge) => {
                panic!("seed {seed}, {point}: not in exactly one grid but in {inside:?}, on the edge of {on_edge:?}")
            }
        };
        assert_eq!((located.how, found), expected, "seed {seed}, {point}");
    }
    compared
}

/// Points where mistakes would be, and others.
pub struct Points {
    rings: Vec<Vec<Point>>,
    bits: u64,
    at: usize,
}

impl Points {
    /// Begins the points of a seed.
    pub fn new(packs: &[Boundaries], seed: u64) -> Self {
        let grids = packs.iter().flat_map(|pack| &pack.grids);
        let rings = grids.flat_map(|grid| &grid.rings).map(|ring| ring.points().to_vec()).collect();
        Self { rings, bits: seed ^ 0x9E37_79B9_7F4A_7C15, at: 0 }
    }

    fn throw(&mut self, first: i64, last: i64) -> i64 {
        self.bits ^= self.bits << 13;
        self.bits ^= self.bits >> 7;
        self.bits ^= self.bits << 17;
        first + i64::try_from((self.bits >> 11) % (last.abs_diff(first) + 1)).unwrap()
    }
}

impl Iterator for Points {
    type Item = Point;

    fn next(&mut self) -> Option<Point> {
        // Every ring has its turn, each time another part of the city.
        let ring = self.rings.get(self.at.wrapping_mul(7_919) % self.rings.len())?.clone();
        self.at += 1;
        let corner = usize::try_from(self.throw(0, i64::try_from(ring.len()).ok()? - 1)).ok()?;
        let (a, b) = (ring[corner], ring[(corner + 1) % ring.len()]);
        let [ax, ay, bx, by] = [a.lon_e7, a.lat_e7, b.lon_e7, b.lat_e7].map(i64::from);
        let (width, height) = (bx - ax, by - ay);
        // A side has points of whole units as its two differences have a common divisor.
        let steps = divisor(width.abs(), height.abs());
        let step = self.throw(0, steps - 1);
        let on_side = (ax + width / steps * step, ay + height / steps * step);
        let beside = (self.throw(-1, 1), self.throw(-1, 1));
        let (x, y) = match self.throw(0, 7) {
            0 => (ax, ay),
            1 => on_side,
            2 => (ax + beside.0, ay + beside.1),
            3 => (on_side.0 + beside.0, on_side.1 + beside.1),
            4 => (ax + width / 2 + beside.0, ay + height / 2 + beside.1),
            _ => {
                let lons = || ring.iter().map(|point| i64::from(point.lon_e7));
                let lats = || ring.iter().map(|point| i64::from(point.lat_e7));
                let margin = 2_000;
                let lon = self.throw(lons().min()? - margin, lons().max()? + margin);
                (lon, self.throw(lats().min()? - margin, lats().max()? + margin))
            }
        };
        Some(Point { lon_e7: i32::try_from(x).ok()?, lat_e7: i32::try_from(y).ok()? })
    }
}

fn divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { divisor(b, a % b) }
}
