//! Invariants 1 and 5: what was begun and not saved is found again wherever a phone died, and what was saved is no draft.

use anyhow::{Result, bail};
use app_bridge::ask::Ask;
use app_bridge::draft::KeptDraft;
use app_bridge::told::Told;

use super::broken;
use super::rows::PhoneRows;
use crate::phone::Phone;

/// Nobody dies between two halves of it: a report and its draft change in one transaction.
const SAVED_AND_BEGUN: &str = "select count(*) from drafts
    where kind = 'report' and exists (select 1 from cases where cases.id = drafts.case_id and cases.report <> '')";

/// Shots of the person who has the phone, taken for a report that is not saved.
const SHOTS: &str = "select count(*) from photos
    where account_id = ?1 and operation_id = '' and case_id <> ''
        and not exists (select 1 from cases where cases.id = photos.case_id and cases.report <> '')";

/// Asks a phone for what was begun on it.
pub fn found(phone: &Phone, rows: &PhoneRows) -> Result<()> {
    let (Some(account), true) = (rows.account, rows.is_signed_in) else { return Ok(()) };
    let database = phone.database()?;
    let count = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> Result<i64> {
        Ok(database.query_row(sql, values, |row| row.get(0))?)
    };
    if count(SAVED_AND_BEGUN, &[])? > 0 {
        return broken(1, format!("phone {} has a draft of a report that is saved", phone.number));
    }
    let Told::Drafts(told) = phone.tell(Ask::Drafts)?? else { bail!("asked for the drafts, told something else") };
    let has_shots = told.drafts.iter().any(|card| match &card.draft {
        KeptDraft::Report(report) => report.corrects.is_none() && !report.photos.is_empty(),
        KeptDraft::Answer(_) => false,
    });
    if count(SHOTS, &[&account.to_string()])? > 0 && !has_shots {
        return broken(
            5,
            format!("phone {} has shots of a report that was begun, and does not show them", phone.number),
        );
    }
    Ok(())
}
