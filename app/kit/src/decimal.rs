//! Numbers with a fixed count of decimals, for screens and drawings.
//!
//! By hand: what writes any float exactly weighs ten times as much, and every page would carry it.

/// Writes a number with so many decimals, nine at most, half away from zero: `34.26100`, `-0.3`. What is no number is
/// written as a dash.
pub fn fixed(value: f64, decimals: u32) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let decimals = decimals.min(9);
    let one = 10_i64.pow(decimals);
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "`as` saturates far beyond Earth")]
    let scaled = (value * one as f64).round() as i64;
    let (whole, rest) = ((scaled / one).unsigned_abs(), (scaled % one).unsigned_abs());
    let sign = if scaled < 0 { "-" } else { "" };
    match usize::try_from(decimals) {
        Ok(places) if places > 0 => format!("{sign}{whole}.{rest:0places$}"),
        Ok(_) | Err(_) => format!("{sign}{whole}"),
    }
}

#[cfg(test)]
mod tests {
    use super::fixed;

    #[test]
    fn a_number_is_rounded_and_keeps_its_zeros_and_its_sign() {
        assert_eq!(fixed(34.261, 5), "34.26100");
        assert_eq!(fixed(-108.942_304_9, 5), "-108.94230");
        assert_eq!((fixed(12.34, 1).as_str(), fixed(-0.26, 1).as_str()), ("12.3", "-0.3"));
        assert_eq!((fixed(37.5, 0).as_str(), fixed(0.4, 0).as_str()), ("38", "0"));
        assert_eq!(fixed(-0.01, 1), "0.0", "nothing is not less than nothing");
    }

    #[test]
    fn what_is_no_number_is_a_dash() {
        assert_eq!((fixed(f64::NAN, 2).as_str(), fixed(f64::INFINITY, 0).as_str()), ("–", "–"));
    }
}
