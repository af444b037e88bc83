//! When to try again: data in a row, not a sleeping task.

use shared::time::Instant;

/// The first wait, milliseconds.
const FIRST_MS: u64 = 5_000;
/// The longest wait. A turn that is farther off was written by a clock that has been set back since.
pub const LONGEST_MS: u64 = 15 * 60_000;

/// Returns when to try again after so many failures in a row.
///
/// `random` spreads phones that lost the same server: each waits between half and the whole of its turn.
pub fn next_try(now: Instant, attempts: u64, random: u32) -> Instant {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
    let whole = FIRST_MS.saturating_mul(1 << doublings).min(LONGEST_MS);
    let half = whole / 2;
    let spread = u64::from(random) * half / u64::from(u32::MAX);
    now.plus_ms(i64::try_from(half + spread).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::next_try;
    use shared::time::Instant;

    #[track_caller]
    fn check(attempts: u64, random: u32, expected_ms: i64) {
        assert_eq!(next_try(Instant::from_ms(0), attempts, random).ms(), expected_ms);
    }

    #[test]
    fn the_wait_doubles_up_to_a_quarter_of_an_hour() {
        check(1, u32::MAX, 5_000);
        check(2, u32::MAX, 10_000);
        check(5, u32::MAX, 80_000);
        check(60, u32::MAX, 900_000);
    }

    #[test]
    fn chance_takes_off_at_most_half() {
        check(1, 0, 2_500);
        check(60, 0, 450_000);
    }
}
