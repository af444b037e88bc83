//! Streets and blocks: the ground cut by long lines, and between them again and again into blocks.
//!
//! Everything is decided on a square lattice in whole numbers. A block is a rectangle of the lattice; a corner of one
//! block on the side of another is a corner of both, so that lines between blocks are shared and there is no gap. Only
//! the drawing bends the lattice, every lattice point once.

use std::collections::BTreeMap;

use shared::place::point::Point;

use super::Scale;
use super::noise::Noise;
use super::sources::{At, RoadName};
use super::terrain::{self, Terrain};

/// Metres between lattice lines.
const STEP_M: f64 = 20.0;
/// Blocks are not cut narrower than this.
const NARROWEST: i32 = 3;
/// Long sides of the larger blocks get a corner this often, so that they bend with the ground.
const BEND_EVERY: i32 = 16;

/// A lattice point, counted from the Bell Tower.
pub(super) type Node = (i32, i32);

/// A rectangle of the lattice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Rect {
    west: i32,
    south: i32,
    east: i32,
    north: i32,
}

/// One block: one unit grid.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its corners, anticlockwise.
    pub(super) ring: Vec<Node>,
    /// Its middle.
    pub(super) at: At,
    /// The nearest street.
    pub(super) street: usize,
    pub(super) built_up: bool,
}

/// All blocks, and who lies beside whom.
pub(super) struct Lattice {
    pub(super) blocks: Vec<Block>,
    /// For each block its neighbours along a side, in order, with the length shared in steps.
    pub(super) neighbours: Vec<Vec<(usize, i32)>>,
    /// Corners on each line that runs north, and on each that runs east.
    corners: Corners,
    jitter: Noise,
}

#[derive(Default)]
struct Corners {
    north: BTreeMap<i32, Vec<i32>>,
    east: BTreeMap<i32, Vec<i32>>,
}

impl Lattice {
    pub(super) fn build(terrain: &Terrain<'_>) -> Self {
        let whole = whole(terrain);
        let mut cutter = Cutter {
            terrain,
            village: village_hectares(terrain, whole),
            roads: terrain.sources.roads.iter().map(Line::of).collect(),
            chance: Noise::new(terrain.seed, 11),
            found: Vec::new(),
        };
        cutter.cut(whole);
        let found = cutter.found;
        let mut corners = Corners::default();
        for (rect, ..) in &found {
            corners.add(*rect);
        }
        corners.sort();
        let blocks: Vec<Block> = found
            .into_iter()
            .map(|(rect, street, built_up)| Block { ring: corners.ring(rect), at: rect.middle(), street, built_up })
            .collect();
        let neighbours = neighbours(&blocks);
        Self { blocks, neighbours, corners, jitter: Noise::new(terrain.seed, 12) }
    }

    /// Returns where a lattice point is drawn.
    pub(super) fn draw(&self, terrain: &Terrain<'_>, node: Node) -> Point {
        let (x, y) = (i64::from(node.0), i64::from(node.1));
        let shake = |salt: i64| 11.0 * (self.jitter.unit(x, y * 2 + salt) - 0.5);
        let bent = terrain.bend(plane(node));
        terrain::point(At { x: bent.x + shake(0), y: bent.y + shake(1) })
    }

    /// Returns the corners along a straight line, in order.
    pub(super) fn along(&self, runs_north: bool, at: i32, from: i32, to: i32) -> Vec<Node> {
        let line = if runs_north { self.corners.north.get(&at) } else { self.corners.east.get(&at) };
        let on_way = line.into_iter().flatten().filter(|&&step| (from..=to).contains(&step));
        on_way.map(|&step| if runs_north { (at, step) } else { (step, at) }).collect()
    }
}

/// Returns the place of a lattice point before anything is bent.
pub(super) fn plane(node: Node) -> At {
    At { x: f64::from(node.0) * STEP_M, y: f64::from(node.1) * STEP_M }
}

/// Returns the lattice line nearest to so many metres.
pub(super) fn step(metres: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "metres within a city")]
    let step = (metres / STEP_M).round() as i32;
    step
}

/// Returns a rectangle with the whole city in it.
fn whole(terrain: &Terrain<'_>) -> Rect {
    let mut whole = Rect { west: 0, south: 0, east: 0, north: 0 };
    for at in &terrain.sources.outline {
        let (x, y) = (step(at.x), step(at.y));
        whole.west = whole.west.min(x - 100);
        whole.east = whole.east.max(x + 100);
        whole.south = whole.south.min(y - 100);
        whole.north = whole.north.max(y + 100);
    }
    whole
}

