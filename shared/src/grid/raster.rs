//! Squares laid over areas, so that most points are answered without touching an outline.
//!
//! Two levels: coarse squares over the whole extent, and where outlines are dense a block of 32 by 32 fine ones. A
//! square that no outline passes through lies in one area as a whole; for the others a short list of candidates is kept.

#![expect(clippy::indexing_slicing, reason = "asked a million times a second; every place is made in `build`")]
#![expect(clippy::cast_possible_truncation, reason = "squares and areas are counted in u32, checked when built")]

use super::areas::{Areas, Edge, Extent};
use crate::place::point::Point;

/// What is known about one square.
pub(super) enum Cell<'a> {
    /// No area comes near.
    Empty,
    /// All of it lies inside this area and no other.
    Within(usize),
    /// These areas may hold the point, in order.
    Among(&'a [u32]),
}

const KIND: u32 = 0b11 << 30;
const WITHIN: u32 = 0b01 << 30;
const AMONG: u32 = 0b10 << 30;
const BLOCK: u32 = 0b11 << 30;
const EMPTY: u32 = 0;

/// A fine square is 2^11 units at least: about 19 by 23 metres in Xi'an.
const FINE_SHIFT: u32 = 11;
/// A coarse square has 32 fine ones on a side.
const BLOCK_SHIFT: u32 = 5;
const BLOCK_SIDE: i64 = 1 << BLOCK_SHIFT;
/// Larger extents take larger squares rather than more memory.
const MOST_SQUARES: i64 = 1 << 18;
/// How finely areas are covered: more squares answer sooner, and take longer to lay.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Detail {
    /// For the grids, which every point is asked of.
    Fine,
    /// For large areas that are asked of now and then.
    Rough,
}

impl Detail {
    /// With fewer outline points than this in a coarse square, looking at all of them costs less than a block.
    fn dense(self) -> usize {
        match self {
            Self::Fine => 48,
            Self::Rough => 6_000,
        }
    }
}

/// The squares.
#[derive(Default, Debug)]
pub(super) struct Raster {
    west: i64,
    south: i64,
    columns: i64,
    rows: i64,
    shift: u32,
    coarse: Vec<u32>,
    fine: Vec<u32>,
    /// Lists of candidates: a length, then so many areas.
    lists: Vec<u32>,
}

/// A rectangle of squares.
struct Window {
    west: i64,
    south: i64,
    columns: i64,
    rows: i64,
    shift: u32,
}

/// What one area does to the squares of a window.
struct Marks {
    /// Squares its outline passes through.
    touched: Vec<usize>,
    /// Squares that lie inside as a whole.
    filled: Vec<usize>,
    crossings: Vec<(i64, i64)>,
    /// For each square the round in which it was last touched.
    rounds: Vec<u32>,
    round: u32,
}

impl Marks {
    fn new(squares: usize) -> Self {
        Self { touched: Vec::new(), filled: Vec::new(), crossings: Vec::new(), rounds: vec![0; squares], round: 0 }
    }

    fn begin(&mut self) {
        self.touched.clear();
        self.filled.clear();
        self.crossings.clear();
        self.round += 1;
    }

    fn touch(&mut self, square: usize) {
        if self.rounds[square] != self.round {
            self.rounds[square] = self.round;
            self.touched.push(square);
        }
    }
}

/// What is used again for each block.
struct Bench {
    marks: Marks,
    lists: Vec<Vec<(u32, bool)>>,
}

impl Raster {
    /// Lays squares over the areas.
    pub(super) fn build(areas: &Areas, detail: Detail) -> Self {
        let mut extent = Extent::NOTHING;
        for area in 0..areas.len() {
            extent.join(&areas.extent_of(area));
        }
        if extent.west > extent.east {
            return Self::default();
        }
        let [width, height] =
            [i64::from(extent.east) - i64::from(extent.west), i64::from(extent.north) - i64::from(extent.south)];
        let mut shift = FINE_SHIFT + BLOCK_SHIFT;
        while ((width >> shift) + 1) * ((height >> shift) + 1) > MOST_SQUARES {
            shift += 1;
        }
        let mut raster = Self {
            west: i64::from(extent.west),
            south: i64::from(extent.south),
            columns: (width >> shift) + 1,
            rows: (height >> shift) + 1,
            shift,
            ..Self::default()
        };
        raster.fill(areas, detail);
        raster
    }

