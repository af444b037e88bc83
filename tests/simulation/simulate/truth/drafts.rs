//! Invariants 1 and 5: what was begun and not saved is found again wherever a phone died, and what was saved is no draft.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use app_bridge::ask::Ask;
use app_bridge::told::Told;
use shared::ids::{CaseId, PhotoId};

use super::broken;
use super::rows::{PhoneRows, parsed};
use crate::phone::Phone;
use crate::typing::new_report;

/// Nobody dies between two halves of it: a report and its draft change in one transaction.
const SAVED_AND_BEGUN: &str = "select count(*) from drafts
    where kind = 'report' and exists (select 1 from cases where cases.id = drafts.case_id and cases.report <> '')";

/// Shots of the person who has the phone, taken for a report that is not saved.
const SHOTS: &str = "select id, case_id from photos
    where account_id = ?1 and operation_id = '' and case_id <> ''
        and not exists (select 1 from cases where cases.id = photos.case_id and cases.report <> '')
    order by id";

/// Asks a phone for what was begun on it: the report with every shot of it. One that was begun beside it is no draft, and its
/// shots may stand nowhere.
pub fn found(phone: &Phone, rows: &PhoneRows, beside: &BTreeSet<CaseId>) -> Result<()> {
    let (Some(account), true) = (rows.account, rows.is_signed_in) else { return Ok(()) };
    let database = phone.database()?;
    if database.query_row(SAVED_AND_BEGUN, [], |row| row.get::<_, i64>(0))? > 0 {
        return broken(1, format!("phone {} has a draft of a report that is saved", phone.number));
    }
    let Told::Drafts(told) = phone.tell(Ask::Drafts)?? else { bail!("asked for the drafts, told something else") };
    let shown: BTreeSet<PhotoId> =
        new_report(&told).into_iter().flat_map(|report| &report.photos).map(|card| card.photo).collect();
    let mut query = database.prepare(SHOTS)?;
    let mut shots = query.query([account.to_string()])?;
    while let Some(row) = shots.next()? {
        let (photo, case): (PhotoId, CaseId) = (parsed(row, "id")?, parsed(row, "case_id")?);
        if !beside.contains(&case) && !shown.contains(&photo) {
            let number = phone.number;
            return broken(5, format!("phone {number} has a shot of a report that was begun, and does not show it"));
        }
    }
    Ok(())
}

/// Returns the cases with shots on a phone that nothing saved holds.
pub fn with_shots(phone: &Phone) -> Result<BTreeSet<CaseId>> {
    let mut query =
        phone.database()?.prepare("select distinct case_id from photos where operation_id = '' and case_id <> ''")?;
    let mut cases = query.query([])?;
    let mut found = BTreeSet::new();
    while let Some(row) = cases.next()? {
        found.insert(parsed(row, "case_id")?);
    }
    Ok(found)
}
