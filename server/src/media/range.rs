//! Which part of a file is asked for (RFC 9110, 14): one range of bytes, the whole, or nothing that is not there already.

use std::ops::Range;

use axum::http::HeaderMap;
use axum::http::header::{HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE};

/// What is wanted of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// All of it: nothing else was asked for, or nothing that is understood. Several ranges at once are not served.
    Whole,
    /// From one byte to before another; both lie within the file.
    Part(Range<u64>),
    /// Bytes that the file does not have.
    Nothing,
}

impl Wanted {
    /// Reads what a request asks for of a file with so many bytes, whose name is `etag`.
    pub fn read(headers: &HeaderMap, etag: &str, size_bytes: u64) -> Self {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        // Whoever holds a part of another file, or only knows a date, gets this one whole.
        let is_of_this_file = headers.get(IF_RANGE).is_none() || text(IF_RANGE) == Some(etag);
        match text(RANGE).filter(|_| is_of_this_file) {
            Some(range) => Self::parse(range, size_bytes).unwrap_or(Self::Whole),
            None => Self::Whole,
        }
    }

    /// `None` for what is not written as a range of bytes, which is as if it had not been said.
    fn parse(text: &str, size_bytes: u64) -> Option<Self> {
        let (unit, range) = text.split_once('=')?;
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        let (first, last) = range.trim().split_once('-')?;
        let part = match (first, last) {
            ("", last) => size_bytes.saturating_sub(number(last)?)..size_bytes,
            (first, "") => number(first)?..size_bytes,
            (first, last) => {
                let (first, last) = (number(first)?, number(last)?);
                if first > last {
                    return None;
                }
                first..size_bytes.min(last.saturating_add(1))
            }
        };
        Some(if part.is_empty() { Self::Nothing } else { Self::Part(part) })
    }
}

/// Says whether whoever asks has the file with this name already (RFC 9110, 13.1.2). What stands between may have made the
/// name a weak one.
pub fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let said = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|line| line.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == etag)
}

/// Digits only; a number that no file reaches is as good as the greatest there is.
fn number(text: &str) -> Option<u64> {
    let is_written = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_written.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::{Wanted, is_known};

    #[track_caller]
    fn check(range: &str, if_range: &str, expected: &Wanted) {
        let mut headers = HeaderMap::new();
        for (name, value) in [("range", range), ("if-range", if_range)] {
            if !value.is_empty() {
                headers.insert(name, value.parse().unwrap());
            }
        }
        assert_eq!(&Wanted::read(&headers, "\"a\"", 100), expected, "{range} {if_range}");
    }

    #[test]
    fn one_range_is_a_part_within_the_file() {
        for (range, part) in [
            ("bytes=0-", 0..100),
            ("bytes=0-0", 0..1),
            ("bytes=10-19", 10..20),
            ("bytes=90-500", 90..100),
            ("bytes=99-", 99..100),
            ("bytes=-1", 99..100),
            ("bytes=-1000", 0..100),
            ("Bytes = 5-6", 5..7),
            ("bytes=0-99999999999999999999999", 0..100),
        ] {
            check(range, "", &Wanted::Part(part));
        }
    }

    #[test]
    fn what_lies_behind_the_end_is_nothing_and_what_is_not_understood_is_the_whole() {
        for range in ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-"] {
            check(range, "", &Wanted::Nothing);
        }
        for range in
            ["", "bytes=", "bytes=-", "bytes=5-4", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=+1-2", "bytes 0-1"]
        {
            check(range, "", &Wanted::Whole);
        }
    }

    #[test]
    fn a_part_is_kept_to_the_file_it_is_of() {
        check("bytes=0-0", "\"a\"", &Wanted::Part(0..1));
        check("bytes=0-0", "\"b\"", &Wanted::Whole);
        check("bytes=0-0", "W/\"a\"", &Wanted::Whole);
        check("bytes=0-0", "Mon, 23 Nov 2026 02:00:00 GMT", &Wanted::Whole);
        check("bytes=200-", "\"b\"", &Wanted::Whole);
    }

    #[test]
    fn a_file_is_known_by_its_name_alone() {
        let known = |said: &str| {
            let mut headers = HeaderMap::new();
            if !said.is_empty() {
                headers.insert("if-none-match", said.parse().unwrap());
            }
            is_known(&headers, "\"a\"")
        };
        for said in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(known(said), "{said}");
        }
        for said in ["", "\"b\"", "a", "\"a"] {
            assert!(!known(said), "{said}");
        }
    }
}
