//! Invariants 1 and 5: each letter that a phone said it keeps is there after anything, and what was typed becomes a report
//! once.

use std::collections::BTreeSet;
use std::rc::Rc;

use anyhow::{Result, bail};
use app_bridge::ask::Ask;
use app_bridge::told::Told;
use shared::ids::CaseId;
use shared::sync::operation::{Act, Operation};

use super::broken;
use super::rows::PhoneRows;
use crate::run::Run;
use crate::typing::{Words, new_report};

/// Asks every phone for what whoever has it was typing.
pub fn kept(run: &mut Run) -> Result<()> {
    if run.typing.begun.is_empty() && run.typing.saved.is_empty() {
        return Ok(());
    }
    for number in 0..run.phones.len() {
        let Some(phone) = run.phones.get(number) else { continue };
        let hands = (number, phone.user.clone());
        let typed = run.typing.begun.get(&hands).cloned();
        let has_saved = run.typing.saved.iter().any(|(of, _)| *of == number);
        let rows = phone.rows()?;
        if !rows.is_signed_in || (typed.is_none() && !has_saved) {
            continue;
        }
        let Told::Drafts(told) = phone.tell(Ask::Drafts)?? else { bail!("asked for the drafts, told something else") };
        let note = new_report(&told).map(|report| report.note.clone()).unwrap_or_default();
        if run.typing.saved.contains(&(number, note.clone())) {
            return broken(1, format!("phone {number} shows \"{note}\" as a draft, which is saved"));
        }
        let Some(words) = typed else { continue };
        if note == words.kept || words.perhaps.as_ref() == Some(&note) {
            if note.is_empty() {
                run.typing.begun.remove(&hands);
            } else {
                run.typing.begun.insert(hands, Words { kept: note, perhaps: None });
            }
            continue;
        }
        // The phone died before it could say that they are saved.
        let Some(saved) = saved(&rows, &words) else {
            let kept = &words.kept;
            return broken(5, format!("phone {number} said that it keeps \"{kept}\", and shows \"{note}\""));
        };
        run.typing.begun.remove(&hands);
        run.typing.saved.insert((number, saved));
        run.count("draft reported");
    }
    Ok(())
}

fn saved(rows: &PhoneRows, words: &Words) -> Option<String> {
    let notes = rows.cases.iter().filter_map(|row| row.report.as_ref()).map(|report| &report.note);
    let mut ours = notes.filter(|note| **note == words.kept || words.perhaps.as_ref() == Some(*note));
    ours.next().cloned()
}

/// What was typed is one case, in all logs together.
pub fn once(run: &Run, phones: &[Rc<PhoneRows>]) -> Result<()> {
    if run.typing.saved.is_empty() {
        return Ok(());
    }
    let mut reports: Vec<(String, CaseId)> = Vec::new();
    let erased = run.orders.erased.iter().map(|erased| &erased.rows);
    for row in phones.iter().chain(erased).flat_map(|rows| &rows.operations) {
        if let Act::Report(report) = serde_json::from_str::<Operation>(&row.body)?.act {
            reports.push((report.note, report.case));
        }
    }
    for (phone, words) in &run.typing.saved {
        let cases: BTreeSet<CaseId> = reports.iter().filter(|(note, _)| note == words).map(|(_, case)| *case).collect();
        if cases.len() != 1 {
            return broken(1, format!("\"{words}\", typed on phone {phone}, became {} cases", cases.len()));
        }
    }
    Ok(())
}
