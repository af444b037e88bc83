//! The part of a file that a player asks for: one range of bytes (RFC 9110, 14.2).

/// What of a file is to be sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// All of it.
    Whole,
    /// From the first byte up to and with the last.
    Part {
        /// Counted from 0.
        first: usize,
        /// Within the file.
        last: usize,
    },
    /// Nothing of it lies in what was asked for.
    Nothing,
}

/// Reads the header `Range` for a file of so many bytes. What is not one range of bytes asks for the whole file, as it may.
pub fn wanted(header: Option<&str>, length: usize) -> Wanted {
    let Some((first, last)) = header.and_then(|text| text.strip_prefix("bytes=")).and_then(|text| text.split_once('-'))
    else {
        return Wanted::Whole;
    };
    let end = length.saturating_sub(1);
    match (first.trim().parse::<usize>(), last.trim().parse::<usize>()) {
        (Ok(first), Ok(last)) if first > last => Wanted::Whole,
        (Ok(first), _) if first >= length => Wanted::Nothing,
        (Ok(first), Ok(last)) => Wanted::Part { first, last: last.min(end) },
        (Ok(first), Err(_)) if last.trim().is_empty() => Wanted::Part { first, last: end },
        // The last so many bytes.
        (Err(_), Ok(count)) if first.trim().is_empty() && (count == 0 || length == 0) => Wanted::Nothing,
        (Err(_), Ok(count)) if first.trim().is_empty() => {
            Wanted::Part { first: length.saturating_sub(count), last: end }
        }
        (Ok(_) | Err(_), Ok(_) | Err(_)) => Wanted::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::{Wanted, wanted};

    #[track_caller]
    fn check(header: &str, expected: Wanted) {
        assert_eq!(wanted(Some(header), 100), expected, "{header}");
    }

    #[test]
    fn a_player_gets_the_bytes_it_asks_for_and_no_others() {
        check("bytes=0-", Wanted::Part { first: 0, last: 99 });
        check("bytes=10-19", Wanted::Part { first: 10, last: 19 });
        check("bytes=90-1000", Wanted::Part { first: 90, last: 99 });
        check("bytes=-20", Wanted::Part { first: 80, last: 99 });
        check("bytes=-1000", Wanted::Part { first: 0, last: 99 });
    }

    #[test]
    fn what_lies_behind_the_end_is_nothing() {
        check("bytes=100-", Wanted::Nothing);
        check("bytes=100-200", Wanted::Nothing);
        check("bytes=-0", Wanted::Nothing);
        assert_eq!(wanted(Some("bytes=-5"), 0), Wanted::Nothing);
    }

    #[test]
    fn what_is_no_single_range_gets_the_whole_file() {
        assert_eq!(wanted(None, 100), Wanted::Whole);
        for header in ["bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b"] {
            check(header, Wanted::Whole);
        }
    }
}
