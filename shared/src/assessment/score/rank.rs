//! Who is the best: equal scores share a rank, and the next one is left out.

use std::cmp::Reverse;

use super::Score;

/// One that was scored, and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ranked<T> {
    /// 1 for the best.
    pub rank: u32,
    /// Who.
    pub who: T,
    /// What it came to.
    pub score: Score,
}

/// Puts the best first. Those that are equal stay in the order in which they came.
pub fn ranked<T>(mut scored: Vec<(T, Score)>) -> Vec<Ranked<T>> {
    scored.sort_by_key(|(_, score)| Reverse(score.total_centi));
    let (mut place, mut before) = (0_u32, None);
    let mut stand = |(who, score): (T, Score)| {
        place = place.saturating_add(1);
        let rank = match before {
            Some((total, rank)) if total == score.total_centi => rank,
            Some(_) | None => place,
        };
        before = Some((score.total_centi, rank));
        Ranked { rank, who, score }
    };
    scored.into_iter().map(&mut stand).collect()
}

#[cfg(test)]
mod tests {
    use super::{Score, ranked};

    #[test]
    fn equal_scores_share_a_rank_and_the_next_is_left_out() {
        let scored = |who, total_centi| (who, Score { lines: Vec::new(), total_centi });
        let all = ranked(vec![scored("a", 80), scored("b", 95), scored("c", 80), scored("d", -3), scored("e", 95)]);
        let found: Vec<(u32, &str)> = all.iter().map(|one| (one.rank, one.who)).collect();
        assert_eq!(found, [(1, "b"), (1, "e"), (3, "a"), (3, "c"), (5, "d")]);
        assert!(ranked::<u8>(Vec::new()).is_empty());
    }
}
