//! Chance that is the same in every run: each seed has streams by name, so that one more draw here moves nothing there.

use std::sync::{Mutex, PoisonError};

/// A stream of numbers, SplitMix64.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// Begins the stream of a seed that has this name.
    pub fn of(seed: u64, stream: &str) -> Self {
        // FNV-1a over the name, so that streams lie far apart.
        let name = stream
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        let mut chance = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ name);
        chance.draw();
        chance
    }

    /// Returns the next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end`; 0 where there is none.
    pub fn below(&mut self, end: u64) -> u64 {
        self.draw().checked_rem(end).unwrap_or(0)
    }

    /// Returns a number from `from` to `to`, both included.
    pub fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.below(to.saturating_sub(from) + 1)
    }

    /// Says yes once in so many times.
    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// Picks one of several.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let place = usize::try_from(self.below(u64::try_from(of.len()).ok()?)).ok()?;
        of.get(place)
    }

    /// Fills bytes.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            for (byte, drawn) in part.iter_mut().zip(self.draw().to_le_bytes()) {
                *byte = drawn;
            }
        }
    }
}

/// Randomness as the product takes it. It goes on through restarts: a node that begins anew draws nothing twice.
#[derive(Debug)]
pub struct Dice(Mutex<Chance>);

impl Dice {
    /// Draws from the stream of a seed.
    pub fn of(seed: u64, stream: &str) -> Self {
        Self(Mutex::new(Chance::of(seed, stream)))
    }
}

impl server::world::Random for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill(bytes);
    }
}

impl app_core::ports::Random for Dice {
    fn fill(&self, bytes: &mut [u8]) -> app_core::error::Result<()> {
        server::world::Random::fill(self, bytes);
        Ok(())
    }
}
