//! Receiving a rescue file and importing what is in it.

use std::collections::BTreeSet;

use axum::body::Bytes;
use futures_util::{Stream, StreamExt as _};
use shared::account::Actor;
use shared::api::rescue::{RescueProblem, RescueReport, RescuedCase};
use shared::ids::{AccountId, JurisdictionId, OperationId, Sha256};
use shared::refusal::{Code, Refusal};
use shared::rescue::container::Opener;
use shared::rescue::records::Rescued;
use shared::sync::operation::{Act, Operation};
use shared::sync::push::{Envelope, MOST_OPERATIONS, Outcome};

use super::incoming::{Incoming, Staged, Verified};
use crate::accounts::caller::{Account, Device, Reach};
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::meta;
use crate::error::{Error, Result, refuse};
use crate::media::actions::{blocking, space};
use crate::sync::operation::{Origin, received};
use crate::sync::push::hand_in;
use crate::{accounts, cases, media, tasks};

/// What becomes of operations that were made after their device was withdrawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Late {
    /// They are left out and told.
    LeaveOut,
    /// They are taken like the others: whoever imports knows the person.
    Take,
}

/// Who imports, and for whom they may.
pub struct Importer {
    /// Who.
    pub actor: Actor,
    /// Whose devices.
    pub reach: Reach,
}

/// Receives a file and verifies it to its last byte. Nothing of it has had an effect when this returns.
pub async fn receive<E: std::fmt::Display>(
    app: &App,
    mut bytes: impl Stream<Item = std::result::Result<Bytes, E>> + Unpin,
    most_bytes: u64,
) -> Result<Verified> {
    let secret = meta::sealing_secret(&app.db).await?;
    let folder = app.uploads.begin_batch(app.random.uuid_v7(app.clock.now()))?;
    let mut incoming = Incoming::new(Opener::new(app.facts.id, secret), folder);
    let mut received = 0_u64;
    loop {
        // A line that stands still must not hold a half file for ever.
        let Ok(next) = tokio::time::timeout(app.config.stall, bytes.next()).await else {
            return refuse(Code::RescueIncomplete, format!("the line stood still at byte {received}"));
        };
        let Some(chunk) = next else { break };
        let Ok(chunk) = chunk else { return refuse(Code::RescueIncomplete, format!("cut at byte {received}")) };
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        received = received.saturating_add(length);
        if received > most_bytes {
            return refuse(Code::TooLarge, format!("a rescue file may have {most_bytes} bytes"));
        }
        space(app, length)?;
        let (back, done) = blocking(move || {
            let done = incoming.push(&chunk);
            Ok((incoming, done))
        })
        .await?;
        done?;
        incoming = back;
    }
    let device = incoming.device()?;
    let known = accounts::actions::device(&mut *app.db.read().await?, device).await?;
    let known = known.ok_or(Error::from(Code::DeviceUnknown))?;
    incoming.finish(&accounts::actions::verifying_key(&known.public_key)?)
}

/// Imports a verified file. The same file again, or the same work by another way, changes nothing.
pub async fn import(app: &App, importer: &Importer, file: Verified, late: Late) -> Result<RescueReport> {
    let device = accounts::actions::device(&mut *app.db.read().await?, file.head.device).await?;
    let device = device.ok_or(Error::from(Code::DeviceUnknown))?;
    let owner = accounts::actions::find(&mut *app.db.read().await?, device.account).await?;
    let owner = owner.ok_or(Error::from(Code::NotFound))?;
    if !may_import(&importer.reach, &owner.jurisdiction) {
        return refuse(Code::NotAllowed, "the device belongs to another jurisdiction");
    }
    let mut report = RescueReport {
        device: device.id,
        user: Some(owner.user.clone()),
        made_at: file.head.made.corrected(),
        operations: 0,
        new: 0,
        known: 0,
        not_taken: 0,
        photos: 0,
        photos_new: 0,
        photos_known: 0,
        cases: Vec::new(),
        problems: Vec::new(),
    };
    let begun = format!("{} operations, {} photos, file {}", file.operations.len(), file.files.len(), file.sha256);
    note(app, importer, &owner, &device, "rescue_import", begun).await?;
    for kind in &file.unknown {
        report.problems.push(RescueProblem::of(Code::UnknownOperation, Some(format!("a record of kind {kind}"))));
    }
    operations(app, &device, &file.operations, late, &mut report).await?;
    for staged in &file.files {
        photo(app, staged, &mut report).await?;
    }
    let done = format!(
        "{} operations new, {} known, {} not taken; {} photos new, {} known; file {}",
        report.new, report.known, report.not_taken, report.photos_new, report.photos_known, file.sha256
    );
    note(app, importer, &owner, &device, "rescue_imported", done).await?;
    tracing::info!(device.id = %device.id, new = report.new, known = report.known, "Rescue file of {} imported", device.id);
    Ok(report)
}

