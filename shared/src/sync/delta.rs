//! What changed between two versions of a pack, so that a new boundary costs a phone kilobytes and not the whole city.
//!
//! A delta is a list of steps that build the new bytes: copy a stretch of the old ones, or insert new ones. Finding
//! stretches is the server's work ([`make`]), following steps the phone's ([`apply`]); whoever follows them holds the
//! result against the pack's hash before it is used.
//!
//! Format, version 1: the four bytes `XGD1`, the length of the new bytes, then steps to the end. A step begins with a
//! number: twice the count of inserted bytes, which follow; or twice the count of copied bytes plus one, and then where
//! in the old bytes they begin. Numbers are LEB128.

use std::collections::HashMap;

/// What an answer that is a delta says it is.
pub const MEDIA_TYPE: &str = "application/vnd.xunge.delta";

const MARK: &[u8; 4] = b"XGD1";
/// Stretches shorter than this are not looked for.
const BLOCK: usize = 32;
/// No pack is larger than this.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// The steps could not be followed: they are damaged, or meant for other bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the delta does not fit")]
pub struct DoesNotFit;

/// Finds the steps from the old bytes to the new ones.
pub fn make(old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut delta = MARK.to_vec();
    put(&mut delta, count(new.len()));
    let blocks = index(old);
    let mut rolled = Rolled::default();
    let (mut begin, mut at) = (0_usize, 0_usize);
    while let Some(window) = new.get(at..at.saturating_add(BLOCK)) {
        let hash = rolled.at(at, window);
        match blocks.get(&hash).and_then(|place| stretch(old, new, *place, at, begin)) {
            Some(found) => {
                insert(&mut delta, new.get(begin..found.new).unwrap_or_default());
                put(&mut delta, count(found.length) << 1 | 1);
                put(&mut delta, count(found.old));
                begin = found.new + found.length;
                at = begin;
            }
            None => at += 1,
        }
    }
    insert(&mut delta, new.get(begin..).unwrap_or_default());
    delta
}

/// Follows the steps. The result is to be held against the hash of what was wanted.
pub fn apply(old: &[u8], delta: &[u8]) -> Result<Vec<u8>, DoesNotFit> {
    let mut rest = delta.strip_prefix(MARK).ok_or(DoesNotFit)?;
    let length = take(&mut rest)?;
    if length > MOST_BYTES {
        return Err(DoesNotFit);
    }
    let length = usize::try_from(length).map_err(|_| DoesNotFit)?;
    let mut new = Vec::with_capacity(length.min(old.len().saturating_mul(2)));
    while !rest.is_empty() {
        let step = take(&mut rest)?;
        let size = usize::try_from(step >> 1).map_err(|_| DoesNotFit)?;
        if new.len().saturating_add(size) > length {
            return Err(DoesNotFit);
        }
        if step & 1 == 1 {
            let from = usize::try_from(take(&mut rest)?).map_err(|_| DoesNotFit)?;
            let to = from.checked_add(size).ok_or(DoesNotFit)?;
            new.extend_from_slice(old.get(from..to).ok_or(DoesNotFit)?);
        } else {
            let (bytes, behind) = rest.split_at_checked(size).ok_or(DoesNotFit)?;
            new.extend_from_slice(bytes);
            rest = behind;
        }
    }
    if new.len() == length { Ok(new) } else { Err(DoesNotFit) }
}

/// A stretch that both have.
struct Stretch {
    old: usize,
    new: usize,
    length: usize,
}

/// Widens a block that both have to both sides, on the left no further than `begin`.
fn stretch(old: &[u8], new: &[u8], place: usize, at: usize, begin: usize) -> Option<Stretch> {
    if old.get(place..place.checked_add(BLOCK)?)? != new.get(at..at.checked_add(BLOCK)?)? {
        return None;
    }
    let left = old.get(..place)?.iter().rev().zip(new.get(begin..at)?.iter().rev());
    let left = left.take_while(|(a, b)| a == b).count();
    let right = old.get(place..)?.iter().zip(new.get(at..)?).take_while(|(a, b)| a == b).count();
    Some(Stretch { old: place - left, new: at - left, length: left + right })
}

