//! The receipt of a shift: looked up, signed, kept.

use jiff::civil::Date;
use shared::ids::DeviceId;
use shared::refusal::Code;
use shared::sync::shift::{MOST_ITEMS, ReceiptFile, ShiftAsk, ShiftItems, ShiftReceipt, SignedReceipt};
use sqlx::AnyConnection;

use super::store::shifts::{self as store, Whose};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::meta;
use crate::error::{Result, refuse};

/// How far back a day may lie, and how far ahead a phone's day may be of ours.
const LONGEST_AGO_DAYS: i32 = 60;

/// Signs for a day's work of the caller on its device, if all of it is here.
pub async fn receipt(app: &App, caller: &Caller, ask: &ShiftAsk) -> Result<SignedReceipt> {
    let device = caller.device()?;
    let now = app.clock.now();
    let account = &caller.account;
    let zone = app.city().settings(&account.jurisdiction).zone.clone();
    let today: Date = now.format_in(&zone, "%Y-%m-%d").parse().map_err(anyhow::Error::new)?;
    let ago = today.since(ask.day).map(|span| span.get_days());
    if !ago.is_ok_and(|days| (0..=LONGEST_AGO_DAYS).contains(&days)) {
        return refuse(Code::BadValue, format!("day: {} is no day of the last {LONGEST_AGO_DAYS}", ask.day));
    }
    if ask.items.len() > MOST_ITEMS {
        return refuse(Code::TooLarge, format!("at most {MOST_ITEMS} ids"));
    }
    let mut tx = app.db.write().await?;
    let whose = Whose { device, account: account.id };
    let missing = missing(&mut tx, &whose, &ask.items).await?;
    if !missing.is_empty() {
        return refuse(Code::NotHeld, missing.join(", "));
    }
    let count = |items: usize| u64::try_from(items).unwrap_or(u64::MAX);
    let receipt = ShiftReceipt {
        server: app.facts.id,
        epoch: app.facts.epoch,
        account: account.id,
        user: account.user.clone(),
        device,
        jurisdiction: account.jurisdiction.clone(),
        day: ask.day,
        zone,
        at: now,
        cases: count(ask.items.cases.len()),
        answers: count(ask.items.answers.len()),
        photos: count(ask.items.photos.len()),
        items: ask.items.digest(),
    };
    let signed = SignedReceipt::sign(&receipt, &meta::signing_key(&mut tx).await?)?;
    store::insert(&mut tx, app.random.uuid_v7(now), &receipt, &signed).await?;
    let record = Record {
        actor: &account.actor(),
        area: &account.jurisdiction,
        action: "shift_receipt",
        subject: format!("device {device}"),
        operation: None,
        detail: format!("{}: {} cases, {} answers, {} photos", ask.day, receipt.cases, receipt.answers, receipt.photos),
    };
    audit::record(&mut tx, &*app.random, now, record).await?;
    tx.commit().await?;
    Ok(signed)
}

/// Returns what of this is not held; the first few, in words.
async fn missing(connection: &mut AnyConnection, whose: &Whose, items: &ShiftItems) -> Result<Vec<String>> {
    const SAID: usize = 5;
    let mut missing = Vec::new();
    for case in &items.cases {
        if missing.len() < SAID && !store::holds_case(connection, whose, *case).await? {
            missing.push(format!("case {case}"));
        }
    }
    for task in &items.answers {
        if missing.len() < SAID && !store::holds_answer(connection, whose, *task).await? {
            missing.push(format!("answer {task}"));
        }
    }
    for photo in &items.photos {
        if missing.len() < SAID && !store::holds_photo(connection, whose, *photo).await? {
            missing.push(format!("photo {photo}"));
        }
    }
    Ok(missing)
}

/// What a desk is told of a receipt that somebody brings.
#[derive(Clone, Debug)]
pub struct Verified {
    /// What was signed.
    pub receipt: ShiftReceipt,
    /// What of it is no longer held; empty when all is.
    pub missing: Vec<String>,
}

/// Verifies a receipt: this server signed it, for these ids; and says what of them is held today.
pub async fn verify(app: &App, file: &ReceiptFile) -> Result<Verified> {
    let receipt = match file.open(&app.facts.signing_key) {
        Ok(receipt) => receipt,
        Err(bad) => return refuse(Code::BadSignature, bad.to_string()),
    };
    let device: DeviceId = receipt.device;
    let whose = Whose { device, account: receipt.account };
    let missing = missing(&mut *app.db.read().await?, &whose, &file.items).await?;
    Ok(Verified { receipt, missing })
}
