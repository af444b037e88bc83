//! The outline of blocks taken together.

use std::collections::{BTreeMap, BTreeSet};

use super::lattice::{Block, Node};

/// Returns the rings round the blocks, outer ones and holes, as lattice points.
pub(super) fn outline<'a>(blocks: impl Iterator<Item = &'a Block>) -> Vec<Vec<Node>> {
    let mut sides: BTreeSet<(Node, Node)> = BTreeSet::new();
    for block in blocks {
        let next = block.ring.iter().skip(1).chain(block.ring.first());
        for (&from, &to) in block.ring.iter().zip(next) {
            // Two blocks run along a common side in opposite ways: inside, the two cancel.
            if !sides.remove(&(to, from)) {
                sides.insert((from, to));
            }
        }
    }
    let mut out: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
    for (from, to) in sides {
        out.entry(from).or_default().push(to);
    }
    let mut rings = Vec::new();
    while let Some((&start, _)) = out.first_key_value() {
        let mut ring = vec![start];
        let mut from = start;
        let Some(mut at) = leave(&mut out, from, None) else { break };
        while at != start {
            ring.push(at);
            let Some(next) = leave(&mut out, at, Some(from)) else { break };
            (from, at) = (at, next);
        }
        rings.push(ring);
    }
    rings
}

/// Takes a side out of a corner; where two lead out, the one to the left, which belongs to the same block.
fn leave(out: &mut BTreeMap<Node, Vec<Node>>, at: Node, from: Option<Node>) -> Option<Node> {
    let ways = out.get_mut(&at)?;
    let best = match from {
        None => 0,
        Some(from) => {
            let left = |to: &Node| {
                let (ax, ay) = ((at.0 - from.0).signum(), (at.1 - from.1).signum());
                let (bx, by) = ((to.0 - at.0).signum(), (to.1 - at.1).signum());
                ax * by - ay * bx
            };
            ways.iter().enumerate().max_by_key(|(_, to)| left(to)).map_or(0, |(place, _)| place)
        }
    };
    let to = ways.remove(best);
    if ways.is_empty() {
        out.remove(&at);
    }
    Some(to)
}

#[cfg(test)]
mod tests {
    use super::outline;
    use crate::training::city::lattice::Block;
    use crate::training::city::sources::At;

    fn block(x: i32, y: i32) -> Block {
        let ring = vec![(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
        Block { ring, at: At { x: 0.0, y: 0.0 }, street: 0, built_up: true }
    }

    #[test]
    fn blocks_side_by_side_have_one_outline() {
        let blocks = [block(0, 0), block(1, 0)];
        assert_eq!(outline(blocks.iter()), [vec![(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)]]);
    }

    #[test]
    fn blocks_that_touch_at_a_corner_stay_two_rings() {
        let blocks = [block(0, 0), block(1, 1)];
        assert_eq!(outline(blocks.iter()).iter().map(Vec::len).collect::<Vec<_>>(), [4, 4]);
    }

    #[test]
    fn a_hole_is_a_ring() {
        let around: Vec<_> = (0..9).filter(|place| *place != 4).map(|place| block(place % 3, place / 3)).collect();
        assert_eq!(outline(around.iter()).len(), 2);
    }
}
