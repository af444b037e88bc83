//! Spans of time, sizes and numbers as people read them.

use kit::lang::Lang;
use shared::figures::Rate;

use crate::text::pick;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Writes a span in its two largest units at most: `9 秒`, `38 分`, `3 时 12 分`, `5 天`.
pub fn span(lang: Lang, ms: i64) -> String {
    let ms = ms.max(0);
    let (days, hours, minutes, seconds) =
        (ms / DAY_MS, (ms % DAY_MS) / HOUR_MS, (ms % HOUR_MS) / MINUTE_MS, ms % MINUTE_MS / 1000);
    match (days, hours, minutes) {
        (0, 0, 0) => pick(lang, format!("{seconds} 秒"), format!("{seconds} s")),
        (0, 0, _) => pick(lang, format!("{minutes} 分"), format!("{minutes} min")),
        (0, _, 0) => pick(lang, format!("{hours} 时"), format!("{hours} h")),
        (0, _, _) => pick(lang, format!("{hours} 时 {minutes} 分"), format!("{hours} h {minutes} min")),
        (1 | 2, 1.., _) => pick(lang, format!("{days} 天 {hours} 时"), format!("{days} d {hours} h")),
        (_, _, _) => pick(lang, format!("{days} 天"), format!("{days} d")),
    }
}

/// Writes a number of bytes: `310 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes / 1000),
        1_000_000..10_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
        10_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000),
    }
}

/// Writes a number in groups of three: `1,284`.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::with_capacity(digits.len().saturating_add(digits.len() / 3));
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Writes how many there are, which the server counts only so far: `9,870`, `10,000+`.
pub fn counted(value: u64, and_more: bool) -> String {
    format!("{}{}", number(value), if and_more { "+" } else { "" })
}

/// Returns how many hundredths `part` is of `whole`; all of nothing is all.
pub fn percent(part: u64, whole: u64) -> u64 {
    part.saturating_mul(100).checked_div(whole).map_or(100, |hundredths| hundredths.min(100))
}

/// Writes a part of a whole with both and the rate: `7 / 9 (77.8 %)`; a rate of nothing is a dash.
pub fn rate(rate: Rate) -> String {
    let Some(share) = share(rate) else { return "—".to_owned() };
    format!("{} / {} ({share})", number(rate.part), number(rate.whole))
}

/// Writes the rate alone: `77.8 %`; nothing for a rate of nothing.
pub fn share(rate: Rate) -> Option<String> {
    rate.per_mille().map(|per_mille| format!("{}.{} %", per_mille / 10, per_mille % 10))
}

#[cfg(test)]
mod tests {
    use super::{counted, number, percent, rate, share, size, span};
    use kit::lang::Lang;
    use shared::figures::Rate;

    #[track_caller]
    fn check(ms: i64, zh: &str, en: &str) {
        assert_eq!((span(Lang::Zh, ms).as_str(), span(Lang::En, ms).as_str()), (zh, en));
    }

    #[test]
    fn a_span_says_its_two_largest_units_and_no_more() {
        check(-5, "0 秒", "0 s");
        check(59_999, "59 秒", "59 s");
        check(38 * 60_000, "38 分", "38 min");
        check(3 * 3_600_000, "3 时", "3 h");
        check((3 * 60 + 12) * 60_000, "3 时 12 分", "3 h 12 min");
        check(26 * 3_600_000, "1 天 2 时", "1 d 2 h");
        check(5 * 86_400_000 + 3_600_000, "5 天", "5 d");
    }

    #[test]
    fn numbers_and_sizes_are_grouped_and_rounded_down() {
        assert_eq!((number(0).as_str(), number(318).as_str(), number(1_284).as_str()), ("0", "318", "1,284"));
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!((counted(10_000, false).as_str(), counted(10_000, true).as_str()), ("10,000", "10,000+"));
        assert_eq!((size(310_400_000).as_str(), size(4_210_000).as_str()), ("310 MB", "4.2 MB"));
        assert_eq!(size(12_345_000_000), "12.3 GB");
    }

    #[test]
    fn a_rate_stands_beside_its_two_numbers_and_is_none_of_nothing() {
        assert_eq!(rate(Rate { part: 7, whole: 9 }), "7 / 9 (77.8 %)");
        assert_eq!(rate(Rate { part: 1_284, whole: 1_284 }), "1,284 / 1,284 (100.0 %)");
        assert_eq!(
            (rate(Rate { part: 0, whole: 3 }).as_str(), rate(Rate { part: 0, whole: 0 }).as_str()),
            ("0 / 3 (0.0 %)", "—")
        );
        assert_eq!(share(Rate { part: 7, whole: 9 }).as_deref(), Some("77.8 %"));
        assert_eq!(share(Rate { part: 0, whole: 0 }), None);
    }

    #[test]
    fn a_full_bar_is_only_drawn_for_all() {
        assert_eq!(percent(199, 200), 99, "nearly all is not all");
        assert_eq!((percent(0, 0), percent(2, 1)), (100, 100));
    }
}
