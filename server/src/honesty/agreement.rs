//! How well people's answers agree: every pair, everybody against all others, and all together.

use std::collections::BTreeMap;

use jiff::civil::Date;
use shared::account::Right;
use shared::api::honesty::{AgreementRow, AgreementTable, Bounds, HintPerson, KappaBounds};
use shared::honesty::agreement::Agreement;
use shared::honesty::interval::Interval;
use shared::ids::{AccountId, JurisdictionId};
use shared::refusal::Code;
use shared::task::TaskResult;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::actions::{look, narrowed};
use super::store::answers::{self, Pair};
use super::store::details;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Result, refuse};

/// No more rows of a kind are shown.
const MOST: usize = 200;

/// What somebody wants to know.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asked {
    /// The first day; the first of the last one's month where nobody says.
    pub from: Option<Date>,
    /// The last day; today where nobody says.
    pub to: Option<Date>,
    /// Only this jurisdiction.
    pub area: Option<JurisdictionId>,
}

/// Who said what, summed.
#[derive(Debug, Default)]
struct Sums {
    pairs: BTreeMap<(AccountId, AccountId), Agreement>,
    people: BTreeMap<AccountId, Agreement>,
    all: Agreement,
    unable: u64,
}

/// The days that are asked about, and whose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Days {
    /// Only of this jurisdiction.
    pub area: Option<JurisdictionId>,
    /// The zone that they are in.
    pub zone: String,
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// When the first begins …
    pub begins: Instant,
    /// … and the last is over.
    pub ends: Instant,
}

/// Reads the days that somebody asks about, as far as they may.
pub fn days(app: &App, caller: &Caller, asked: Asked) -> Result<Days> {
    let area = narrowed(app, caller, asked.area)?;
    let zone = app.city().settings(area.as_ref().unwrap_or(&caller.account.jurisdiction)).zone.clone();
    let to = asked.to.unwrap_or_else(|| app.clock.now().day_in(&zone));
    let from = asked.from.unwrap_or_else(|| to.first_of_month());
    let (begins, ends) = window(from, to, &zone)?;
    Ok(Days { area, zone, from, to, begins, ends })
}

/// Returns how well the answers of a time agree. What names the caller is left out. That they looked is recorded.
pub async fn table(app: &App, caller: &Caller, asked: Asked) -> Result<AgreementTable> {
    caller.may(Right::SeeHonesty)?;
    let Days { area, zone, from, to, begins, ends } = days(app, caller, asked)?;
    let mut tx = app.db.write().await?;
    look(app, &mut tx, caller, "agreement", &format!("{from} – {to}")).await?;
    tx.commit().await?;
    let mut reader = app.db.read().await?;
    let pairs = answers::pairs(&mut reader, area.as_ref(), begins, ends).await?;
    let out = answers::out(&mut reader, area.as_ref()).await?;
    let is_others = |pair: &&Pair| pair.first != caller.account.id && pair.second != caller.account.id;
    let sums = summed(pairs.iter().filter(is_others));
    let mut names = BTreeMap::new();
    let mut of_pairs = Vec::new();
    for ((one, other), agreement) in most(sums.pairs) {
        let people = named(&mut reader, &mut names, &[one, other]).await?;
        of_pairs.push(row(people, &agreement));
    }
    let mut of_people = Vec::new();
    for (account, agreement) in most(sums.people) {
        let people = named(&mut reader, &mut names, &[account]).await?;
        of_people.push(row(people, &agreement));
    }
    let all = row(Vec::new(), &sums.all);
    Ok(AgreementTable { from, to, zone, pairs: of_pairs, people: of_people, all, unable: sums.unable, out })
}

fn window(from: Date, to: Date, zone: &str) -> Result<(Instant, Instant)> {
    if from > to {
        return refuse(Code::BadValue, "from: it lies after to");
    }
    match Instant::days(from, to, zone) {
        Some(window) => Ok(window),
        None => refuse(Code::BadValue, "from, to: such a day is in no calendar"),
    }
}

