//! Keeps what each person did in a case, beside what the case counts as.

use std::collections::{BTreeMap, BTreeSet};

use shared::assessment::Subject;
use shared::assessment::posts::Work;
use shared::case::{ActionKind, Case, FlowRecord};
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

/// A history says of what was done on site who did it, and not in which post they are: their accounts do.
pub(super) async fn tell_inspectors<'w>(
    connection: &mut AnyConnection,
    work: impl Iterator<Item = &'w mut Work>,
) -> Result<()> {
    let on_site: Vec<&mut Work> = work.filter(|one| one.post == Subject::Collector).collect();
    let people: BTreeSet<String> = on_site.iter().map(|one| one.who.to_string()).collect();
    let people: Vec<String> = people.into_iter().collect();
    let inspectors: BTreeSet<String> = store::inspectors(connection, &people).await?.into_iter().collect();
    for one in on_site {
        if inspectors.contains(&one.who.to_string()) {
            one.post = Subject::Inspector;
        }
    }
    Ok(())
}
