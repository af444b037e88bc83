//! Who is sent: drawn by chance, ring by ring, and written down so that anybody can check it.
//!
//! On duty in the grid → in the neighbouring grids → in the same jurisdiction → the desk. Never who reported, and never
//! silently nobody.

use shared::api::cases::{Draw, Excluded};
use shared::ids::{AccountId, TaskId};
use shared::time::Instant;

use crate::accounts::caller::Account;

/// Where candidates were looked for, nearest first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ring {
    /// The duty grid of the case.
    Grid,
    /// The duty grids that touch it.
    Neighbours,
    /// The whole jurisdiction.
    Jurisdiction,
    /// Nobody was found: a person decides.
    Desk,
}

impl Ring {
    /// Returns the word in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Neighbours => "neighbours",
            Self::Jurisdiction => "jurisdiction",
            Self::Desk => "desk",
        }
    }
}

/// Who may not be drawn, and why.
#[derive(Clone, Debug)]
pub struct Barred {
    /// Who.
    pub account: AccountId,
    /// The reason in the record.
    pub reason: &'static str,
}

/// What came of a draw.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Who is sent; none when it lies with the desk.
    pub account: Option<Account>,
    /// The record.
    pub draw: Draw,
}

/// Draws from the first ring that has a candidate. Who is in `again` is drawn only where nobody else is at hand.
pub fn draw(
    rings: Vec<(Ring, Vec<Account>)>,
    barred: &[Barred],
    again: &[Barred],
    random: u32,
    now: Instant,
    reason: Option<String>,
) -> Drawn {
    if !again.is_empty() {
        let all: Vec<Barred> = barred.iter().chain(again).cloned().collect();
        let drawn = draw(rings.clone(), &all, &[], random, now, reason.clone());
        if drawn.account.is_some() {
            return drawn;
        }
    }
    let mut excluded = Vec::new();
    for (ring, mut accounts) in rings {
        accounts.sort_by(|a, b| a.user.cmp(&b.user));
        accounts.dedup_by(|a, b| a.id == b.id);
        let mut candidates = Vec::new();
        for account in accounts {
            let bar = barred.iter().find(|barred| barred.account == account.id).map(|barred| barred.reason);
            match bar.or(account.disabled.then_some("disabled")) {
                Some(reason) => {
                    let one = Excluded { user: account.user.to_string(), reason: reason.to_owned() };
                    if !excluded.contains(&one) {
                        excluded.push(one);
                    }
                }
                None => candidates.push(account),
            }
        }
        // The remainder favours nobody that matters: 2^32 is a great deal more than any jurisdiction has people.
        let count = u32::try_from(candidates.len()).unwrap_or(u32::MAX);
        let place = random.checked_rem(count).and_then(|place| usize::try_from(place).ok());
        if let Some(drawn) = place.and_then(|place| candidates.get(place)).cloned() {
            let record = record(ring, &candidates, excluded, random, Some(&drawn), now, reason);
            return Drawn { account: Some(drawn), draw: record };
        }
    }
    Drawn { account: None, draw: record(Ring::Desk, &[], excluded, random, None, now, reason) }
}

fn record(
    ring: Ring,
    candidates: &[Account],
    excluded: Vec<Excluded>,
    random: u32,
    drawn: Option<&Account>,
    at: Instant,
    reason: Option<String>,
) -> Draw {
    Draw {
        task: None::<TaskId>,
        at,
        ring: ring.as_str().to_owned(),
        candidates: candidates.iter().map(|account| account.user.to_string()).collect(),
        excluded,
        random,
        drawn: drawn.map(|account| account.user.to_string()),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shared::account::Role;
    use shared::ids::AccountId;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Barred, Ring, draw};
    use crate::accounts::caller::Account;

    fn account(number: u128, user: &str) -> Account {
        Account {
            id: AccountId(Uuid::from_u128(number)),
            user: user.parse().unwrap(),
            name: user.to_owned(),
            role: Role::Collector,
            jurisdiction: "610102".parse().unwrap(),
            unit: None,
            disabled: false,
        }
    }

    fn barred(number: u128) -> [Barred; 1] {
        [Barred { account: AccountId(Uuid::from_u128(number)), reason: "reporter" }]
    }

    const NOW: Instant = Instant::from_ms(1);

    /// xorshift64*: the same numbers in every run.
    fn next(state: &mut u64) -> u64 {
        *state ^= *state >> 12;
        *state ^= *state << 25;
        *state ^= *state >> 27;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    #[test]
    fn ten_thousand_draws_are_even() {
        let people: Vec<_> = (0..7).map(|n| account(n, &format!("c{n}"))).collect();
        let mut counted: BTreeMap<String, f64> = BTreeMap::new();
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..10_000 {
            let value = u32::try_from(next(&mut random) >> 32).unwrap();
            let drawn = draw(vec![(Ring::Grid, people.clone())], &barred(3), &[], value, NOW, None);
            *counted.entry(drawn.draw.drawn.unwrap()).or_default() += 1.0;
        }
        assert_eq!(counted.len(), 6, "everybody but the reporter is drawn at some time");
        let expected = 10_000.0 / 6.0;
        let chi: f64 = counted.values().map(|n| (n - expected).powi(2) / expected).sum();
        // Five degrees of freedom; beyond 20.5 lies one chance in a thousand, and the numbers are always the same ones.
        assert!(chi < 20.5, "chi squared {chi}, {counted:?}");
    }

    #[test]
    fn the_reporter_is_never_drawn_and_is_named_as_excluded() {
        let people = vec![account(1, "wang"), account(2, "li")];
        for random in 0..50 {
            let drawn = draw(vec![(Ring::Grid, people.clone())], &barred(1), &[], random, NOW, None);
            assert_eq!(drawn.draw.drawn.as_deref(), Some("li"));
            assert_eq!(drawn.draw.excluded[0].user, "wang");
        }
    }

    #[test]
    fn an_empty_ring_goes_on_to_the_next_and_at_last_to_the_desk() {
        let rings = vec![
            (Ring::Grid, vec![account(1, "wang")]),
            (Ring::Neighbours, vec![]),
            (Ring::Jurisdiction, vec![account(1, "wang"), account(5, "zhao")]),
        ];
        let drawn = draw(rings, &barred(1), &[], 9, NOW, None);
        assert_eq!((drawn.draw.ring.as_str(), drawn.draw.drawn.as_deref()), ("jurisdiction", Some("zhao")));
        let nobody = draw(vec![(Ring::Grid, vec![account(1, "wang")])], &barred(1), &[], 9, NOW, None);
        assert_eq!((nobody.draw.ring.as_str(), nobody.account), ("desk", None));
    }

    #[test]
    fn the_same_pair_is_drawn_again_only_where_nobody_else_is_at_hand() {
        let pair = [Barred { account: AccountId(Uuid::from_u128(2)), reason: "same_pair" }];
        let both = vec![(Ring::Grid, vec![account(2, "li")]), (Ring::Neighbours, vec![account(3, "zhao")])];
        for random in 0..20 {
            let drawn = draw(both.clone(), &barred(1), &pair, random, NOW, None);
            assert_eq!(drawn.draw.drawn.as_deref(), Some("zhao"));
            assert_eq!(drawn.draw.excluded[0].reason, "same_pair");
        }
        let alone = vec![(Ring::Grid, vec![account(1, "wang"), account(2, "li")])];
        let drawn = draw(alone, &barred(1), &pair, 0, NOW, None);
        assert_eq!(drawn.draw.drawn.as_deref(), Some("li"));
    }
}
