//! Invariant 4: after everything has come to rest, both sides hold the same.

use std::collections::BTreeSet;
use std::rc::Rc;

use anyhow::Result;
use shared::case::Nearby;
use shared::ids::{AccountId, CaseId, TaskId};
use shared::task::TaskState;

use super::broken;
use super::rows::{PhoneRows, ServerRows};
use crate::run::Run;
use crate::town;

/// Every row of a person's scope is on their phone as it is at the server, and no other is taken for the server's.
///
/// A phone that was withdrawn hears nothing more.
pub fn both_sides(run: &Run, server: &ServerRows, phones: &[Rc<PhoneRows>]) -> Result<()> {
    for (number, phone) in phones.iter().enumerate().filter(|(number, _)| !run.withdrawn.contains(number)) {
        let Some(account) = phone.account.filter(|_| phone.is_signed_in) else { continue };
        let own = account.to_string();
        let (mut cases, mut tasks) = (BTreeSet::new(), BTreeSet::new());
        for row in server.cases.iter().filter(|row| row.case.reporter == Some(account)) {
            cases.insert(row.case.id);
            let here = phone.cases.iter().find(|here| here.id == row.case.id).and_then(|here| here.body.as_ref());
            match here {
                None => return broken(4, format!("phone {number} has not heard of case {}", row.case.id)),
                Some(here) if *here != row.case => {
                    let (version, newest) = (here.version, row.case.version);
                    let id = row.case.id;
                    return broken(
                        4,
                        format!("phone {number} has version {version} of case {id}, the server {newest}"),
                    );
                }
                Some(_) => {}
            }
        }
        let sent = |task: &&shared::task::Task| task.assignee == Some(account) && task.state != TaskState::Withdrawn;
        for task in server.tasks.values().filter(sent) {
            tasks.insert(task.id);
            match phone.tasks.iter().find(|here| here.body.id == task.id) {
                None => return broken(4, format!("phone {number} has not heard of task {}", task.id)),
                Some(here) if here.body != *task => {
                    let (version, newest, id) = (here.body.version, task.version, task.id);
                    return broken(
                        4,
                        format!("phone {number} has version {version} of task {id}, the server {newest}"),
                    );
                }
                Some(_) => {}
            }
        }
        no_others(number, phone, &own, &cases, &tasks)?;
        neighbours(number, phone, account, server)?;
    }
    Ok(())
}

/// What others reported in a person's duty grids is there too, and nothing else of others.
fn neighbours(number: usize, phone: &PhoneRows, account: AccountId, server: &ServerRows) -> Result<()> {
    let others = server.cases.iter().map(|row| &row.case).filter(|case| case.reporter != Some(account));
    let beat = server.beats.get(&account).map_or(&[][..], Vec::as_slice);
    let walked = others.filter(|case| case.grid.as_ref().is_some_and(|grid| town::lies_in(beat, grid)));
    let mut near: Vec<Nearby> =
        walked.filter_map(Nearby::of).filter(|near| near.received_at >= phone.near_since).collect();
    near.sort_by_key(|near| near.id);
    if near == phone.nearby {
        return Ok(());
    }
    let ids = |rows: &[Nearby]| rows.iter().map(|row| format!("{} v{}", row.id, row.version)).collect::<Vec<_>>();
    let (here, there) = (ids(&phone.nearby), ids(&near));
    broken(4, format!("phone {number} holds the neighbours' cases {here:?}, the server {there:?}"))
}

fn no_others(
    number: usize,
    phone: &PhoneRows,
    own: &str,
    cases: &BTreeSet<CaseId>,
    tasks: &BTreeSet<TaskId>,
) -> Result<()> {
    for row in phone.cases.iter().filter(|row| row.account == own && row.report.is_none()) {
        if !cases.contains(&row.id) {
            return broken(4, format!("phone {number} still shows case {}, which is not this person's", row.id));
        }
    }
    for row in phone.tasks.iter().filter(|row| row.account == own && row.answer.is_none()) {
        if !tasks.contains(&row.body.id) {
            return broken(4, format!("phone {number} still shows task {}, which is not this person's", row.body.id));
        }
    }
    // Nothing of a person who had the phone before is left, but what they saved on it.
    match phone.cases.iter().find(|row| row.account != own && row.report.is_none()) {
        Some(row) => broken(4, format!("phone {number} still holds case {} of somebody else", row.id)),
        None => Ok(()),
    }
}
