//! By how much a number of one time differs from that of another, exactly, to the tenth of a per cent or of a point.

use super::rate::Ratio;

/// Returns by how many thousandths a count changed; nothing where there was none before, for then it is no part of it.
pub fn of_counts(now: u64, before: u64) -> Option<i64> {
    let difference = i128::from(now) - i128::from(before);
    rounded(difference.checked_mul(1_000)?, i128::from(before))
}

/// Returns by how many thousandths of the whole a rate rose or fell, from all four numbers and never from rounded rates;
/// nothing where one of the two is a rate of nothing.
pub fn of_rates(now: Ratio, before: Ratio) -> Option<i64> {
    let crossed = |one: Ratio, other: Ratio| i128::from(one.part).checked_mul(i128::from(other.whole));
    let difference = crossed(now, before)?.checked_sub(crossed(before, now)?)?;
    rounded(difference.checked_mul(1_000)?, i128::from(now.whole).checked_mul(i128::from(before.whole))?)
}

/// Writes thousandths as a number with its sign and one place behind the point: `+1.2`, `−0.3`, `0.0`.
pub fn written(thousandths: i64) -> String {
    let sign = match thousandths.signum() {
        1 => "+",
        -1 => "−",
        _ => "",
    };
    format!("{sign}{}.{}", thousandths.unsigned_abs() / 10, thousandths.unsigned_abs() % 10)
}

/// Divides, rounding half away from nought.
fn rounded(part: i128, whole: i128) -> Option<i64> {
    if whole == 0 {
        return None;
    }
    let half = if part < 0 { -(whole / 2) } else { whole / 2 };
    i64::try_from(part.checked_add(half)?.checked_div(whole)?).ok()
}

#[cfg(test)]
mod tests {
    use super::{Ratio, of_counts, of_rates, written};

    #[test]
    fn counts_change_by_a_part_of_what_was_before() {
        for (now, before, expected) in [
            (430, 400, Some(75)),
            (400, 430, Some(-70)),
            (5, 5, Some(0)),
            (0, 8, Some(-1_000)),
            (3, 0, None),
            (0, 0, None),
            (u64::MAX, 1, None),
        ] {
            assert_eq!(of_counts(now, before), expected, "{now} after {before}");
        }
        assert_eq!(of_counts(20_005, 20_000), Some(0), "a quarter of a thousandth");
        assert_eq!(of_counts(2_001, 2_000), Some(1), "half of one is one");
    }

    #[test]
    fn rates_change_by_points_that_are_taken_from_all_four_numbers() {
        let ratio = |part, whole| Ratio { part, whole };
        assert_eq!(of_rates(ratio(3, 4), ratio(1, 2)), Some(250));
        assert_eq!(of_rates(ratio(1, 2), ratio(3, 4)), Some(-250));
        // Rounded before, these would be 33.3 and 33.3.
        assert_eq!(of_rates(ratio(1, 3), ratio(3_325, 10_000)), Some(1));
        assert_eq!(of_rates(ratio(1, 2), ratio(0, 0)), None);
        assert_eq!(of_rates(ratio(0, 0), ratio(1, 2)), None);
        assert_eq!(of_rates(ratio(0, 4), ratio(0, 9)), Some(0));
    }

    #[test]
    fn a_change_is_written_with_its_sign() {
        for (thousandths, expected) in [(12, "+1.2"), (-3, "−0.3"), (0, "0.0"), (-1_000, "−100.0")] {
            assert_eq!(written(thousandths), expected);
        }
    }
}
