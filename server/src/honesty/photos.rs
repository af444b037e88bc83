//! The same picture, or nearly the same one, in several cases.

use std::collections::{BTreeMap, BTreeSet};

use shared::api::honesty::HintFacts;
use shared::evidence::look::Look;
use shared::honesty::nearness::{LEAST_ALIKE, MOST_BITS, apart};
use shared::ids::{AccountId, CaseId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::hint::{MOST_CASES, NewCase, NewHint, keep};
use super::store::pictures::{self, Shown, Uncompared};
use crate::app::App;
use crate::error::Result;

/// So many pictures are compared in one go.
const AT_ONCE: i64 = 100;
/// … and so many in one turn: a pile of old ones keeps the other jobs waiting no longer than that.
const MOST: usize = 5_000;
/// No more are compared pixel by pixel with one picture.
const MOST_NEAR: usize = 20;

/// Finds files that stand in several cases, handed in since a moment.
pub async fn same(app: &App, since: Instant) -> Result<Vec<NewHint>> {
    let mut reader = app.db.read().await?;
    let mut found = Vec::new();
    for file in pictures::in_several_cases(&mut reader, since).await? {
        let shown = pictures::shown(&mut reader, &file).await?;
        let facts = HintFacts::Photos { same_file: true, bits: 0, alike_percent: 100 };
        found.extend(hint(file.to_string(), facts, vec![(file, shown)]));
    }
    Ok(found)
}

/// Compares every picture that was not compared yet with those that were here before it, and keeps what is found; returns
/// how many hints that made.
pub async fn compare(app: &App, since: Instant) -> Result<u64> {
    let mut made = 0;
    let mut done = 0;
    // What is older than the hints that are made has nothing to be compared for; what comes later is compared with it.
    let mut tx = app.db.write().await?;
    pictures::pass_over(&mut tx, since).await?;
    tx.commit().await?;
    while done < MOST {
        let mut reader = app.db.read().await?;
        let waiting = pictures::uncompared(&mut reader, AT_ONCE).await?;
        if waiting.is_empty() {
            break;
        }
        let mut found = Vec::new();
        for one in &waiting {
            found.extend(near(&mut reader, one).await?);
        }
        drop(reader);
        done += waiting.len();
        made += keep(app, found).await?;
        let mut tx = app.db.write().await?;
        for one in &waiting {
            pictures::compared(&mut tx, &one.file).await?;
        }
        tx.commit().await?;
    }
    Ok(made)
}

/// Makes one hint of a picture and of all that look like it in other cases: of a picture that goes from case to case there
/// is one hint each time that it comes, and not one for every two of them.
async fn near(reader: &mut AnyConnection, one: &Uncompared) -> Result<Option<NewHint>> {
    let Some(look) = one.look.as_ref().filter(|look| !look.is_flat()) else { return Ok(None) };
    let hash = look.hash();
    let others = pictures::in_bands(reader, hash).await?;
    let apart =
        others.into_iter().filter(|(other, _)| *other != one.file).map(|(other, its)| (apart(its, hash), other));
    let mut near: Vec<(u32, Sha256)> = apart.filter(|(bits, _)| *bits <= MOST_BITS).collect();
    near.sort();
    let own = pictures::shown(reader, &one.file).await?;
    let mut found: Vec<Near> = Vec::new();
    for (bits, other) in near.into_iter().take(MOST_NEAR) {
        let alike_percent = alike(look, pictures::look(reader, &other).await?.as_ref());
        let shown = pictures::shown(reader, &other).await?;
        let is_elsewhere = shown.iter().any(|seen| own.iter().all(|own| own.case != seen.case));
        if alike_percent >= LEAST_ALIKE && is_elsewhere {
            found.push(Near { file: other, bits, alike_percent, shown });
        }
    }
    Ok(together(&one.file, own, found))
}

/// A picture that looks nearly the same.
#[derive(Clone, Debug)]
struct Near {
    file: Sha256,
    bits: u32,
    alike_percent: u8,
    shown: Vec<Shown>,
}

/// Makes the hint of a picture and those near it, the nearest first. Of two that find each other it is the same one.
fn together(file: &Sha256, own: Vec<Shown>, near: Vec<Near>) -> Option<NewHint> {
    let mut two = [file, &near.first()?.file];
    two.sort();
    let key = two.map(Sha256::as_str).join(":");
    let facts = HintFacts::Photos {
        same_file: false,
        bits: near.iter().map(|one| one.bits).max()?,
        alike_percent: near.iter().map(|one| one.alike_percent).min()?,
    };
    let mut shown = vec![(file.clone(), own)];
    shown.extend(near.into_iter().map(|one| (one.file, one.shown)));
    hint(key, facts, shown)
}

fn alike(look: &Look, other: Option<&Look>) -> u8 {
    other.map_or(0, |other| look.alike_percent(other))
}

/// Makes a hint of what pictures stand where; none where all stand in one case.
fn hint(key: String, facts: HintFacts, pictures: Vec<(Sha256, Vec<Shown>)>) -> Option<NewHint> {
    let mut cases: BTreeMap<(CaseId, Sha256), NewCase> = BTreeMap::new();
    let mut people: BTreeSet<AccountId> = BTreeSet::new();
    for (picture, shown) in pictures {
        for one in shown {
            people.extend(one.account);
            let at = one.at;
            let case = NewCase { case: one.case, area: one.area, picture: Some(picture.clone()), task: None, at };
            cases.entry((one.case, picture.clone())).or_insert(case);
        }
    }
    let distinct: BTreeSet<CaseId> = cases.keys().map(|(case, _)| *case).collect();
    if distinct.len() < 2 {
        return None;
    }
    let mut cases: Vec<NewCase> = cases.into_values().collect();
    cases.sort_by_key(|one| one.at);
    let at = cases.last().map(|one| one.at)?;
    cases.truncate(MOST_CASES);
    Some(NewHint { key, at, people: people.into_iter().collect(), facts, cases })
}

#[cfg(test)]
mod tests {
    use shared::api::honesty::HintFacts;
    use shared::ids::{AccountId, CaseId, Sha256};
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Near, Shown, hint, together};

    fn shown(case: u128, at_ms: i64) -> Shown {
        Shown {
            case: CaseId(Uuid::from_u128(case)),
            area: "610112".parse().unwrap(),
            account: Some(AccountId(Uuid::from_u128(7))),
            at: Instant::from_ms(at_ms),
        }
    }

    #[test]
    fn pictures_of_one_case_are_no_hint_and_of_two_are_one_in_the_order_they_came() {
        let facts = HintFacts::Photos { same_file: false, bits: 2, alike_percent: 98 };
        let [one, other] = [b"one", b"two"].map(|bytes| Sha256::of(bytes));
        let here = vec![(one.clone(), vec![shown(1, 5)]), (other.clone(), vec![shown(1, 6)])];
        assert_eq!(hint("k".to_owned(), facts.clone(), here), None);
        let two = vec![(one, vec![shown(2, 9)]), (other, vec![shown(1, 6), shown(1, 7)])];
        let made = hint("k".to_owned(), facts, two).unwrap();
        assert_eq!((made.case_count(), made.people.len(), made.at), (2, 1, Instant::from_ms(9)));
        assert_eq!(made.cases.iter().map(|one| one.at.ms()).collect::<Vec<_>>(), [6, 9]);
    }

    #[test]
    fn of_a_picture_that_goes_from_case_to_case_there_is_one_hint_each_time_it_comes() {
        let near = |name: &[u8], case, bits| Near {
            file: Sha256::of(name),
            bits,
            alike_percent: 99 - u8::try_from(bits).unwrap(),
            shown: vec![shown(case, 5)],
        };
        let third = Sha256::of(b"three");
        let made = together(&third, vec![shown(3, 9)], vec![near(b"one", 1, 1), near(b"two", 2, 4)]).unwrap();
        assert_eq!((made.case_count(), made.at), (3, Instant::from_ms(9)));
        assert_eq!(made.facts, HintFacts::Photos { same_file: false, bits: 4, alike_percent: 95 });
        // Of two that find each other it is one.
        let first = together(&Sha256::of(b"one"), vec![shown(1, 5)], vec![near(b"three", 3, 1)]).unwrap();
        assert_eq!(first.key, made.key);
        assert_eq!(together(&third, vec![shown(3, 9)], Vec::new()), None);
    }
}