/// Returns for each street how large a block outside the built-up area may be, so that every village has some.
fn village_hectares(terrain: &Terrain<'_>, whole: Rect) -> Vec<f64> {
    const SAMPLE: i32 = 40;
    let sample = Rect { west: 0, south: 0, east: SAMPLE, north: SAMPLE }.hectares();
    let mut area = vec![0.0; terrain.sources.streets.len()];
    for x in (whole.west..whole.east).step_by(SAMPLE.cast_unsigned() as usize) {
        for y in (whole.south..whole.north).step_by(SAMPLE.cast_unsigned() as usize) {
            if let Some(sum) = terrain.street(plane((x, y))).and_then(|(street, _)| area.get_mut(street)) {
                *sum += sample;
            }
        }
    }
    let streets = terrain.sources.streets.iter().zip(area);
    streets
        .map(|(street, hectares)| {
            #[expect(clippy::cast_precision_loss, reason = "a few dozen")]
            let villages = street.communities.len().max(1) as f64;
            (hectares / villages / 3.0).clamp(12.0, 220.0)
        })
        .collect()
}

/// A road's line on the lattice.
#[derive(Clone, Copy, Debug)]
struct Line {
    runs_north: bool,
    at: i32,
    from: i32,
    to: i32,
}

impl Line {
    fn of(road: &RoadName) -> Self {
        Self { runs_north: road.runs_north, at: step(road.at_m), from: step(road.from_m), to: step(road.to_m) }
    }

    /// Returns how much of the rectangle the line would cut, if it cuts most of it and no sliver.
    fn cuts(&self, rect: Rect) -> Option<i32> {
        let (low, high, from, to) = if self.runs_north {
            (rect.west, rect.east, rect.south, rect.north)
        } else {
            (rect.south, rect.north, rect.west, rect.east)
        };
        let overlap = self.to.min(to) - self.from.max(from);
        (self.at - low >= NARROWEST && high - self.at >= NARROWEST && overlap * 2 >= to - from).then_some(overlap)
    }
}

/// Cuts the whole into blocks: along roads first, then wherever chance has it.
struct Cutter<'t, 'a> {
    terrain: &'t Terrain<'a>,
    village: Vec<f64>,
    roads: Vec<Line>,
    chance: Noise,
    found: Vec<(Rect, usize, bool)>,
}

impl Cutter<'_, '_> {
    fn cut(&mut self, rect: Rect) {
        let road = self.roads.iter().filter_map(|road| Some((road.cuts(rect)?, *road))).max_by_key(|(cut, _)| *cut);
        if let Some((_, road)) = road {
            return self.cut_at(rect, road.runs_north, road.at);
        }
        let (width, height) = (rect.east - rect.west, rect.north - rect.south);
        let (long, short) = (width.max(height), width.min(height));
        let chance = Noise::new(self.chance.bits(pack(rect.west, rect.east), pack(rect.south, rect.north)), 0);
        let ground = self.ground(rect);
        let enough = rect.hectares() <= ground.wanted_hectares * (0.72 + 0.56 * chance.unit(1, 0));
        if enough || long < 2 * NARROWEST {
            self.found.extend(ground.street.map(|street| (rect, street, ground.built_up)));
            return;
        }
        // The longer side is cut, but nearly square blocks either way: else every lane would run the same way.
        let square = f64::from(short) > 0.8 * f64::from(long) && short >= 2 * NARROWEST;
        let upright = if square { chance.unit(3, 0) < 0.5 } else { width > height };
        let (low, high) = if upright { (rect.west, rect.east) } else { (rect.south, rect.north) };
        #[expect(clippy::cast_possible_truncation, reason = "less than the side")]
        let share = (f64::from(high - low) * (0.36 + 0.28 * chance.unit(2, 0))).round() as i32;
        let line = (low + share).clamp(low + NARROWEST, high - NARROWEST);
        self.cut_at(rect, upright, self.snapped(rect, upright, line));
    }

    fn cut_at(&mut self, rect: Rect, upright: bool, line: i32) {
        let (one, two) = if upright {
            (Rect { east: line, ..rect }, Rect { west: line, ..rect })
        } else {
            (Rect { north: line, ..rect }, Rect { south: line, ..rect })
        };
        self.cut(one);
        self.cut(two);
    }

    /// Moves a line onto a road that it would otherwise run close beside.
    fn snapped(&self, rect: Rect, upright: bool, line: i32) -> i32 {
        let (low, high, from, to) = if upright {
            (rect.west, rect.east, rect.south, rect.north)
        } else {
            (rect.south, rect.north, rect.west, rect.east)
        };
        let beside = self.roads.iter().filter(|road| road.runs_north == upright && road.from < to && road.to > from);
        let beside = beside.map(|road| road.at).filter(|at| (low + NARROWEST..=high - NARROWEST).contains(at));
        beside.filter(|at| (at - line).abs() < 2 * NARROWEST).min_by_key(|at| (at - line).abs()).unwrap_or(line)
    }

