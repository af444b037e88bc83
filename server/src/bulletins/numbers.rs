//! Numbers in words: grouped, with both parts of a rate, points to the hundredth.

use shared::assessment::rate::Ratio;

/// Where there is no number.
pub const NOTHING: &str = "—";

/// Writes a count with its thousands apart: `38,112`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// Writes a rate to the tenth of a per cent; a dash where there is nothing to be a part of.
pub fn percent(ratio: Ratio) -> String {
    ratio.per_mille().map_or_else(|| NOTHING.to_owned(), |rate| format!("{}.{} %", rate / 10, rate % 10))
}

/// Writes both parts of a rate.
pub fn parts(ratio: Ratio) -> String {
    format!("{} / {}", count(ratio.part), count(ratio.whole))
}

/// Writes a rate, and below it both its parts: `95.8 %`, `412 / 430`.
pub fn on_two_lines(ratio: Ratio) -> String {
    if ratio.whole == 0 { NOTHING.to_owned() } else { format!("{}\n{}", percent(ratio), parts(ratio)) }
}

/// Writes hundredths of a point: `85.86`.
pub fn points(centi: i64) -> String {
    let sign = if centi < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", centi.unsigned_abs() / 100, centi.unsigned_abs() % 100)
}

/// Returns a count as a spreadsheet has it; beyond what it can tell apart the largest that it can.
pub fn cell(value: u64) -> f64 {
    let (high, low) = (value >> 32, value & 0xffff_ffff);
    let part = |half: u64| u32::try_from(half).map_or(f64::MAX, f64::from);
    part(high) * 4_294_967_296.0 + part(low)
}

/// Returns thousandths as what they are thousandths of.
pub fn of_thousand(thousandths: i64) -> f64 {
    let size = cell(thousandths.unsigned_abs()) / 1_000.0;
    if thousandths < 0 { -size } else { size }
}

/// Returns hundredths as what they are hundredths of.
pub fn of_hundred(centi: i64) -> f64 {
    let size = cell(centi.unsigned_abs()) / 100.0;
    if centi < 0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::{Ratio, cell, count, of_hundred, of_thousand, on_two_lines, percent, points};

    #[test]
    fn counts_have_their_thousands_apart() {
        for (value, written) in [(0, "0"), (999, "999"), (1_000, "1,000"), (38_112, "38,112"), (1_234_567, "1,234,567")]
        {
            assert_eq!(count(value), written);
        }
    }

    #[test]
    fn a_rate_keeps_both_its_parts_and_a_rate_of_nothing_is_none() {
        assert_eq!(on_two_lines(Ratio { part: 412, whole: 430 }), "95.8 %\n412 / 430");
        assert_eq!(on_two_lines(Ratio { part: 5_912, whole: 6_026 }), "98.1 %\n5,912 / 6,026");
        assert_eq!(on_two_lines(Ratio { part: 0, whole: 0 }), "—");
        assert_eq!(percent(Ratio { part: 3, whole: 3 }), "100.0 %");
    }

    #[test]
    fn points_are_written_to_the_hundredth() {
        for (centi, written) in [(8_586, "85.86"), (-5, "-0.05"), (-250, "-2.50"), (0, "0.00"), (10_000, "100.00")] {
            assert_eq!(points(centi), written);
        }
        assert!((of_hundred(-8_586) + 85.86).abs() < 1e-9);
        assert!((of_thousand(-75) + 0.075).abs() < 1e-9);
        assert!((cell(5_000_000_000) - 5e9).abs() < 0.5);
    }
}
