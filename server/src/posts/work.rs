//! Keeps what each person did in a case, beside what the case counts as.

use std::collections::{BTreeMap, BTreeSet};

use shared::assessment::Subject;
use shared::assessment::posts::Work;
use shared::case::{ActionKind, Case, FlowRecord};
use shared::ids::AccountId;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::store::work as store;
use crate::db::Tx;
use crate::error::Result;

/// Returns until when the tasks have that are out for these cases now, by case.
pub async fn out(connection: &mut AnyConnection, cases: &[String]) -> Result<BTreeMap<String, Instant>> {
    store::out(connection, cases).await
}

/// Everybody's account by what they sign in as.
#[derive(Debug, Default)]
pub struct People(BTreeMap<String, String>);

impl People {
    /// Reads them all.
    pub async fn read(connection: &mut AnyConnection) -> Result<Self> {
        store::people(connection).await.map(Self)
    }

    /// Puts the account in the place of the name where a history says who was sent: it names them for those who read it.
    pub fn told(&self, mut flow: Vec<FlowRecord>) -> Vec<FlowRecord> {
        for record in &mut flow {
            let sends = matches!(record.action, ActionKind::SendVerify | ActionKind::SendCheck);
            let account = record.receiver.as_ref().filter(|_| sends).and_then(|user| self.0.get(user));
            if let Some(account) = account {
                record.receiver = Some(account.clone());
            }
        }
        flow
    }
}

/// Writes what was read of cases, in the place of what was there. Whoever calls this holds the cases.
pub async fn put(tx: &mut Tx, read: &mut [(&Case, Vec<Work>)]) -> Result<()> {
    tell_inspectors(tx, read.iter_mut().flat_map(|(_, work)| work.iter_mut())).await?;
    let done: Vec<(&Case, &[Work])> = read.iter().map(|(case, work)| (*case, work.as_slice())).collect();
    store::put(tx, &done).await
}

/// A history says of what was done on site who did it, and not in which post: their account does, as it was when it was
/// done or sent. What they have become since changes no month.
pub(super) async fn tell_inspectors<'w>(
    connection: &mut AnyConnection,
    work: impl Iterator<Item = &'w mut Work>,
) -> Result<()> {
    let on_site: Vec<&mut Work> = work.filter(|one| one.post == Subject::Collector).collect();
    let people: BTreeSet<String> = on_site.iter().map(|one| one.who.to_string()).collect();
    let people: Vec<String> = people.into_iter().collect();
    let roles = Roles(store::roles(connection, &people).await?);
    for one in on_site {
        if roles.is_inspector(one.who, one.at) {
            one.post = Subject::Inspector;
        }
    }
    Ok(())
}

/// Whether people were inspectors, and from when on, by account.
struct Roles(BTreeMap<String, store::WasInspector>);

impl Roles {
    /// Says whether somebody was one at a moment. Of a moment before there was the account it is what it began as.
    fn is_inspector(&self, who: AccountId, at: Instant) -> bool {
        let known = self.0.get(&who.to_string()).map(Vec::as_slice).unwrap_or_default();
        let then = known.iter().rfind(|(since, _)| since.is_none_or(|since| since <= at));
        then.or_else(|| known.first()).is_some_and(|(_, is_inspector)| *is_inspector)
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::AccountId;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::Roles;

    #[test]
    fn somebody_is_what_their_account_was_at_the_moment() {
        let (wang, qian) = (AccountId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
        let since = |ms: i64| Some(Instant::from_ms(ms));
        let of_wang = vec![(since(100), false), (since(200), true), (since(300), false)];
        let roles = Roles([(wang.to_string(), of_wang), (qian.to_string(), vec![(None, true)])].into());
        for (at, expected) in [(50, false), (199, false), (200, true), (299, true), (300, false)] {
            assert_eq!(roles.is_inspector(wang, Instant::from_ms(at)), expected, "{at}");
        }
        assert!(roles.is_inspector(qian, Instant::from_ms(1)), "who never changed was always so");
        assert!(!roles.is_inspector(AccountId(Uuid::from_u128(3)), Instant::from_ms(1)));
    }
}
