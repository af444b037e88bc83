//! Points and shares as people write them: hundredths of a point with two decimals, thousandths as a percentage.

use shared::assessment::rate::Ratio;

/// Writes hundredths of a point in full: `28.74`, `-0.50`.
pub fn full(centi: i64) -> String {
    let sign = if centi < 0 { "-" } else { "" };
    let size = centi.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// Writes them without noughts at the end: `30`, `0.5`.
pub fn short(centi: i64) -> String {
    without_noughts(&full(centi))
}

/// Writes thousandths as a percentage without noughts at the end: `70`, `95.5`.
pub fn percentage(per_mille: u32) -> String {
    without_noughts(&format!("{}.{}", per_mille / 10, per_mille % 10))
}

/// Writes a rate with one decimal: `95.8 %`; a rate of nothing is a dash.
pub fn rate(ratio: Ratio) -> String {
    ratio.per_mille().map_or_else(|| "—".to_owned(), |per_mille| format!("{}.{} %", per_mille / 10, per_mille % 10))
}

/// Reads hundredths of a point; `None` where it is no number of two decimals at most.
pub fn read(text: &str) -> Option<i64> {
    decimal(text, 2)
}

/// Reads a percentage as thousandths.
pub fn read_percentage(text: &str) -> Option<u32> {
    u32::try_from(decimal(text, 1)?).ok()
}

fn without_noughts(written: &str) -> String {
    if written.contains('.') {
        written.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        written.to_owned()
    }
}

/// Reads a number with so many decimals at most, as a whole number of the last of them.
fn decimal(text: &str, decimals: usize) -> Option<i64> {
    let text = text.trim();
    let (is_below, size) = match text.strip_prefix(['-', '−']) {
        Some(size) => (true, size),
        None => (false, text),
    };
    let (whole, rest) = size.split_once('.').unwrap_or((size, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || rest.len() > decimals || !is_number(whole) || !is_number(rest) {
        return None;
    }
    let size: i64 = format!("{whole}{rest:0<decimals$}").parse().ok()?;
    Some(if is_below { -size } else { size })
}

#[cfg(test)]
mod tests {
    use shared::assessment::rate::Ratio;

    use super::{full, percentage, rate, read, read_percentage, short};

    #[test]
    fn what_is_written_is_read_again() {
        for centi in [0, 1, 50, 100, 2_874, -50, -100, 8_586, 12_345_678] {
            assert_eq!((read(&full(centi)), read(&short(centi))), (Some(centi), Some(centi)), "{centi}");
        }
        assert_eq!((full(2_874).as_str(), short(3_000).as_str(), short(-50).as_str()), ("28.74", "30", "-0.5"));
        for per_mille in [0, 5, 700, 955, 1_000] {
            assert_eq!(read_percentage(&percentage(per_mille)), Some(per_mille));
        }
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in ["", "-", ".5", "1.234", "1e3", "30分", "1 000", "12345678901", "--1"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!((read(" 30 "), read("−0.5"), read("5.")), (Some(3_000), Some(-50), Some(500)));
        assert_eq!((read_percentage("70.55"), read_percentage("-1")), (None, None));
    }

    #[test]
    fn a_rate_of_nothing_is_a_dash() {
        assert_eq!(rate(Ratio { part: 412, whole: 430 }), "95.8 %");
        assert_eq!(rate(Ratio { part: 0, whole: 0 }), "—");
    }
}