fn may_import(reach: &Reach, area: &JurisdictionId) -> bool {
    match reach {
        Reach::City => true,
        Reach::Jurisdiction(own) => own == area,
        Reach::Unit(_) | Reach::Own(_) => false,
    }
}

async fn note(
    app: &App,
    importer: &Importer,
    owner: &Account,
    device: &Device,
    action: &str,
    detail: String,
) -> Result<()> {
    let record = Record {
        actor: &importer.actor,
        area: &owner.jurisdiction,
        action,
        subject: format!("device {}", device.id),
        operation: None,
        detail,
    };
    let mut tx = app.db.write().await?;
    audit::record(&mut tx, &*app.random, app.clock.now(), record).await?;
    tx.commit().await
}

/// Hands operations in, each in the name of the account that made it.
async fn operations(
    app: &App,
    device: &Device,
    rescued: &[Rescued],
    late: Late,
    report: &mut RescueReport,
) -> Result<()> {
    report.operations = count(rescued.len());
    let mut rest = rescued;
    while let Some(first) = rest.first() {
        let maker = maker(first);
        let run = rest.iter().take(MOST_OPERATIONS).take_while(|other| self::maker(other) == maker).count();
        let (together, after) = rest.split_at(run.max(1));
        rest = after;
        let account = match maker {
            Some(id) => accounts::actions::find(&mut *app.db.read().await?, id).await?,
            None => None,
        };
        let Some(account) = account else {
            let detail = "it names no account of this server";
            for one in together {
                not_taken(report, one.envelope.id, Refusal::because(Code::WrongSender, detail));
            }
            continue;
        };
        let envelopes: Vec<Envelope> = together.iter().map(|one| one.envelope.clone()).collect();
        let before = kept(app, device, &envelopes).await?;
        let mut wanted = Vec::new();
        for one in together {
            match may_come_in(device, &account, one, late) {
                Err(refusal) if !before.contains(&one.envelope.id) => not_taken(report, one.envelope.id, refusal),
                Ok(()) | Err(_) => wanted.push(one.envelope.clone()),
            }
        }
        let outcomes = hand_in(app, &Origin { device: device.clone(), account, told: Vec::new() }, &wanted).await?;
        let after = kept(app, device, &wanted).await?;
        let beside = beside(app, &wanted).await?;
        for outcome in outcomes {
            let (was_known, is_kept) = (before.contains(&outcome.id), after.contains(&outcome.id));
            let outcome = match beside.contains(&outcome.id) {
                true => Outcome { case: None, case_no: None, ..outcome },
                false => outcome,
            };
            tell(report, outcome, was_known, is_kept);
        }
    }
    Ok(())
}

/// Returns which of these very bytes the server has.
async fn kept(app: &App, device: &Device, envelopes: &[Envelope]) -> Result<BTreeSet<OperationId>> {
    let mut tx = app.db.write().await?;
    let kept = received(&mut tx, device.id, envelopes).await?;
    tx.rollback().await?;
    Ok(kept)
}

