//! Editions of a jurisdiction's boundaries: each holds from a day on, and some only up to a day.
//!
//! An edition is never changed. A later one takes its place on its first day; when one that holds for a while is over,
//! the one before it holds again. All of them are kept, because recorded facts name them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{JurisdictionId, Sha256};
use crate::time::Instant;

/// What an edition is called and when it holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Term {
    /// The version that people say.
    pub version: String,
    /// The first day it holds; none for one that was always there.
    pub valid_from: Option<Date>,
    /// The last day it holds; none for good.
    pub valid_to: Option<Date>,
}

/// An edition that is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Edition {
    /// The hash of its pack.
    pub hash: Sha256,
    /// Whose ground it draws.
    pub jurisdiction: JurisdictionId,
    /// What it is called and when it holds.
    #[serde(flatten)]
    pub term: Term,
    /// When it was imported.
    pub made_at: Instant,
    /// Somebody took it back: it never comes into force again.
    pub is_withdrawn: bool,
}

/// How an edition stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its day is still to come.
    Planned,
    /// It holds.
    InForce,
    /// Another one holds.
    Past,
    /// It was taken back.
    Withdrawn,
}

impl Standing {
    /// Returns the word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::InForce => "in_force",
            Self::Past => "past",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Term {
    fn holds_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// Returns the edition of one jurisdiction that holds on a day: the one that began last, and of two that began on one
/// day the one that was imported last.
///
/// `now` is the one in force at the moment; it stays where nothing else decides.
pub fn in_force<'a>(editions: &'a [Edition], day: Date, now: Option<&Sha256>) -> Option<&'a Edition> {
    let holding = editions.iter().filter(|edition| !edition.is_withdrawn && edition.term.holds_on(day));
    holding.max_by(|a, b| {
        let key = |edition: &'a Edition| {
            (edition.term.valid_from, edition.made_at, now == Some(&edition.hash), &edition.hash)
        };
        key(a).cmp(&key(b))
    })
}

/// Says how an edition stands among those of its jurisdiction on a day.
pub fn standing(editions: &[Edition], edition: &Edition, day: Date, now: Option<&Sha256>) -> Standing {
    if edition.is_withdrawn {
        return Standing::Withdrawn;
    }
    let holds = |day| in_force(editions, day, now).is_some_and(|one| one.hash == edition.hash);
    if holds(day) {
        return Standing::InForce;
    }
    match edition.term.valid_from {
        Some(from) if from > day && holds(from) => Standing::Planned,
        Some(_) | None => Standing::Past,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::{Edition, Standing, Term, in_force, standing};
    use crate::ids::Sha256;
    use crate::time::Instant;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn edition(version: &str, from: &str, to: &str, made: i64) -> Edition {
        let day = |text: &str| (!text.is_empty()).then(|| day(text));
        Edition {
            hash: Sha256::of(version.as_bytes()),
            jurisdiction: "610112".parse().unwrap(),
            term: Term { version: version.to_owned(), valid_from: day(from), valid_to: day(to) },
            made_at: Instant::from_ms(made),
            is_withdrawn: false,
        }
    }

    fn editions() -> Vec<Edition> {
        let mut taken_back = edition("wrong", "2027-02-01", "", 9);
        taken_back.is_withdrawn = true;
        vec![
            edition("first", "", "", 1),
            edition("year", "2027-01-01", "", 2),
            edition("fair", "2027-03-01", "2027-03-10", 3),
            edition("mended", "2027-01-01", "", 4),
            taken_back,
        ]
    }

    #[track_caller]
    fn check(on: &str, expected: &str) {
        let editions = editions();
        let found = in_force(&editions, day(on), None).unwrap();
        assert_eq!(found.term.version, expected, "on {on}");
    }

    #[test]
    fn the_one_that_began_last_holds() {
        check("2026-12-31", "first");
        check("2027-01-01", "mended");
        check("2027-02-01", "mended");
    }

    #[test]
    fn what_held_before_holds_again_after_one_for_a_while() {
        check("2027-02-28", "mended");
        check("2027-03-01", "fair");
        check("2027-03-10", "fair");
        check("2027-03-11", "mended");
    }

    #[test]
    fn of_two_alike_the_one_in_force_stays() {
        let two = [edition("a", "", "", 1), edition("b", "", "", 1)];
        for one in &two {
            assert_eq!(in_force(&two, day("2027-01-01"), Some(&one.hash)), Some(one));
        }
        assert_eq!(in_force(&[], day("2027-01-01"), None), None);
    }

    #[test]
    fn each_edition_stands_somewhere() {
        let editions = editions();
        let on = |on: &str| -> Vec<&'static str> {
            editions.iter().map(|one| standing(&editions, one, day(on), None).as_str()).collect()
        };
        assert_eq!(on("2026-12-01"), ["in_force", "past", "planned", "planned", "withdrawn"]);
        assert_eq!(on("2027-03-05"), ["past", "past", "in_force", "past", "withdrawn"]);
        assert_eq!(Standing::InForce.as_str(), "in_force");
    }
}
