//! The own cases page by page, and where how many of them are: only what is shown is read.

use std::collections::BTreeMap;

use app_bridge::today::{Behind, CasesWhere};
use rusqlite::named_params;
use shared::ids::AccountId;
use shared::time::Instant;

use super::cases::{COLUMNS, LocalCase, local_case};
use super::{Reader, count};
use crate::error::Result;

/// Where a case is, by the words of [`CasesWhere`]: the same that its card says, for all cases at once. The
/// indexes are named: without their help a row would be read for one word of it.
///
/// The operation that carries it, then its shots here. Of a case without any the server's own list counts, which may
/// know photos that another device took.
const PLACE: &str = "case
    when operation_id <> '' and not exists (
        select 1 from operations indexed by operations_became
        where operations.id = cases.operation_id and operations.outcome in ('applied', 'superseded', 'refused'))
    then 'only_here'
    when operation_id <> '' and exists (
        select 1 from operations indexed by operations_became
        where operations.id = cases.operation_id and operations.outcome = 'refused')
    then 'sent_back'
    when exists (
        select 1 from photos indexed by photos_by_case
        where photos.case_id = cases.id and photos.operation_id <> '' and photos.receipt_ms = 0)
    then 'underway'
    when body <> ''
        and not exists (
            select 1 from photos indexed by photos_by_case
            where photos.case_id = cases.id and photos.operation_id <> '')
        and exists (
            select 1 from json_each(cases.body, '$.photos') as heard
            where json_extract(heard.value, '$.received_at') is null)
    then 'underway'
    else 'arrived'
end";

impl Reader<'_> {
    /// Returns an account's newest cases behind a place in the list, no more than so many.
    pub fn cases_page(
        &self,
        account: AccountId,
        place: CasesWhere,
        behind: Option<Behind>,
        most: usize,
    ) -> Result<Vec<LocalCase>> {
        let sql = format!(
            "select {COLUMNS} from cases
             where account_id = :account and (saved_ms, id) < (:saved_ms, :id)
                and (:place = 'anywhere' or {PLACE} = :place)
             order by saved_ms desc, id desc
             limit :most"
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map(
            named_params! {
                ":account": account.to_string(),
                ":place": place.as_str(),
                ":saved_ms": behind.map_or(i64::MAX, |behind| behind.saved_at.ms()),
                ":id": behind.map(|behind| behind.case.to_string()).unwrap_or_default(),
                ":most": i64::try_from(most).unwrap_or(i64::MAX),
            },
            local_case,
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns an account's cases that are not all at the server, and those saved since an instant: the newest first, no
    /// more than so many.
    pub fn cases_unsettled(&self, account: AccountId, since: Instant, most: usize) -> Result<Vec<LocalCase>> {
        let sql = format!(
            "select {COLUMNS} from cases
             where account_id = ?1 and (saved_ms >= ?2 or {PLACE} <> 'arrived')
             order by saved_ms desc, id desc
             limit ?3"
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = query.query_map((account.to_string(), since.ms(), most), local_case)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns how many of an account's cases are where, in the order of [`CasesWhere::ALL`].
    pub fn cases_counted(&self, account: AccountId) -> Result<Vec<u64>> {
        let sql = format!("select {PLACE} as place, count(*) as cases from cases where account_id = ?1 group by place");
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([account.to_string()], |row| Ok((row.get("place")?, count(row, "cases")?)))?;
        let counted: BTreeMap<String, u64> = rows.collect::<rusqlite::Result<_>>()?;
        let of = |place: CasesWhere| match place {
            CasesWhere::Anywhere => counted.values().sum::<u64>(),
            CasesWhere::OnlyHere | CasesWhere::Underway | CasesWhere::Arrived | CasesWhere::SentBack => {
                counted.get(place.as_str()).copied().unwrap_or(0)
            }
        };
        Ok(CasesWhere::ALL.map(of).to_vec())
    }

    /// Returns how many of an account's cases were saved from one instant until before another.
    pub fn cases_saved_between(&self, account: AccountId, from: Instant, until: Instant) -> Result<u64> {
        let saved = self.sql.query_row(
            "select count(*) as cases from cases where account_id = ?1 and saved_ms >= ?2 and saved_ms < ?3",
            (account.to_string(), from.ms(), until.ms()),
            |row| count(row, "cases"),
        )?;
        Ok(saved)
    }

    /// Returns an account's cases that may have been reported since an instant, the newest first: those that were saved
    /// since then by the clock, and the last ones that came in, whatever the clock said when they did.
    pub fn recent_cases(&self, account: AccountId, since: Instant) -> Result<Vec<LocalCase>> {
        let sql = format!(
            "select {COLUMNS} from cases
             where account_id = ?1
                and (saved_ms >= ?2 or rowid > (select coalesce(max(rowid), 0) from cases) - ?3)
             order by saved_ms desc, id desc"
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map((account.to_string(), since.ms(), LAST_IN), local_case)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// So many of the last cases are looked at whatever the clock said: more than anybody reports in a day.
const LAST_IN: i64 = 300;
