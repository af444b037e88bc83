//! The end of a shift: what of a day has arrived, and the server's signed receipt for it.
//!
//! Asks the server only when everything of the day has arrived, and never twice for the same.

use app_bridge::shift::{ReceiptCard, ShiftCard};
use jiff::civil::Date;
use shared::api::session::Session;
use shared::evidence::times::Times;
use shared::refusal::{Code, Refusal};
use shared::sync::operation::{Act, Operation};
use shared::sync::push::OutcomeKind;
use shared::sync::shift::{ReceiptFile, ShiftAsk, ShiftItems, ShiftReceipt, SignedReceipt};

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::Reader;
use crate::store::session::SignedIn;
use crate::sync::api::Call;
use crate::sync::round::Line;

/// A day's work on this phone.
#[derive(Default)]
struct Day {
    /// What has arrived.
    items: ShiftItems,
    /// Operations and photos that have not.
    waiting: u64,
    /// Operations that were sent back.
    set_aside: u64,
}

/// Tells what of a day has arrived, today where none is named, with the server's receipt for it. Without a network it is
/// told without, or with the one that is here.
pub async fn receipt(core: &Inner, day: Option<Date>) -> Result<ShiftCard> {
    let session = core.store.read(|r| r.signed_in())?;
    let zone = core.packs_if_any()?.map_or_else(|| "Asia/Shanghai".to_owned(), |packs| packs.settings.zone.clone());
    let day = match day {
        Some(day) => day,
        None => day_of(&core.times()?, &zone)?,
    };
    let work = core.store.read(|r| work(r, &session, day, &zone))?;
    let kept = core.store.read(|r| r.shift_receipt(session.account.id, &day.to_string()))?;
    let is_up_to_date = kept.as_ref().is_some_and(|kept| kept.items == work.items);
    let is_whole = work.waiting == 0 && work.set_aside == 0 && !work.items.is_empty();
    let file = if is_whole && !is_up_to_date {
        match ask(core, &session, day, &work.items).await {
            Ok(file) => Some(file),
            // What is here says less than the truth, and says when that was.
            Err(Error::Offline(_) | Error::Busy(_)) => kept,
            Err(error) => return Err(error),
        }
    } else {
        kept
    };
    let count = |items: usize| u64::try_from(items).unwrap_or(u64::MAX);
    Ok(ShiftCard {
        day: day.to_string(),
        cases: count(work.items.cases.len()),
        answers: count(work.items.answers.len()),
        photos: count(work.items.photos.len()),
        waiting: work.waiting,
        set_aside: work.set_aside,
        receipt: file.map(|file| card(core, file, &work.items)).transpose()?,
    })
}

fn card(core: &Inner, file: ReceiptFile, items: &ShiftItems) -> Result<ReceiptCard> {
    // Read anew, for another build may have kept it; whoever verifies it needs the key and the signed bytes.
    let receipt: ShiftReceipt = serde_json::from_str(&file.signed.receipt)?;
    let at = receipt.at.format_in(&receipt.zone, "%H:%M");
    let (cases, answers, photos) = (receipt.cases, receipt.answers, receipt.photos);
    Ok(ReceiptCard {
        zh: format!("{at} 为止，服务器已收到案件 {cases} 件、任务回复 {answers} 件、照片 {photos} 张"),
        en: format!("By {at} the server held {cases} cases, {answers} answers, {photos} photos"),
        at: receipt.at,
        cases,
        answers,
        photos,
        covers_all: file.items == *items,
        key: core.store.read(|r| r.signed_in())?.signing_key,
        file,
    })
}

async fn ask(core: &Inner, session: &SignedIn, day: Date, items: &ShiftItems) -> Result<ReceiptFile> {
    let line = Line::open(core)?;
    let key = if session.signing_key.is_empty() { learn_key(core, &line).await? } else { session.signing_key.clone() };
    let call = Call::post("/api/v1/sync/shift-receipt", &ShiftAsk { day, items: items.clone() })?;
    let signed: SignedReceipt = line.json(&call).await?;
    let file = ReceiptFile { signed, items: items.clone() };
    let bad = |why: String| Error::Refused(Refusal::because(Code::BadSignature, why));
    let receipt = file.open(&key).map_err(|error| bad(error.to_string()))?;
    let ours = receipt.device == core.device.id && receipt.account == session.account.id && receipt.day == day;
    if !ours || receipt.server != session.server_id {
        return Err(bad("the receipt is for somebody else, another day or another server".to_owned()));
    }
    let now = core.world.clock.wall();
    let area = &session.account.jurisdiction;
    core.store.write(|w| w.put_shift_receipt(session.account.id, area, &day.to_string(), &file, now))?;
    Ok(file)
}

/// A sign-in from before there were receipts did not tell the key.
async fn learn_key(core: &Inner, line: &Line<'_>) -> Result<String> {
    let told: Session = line.json(&Call::get("/api/v1/session")).await?;
    core.store.write(|w| w.keep_signing_key(&told.server.signing_key))?;
    Ok(told.server.signing_key)
}

fn day_of(times: &Times, zone: &str) -> Result<Date> {
    let text = times.corrected().format_in(zone, "%Y-%m-%d");
    text.parse().map_err(|error| Error::Bug(format!("the day {text}: {error}")))
}

fn work(r: &Reader<'_>, session: &SignedIn, day: Date, zone: &str) -> Result<Day> {
    let mut found = Day::default();
    for logged in r.operations_of(session.account.id)? {
        let Ok(operation) = serde_json::from_str::<Operation>(&logged.envelope.body) else { continue };
        if logged.resent_as.is_some() || day_of(&operation.made, zone)? != day {
            continue;
        }
        match logged.outcome {
            None | Some(OutcomeKind::Unknown) => found.waiting += 1,
            Some(OutcomeKind::Refused) => found.set_aside += 1,
            Some(OutcomeKind::Applied | OutcomeKind::Superseded) => {
                let photos = match operation.act {
                    Act::Report(report) => {
                        found.items.cases.insert(report.case);
                        r.photos_of_case(report.case)?
                    }
                    Act::Answer(answer) => {
                        found.items.answers.insert(answer.task);
                        r.photos_of_task(answer.task)?
                    }
                    Act::Shift(_) => Vec::new(),
                };
                for photo in photos.into_iter().filter(|photo| photo.operation == Some(logged.envelope.id)) {
                    if photo.receipt.is_some() {
                        found.items.photos.insert(photo.id);
                    } else {
                        found.waiting += 1;
                    }
                }
            }
        }
    }
    Ok(found)
}