/// Where each block of the old bytes begins; of equal ones the first.
fn index(old: &[u8]) -> HashMap<u64, usize> {
    let mut places = HashMap::with_capacity(old.len() / BLOCK);
    for (number, block) in old.chunks_exact(BLOCK).enumerate() {
        places.entry(hash(block)).or_insert(number * BLOCK);
    }
    places
}

fn hash(window: &[u8]) -> u64 {
    window.iter().fold(0, |hash: u64, byte| hash.wrapping_mul(FACTOR).wrapping_add(u64::from(*byte) + 1))
}

/// The hash of a window that moves on by one byte at a time.
#[derive(Default)]
struct Rolled {
    last: Option<(usize, u8, u64)>,
}

impl Rolled {
    fn at(&mut self, at: usize, window: &[u8]) -> u64 {
        let (first, newest) = (window.first().copied().unwrap_or(0), window.last().copied().unwrap_or(0));
        let hash = match self.last {
            Some((before, left, hash)) if before + 1 == at => hash
                .wrapping_sub((u64::from(left) + 1).wrapping_mul(HIGHEST))
                .wrapping_mul(FACTOR)
                .wrapping_add(u64::from(newest) + 1),
            Some(_) | None => hash(window),
        };
        self.last = Some((at, first, hash));
        hash
    }
}

/// What the leftmost byte of a window is multiplied by.
const HIGHEST: u64 = {
    let (mut power, mut n) = (1_u64, 1);
    while n < BLOCK {
        power = power.wrapping_mul(FACTOR);
        n += 1;
    }
    power
};

fn insert(delta: &mut Vec<u8>, bytes: &[u8]) {
    if !bytes.is_empty() {
        put(delta, count(bytes.len()) << 1);
        delta.extend_from_slice(bytes);
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or(0);
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

fn take(rest: &mut &[u8]) -> Result<u64, DoesNotFit> {
    let mut number = 0_u64;
    for shift in (0..63).step_by(7) {
        let (byte, behind) = rest.split_first().ok_or(DoesNotFit)?;
        *rest = behind;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(DoesNotFit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{DoesNotFit, apply, make};

    fn noise(length: usize, mut seed: u64) -> Vec<u8> {
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn one_changed_stretch_among_many_costs_little() {
        let old = noise(200_000, 1);
        let mut new = old.clone();
        new.splice(100_000..100_010, noise(500, 2));
        let delta = make(&old, &new);
        assert_eq!(apply(&old, &delta).unwrap(), new);
        assert!(delta.len() < 700, "{} bytes", delta.len());
    }

    #[test]
    fn what_is_cut_short_or_meant_for_other_bytes_does_not_fit() {
        let (old, new) = (noise(10_000, 1), [noise(5_000, 1), noise(100, 9)].concat());
        let delta = make(&old, &new);
        for length in 0..delta.len() {
            assert_eq!(apply(&old, &delta[..length]), Err(DoesNotFit));
        }
        assert_eq!(apply(&old[..100], &delta), Err(DoesNotFit), "a copy from behind the end");
        assert_eq!(apply(&old, b"XGD1\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), Err(DoesNotFit), "too large to be true");
    }

    proptest! {
        #[test]
        fn following_the_steps_gives_the_new_bytes(old: Vec<u8>, edits: Vec<(u16, u8, Vec<u8>)>) {
            // Few different bytes, so that blocks repeat.
            let old: Vec<u8> = old.iter().cycle().take(old.len() * 8).map(|byte| byte & 3).collect();
            let mut new = old.clone();
            for (at, gone, come) in edits {
                let at = usize::from(at) % (new.len() + 1);
                let end = (at + usize::from(gone)).min(new.len());
                new.splice(at..end, come);
            }
            assert_eq!(apply(&old, &make(&old, &new)).unwrap(), new);
        }

        #[test]
        fn nothing_makes_it_fall_over(old: Vec<u8>, steps: Vec<u8>, marked in any::<bool>()) {
            let delta = if marked { [b"XGD1".to_vec(), steps].concat() } else { steps };
            drop(apply(&old, &delta));
        }
    }
}
