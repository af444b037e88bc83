//! Collectors who report one kind of problem far more often than all others in the same streets.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use shared::api::honesty::{Chance, HintFacts};
use shared::catalogue::CategoryKey;
use shared::honesty::chance::Fourfold;
use shared::honesty::choosing::{self, Chosen};
use shared::ids::{AccountId, JurisdictionId};
use shared::time::Instant;

use super::hint::{MOST_CASES, NewCase, NewHint, shares};
use super::store::work::{self, Counted};
use crate::app::App;
use crate::error::Result;

/// Who, for whom, and what.
type Key = (JurisdictionId, AccountId, CategoryKey);

/// Finds whose reports since a moment are of one kind.
pub async fn find(app: &App, since: Instant, (from, to): (Date, Date)) -> Result<Vec<NewHint>> {
    let counted = work::categories(&mut *app.db.read().await?, since).await?;
    let found = super::turn::counted(move || choosing::find(&tables(&counted))).await?;
    let mut reader = app.db.read().await?;
    let mut hints = Vec::new();
    for one in &found {
        let (area, account, category) = &one.key;
        let most = i64::try_from(MOST_CASES).unwrap_or(i64::MAX);
        let reports = work::of_category(&mut reader, area, *account, category, since, most).await?;
        let cases = reports.iter().map(|(case, at)| NewCase {
            case: *case,
            area: area.clone(),
            picture: None,
            task: None,
            at: *at,
        });
        hints.extend(hint(one, cases.collect(), (from, to)));
    }
    Ok(hints)
}

/// Puts everybody's kinds against those of all others in each street that they reported from, one table a street.
fn tables(counted: &[Counted]) -> Vec<(Key, Vec<Fourfold>)> {
    let mut by_street: BTreeMap<(&JurisdictionId, &str), u64> = BTreeMap::new();
    let mut by_kind: BTreeMap<(&JurisdictionId, &str, &CategoryKey), u64> = BTreeMap::new();
    let mut own: BTreeMap<(&JurisdictionId, AccountId), Vec<&Counted>> = BTreeMap::new();
    for row in counted {
        *by_street.entry((&row.area, row.street.as_str())).or_default() += row.cases;
        *by_kind.entry((&row.area, row.street.as_str(), &row.category)).or_default() += row.cases;
        own.entry((&row.area, row.account)).or_default().push(row);
    }
    let mut tables = Vec::new();
    for ((area, account), rows) in &own {
        let mut own_in: BTreeMap<&str, u64> = BTreeMap::new();
        let mut own_of: BTreeMap<(&CategoryKey, &str), u64> = BTreeMap::new();
        for row in rows {
            *own_in.entry(row.street.as_str()).or_default() += row.cases;
            *own_of.entry((&row.category, row.street.as_str())).or_default() += row.cases;
        }
        let kinds: BTreeSet<&CategoryKey> = rows.iter().map(|row| &row.category).collect();
        for kind in kinds {
            let street = |(street, whole): (&&str, &u64)| {
                let part = own_of.get(&(kind, *street)).copied().unwrap_or(0);
                let all = by_street.get(&(*area, *street)).copied().unwrap_or(0);
                let of_kind = by_kind.get(&(*area, *street, kind)).copied().unwrap_or(0);
                let (rest_part, rest) = (of_kind.saturating_sub(part), all.saturating_sub(*whole));
                Fourfold { part, whole: *whole, rest_part, rest }
            };
            let places = own_in.iter().map(street).collect();
            tables.push((((*area).clone(), *account, kind.clone()), places));
        }
    }
    tables
}

fn hint(one: &Chosen<Key>, cases: Vec<NewCase>, (from, to): (Date, Date)) -> Option<NewHint> {
    let (area, account, category) = &one.key;
    let at = cases.first().map(|case| case.at)?;
    let (own, others) = shares(&one.table);
    Some(NewHint {
        key: format!("{area}:{account}:{category}:{}", to.strftime("%Y-%m")),
        at,
        people: vec![*account],
        facts: HintFacts::Category {
            category: category.clone(),
            own,
            others,
            expected: Some(whole(one.expected)),
            chance: Chance { chance: one.chance, compared: one.compared },
            from,
            to,
        },
        cases,
    })
}

fn whole(number: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no more than there are reports")]
    let number = number.round().max(0.0) as u64;
    number
}

#[cfg(test)]
mod tests {
    use shared::honesty::chance::Fourfold;
    use shared::ids::AccountId;
    use uuid::Uuid;

    use super::{Counted, tables};

    fn row(account: u128, street: &str, category: &str, cases: u64) -> Counted {
        Counted {
            area: "610112".parse().unwrap(),
            account: AccountId(Uuid::from_u128(account)),
            street: street.to_owned(),
            category: category.parse().unwrap(),
            cases,
        }
    }

    #[test]
    fn only_who_was_in_the_same_streets_is_compared_with() {
        let counted = [
            row(1, "610112001", "event:06010", 30),
            row(1, "610112001", "event:01001", 10),
            row(2, "610112001", "event:06010", 5),
            row(2, "610112001", "event:01001", 45),
            row(3, "610112002", "event:06010", 900),
            row(1, "610112003", "event:01001", 7),
        ];
        let found = tables(&counted);
        let one = found.iter().find(|((_, account, kind), _)| {
            *account == AccountId(Uuid::from_u128(1)) && kind.to_string() == "event:06010"
        });
        let expected = [
            Fourfold { part: 30, whole: 40, rest_part: 5, rest: 50 },
            Fourfold { part: 0, whole: 7, rest_part: 0, rest: 0 },
        ];
        assert_eq!(one.map(|(_, places)| places.as_slice()), Some(expected.as_slice()), "street by street");
        let alone = found.iter().find(|((_, account, _), _)| *account == AccountId(Uuid::from_u128(3)));
        let rests = alone.map(|(_, places)| places.iter().map(|table| table.rest).collect::<Vec<_>>());
        assert_eq!(rests, Some(vec![0]), "nobody else was there");
    }
}
