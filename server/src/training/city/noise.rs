//! Numbers that look random and are a function of a seed and a place.
//!
//! Only integer mixing and the four arithmetic operations: the same bits on every machine.

/// A source of noise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise(u64);

impl Noise {
    /// Returns noise of its own for a purpose.
    pub(super) fn new(seed: u64, purpose: u64) -> Self {
        Self(mix(seed ^ mix(purpose)))
    }

    /// Returns a number for two whole numbers.
    pub(super) fn bits(self, a: i64, b: i64) -> u64 {
        mix(mix(self.0 ^ a.cast_unsigned()).wrapping_add(b.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// Returns a number from 0 up to 1 for two whole numbers.
    pub(super) fn unit(self, a: i64, b: i64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits are kept, exactly")]
        let fraction = (self.bits(a, b) >> 11) as f64;
        fraction / 9_007_199_254_740_992.0
    }

    /// Returns a smooth number from -1 to 1 for a place; hills are about `wave` wide.
    pub(super) fn smooth(self, x: f64, y: f64, wave: f64) -> f64 {
        let [x, y] = [x / wave, y / wave];
        let [column, row] = [x.floor(), y.floor()];
        let ease = |t: f64| t * t * (3.0 - 2.0 * t);
        let [u, v] = [ease(x - column), ease(y - row)];
        #[expect(clippy::cast_possible_truncation, reason = "metres of a city over a wave length")]
        let [column, row] = [column as i64, row as i64];
        let blend = |a: f64, b: f64, t: f64| a + (b - a) * t;
        let south = blend(self.unit(column, row), self.unit(column + 1, row), u);
        let north = blend(self.unit(column, row + 1), self.unit(column + 1, row + 1), u);
        blend(south, north, v) * 2.0 - 1.0
    }
}

/// Mixes the bits of a number so that neighbours have nothing in common.
fn mix(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
