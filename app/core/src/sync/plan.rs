//! What a round does first: pure decisions over rows.

use shared::sync::push::MOST_OPERATIONS;
use shared::time::Instant;

use crate::store::operations::Logged;
use crate::sync::backoff::LONGEST_MS;

/// Why a round runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// A person asked for it: what waits for its turn is tried now.
    Asked,
    /// By itself: what has a later turn is left alone.
    ByItself,
}

/// The most bytes of operations in one push; a slow line should not carry one for minutes before the first answer.
const MOST_BYTES: usize = 256 * 1024;

/// Says whether something with this next turn may be tried now.
pub fn is_due(next_try_at: Option<Instant>, why: Why, now: Instant) -> bool {
    match why {
        Why::Asked => true,
        Why::ByItself => believed(next_try_at, now).is_none_or(|turn| turn <= now),
    }
}

/// Returns a turn unless it lies farther off than any wait: the clock that wrote it has been set back since.
pub fn believed(turn: Option<Instant>, now: Instant) -> Option<Instant> {
    let longest_ms = i64::try_from(LONGEST_MS).unwrap_or(i64::MAX);
    turn.filter(|turn| turn.since(now) <= longest_ms)
}

/// Returns how many of the waiting operations, oldest first, go into the next push; at least one where there is one.
pub fn batch(waiting: &[Logged]) -> usize {
    let mut bytes = 0;
    let fitting = waiting.iter().take(MOST_OPERATIONS).take_while(|logged| {
        bytes += logged.envelope.body.len();
        bytes <= MOST_BYTES
    });
    fitting.count().max(usize::from(!waiting.is_empty()))
}

/// The first and the smallest piece of an upload.
pub const FIRST_PIECE: usize = 256 * 1024;
const SMALLEST_PIECE: usize = 32 * 1024;
const LARGEST_PIECE: usize = 4 * 1024 * 1024;

/// Returns the size of the next piece after one took so long: large on a good line, small where lines are cut.
pub fn next_piece(last: usize, took_ms: u64) -> usize {
    let next = if took_ms < 1_500 {
        last.saturating_mul(2)
    } else if took_ms > 6_000 {
        last / 2
    } else {
        last
    };
    next.clamp(SMALLEST_PIECE, LARGEST_PIECE)
}

#[cfg(test)]
mod tests {
    use super::{FIRST_PIECE, LARGEST_PIECE, SMALLEST_PIECE, Why, batch, is_due, next_piece};
    use crate::store::operations::Logged;
    use shared::ids::{OperationId, Sha256};
    use shared::sync::push::Envelope;
    use shared::time::Instant;

    fn waiting(bodies: &[usize]) -> Vec<Logged> {
        bodies
            .iter()
            .map(|size| Logged {
                envelope: Envelope {
                    id: OperationId(uuid::Uuid::from_u128(7)),
                    sequence: 1,
                    hash: Sha256::of(b""),
                    body: "x".repeat(*size),
                },
                act: "report".to_owned(),
                case: None,
                task: None,
                made: Instant::from_ms(0),
                outcome: None,
                code: None,
                detail: String::new(),
                answered: None,
                attempts: 0,
                next_try_at: None,
                resent_as: None,
            })
            .collect()
    }

    #[test]
    fn a_push_carries_a_hundred_or_what_a_slow_line_bears() {
        assert_eq!(batch(&waiting(&[])), 0);
        assert_eq!(batch(&waiting(&[100; 180])), 100);
        assert_eq!(batch(&waiting(&[100_000; 5])), 2);
        assert_eq!(batch(&waiting(&[900_000])), 1, "one that is too long alone must not block the queue");
    }

    #[test]
    fn a_person_who_asks_does_not_wait_for_a_turn() {
        let (now, later) = (Instant::from_ms(10), Some(Instant::from_ms(20)));
        assert!(is_due(later, Why::Asked, now));
        assert!(!is_due(later, Why::ByItself, now));
        assert!(is_due(None, Why::ByItself, now));
    }

    #[test]
    fn a_turn_from_before_the_clock_was_set_back_is_not_waited_for() {
        let (now, in_twenty_years) = (Instant::from_ms(10), Some(Instant::from_ms(20 * 365 * 24 * 3_600_000)));
        assert!(is_due(in_twenty_years, Why::ByItself, now));
    }

    #[test]
    fn pieces_follow_the_line() {
        assert_eq!(next_piece(FIRST_PIECE, 100), FIRST_PIECE * 2);
        assert_eq!(next_piece(FIRST_PIECE, 3_000), FIRST_PIECE);
        assert_eq!(next_piece(SMALLEST_PIECE, 60_000), SMALLEST_PIECE);
        assert_eq!(next_piece(LARGEST_PIECE, 1), LARGEST_PIECE);
    }
}
