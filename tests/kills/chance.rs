//! Chance that is the same in every run.

use shared::ids::Sha256;

/// Numbers drawn from a word.
pub struct Chance(u64);

impl Chance {
    /// Begins with a word.
    pub fn of(word: &str) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = Sha256::of(word.as_bytes()).raw();
        Self(u64::from_le_bytes([a, b, c, d, e, f, g, h]))
    }

    /// Returns a number below another.
    pub fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below.max(1)
    }

    /// Returns one of them.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(usize::try_from(self.below(all.len() as u64)).unwrap_or(0))
    }
}