    fn fill(&mut self, areas: &Areas, detail: Detail) {
        let window =
            Window { west: self.west, south: self.south, columns: self.columns, rows: self.rows, shift: self.shift };
        let squares = (self.columns * self.rows) as usize;
        let mut pairs: Vec<(u32, u32, bool)> = Vec::new();
        let mut marks = Marks::new(squares);
        for area in 0..areas.len() {
            window.mark(areas.edges_of(area), areas.extent_of(area), &mut marks);
            pairs.extend(marks.touched.iter().map(|&square| (square as u32, area as u32, true)));
            pairs.extend(marks.filled.iter().map(|&square| (square as u32, area as u32, false)));
        }
        pairs.sort_unstable();
        self.coarse = vec![EMPTY; squares];
        let cells = (BLOCK_SIDE * BLOCK_SIDE) as usize;
        let mut bench = Bench { marks: Marks::new(cells), lists: vec![Vec::new(); cells] };
        for same in pairs.chunk_by(|a, b| a.0 == b.0) {
            let square = same[0].0 as usize;
            let outline: usize =
                same.iter().filter(|pair| pair.2).map(|pair| areas.edges_of(pair.1 as usize).len()).sum();
            let candidates = || same.iter().map(|&(_, area, touched)| (area, touched));
            self.coarse[square] = if outline < detail.dense() {
                self.entry(candidates())
            } else {
                self.block(areas, square as i64, same, &mut bench)
            };
        }
    }

    /// Returns the entry of a square with these candidates.
    fn entry(&mut self, candidates: impl Iterator<Item = (u32, bool)> + Clone) -> u32 {
        let mut all = candidates.clone();
        match (all.next(), all.next()) {
            (None, _) => EMPTY,
            (Some((area, false)), None) => WITHIN | area,
            (Some(_), _) => {
                let place = self.lists.len();
                self.lists.push(0);
                self.lists.extend(candidates.map(|(area, _)| area));
                self.lists[place] = (self.lists.len() - place - 1) as u32;
                AMONG | place as u32
            }
        }
    }

    /// Divides a coarse square.
    fn block(&mut self, areas: &Areas, square: i64, candidates: &[(u32, u32, bool)], bench: &mut Bench) -> u32 {
        let shift = self.shift - BLOCK_SHIFT;
        let window = Window {
            west: self.west + ((square % self.columns) << self.shift),
            south: self.south + ((square / self.columns) << self.shift),
            columns: BLOCK_SIDE,
            rows: BLOCK_SIDE,
            shift,
        };
        let Bench { marks, lists } = bench;
        for &(_, area, touched) in candidates {
            if !touched {
                lists.iter_mut().for_each(|list| list.push((area, false)));
                continue;
            }
            window.mark(areas.edges_of(area as usize), areas.extent_of(area as usize), marks);
            marks.touched.iter().for_each(|&cell| lists[cell].push((area, true)));
            marks.filled.iter().for_each(|&cell| lists[cell].push((area, false)));
        }
        let place = self.fine.len() / lists.len();
        for list in lists {
            let entry = self.entry(list.iter().copied());
            self.fine.push(entry);
            list.clear();
        }
        BLOCK | place as u32
    }