/// Returns which of these answer blind checks: whose case they looked at is told to no desk, whoever carries them there.
async fn beside(app: &App, envelopes: &[Envelope]) -> Result<BTreeSet<OperationId>> {
    let mut reader = app.db.read().await?;
    let mut found = BTreeSet::new();
    for envelope in envelopes {
        let Ok(operation) = serde_json::from_str::<Operation>(&envelope.body) else { continue };
        let Act::Answer(answer) = operation.act else { continue };
        if tasks::blind::is_one(&mut reader, answer.task).await? {
            found.insert(envelope.id);
        }
    }
    Ok(found)
}

/// Returns who made an operation, as far as its bytes say.
fn maker(rescued: &Rescued) -> Option<AccountId> {
    let body: serde_json::Value = serde_json::from_str(&rescued.envelope.body).ok()?;
    body.get("account")?.as_str()?.parse().ok()
}

/// Refuses what may not come in by this file. Bytes that cannot be read go on: the push has an outcome for them.
///
/// A phone is handed on only when nothing of the one before is unsent. So what is new is of the account that has it now;
/// else whoever has a phone's key could speak for everybody.
fn may_come_in(device: &Device, account: &Account, rescued: &Rescued, late: Late) -> std::result::Result<(), Refusal> {
    if account.id != device.account {
        return Err(Refusal::because(Code::WrongSender, "the device is not this account's"));
    }
    let Ok(operation) = serde_json::from_str::<Operation>(&rescued.envelope.body) else { return Ok(()) };
    match (device.revoked_at, late) {
        (Some(revoked_at), Late::LeaveOut) if operation.made.corrected() > revoked_at => {
            Err(Refusal::because(Code::DeviceRevoked, "made after the device was withdrawn; left out"))
        }
        (Some(_) | None, _) => Ok(()),
    }
}

fn not_taken(report: &mut RescueReport, id: OperationId, refusal: Refusal) {
    report.not_taken += 1;
    let problem = RescueProblem::of(refusal.code, refusal.detail);
    report.problems.push(RescueProblem { operation: Some(id), ..problem });
}

fn tell(report: &mut RescueReport, outcome: Outcome, was_known: bool, is_kept: bool) {
    match (is_kept, was_known) {
        (true, true) => report.known += 1,
        (true, false) => report.new += 1,
        (false, _) => report.not_taken += 1,
    }
    if let Some(code) = outcome.code {
        let problem = RescueProblem::of(code, outcome.detail);
        report.problems.push(RescueProblem { operation: Some(outcome.id), ..problem });
    }
    report.cases.push(RescuedCase {
        operation: outcome.id,
        result: outcome.result,
        new: is_kept && !was_known,
        case: outcome.case,
        case_no: outcome.case_no,
    });
}

/// Takes a photo file over and puts it to the cases that wait for it.
async fn photo(app: &App, staged: &Staged, report: &mut RescueReport) -> Result<()> {
    report.photos += 1;
    let Staged { head, path, fits } = staged;
    let trouble = |code: Code, detail: &str| {
        let problem = RescueProblem::of(code, Some(detail.to_owned()));
        RescueProblem { file: Some(head.sha256.clone()), ..problem }
    };
    if !fits {
        report.problems.push(trouble(Code::HashMismatch, "the phone's own copy was damaged"));
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    let Some(account) = accounts::actions::find(&mut tx, head.account).await? else {
        report.problems.push(trouble(Code::WrongSender, "it names no account of this server"));
        return Ok(());
    };
    if media::actions::is_held(&mut tx, &head.sha256, account.id).await? && is_stored(app, &head.sha256).await? {
        report.photos_known += 1;
        return Ok(());
    }
    let area = &account.jurisdiction;
    let receipt =
        media::actions::adopt(app, &mut tx, path.clone(), &head.sha256, head.size_bytes, account.id, area).await?;
    media::actions::keep_for_good(&mut tx, &head.sha256, account.id).await?;
    cases::actions::file_arrived(app, &mut tx, &receipt).await?;
    tx.commit().await?;
    app.evidence.wake();
    report.photos_new += 1;
    Ok(())
}

async fn is_stored(app: &App, sha256: &Sha256) -> Result<bool> {
    let (storage, name) = (app.storage.clone(), sha256.clone());
    blocking(move || storage.holds(&name)).await
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
