//! Comparisons that were made lately. A hash names what is in an edition for ever, so what differs between two of them is as
//! good as comparing anew, in whichever process: a list is read on and a map drawn without the work being done again.
//!
//! Who may see both editions is asked before anything is looked up here; this part knows nobody.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use shared::grid::boundaries::Boundaries;
use shared::grid::compare::{Found, differences};
use shared::ids::Sha256;
use tokio::sync::OnceCell;

use crate::error::{Error, Result};

/// So many are kept: a few desks that look at a few pairs.
const MOST_KEPT: usize = 8;
/// And together so many corners of outlines, eight bytes each.
const MOST_CORNERS: usize = 4_000_000;

/// From which edition to which.
type Pair = (Sha256, Sha256);
/// What becomes known once, for all who wait for it.
type Known<T> = Arc<OnceCell<Arc<T>>>;

/// The comparisons.
#[derive(Debug, Default)]
pub struct Compared(Mutex<Kept<Vec<Found>>>);

/// What is kept, what was asked for last at the end.
#[derive(Debug)]
struct Kept<T>(VecDeque<(Pair, Known<T>)>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T> Kept<T> {
    /// Returns what is known of a pair, or where it will be; the one that was longest not asked for makes room.
    fn of(&mut self, pair: Pair) -> Known<T> {
        let at = self.0.iter().position(|(other, _)| *other == pair);
        let known = at.and_then(|at| self.0.remove(at)).map(|(_, known)| known).unwrap_or_default();
        self.0.push_back((pair, known.clone()));
        if self.0.len() > MOST_KEPT {
            self.0.pop_front();
        }
        known
    }

    /// Keeps what is light enough together, what was asked for last first; one that alone is too heavy goes.
    fn lighten(&mut self, most: usize, weight: impl Fn(&T) -> usize) {
        let mut left = most;
        let light = |(_, known): &(Pair, Known<T>)| {
            let heavy = known.get().map_or(0, |known| weight(known));
            let fits = heavy <= left;
            if fits {
                left -= heavy;
            }
            fits
        };
        let mut stay: Vec<_> = self.0.drain(..).rev().filter(light).collect();
        stay.reverse();
        self.0 = stay.into();
    }
}

impl Compared {
    fn kept<R>(&self, act: impl FnOnce(&mut Kept<Vec<Found>>) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns what differs between two editions; they are compared unless that was done lately. Who asks while it is done
    /// waits for it; where it is broken off, the next one does it.
    pub async fn between(
        &self,
        pair: (&Sha256, &Sha256),
        before: Arc<Boundaries>,
        after: Arc<Boundaries>,
    ) -> Result<Arc<Vec<Found>>> {
        let pair = (pair.0.clone(), pair.1.clone());
        let known = self.kept(|kept| kept.of(pair));
        if let Some(found) = known.get() {
            return Ok(found.clone());
        }
        let compare = || async move {
            let found = tokio::task::spawn_blocking(move || differences(&before, &after)).await;
            found.map(Arc::new).map_err(|error| Error::Fault(error.into()))
        };
        let found = known.get_or_try_init(compare).await?.clone();
        self.kept(|kept| kept.lighten(MOST_CORNERS, |found| found.iter().map(Found::corners).sum()));
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use shared::ids::Sha256;

    use super::{Kept, MOST_KEPT, Pair};

    fn pair(number: usize) -> Pair {
        (Sha256::of(b"before"), Sha256::of(&number.to_be_bytes()))
    }

    fn keep(kept: &mut Kept<usize>, number: usize, weight: usize) {
        kept.of(pair(number)).set(Arc::new(weight)).expect("not known before");
    }

    fn known(kept: &Kept<usize>) -> Vec<usize> {
        kept.0.iter().filter_map(|(_, known)| known.get().map(|known| **known)).collect()
    }

    #[test]
    fn what_was_asked_for_lately_is_kept_and_what_was_not_makes_room() {
        let mut kept = Kept::default();
        for number in 0..MOST_KEPT {
            keep(&mut kept, number, number);
        }
        assert_eq!(kept.of(pair(0)).get().map(|known| **known), Some(0), "known, and asked for again");
        keep(&mut kept, 99, 99);
        assert_eq!(kept.0.len(), MOST_KEPT);
        assert_eq!(kept.of(pair(1)).get(), None, "the one that was longest not asked for");
        assert_eq!(kept.of(pair(0)).get().map(|known| **known), Some(0));
    }

    #[test]
    fn both_directions_are_two_comparisons() {
        let mut kept = Kept::default();
        keep(&mut kept, 1, 1);
        let (before, after) = pair(1);
        assert_eq!(kept.of((after, before)).get(), None);
    }

    #[test]
    fn the_heaviest_do_not_fill_the_memory() {
        let mut kept = Kept::default();
        for (number, weight) in [40, 30, 20, 10].into_iter().enumerate() {
            keep(&mut kept, number, weight);
        }
        kept.lighten(60, |weight| *weight);
        assert_eq!(known(&kept), [30, 20, 10], "the newest stay, in their order");
        keep(&mut kept, 9, 61);
        kept.lighten(60, |weight| *weight);
        assert_eq!(known(&kept), [30, 20, 10], "one that alone is too heavy makes nobody else go");
    }
}