    /// Returns what is known about the square the point lies in.
    #[inline]
    pub(super) fn cell(&self, point: Point) -> Cell<'_> {
        let x = i64::from(point.lon_e7) - self.west;
        let y = i64::from(point.lat_e7) - self.south;
        let [column, row] = [x >> self.shift, y >> self.shift];
        if column < 0 || row < 0 || column >= self.columns || row >= self.rows {
            return Cell::Empty;
        }
        let mut entry = self.coarse[(row * self.columns + column) as usize];
        if entry & KIND == BLOCK {
            let shift = self.shift - BLOCK_SHIFT;
            let [column, row] = [(x >> shift) & (BLOCK_SIDE - 1), (y >> shift) & (BLOCK_SIDE - 1)];
            entry = self.fine[self.fine_place(entry, column, row)];
        }
        self.answer(entry)
    }

    fn fine_place(&self, entry: u32, column: i64, row: i64) -> usize {
        ((i64::from(entry & !KIND) << (2 * BLOCK_SHIFT)) + (row << BLOCK_SHIFT) + column) as usize
    }

    #[inline]
    fn answer(&self, entry: u32) -> Cell<'_> {
        let value = (entry & !KIND) as usize;
        match entry & KIND {
            WITHIN => Cell::Within(value),
            AMONG => Cell::Among(&self.lists[value + 1..=value + self.lists[value] as usize]),
            _ => Cell::Empty,
        }
    }

    /// Returns, in order and each once, the areas that may come into the window.
    pub(super) fn candidates(&self, window: &Extent) -> Vec<u32> {
        let mut found = Vec::new();
        if self.coarse.is_empty() {
            return found;
        }
        let clamp =
            |at: i32, origin: i64, shift: u32, most: i64| ((i64::from(at) - origin) >> shift).clamp(0, most - 1);
        let fine = self.shift - BLOCK_SHIFT;
        let [most_columns, most_rows] = [self.columns << BLOCK_SHIFT, self.rows << BLOCK_SHIFT];
        let west = clamp(window.west, self.west, fine, most_columns);
        let east = clamp(window.east, self.west, fine, most_columns);
        let south = clamp(window.south, self.south, fine, most_rows);
        let north = clamp(window.north, self.south, fine, most_rows);
        let last = BLOCK_SIDE - 1;
        for row in south >> BLOCK_SHIFT..=north >> BLOCK_SHIFT {
            for column in west >> BLOCK_SHIFT..=east >> BLOCK_SHIFT {
                let entry = self.coarse[(row * self.columns + column) as usize];
                if entry & KIND != BLOCK {
                    self.collect(entry, &mut found);
                    continue;
                }
                let [x, y] = [column << BLOCK_SHIFT, row << BLOCK_SHIFT];
                for fine_row in (south - y).max(0)..=(north - y).min(last) {
                    for fine_column in (west - x).max(0)..=(east - x).min(last) {
                        self.collect(self.fine[self.fine_place(entry, fine_column, fine_row)], &mut found);
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn collect(&self, entry: u32, found: &mut Vec<u32>) {
        match self.answer(entry) {
            Cell::Empty => {}
            Cell::Within(area) => found.push(area as u32),
            Cell::Among(list) => found.extend_from_slice(list),
        }
    }
}

impl Window {
    /// Finds the squares that the outline touches and those that lie inside.
    fn mark(&self, edges: &[Edge], extent: Extent, marks: &mut Marks) {
        marks.begin();
        let column_of = |x: i64| (x - self.west) >> self.shift;
        let row_of = |y: i64| (y - self.south) >> self.shift;
        let half = 1_i64 << (self.shift - 1);
        for edge in edges {
            let [ax, ay, bx, by] = [edge.ax, edge.ay, edge.bx, edge.by].map(i64::from);
            let first = row_of(ay.min(by)).max(0);
            let last = row_of(ay.max(by)).min(self.rows - 1);
            if first > last || column_of(ax.min(bx) - 1) >= self.columns {
                // Too far north or south to matter, or to the east, where nothing that matters is counted.
                continue;
            }
            for row in first..=last {
                let south = self.south + (row << self.shift);
                let (from, to) = reach((ax, ay), (bx, by), south, south + (1 << self.shift));
                for column in column_of(from).max(0)..=column_of(to).min(self.columns - 1) {
                    marks.touch((row * self.columns + column) as usize);
                }
                // Where the middle line of the row is crossed decides what is inside; the rule for ends (one counts,
                // the other does not) is that of the exact test.
                let middle = south + half;
                if (ay > middle) != (by > middle) {
                    marks.crossings.push((row, ax + (middle - ay) * (bx - ax) / (by - ay)));
                }
            }
        }
        marks.crossings.sort_unstable();
        self.fill(extent, marks);
    }

    /// An untouched square has the same number of crossings to its west everywhere: odd is inside.
    fn fill(&self, extent: Extent, marks: &mut Marks) {
        let east = ((i64::from(extent.east) - self.west) >> self.shift).min(self.columns - 1);
        for row in marks.crossings.chunk_by(|a, b| a.0 == b.0) {
            let line = row[0].0;
            let mut passed = 0;
            let first = ((row[0].1 - self.west) >> self.shift).max(0);
            for column in first..=east {
                let border = self.west + (column << self.shift);
                while passed < row.len() && row[passed].1 < border {
                    passed += 1;
                }
                let square = (line * self.columns + column) as usize;
                if passed % 2 == 1 && marks.rounds[square] != marks.round {
                    marks.filled.push(square);
                }
            }
        }
    }
}

/// Returns the westernmost and easternmost longitude that a line reaches between two heights, rounded outward.
fn reach(a: (i64, i64), b: (i64, i64), south: i64, north: i64) -> (i64, i64) {
    let ((ax, ay), (bx, by)) = (a, b);
    if ay == by {
        return (ax.min(bx), ax.max(bx));
    }
    let low = ay.min(by).max(south);
    let high = ay.max(by).min(north);
    let at = |y: i64| ax + ((y - ay) * (bx - ax)).div_euclid(by - ay);
    let [one, two] = [at(low), at(high)];
    (one.min(two) - 1, one.max(two) + 1)
}
