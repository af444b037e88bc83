//! Whether two pictures are nearly the same one.
//!
//! By the hash of `evidence::look`: 64 bits that each say whether a patch is brighter than its neighbour (the difference hash
//! of N. Krawetz, "Kind of Like That", 2013). Encoding or scaling a picture anew changes few of them; of two pictures that
//! have nothing to do with each other about 32 differ.

/// Two pictures are nearly the same if no more of their 64 bits differ.
pub const MOST_BITS: u32 = 6;
/// … and their edges have at least so many hundredths in common.
pub const LEAST_ALIKE: u8 = 90;

/// Returns how many bits differ.
pub const fn apart(one: u64, other: u64) -> u32 {
    (one ^ other).count_ones()
}

/// Returns for each of a hash's four bands of 16 bits what it may be in a hash that is near: the band itself, and each that
/// differs in one bit. Two hashes that differ in seven bits or fewer have a band that differs in one bit at the most.
pub fn bands(hash: u64) -> [Vec<i64>; 4] {
    [48, 32, 16, 0].map(|shift| {
        let band = (hash >> shift) & 0xffff;
        let flipped = (0..16).map(|bit| band ^ (1 << bit));
        std::iter::once(band).chain(flipped).filter_map(|band| i64::try_from(band).ok()).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{MOST_BITS, apart, bands};
    use crate::dice::Dice;
    use crate::evidence::look::{Look, SIDE};

    #[test]
    fn whatever_is_near_is_found_by_a_band() {
        let mut dice = Dice::new(7);
        for _ in 0..2_000 {
            let hash = dice.any();
            let mut near = hash;
            for _ in 0..MOST_BITS + 1 {
                near ^= 1 << dice.within(0, 63);
            }
            let own = [48, 32, 16, 0].map(|shift| i64::try_from((near >> shift) & 0xffff).unwrap());
            let found = bands(hash).iter().zip(own).any(|(band, own)| band.contains(&own));
            assert!(found, "{hash:016x} and {near:016x} are {} apart", apart(hash, near));
        }
    }

    /// A scene of soft blocks, drawn at any size.
    fn scene(seed: u64, width: usize, height: usize) -> Vec<u8> {
        let mut dice = Dice::new(seed);
        let blocks: Vec<f64> = (0..12 * 12).map(|_| f64::from(u8::try_from(dice.within(20, 235)).unwrap())).collect();
        let mut luma = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let (u, v) = (x as f64 * 11.0 / width as f64, y as f64 * 11.0 / height as f64);
                let (left, top) = (u.floor() as usize, v.floor() as usize);
                let (right, down) = (u.fract(), v.fract());
                let at = |x: usize, y: usize| blocks[y.min(11) * 12 + x.min(11)];
                let above = at(left, top) * (1.0 - right) + at(left + 1, top) * right;
                let below = at(left, top + 1) * (1.0 - right) + at(left + 1, top + 1) * right;
                luma.push((above * (1.0 - down) + below * down) as u8);
            }
        }
        luma
    }

    fn look(luma: &[u8], width: usize, height: usize) -> Look {
        Look::of_luma(luma, width, height).unwrap()
    }

    #[test]
    fn the_same_picture_smaller_and_with_noise_is_near_and_another_is_far() {
        let mut dice = Dice::new(11);
        for seed in 1..30 {
            let one = look(&scene(seed, 640, 480), 640, 480);
            let smaller = look(&scene(seed, 320, 240), 320, 240);
            // What a second compression does to brightness: a few steps up or down.
            let mut noisy = scene(seed, 640, 480);
            for value in &mut noisy {
                *value = value.saturating_add_signed(i8::try_from(dice.within(-4, 4)).unwrap());
            }
            let noisy = look(&noisy, 640, 480);
            let other = look(&scene(seed + 1_000, 640, 480), 640, 480);
            assert!(apart(one.hash(), smaller.hash()) <= MOST_BITS, "{seed}: scaled");
            assert!(apart(one.hash(), noisy.hash()) <= MOST_BITS, "{seed}: noise");
            assert!(apart(one.hash(), other.hash()) > 3 * MOST_BITS / 2, "{seed}: another");
        }
        assert_eq!(SIDE, 48, "what the hash is made of");
    }
}
