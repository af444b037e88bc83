//! Which unit grids lie side by side, and whether some of them are one piece.

use std::collections::BTreeSet;

use super::index::{Grid, GridIndex};
use super::ring::Ring;
use crate::place::point::Point;

/// Outlines that are imported do not always meet to the centimetre.
const MEETS_M: f64 = 2.0;

/// Returns for each grid of the index, in its order, the places of those that share a side with it. Two that touch at a
/// corner alone do not.
pub fn neighbours(index: &GridIndex) -> Vec<BTreeSet<usize>> {
    let place = |grid: &Grid| index.grids().binary_search_by(|known| known.code.cmp(&grid.code)).ok();
    let mut beside: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); index.grids().len()];
    for (own, grid) in index.grids().iter().enumerate() {
        for (a, b) in grid.rings().iter().flat_map(Ring::edges) {
            // The middle of the shorter of two sides lies on the longer one.
            let middle = Point::new(f64::midpoint(a.lon(), b.lon()), f64::midpoint(a.lat(), b.lat())).unwrap_or(a);
            for other in index.within(middle, MEETS_M).into_iter().filter_map(place).filter(|other| *other != own) {
                for (one, another) in [(own, other), (other, own)] {
                    if let Some(known) = beside.get_mut(one) {
                        known.insert(another);
                    }
                }
            }
        }
    }
    beside
}

/// Returns of how many pieces some grids are, by their places.
pub fn pieces(of: &BTreeSet<usize>, neighbours: &[BTreeSet<usize>]) -> usize {
    let mut left = of.clone();
    let mut pieces = 0;
    while let Some(first) = left.pop_first() {
        pieces += 1;
        let mut open = vec![first];
        while let Some(place) = open.pop() {
            let beside = neighbours.get(place).into_iter().flatten().copied();
            open.extend(beside.filter(|other| left.remove(other)));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{neighbours, pieces};
    use crate::grid::boundaries::UnitGrid;
    use crate::grid::index::GridIndex;
    use crate::grid::sample::{code, rectangle, town};

    fn place(index: &GridIndex, column: i32, row: i32) -> usize {
        index.grids().iter().position(|grid| grid.code == code(column, row)).unwrap()
    }

    #[test]
    fn a_grid_has_a_neighbour_at_each_side_and_none_at_a_corner() {
        let index = GridIndex::build([&town()]);
        let beside = neighbours(&index);
        let around: BTreeSet<usize> = [(0, 1), (2, 1), (1, 0), (1, 2)].map(|(x, y)| place(&index, x, y)).into();
        assert_eq!(beside[place(&index, 1, 1)], around);
        assert_eq!(beside[place(&index, 0, 0)].len(), 2);
    }

    #[test]
    fn a_long_side_has_all_that_lie_along_it() {
        let mut town = town();
        // One grid along the whole southern edge: no side of it is a side of another.
        town.grids.push(UnitGrid {
            code: "610112001007099".parse().unwrap(),
            rings: vec![rectangle(0.0, -1.0, 4.0, 0.0)],
            ..town.grids[0].clone()
        });
        let index = GridIndex::build([&town]);
        let long = index.grids().iter().position(|grid| grid.code.as_str().ends_with("099")).unwrap();
        assert_eq!(neighbours(&index)[long].len(), 4);
    }

    #[test]
    fn pieces_are_counted() {
        let index = GridIndex::build([&town()]);
        let beside = neighbours(&index);
        let of = |cells: &[(i32, i32)]| {
            pieces(&cells.iter().map(|(x, y)| place(&index, *x, *y)).collect::<BTreeSet<_>>(), &beside)
        };
        assert_eq!(of(&[]), 0);
        assert_eq!(of(&[(0, 0), (0, 1), (1, 1)]), 1);
        assert_eq!(of(&[(0, 0), (1, 1)]), 2, "they touch at a corner alone");
        assert_eq!(of(&[(0, 0), (2, 0), (2, 1), (0, 3)]), 3);
    }
}
