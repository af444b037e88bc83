//! A collector's report becomes a case.

use shared::account::may_act;
use shared::case::{ActionKind, Before, Beginning, Case, State};
use shared::channel::Channel;
use shared::evidence::PhotoRole;
use shared::evidence::amount::Amount;
use shared::evidence::manifest::Subject;
use shared::evidence::times::Reckoned;
use shared::refusal::Code;
use shared::sync::operation::{Operation, Report};

use super::check_words;
use crate::accounts::caller::Account;
use crate::cases::batch::Batch;
use crate::cases::evidence::{self, Opened, Signer};
use crate::cases::facts::{self, About, Facts};
use crate::cases::store::cases;
use crate::cases::turn::{Turn, Words};
use crate::db::Tx;
use crate::error::{Result, refuse};

/// An operation, and when it was made in the server's time.
#[derive(Clone, Copy, Debug)]
pub struct Handed<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// When it was made, and by what that was reckoned.
    pub made: Reckoned,
}

/// Takes a collector's report: recomputed, numbered, kept, and carried as far as the jurisdiction lets it go by itself.
pub async fn report(
    turn: Turn<'_>,
    tx: &mut Tx,
    account: &Account,
    signer: &Signer,
    batch: &mut Batch,
    handed: &Handed<'_>,
    report: &Report,
) -> Result<Case> {
    let Handed { operation, made } = *handed;
    if !may_act(account.role, ActionKind::Report) {
        return Err(Code::NotAllowed.into());
    }
    check_words(&[&report.note, &report.address], report.photos.len())?;
    if report.photos.is_empty() {
        return Err(Code::PhotoRequired.into());
    }
    if batch.cases.contains(&report.case) {
        return refuse(Code::OperationChanged, format!("case {} was reported before", report.case));
    }
    // From the same start as the phone's estimate, so that only a difference in the rules counts as one.
    let about = About { category: &report.category, condition_no: report.condition_no, fix: &report.fix };
    let facts = facts::judge(turn.city, &about, operation.made.corrected())?;
    let shots = evidence::open(&batch.shots, signer, Subject::Case(report.case), &report.photos)?;
    // A phone that was offline when the catalogue changed could not know that more are wanted now.
    let known = report.estimate.packs.catalogue.as_ref();
    let wanted = turn.city.catalogue().filter(|catalogue| Some(&catalogue.hash) == known);
    let least = wanted.map_or(1, |catalogue| catalogue.content.least_photos(&report.category));
    Amount::of(shots.iter().map(Opened::role)).at_least(least)?;
    before_and_after(report, &shots)?;
    let mut differences = facts.differences(&report.estimate);
    let settings = turn.city.settings(&facts.jurisdiction);
    evidence::from_its_own_camera(&shots, &settings.evidence)?;
    let day = made.at.format_in(&settings.zone, "%Y%m%d");
    // Only a database that was restored forgets what it told.
    let told = batch.told.get(&operation.id).filter(|_| turn.app.facts.epoch > 1);
    let again = match told {
        Some(told) => batch.numbers.again(tx, told, &settings.case_prefix).await?,
        None => None,
    };
    if let (Some(told), None) = (told, &again) {
        differences.push(format!("was told the number {told}"));
    }
    let number = match again {
        Some(number) => number,
        None => batch.numbers.next(tx, &settings.case_prefix, &day).await?,
    };
    let mut case = first(facts, account, operation, made, report);
    case.case_no = Some(number.clone());
    case.training = settings.training;
    case.received_at = Some(turn.now);
    turn.begun(&mut case)?;
    cases::insert(tx, &case, &number, turn.now).await?;
    batch.cases.insert(case.id);
    evidence::attach(turn.app, tx, signer, &mut case, None, &mut batch.shots, &shots).await?;
    let actor = account.actor();
    let words = Words { opinion: report.note.clone(), ..Words::default() };
    let kind = if report.self_handled { ActionKind::ReportSelfHandled } else { ActionKind::Report };
    let record = turn.flow(&Before::NOTHING, &case, &actor, kind, words)?;
    turn.write(tx, &case, record, differences.join("; ")).await?;
    let case = turn.go_on(tx, case, kind).await?;
    turn.done(tx, &case).await?;
    tracing::info!(case.id = %case.id, differences = differences.len(), "Case {} reported", case.id);
    Ok(case)
}

fn first(facts: Facts, account: &Account, operation: &Operation, made: Reckoned, report: &Report) -> Case {
    let state = if report.self_handled { State::SelfReview } else { State::Reported };
    let beginning = Beginning {
        id: report.case,
        jurisdiction: facts.jurisdiction,
        division: Some(facts.division),
        category: report.category.clone(),
        condition_no: report.condition_no,
        channel: Channel::Collector,
        reporter: Some(account.id),
        device: Some(operation.device),
        note: report.note.clone(),
        address: report.address.clone(),
        fix: report.fix.clone(),
        grid: Some(facts.grid),
        grid_match: facts.how,
        duty_grid: facts.duty_grid,
        unit: facts.unit,
        reported_at: made.at,
        limit: facts.limit,
        packs: facts.packs,
    };
    Case {
        reported_times: Some(operation.made.clone()),
        estimate: report.estimate.clone(),
        ..Case::begin(beginning, state)
    }
}

/// What a collector fixed is shown as it was and as it is.
fn before_and_after(report: &Report, shots: &[Opened]) -> Result<()> {
    let has = |after: bool| shots.iter().any(|shot| shot.is_photo() && (shot.role() == PhotoRole::After) == after);
    if report.self_handled && !(has(false) && has(true)) {
        return refuse(Code::PhotoRequired, "one photo from before and one from after the handling");
    }
    Ok(())
}
