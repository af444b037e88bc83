//! Dice for tests: the same seed throws the same numbers on every machine.

/// Splits a seed into a stream of numbers (SplitMix64); good enough for choosing, no good for secrets.
pub(crate) struct Dice(u64);

impl Dice {
    /// Begins the stream of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Throws any number.
    pub(crate) fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Throws a number from the first to the last, both included.
    pub(crate) fn within(&mut self, first: i64, last: i64) -> i64 {
        assert!(first <= last, "there is nothing from {first} to {last}");
        let span = last.abs_diff(first) + 1;
        first + i64::try_from(self.any() % span).unwrap()
    }

    /// Says yes once in so many throws.
    pub(crate) fn one_in(&mut self, throws: i64) -> bool {
        self.within(1, throws) == 1
    }

    /// Picks one of the list.
    pub(crate) fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        let last = i64::try_from(list.len()).unwrap() - 1;
        let place = usize::try_from(self.within(0, last)).unwrap();
        list[place].clone()
    }
}
