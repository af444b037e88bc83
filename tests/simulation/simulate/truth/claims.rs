//! Invariants 3 and 6: what a phone says has arrived, has arrived, at every step.
//!
//! A phone may say less than is true, never more. What was found true stays so until the server starts again from its
//! disk; a server that was restored makes phones wrong until it has told them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Result, bail};
use app_bridge::ask::Ask;
use app_bridge::told::{Told, Whereabouts};
use shared::ids::{OperationId, Sha256};

use super::broken;
use super::rows::{self, PhoneRows, ServerRows};
use crate::run::Run;
use crate::server::Server;

/// What phones have said, and was found true.
#[derive(Default)]
pub struct Claims {
    found: BTreeSet<String>,
    at_start: u32,
    wrong_until_told: BTreeMap<usize, bool>,
    was_restored: bool,
}

impl Claims {
    /// The server forgot what it had said: no phone can know yet.
    pub fn server_forgot(&mut self, phones: usize) {
        self.was_restored = true;
        self.wrong_until_told = (0..phones).map(|phone| (phone, true)).collect();
    }

    /// The server has told the phone which epoch it is in.
    pub fn is_told(&mut self, phone: usize) {
        self.wrong_until_told.remove(&phone);
    }
}

/// Holds what every phone shows against the server.
pub fn claims(run: &mut Run) -> Result<()> {
    if !run.server.is_running() {
        return Ok(());
    }
    if run.claims.at_start != run.server.starts {
        run.claims.at_start = run.server.starts;
        run.claims.found.clear();
    }
    let mut server: Option<ServerRows> = None;
    for number in 0..run.phones.len() {
        if run.claims.wrong_until_told.contains_key(&number) {
            continue;
        }
        let Some(phone) = run.phones.get(number) else { continue };
        let rows = phone.rows()?;
        if !rows.is_signed_in {
            continue;
        }
        for claim in said(run, number, &rows)? {
            let key = format!("{number} {claim:?}");
            // A refusal that the server forgot stands on the phone; it is not asked for again.
            let is_forgotten = matches!(claim, Claim::SentBack(_)) && run.claims.was_restored;
            if is_forgotten || run.claims.found.contains(&key) {
                continue;
            }
            let server = match &server {
                Some(server) => server,
                None => server.insert(rows::server(&run.server)?),
            };
            holds(&run.server, server, number, &rows, &claim)?;
            run.claims.found.insert(key);
        }
    }
    Ok(())
}

/// Something that a phone says has arrived.
#[derive(Debug)]
enum Claim {
    Row(OperationId),
    WithPhotos(OperationId),
    SentBack(OperationId),
    Photo(Sha256),
    Everything(usize),
}

fn said(run: &Run, number: usize, rows: &PhoneRows) -> Result<Vec<Claim>> {
    let Some(phone) = run.phones.get(number) else { return Ok(Vec::new()) };
    let mut said = Vec::new();
    let mut place = |operation: Option<OperationId>, whereabouts: &Whereabouts| {
        if let Some(operation) = operation {
            match whereabouts {
                Whereabouts::OnlyHere => {}
                Whereabouts::RowArrived => said.push(Claim::Row(operation)),
                Whereabouts::Arrived => said.push(Claim::WithPhotos(operation)),
                Whereabouts::SentBack { operation, .. } => said.push(Claim::SentBack(*operation)),
            }
        }
    };
    let Told::Cases(cases) = phone.tell(Ask::Cases)?? else { bail!("asked for cases, told something else") };
    for card in &cases {
        let row = rows.cases.iter().find(|row| row.id == card.case);
        place(row.and_then(|row| row.operation), &card.whereabouts);
        if card.photos_received > card.photos_total {
            return broken(6, format!("phone {number} counts more photos of case {} than there are", card.case));
        }
    }
    let Told::Tasks(tasks) = phone.tell(Ask::Tasks { here: None })?? else {
        bail!("asked for tasks, told something else")
    };
    for card in &tasks {
        let row = rows.tasks.iter().find(|row| row.body.id == card.task);
        if let Some(whereabouts) = &card.whereabouts {
            place(row.and_then(|row| row.operation), whereabouts);
        }
    }
    let Told::Status(status) = phone.tell(Ask::Status)?? else { bail!("asked for the status, told something else") };
    if status.all_arrived {
        said.push(Claim::Everything(rows.operations.len()));
    }
    said.extend(rows.photos.iter().filter(|photo| photo.is_receipted).map(|photo| Claim::Photo(photo.working.clone())));
    if !run.claims.was_restored {
        // A restored server has lost the originals that it receipted since: a phone lets them go at once.
        let receipted = rows.photos.iter().filter(|photo| photo.has_original_receipt);
        said.extend(receipted.map(|photo| Claim::Photo(photo.original.clone())));
    }
    Ok(said)
}

fn holds(server: &Server, at: &ServerRows, number: usize, rows: &PhoneRows, claim: &Claim) -> Result<()> {
    match claim {
        Claim::Row(operation) | Claim::SentBack(operation) => has(at, number, *operation),
        Claim::WithPhotos(operation) => {
            has(at, number, *operation)?;
            for photo in rows.photos.iter().filter(|photo| photo.operation == Some(*operation)) {
                if !at.photos.get(&photo.id).is_some_and(|known| known.is_received) {
                    return broken(6, format!("phone {number} says that photo {} has arrived", photo.id));
                }
            }
            Ok(())
        }
        Claim::Photo(sha256) => {
            let shelf = sha256.as_str().get(..2).unwrap_or_default();
            let file = server.folder.join("data/media").join(shelf).join(sha256.as_str());
            match fs::read(&file) {
                Ok(bytes) if Sha256::of(&bytes) == *sha256 => Ok(()),
                Ok(_) => broken(3, format!("phone {number} has a receipt for {sha256}, and its bytes are others")),
                Err(error) => {
                    broken(3, format!("phone {number} has a receipt for {sha256}, and there is none: {error}"))
                }
            }
        }
        // Of so many operations: with a new one it is a new claim.
        Claim::Everything(operations) => {
            let all = rows.operations.iter().take(*operations);
            for operation in all.filter(|operation| operation.resent_as.is_none()) {
                has(at, number, operation.id)?;
            }
            Ok(())
        }
    }
}

fn has(at: &ServerRows, number: usize, operation: OperationId) -> Result<()> {
    if at.operations.contains_key(&operation) {
        return Ok(());
    }
    broken(6, format!("phone {number} says that operation {operation} has arrived, and the server does not know it"))
}
