//! Ids of records sort by when they were made: a time is a span of ids, and both are asked for by one index.

use shared::time::Instant;

/// Greater than every id.
pub const LAST: &str = "g";

/// Returns the first id that can have been made at a moment.
pub fn first_at(at: Instant) -> String {
    let ms = u64::try_from(at.ms()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &[0; 10]).into_uuid().to_string()
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::{LAST, first_at};

    #[test]
    fn what_is_made_later_has_a_greater_id() {
        let id = |ms, byte| uuid::Builder::from_unix_timestamp_millis(ms, &[byte; 10]).into_uuid().to_string();
        let begin = first_at(Instant::from_ms(1_764_000_000_000));
        assert!(id(1_763_999_999_999, 0xff) < begin);
        assert!(begin <= id(1_764_000_000_000, 0));
        assert!(id(1_764_000_000_000, 0xff) < first_at(Instant::from_ms(1_764_000_000_001)));
        assert!(id(u64::from(u32::MAX) * 40, 0xff).as_str() < LAST);
        assert_eq!(first_at(Instant::from_ms(-1)), first_at(Instant::from_ms(0)));
    }
}
