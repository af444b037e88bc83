//! Duty grids: beats of 10 to 25 blocks that lie together.

use std::collections::{BTreeMap, BTreeSet};

use super::census::Census;
use super::clusters::pieces;
use super::lattice::Lattice;
use super::sources::At;

/// A beat is grown to this.
const USUAL: usize = 17;
/// And has at least, and at most, so many blocks.
pub(super) const FEWEST: usize = 10;
pub(super) const MOST: usize = 25;

/// One beat.
pub(super) struct Beat {
    pub(super) jurisdiction: usize,
    /// The street most of it lies in.
    pub(super) street: usize,
    pub(super) blocks: Vec<usize>,
}

/// Divides every jurisdiction into beats.
pub(super) fn draw(lattice: &Lattice, census: &Census) -> Vec<Beat> {
    let mut beats = Vec::new();
    for piece in pieces(&census.jurisdiction, &lattice.neighbours) {
        let mut walk = Walk { lattice, census, left: piece.iter().copied().collect(), beats: Vec::new() };
        walk.all(&piece);
        beats.extend(walk.beats.into_iter().filter(|blocks| !blocks.is_empty()).map(|blocks| {
            let first = blocks.first().copied().unwrap_or(0);
            Beat {
                jurisdiction: census.jurisdiction.get(first).copied().unwrap_or(0),
                street: commonest(blocks.iter().filter_map(|block| census.street.get(*block)).copied()),
                blocks,
            }
        }));
    }
    // From the north-west, street by street, so that numbers are near where their neighbours are.
    beats.sort_by(|a, b| {
        (a.jurisdiction, a.street, a.blocks.first()).cmp(&(b.jurisdiction, b.street, b.blocks.first()))
    });
    beats
}

pub(super) fn commonest(values: impl Iterator<Item = usize>) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().max_by_key(|(value, count)| (*count, std::cmp::Reverse(*value))).map_or(0, |(value, _)| value)
}

/// One connected piece of a jurisdiction being divided.
struct Walk<'a> {
    lattice: &'a Lattice,
    census: &'a Census,
    left: BTreeSet<usize>,
    beats: Vec<Vec<usize>>,
}

impl Walk<'_> {
    fn all(&mut self, piece: &[usize]) {
        let mut order = piece.to_vec();
        // Community by community, so that a beat is mostly one or two of them.
        order.sort_by_key(|block| (self.census.community.get(*block).copied(), self.census.code.get(*block).cloned()));
        for start in order {
            if self.left.contains(&start) {
                let beat = self.grow(start, USUAL, |walk, block| walk.left.contains(&block));
                beat.iter().for_each(|block| {
                    self.left.remove(block);
                });
                self.beats.push(beat);
            }
        }
        self.mend();
    }

    fn at(&self, block: usize) -> At {
        self.lattice.blocks.get(block).map_or(At { x: 0.0, y: 0.0 }, |block| block.at)
    }

    fn beside(&self, block: usize) -> impl Iterator<Item = usize> + '_ {
        self.lattice.neighbours.get(block).into_iter().flatten().map(|(other, _)| *other)
    }

    /// Grows a group from a block, roundish, its own community first.
    fn grow(&self, start: usize, size: usize, free: impl Fn(&Self, usize) -> bool) -> Vec<usize> {
        let (home, at) = (self.census.community.get(start), self.at(start));
        let mut group = vec![start];
        let mut rim: BTreeSet<usize> = self.beside(start).filter(|block| free(self, *block)).collect();
        while group.len() < size {
            let cost = |block: &usize| {
                let inside = self.beside(*block).filter(|other| group.contains(other)).count();
                let closed = self.beside(*block).filter(|other| free(self, *other) && !group.contains(other)).count();
                let stranger = if self.census.community.get(*block) == home { 1.0 } else { 2.2 };
                // A block with no other way out comes first, or it would be left over.
                let stranded = if closed == 0 { 0.05 } else { 1.0 };
                #[expect(clippy::cast_precision_loss, reason = "a handful of neighbours")]
                let held = 1.0 + inside as f64;
                (self.at(*block).squared_to(at) + 1.0) * stranger * stranded / held
            };
            let Some(next) = rim.iter().copied().min_by(|a, b| cost(a).total_cmp(&cost(b))) else { break };
            rim.remove(&next);
            group.push(next);
            rim.extend(self.beside(next).filter(|block| free(self, *block) && !group.contains(block)));
        }
        group
    }

    /// Joins groups that are too small to a neighbour, and cuts in two what that makes too large.
    fn mend(&mut self) {
        let mut whose: BTreeMap<usize, usize> = BTreeMap::new();
        for (beat, blocks) in self.beats.iter().enumerate() {
            whose.extend(blocks.iter().map(|block| (*block, beat)));
        }
        for round in 0..3 {
            for small in 0..self.beats.len() {
                let size = self.beats.get(small).map_or(0, Vec::len);
                if size > 0 && size < FEWEST {
                    self.join(small, &mut whose, round);
                }
            }
        }
    }

    fn join(&mut self, small: usize, whose: &mut BTreeMap<usize, usize>, round: usize) {
        let own = self.beats.get(small).cloned().unwrap_or_default();
        let near: BTreeSet<usize> =
            own.iter().flat_map(|block| self.beside(*block)).filter_map(|block| whose.get(&block)).copied().collect();
        let mut near: Vec<usize> = near.into_iter().filter(|beat| *beat != small).collect();
        near.sort_by_key(|beat| (self.beats.get(*beat).map_or(0, Vec::len), *beat));
        for beat in near {
            let mut union = own.clone();
            union.extend(self.beats.get(beat).into_iter().flatten());
            let parts = if union.len() <= MOST { Some((union, Vec::new())) } else { self.halve(&union, round) };
            let Some((one, two)) = parts else { continue };
            whose.extend(one.iter().map(|block| (*block, beat)));
            whose.extend(two.iter().map(|block| (*block, small)));
            for (place, blocks) in [(beat, one), (small, two)] {
                if let Some(slot) = self.beats.get_mut(place) {
                    *slot = blocks;
                }
            }
            return;
        }
    }

    /// Cuts a group in two connected parts of a beat's size each, if that can be done.
    fn halve(&self, union: &[usize], round: usize) -> Option<(Vec<usize>, Vec<usize>)> {
        let all: BTreeSet<usize> = union.iter().copied().collect();
        let half = union.len() / 2;
        let most = half.saturating_sub(FEWEST);
        for spare in 0..=most.min(round * 2 + 2) {
            for start in union {
                let one = self.grow(*start, half - spare, |_, block| all.contains(&block));
                let rest: BTreeSet<usize> = all.iter().copied().filter(|block| !one.contains(block)).collect();
                let Some(first) = rest.first() else { continue };
                let two = self.grow(*first, rest.len(), |_, block| rest.contains(&block));
                let fits = |part: &Vec<usize>| (FEWEST..=MOST).contains(&part.len());
                if two.len() == rest.len() && fits(&one) && fits(&two) {
                    return Some((one, two));
                }
            }
        }
        None
    }
}