    fn ground(&self, rect: Rect) -> Ground {
        let middle = rect.middle();
        let corners =
            [(rect.west, rect.south), (rect.east, rect.north), (rect.west, rect.north), (rect.east, rect.south)];
        // A large rectangle is judged by its most built-up part, or a town's edge would be cut off.
        let others = corners.into_iter().map(plane).filter(|_| rect.hectares() > 30.0);
        let out = others.map(|at| self.terrain.outness(at)).fold(self.terrain.outness(middle), f64::min);
        let street = self.terrain.street(middle).map(|(street, _)| street);
        let built_up = out < 1.0;
        let wanted_hectares = match (built_up, street) {
            // Nobody is there, or too much to know who: on with cutting, to find the city's border.
            (_, None) => 60.0,
            (true, Some(_)) => match self.terrain.scale {
                Scale::Full => 1.62,
                Scale::Small => 2.4,
            },
            // Fields near the town are smaller than those far out.
            (false, Some(street)) => {
                self.village.get(street).copied().unwrap_or(100.0) * ((out - 1.0) * 2.5).clamp(0.35, 1.0)
            }
        };
        Ground { street, built_up, wanted_hectares }
    }
}

/// What a rectangle lies on.
struct Ground {
    street: Option<usize>,
    built_up: bool,
    wanted_hectares: f64,
}

fn pack(a: i32, b: i32) -> i64 {
    (i64::from(a) << 32) ^ i64::from(b)
}

impl Rect {
    fn middle(&self) -> At {
        let step = STEP_M / 2.0;
        At { x: f64::from(self.west + self.east) * step, y: f64::from(self.south + self.north) * step }
    }

    fn hectares(&self) -> f64 {
        f64::from(self.east - self.west) * f64::from(self.north - self.south) * STEP_M * STEP_M / 10_000.0
    }
}

impl Corners {
    fn add(&mut self, rect: Rect) {
        let Rect { west, south, east, north } = rect;
        for (line, from, to) in [(west, south, north), (east, south, north)] {
            let on = self.north.entry(line).or_default();
            on.extend([from, to].into_iter().chain(bends(from, to)));
        }
        for (line, from, to) in [(south, west, east), (north, west, east)] {
            let on = self.east.entry(line).or_default();
            on.extend([from, to].into_iter().chain(bends(from, to)));
        }
    }

    fn sort(&mut self) {
        for line in self.north.values_mut().chain(self.east.values_mut()) {
            line.sort_unstable();
            line.dedup();
        }
    }

    /// Returns the corners of a rectangle with those of its neighbours on its sides, anticlockwise.
    fn ring(&self, rect: Rect) -> Vec<Node> {
        let Rect { west, south, east, north } = rect;
        let between = |line: Option<&Vec<i32>>, from: i32, to: i32| -> Vec<i32> {
            let on = line.map_or(&[][..], Vec::as_slice);
            let start = on.partition_point(|&step| step < from);
            on.iter().skip(start).take_while(|&&step| step < to).copied().collect()
        };
        let after = |line: Option<&Vec<i32>>, from: i32, to: i32| -> Vec<i32> {
            let on = line.map_or(&[][..], Vec::as_slice);
            let start = on.partition_point(|&step| step <= from);
            let mut steps: Vec<i32> = on.iter().skip(start).take_while(|&&step| step <= to).copied().collect();
            steps.reverse();
            steps
        };
        let mut ring: Vec<Node> = between(self.east.get(&south), west, east).into_iter().map(|x| (x, south)).collect();
        ring.extend(between(self.north.get(&east), south, north).into_iter().map(|y| (east, y)));
        ring.extend(after(self.east.get(&north), west, east).into_iter().map(|x| (x, north)));
        ring.extend(after(self.north.get(&west), south, north).into_iter().map(|y| (west, y)));
        ring
    }
}

/// Returns where a long side bends.
fn bends(from: i32, to: i32) -> impl Iterator<Item = i32> {
    let first = if to - from < 2 * BEND_EVERY { to } else { (from.div_euclid(BEND_EVERY) + 1) * BEND_EVERY };
    // A bend right beside a corner would make a sliver of a line.
    (first..to).step_by(16).filter(move |bend| bend - from > 3 && to - bend > 3)
}

/// Finds who lies beside whom: two blocks that run along the same piece of line.
fn neighbours(blocks: &[Block]) -> Vec<Vec<(usize, i32)>> {
    let mut sides: Vec<(Node, Node, usize)> = Vec::new();
    for (place, block) in blocks.iter().enumerate() {
        let next = block.ring.iter().skip(1).chain(block.ring.first());
        sides.extend(block.ring.iter().zip(next).map(|(&a, &b)| (a.min(b), a.max(b), place)));
    }
    sides.sort_unstable();
    let mut shared: BTreeMap<(usize, usize), i32> = BTreeMap::new();
    for pair in sides.windows(2) {
        let [(a, b, one), (c, d, two)] = pair else { continue };
        if (a, b) == (c, d) {
            *shared.entry((*one.min(two), *one.max(two))).or_default() += (b.0 - a.0) + (b.1 - a.1);
        }
    }
    let mut neighbours = vec![Vec::new(); blocks.len()];
    for ((one, two), length) in shared {
        for (from, to) in [(one, two), (two, one)] {
            if let Some(list) = neighbours.get_mut(from) {
                list.push((to, length));
            }
        }
    }
    neighbours
}
