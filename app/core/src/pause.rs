//! Sending nothing by itself for a while. What a person asks for goes all the same, and saving never waits.

use shared::time::Instant;

use crate::core::Inner;
use crate::error::Result;

/// Nobody pauses for longer than a shift; a phone must not be forgotten in that state.
const LONGEST_MINUTES: u32 = 12 * 60;

/// Sends nothing by itself for so many minutes; with 0 goes on at once.
pub fn pause(core: &Inner, minutes: u32) -> Result<()> {
    let span_ms = i64::from(minutes.min(LONGEST_MINUTES)).saturating_mul(60_000);
    let until = (span_ms > 0).then(|| core.world.clock.wall().plus_ms(span_ms));
    core.store.write(|w| w.pause_until(until))?;
    core.something_to_send();
    Ok(())
}

/// Returns until when nothing is sent by itself; nothing when it is.
pub fn lasting(until: Option<Instant>, now: Instant) -> Option<Instant> {
    let longest_ms = i64::from(LONGEST_MINUTES).saturating_mul(60_000);
    // One that lies farther off was written before the clock was set back.
    until.filter(|until| *until > now && until.since(now) <= longest_ms)
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::lasting;

    #[track_caller]
    fn check(minutes: i64, lasts: bool) {
        let now = Instant::from_ms(1_764_000_000_000);
        assert_eq!(lasting(Some(now.plus_ms(minutes * 60_000)), now).is_some(), lasts, "{minutes} minutes from now");
    }

    #[test]
    fn a_pause_ends_by_itself_and_a_clock_that_was_set_back_does_not_prolong_it() {
        check(30, true);
        check(0, false);
        check(-1, false);
        check(12 * 60, true);
        check(24 * 60, false);
    }
}
