//! Listing cases and tasks.

use app_bridge::ask::Ask;
use app_bridge::told::{CaseCard, TaskCard, Told, Whereabouts};
use app_core::core::Core;
use serde_json::{Value, json};

use crate::Failed;
use crate::login::{start, unexpected};
use crate::say::{Say, instant, moment, or_dash};

/// Lists the own cases.
pub async fn cases(core: &Core, say: &Say) -> Result<(), Failed> {
    let zone = start(core).await?.zone;
    let cards = match core.tell(Ask::Cases).await? {
        Told::Cases(cards) => cards,
        other => return Err(unexpected(&other)),
    };
    let document: Value = cards.iter().map(|card| case_document(card, &zone)).collect();
    let lines: Vec<String> = cards.iter().map(|card| case_line(say, card, &zone)).collect();
    say.result(&document, &lines);
    Ok(())
}

fn case_document(card: &CaseCard, zone: &str) -> Value {
    json!({
        "case": card.case,
        "case_no": card.case_no,
        "state": card.state,
        "photos_total": card.photos_total,
        "photos_received": card.photos_received,
        "category": card.code,
        "name": card.name,
        "grid": card.grid,
        "unit_name": card.unit,
        "deadline": instant(card.due, zone),
        "estimated": card.estimated,
        "saved_at": instant(Some(card.saved_at), zone),
        "whereabouts": card.whereabouts,
    })
}

fn case_line(say: &Say, card: &CaseCard, zone: &str) -> String {
    let number = or_dash(card.case_no.as_ref());
    let state = or_dash(card.state.map(shared::case::State::as_str));
    let photos = format!("{}/{}", card.photos_received, card.photos_total);
    let name = say.words(&card.name, &card.name_en);
    format!(
        "{} {number} {name} {state} {photos} {} {}",
        card.case,
        moment(card.due, zone),
        place(say, &card.whereabouts)
    )
}

/// Lists the tasks.
pub async fn tasks(core: &Core, say: &Say) -> Result<(), Failed> {
    let zone = start(core).await?.zone;
    let cards = match core.tell(Ask::Tasks { here: None }).await? {
        Told::Tasks(cards) => cards,
        other => return Err(unexpected(&other)),
    };
    let document: Value = cards.iter().map(|card| task_document(card, &zone)).collect();
    let lines: Vec<String> = cards.iter().map(|card| task_line(say, card, &zone)).collect();
    say.result(&document, &lines);
    Ok(())
}

fn task_document(card: &TaskCard, zone: &str) -> Value {
    json!({
        "task": card.task,
        "kind": card.kind,
        "case": card.case,
        "due": instant(Some(card.due), zone),
        "state": card.state,
        "case_no": card.case_no,
        "name": card.name,
        "place": card.place,
        "lon": card.fix.lon,
        "lat": card.fix.lat,
        "result": card.result,
        "before": card.before,
        "whereabouts": card.whereabouts,
    })
}

fn task_line(say: &Say, card: &TaskCard, zone: &str) -> String {
    let number = or_dash(card.case_no.as_ref());
    let result = or_dash(card.result.map(shared::task::TaskResult::as_str));
    let whereabouts = card.whereabouts.as_ref().map(|whereabouts| place(say, whereabouts)).unwrap_or_default();
    let name = say.words(&card.name, &card.name_en);
    let (kind, state) = (card.kind.as_str(), card.state.as_str());
    format!("{} {kind} {number} {name} {state} {} {result} {whereabouts}", card.task, moment(Some(card.due), zone))
}

fn place<'a>(say: &Say, whereabouts: &'a Whereabouts) -> &'a str {
    match whereabouts {
        Whereabouts::OnlyHere => say.words("只在本机", "only here"),
        Whereabouts::RowArrived => say.words("已到，照片在传", "arrived, photos on their way"),
        Whereabouts::Arrived => say.words("已全部到达", "all arrived"),
        Whereabouts::SentBack { zh, en, .. } => say.words(zh, en),
    }
}
