//! Within which bounds a share lies that was counted from a sample.
//!
//! The score interval of E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
//! the American Statistical Association 22 (1927). Unlike the usual one it is right for few and for shares near 0 and 1.

use super::real;

/// Two numbers that something lies between in 95 of 100 samples.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// Not less than this.
    pub low: f64,
    /// Not more than this.
    pub high: f64,
}

/// Of a normal distribution 95 hundredths lie within so many standard deviations.
const Z: f64 = 1.959_963_984_540_054;

/// Returns the bounds of a share of so many out of so many; nothing of nothing.
pub fn wilson(part: u64, whole: u64) -> Option<Interval> {
    if whole == 0 {
        return None;
    }
    let (n, share) = (real(whole), real(part.min(whole)) / real(whole));
    let spread = Z * Z / n;
    let middle = (share + spread / 2.0) / (1.0 + spread);
    let half = Z * (share * (1.0 - share) / n + spread / (4.0 * n)).sqrt() / (1.0 + spread);
    Some(Interval { low: (middle - half).max(0.0), high: (middle + half).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::wilson;

    #[track_caller]
    fn check(part: u64, whole: u64, low: f64, high: f64) {
        let found = wilson(part, whole).unwrap();
        assert!((found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5, "{part} of {whole}: {found:?}");
    }

    /// R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    #[test]
    fn the_bounds_are_those_of_the_published_examples() {
        check(81, 263, 0.2553, 0.3662);
        check(15, 148, 0.0624, 0.1605);
        check(0, 20, 0.0, 0.1611);
        check(1, 29, 0.0061, 0.1718);
    }

    #[test]
    fn of_nothing_there_is_no_share_and_no_share_leaves_its_bounds() {
        assert_eq!(wilson(0, 0), None);
        for whole in 1..60 {
            for part in 0..=whole {
                let found = wilson(part, whole).unwrap();
                let share = part as f64 / whole as f64;
                assert!(
                    0.0 <= found.low && found.low <= share + 1e-12 && share <= found.high + 1e-12 && found.high <= 1.0
                );
            }
        }
    }
}
