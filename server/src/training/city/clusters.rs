//! Groups of blocks: gathered round middles, and mended until each is in one piece.

use super::noise::Noise;
use super::sources::At;

/// A group of no block.
pub(super) const NONE: usize = usize::MAX;

/// Gathers items round `count` middles (fewer when there are fewer items); returns the group of each.
///
/// Middles begin spread by weight and move to the middle of what they gathered a few times.
pub(super) fn gather(items: &[(At, f64)], count: usize, chance: Noise) -> Vec<usize> {
    let mut middles: Vec<At> = spread(items, count.min(items.len()), chance);
    let mut groups = vec![0; items.len()];
    for _ in 0..7 {
        for (group, (at, _)) in groups.iter_mut().zip(items) {
            let all = middles.iter().enumerate();
            *group = all.min_by(|a, b| at.squared_to(*a.1).total_cmp(&at.squared_to(*b.1))).map_or(0, |(near, _)| near);
        }
        let mut sums = vec![(0.0, 0.0, 0.0); middles.len()];
        for (group, (at, weight)) in groups.iter().zip(items) {
            if let Some(sum) = sums.get_mut(*group) {
                *sum = (sum.0 + at.x * weight, sum.1 + at.y * weight, sum.2 + weight);
            }
        }
        for (middle, (x, y, weight)) in middles.iter_mut().zip(sums) {
            if weight > 0.0 {
                *middle = At { x: x / weight, y: y / weight };
            }
        }
    }
    feed_the_empty(&mut groups, items, middles.len());
    groups
}

/// Takes items for middles one after another, each the best of a few by distance from those taken.
fn spread(items: &[(At, f64)], count: usize, chance: Noise) -> Vec<At> {
    let total: f64 = items.iter().map(|item| item.1).sum();
    let mut taken: Vec<At> = Vec::new();
    for turn in 0..count {
        let tries = (0..9).map(|attempt| {
            let turn = i64::try_from(turn).unwrap_or(0);
            let mut left = chance.unit(turn, attempt) * total;
            let found = items.iter().find(|item| {
                left -= item.1;
                left <= 0.0
            });
            let at = found.or(items.last()).map_or(At { x: 0.0, y: 0.0 }, |item| item.0);
            let far = taken.iter().map(|other| at.squared_to(*other)).fold(f64::INFINITY, f64::min);
            (at, far)
        });
        if let Some((at, _)) = tries.max_by(|a, b| a.1.total_cmp(&b.1)) {
            taken.push(at);
        }
    }
    taken
}

/// Gives every empty group one item of the largest group.
fn feed_the_empty(groups: &mut [usize], items: &[(At, f64)], count: usize) {
    for empty in 0..count {
        if groups.contains(&empty) {
            continue;
        }
        let mut sizes = vec![0_usize; count];
        groups.iter().for_each(|group| sizes.iter_mut().skip(*group).take(1).for_each(|size| *size += 1));
        let largest = sizes.iter().enumerate().max_by_key(|(_, size)| **size).map_or(0, |(group, _)| group);
        let members = || groups.iter().enumerate().filter(|(_, group)| **group == largest).map(|(place, _)| place);
        // The westernmost: one at the rim, so that the rest stays in one piece.
        let rim = members().min_by(|a, b| {
            let x = |place: &usize| items.get(*place).map_or(0.0, |item| item.0.x);
            x(a).total_cmp(&x(b))
        });
        if let Some(group) = rim.and_then(|place| groups.get_mut(place)) {
            *group = empty;
        }
    }
}

/// Makes every group one piece: smaller pieces go to the neighbour they share the longest line with.
///
/// A piece of `large` blocks and more stays; a piece moves only to a group that `may` allows.
pub(super) fn mend(
    groups: &mut [usize],
    neighbours: &[Vec<(usize, i32)>],
    large: usize,
    may: impl Fn(usize, usize) -> bool,
) {
    for _ in 0..4 {
        let pieces = pieces(groups, neighbours);
        let mut largest: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
        for (place, piece) in pieces.iter().enumerate() {
            let group = piece.first().and_then(|block| groups.get(*block)).copied().unwrap_or(NONE);
            let best = largest.entry(group).or_insert(place);
            if pieces.get(*best).is_some_and(|known| known.len() < piece.len()) {
                *best = place;
            }
        }
        let mut moved = false;
        for (place, piece) in pieces.iter().enumerate() {
            let own = piece.first().and_then(|block| groups.get(*block)).copied().unwrap_or(NONE);
            if own == NONE || piece.len() >= large || largest.get(&own) == Some(&place) {
                continue;
            }
            if let Some(better) = longest_neighbour(piece, groups, neighbours, own, &may) {
                for block in piece {
                    if let Some(group) = groups.get_mut(*block) {
                        *group = better;
                    }
                }
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
}

fn longest_neighbour(
    piece: &[usize],
    groups: &[usize],
    neighbours: &[Vec<(usize, i32)>],
    own: usize,
    may: &impl Fn(usize, usize) -> bool,
) -> Option<usize> {
    let mut shared: std::collections::BTreeMap<usize, i32> = std::collections::BTreeMap::new();
    for block in piece {
        for (other, length) in neighbours.get(*block).into_iter().flatten() {
            let group = groups.get(*other).copied().unwrap_or(NONE);
            if group != own && group != NONE && may(*block, group) {
                *shared.entry(group).or_default() += length;
            }
        }
    }
    shared.into_iter().max_by_key(|(group, length)| (*length, std::cmp::Reverse(*group))).map(|(group, _)| group)
}

/// Returns the connected pieces of every group, each in block order of its first.
pub(super) fn pieces(groups: &[usize], neighbours: &[Vec<(usize, i32)>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; groups.len()];
    let mut pieces = Vec::new();
    for start in 0..groups.len() {
        if seen.get(start).copied().unwrap_or(true) {
            continue;
        }
        let group = groups.get(start);
        let mut piece = Vec::new();
        let mut ahead = vec![start];
        if let Some(mark) = seen.get_mut(start) {
            *mark = true;
        }
        while let Some(block) = ahead.pop() {
            piece.push(block);
            for (other, _) in neighbours.get(block).into_iter().flatten() {
                let same = groups.get(*other) == group;
                if let Some(mark) = seen.get_mut(*other).filter(|mark| same && !**mark) {
                    *mark = true;
                    ahead.push(*other);
                }
            }
        }
        pieces.push(piece);
    }
    pieces
}