/// Adds answers up. Of a pair the one with the lower id is "the one", whoever came first; of one person it is them.
fn summed<'a>(pairs: impl Iterator<Item = &'a Pair>) -> Sums {
    let mut sums = Sums::default();
    for pair in pairs {
        if !pair.is_told() {
            sums.unable = sums.unable.saturating_add(1);
            continue;
        }
        let passes = |result| result == TaskResult::Pass;
        let (first, second) = (passes(pair.first_result), passes(pair.second_result));
        sums.all.count(first, second);
        let (key, one, other) = if pair.first <= pair.second {
            ((pair.first, pair.second), first, second)
        } else {
            ((pair.second, pair.first), second, first)
        };
        sums.pairs.entry(key).or_default().count(one, other);
        sums.people.entry(pair.first).or_default().count(first, second);
        sums.people.entry(pair.second).or_default().count(second, first);
    }
    sums
}

/// Returns those with the most cases first.
fn most<K: Ord>(sums: BTreeMap<K, Agreement>) -> Vec<(K, Agreement)> {
    let mut rows: Vec<(K, Agreement)> = sums.into_iter().collect();
    rows.sort_by_key(|(_, agreement)| std::cmp::Reverse(agreement.cases()));
    rows.truncate(MOST);
    rows
}

async fn named(
    connection: &mut AnyConnection,
    known: &mut BTreeMap<AccountId, HintPerson>,
    accounts: &[AccountId],
) -> Result<Vec<HintPerson>> {
    let mut people = Vec::with_capacity(accounts.len());
    for account in accounts {
        if let Some(person) = known.get(account) {
            people.push(person.clone());
        } else if let Some(person) = details::of_account(&mut *connection, *account).await? {
            known.insert(*account, person.clone());
            people.push(person);
        }
    }
    Ok(people)
}

fn row(people: Vec<HintPerson>, agreement: &Agreement) -> AgreementRow {
    let bounds = |within: Interval| Bounds { low: within.low, high: within.high };
    AgreementRow {
        people,
        cases: agreement.cases(),
        agreed: agreement.agreed(),
        one_pass: agreement.one_pass,
        other_pass: agreement.other_pass,
        both_pass: agreement.both_pass,
        both_fail: agreement.both_fail,
        share: agreement.share().map(bounds),
        kappa: agreement.kappa().map(|found| KappaBounds { kappa: found.kappa, within: bounds(found.within) }),
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::{AccountId, CaseId, TaskId};
    use shared::task::TaskResult;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Pair, summed};

    fn pair(first: u128, first_result: TaskResult, second: u128, second_result: TaskResult) -> Pair {
        Pair {
            case: CaseId(Uuid::from_u128(1)),
            area: "610112".parse().unwrap(),
            first_task: TaskId(Uuid::from_u128(2)),
            first: AccountId(Uuid::from_u128(first)),
            first_result,
            first_at: Instant::from_ms(1),
            second_task: TaskId(Uuid::from_u128(3)),
            second: AccountId(Uuid::from_u128(second)),
            second_result,
            second_at: Instant::from_ms(2),
        }
    }

    #[test]
    fn a_pair_is_one_pair_whoever_came_first() {
        let pairs = [
            pair(7, TaskResult::Pass, 9, TaskResult::Fail),
            pair(9, TaskResult::Pass, 7, TaskResult::Fail),
            pair(9, TaskResult::Pass, 7, TaskResult::Pass),
            pair(9, TaskResult::Pass, 7, TaskResult::Unable),
        ];
        let sums = summed(pairs.iter());
        assert_eq!((sums.pairs.len(), sums.people.len(), sums.unable), (1, 2, 1));
        let agreement = sums.pairs.values().next().unwrap();
        assert_eq!((agreement.one_pass, agreement.other_pass, agreement.both_pass), (1, 1, 1));
        assert_eq!((sums.all.one_pass, sums.all.other_pass), (2, 0), "who came first said it passes, both times");
    }
}
