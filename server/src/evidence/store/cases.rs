//! What was found of a case's photos, all together, in the case's own row: lists are narrowed by it.

use std::collections::BTreeSet;

use shared::ids::CaseId;

use crate::db::Tx;
use crate::error::Result;

/// Keeps others from changing the cases until the transaction ends. Before anything of their photos is written: whoever
/// needs both takes the case first, and several in the order of their ids.
pub async fn hold(tx: &mut Tx, cases: &BTreeSet<CaseId>) -> Result<()> {
    for case in cases {
        sqlx::query("update cases set evidence = evidence where id = $1")
            .bind(case.to_string())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Writes into each case what its photos say now.
pub async fn say(tx: &mut Tx, cases: &BTreeSet<CaseId>) -> Result<()> {
    for case in cases {
        sqlx::query(
            "update cases set evidence = case \
             when exists (select 1 from photos p where p.case_id = $1 and p.is_blind = 0 and p.verdict = 'doubtful') \
             or exists (select 1 from unsigned_photos u where u.case_id = $1 and u.verdict = 'doubtful') then 'doubtful' \
             when exists (select 1 from photos p where p.case_id = $1 and p.is_blind = 0 and p.verdict = 'unjudged') \
             or exists (select 1 from unsigned_photos u where u.case_id = $1 and u.verdict = 'unjudged') then 'unjudged' \
             when exists (select 1 from photos p where p.case_id = $1 and p.is_blind = 0 and p.verdict = 'noted') \
             or exists (select 1 from unsigned_photos u where u.case_id = $1 and u.verdict = 'noted') then 'noted' \
             when exists (select 1 from photos p where p.case_id = $1 and p.is_blind = 0) \
             or exists (select 1 from unsigned_photos u where u.case_id = $1) then 'sound' \
             else '' end where id = $1",
        )
        .bind(case.to_string())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
