//! The cases of a frozen month, as they counted.

use std::collections::BTreeMap;

use shared::assessment::facts::Counted;
use shared::channel::Channel;
use shared::ids::CaseId;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::assessment::row::Assessed;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Counts the cases of a version.
pub async fn count(connection: &mut AnyConnection, version: &str) -> Result<u64> {
    let row = sqlx::query("select count(*) as found from frozen_cases where version_id = $1")
        .bind(version.to_owned())
        .fetch_one(connection)
        .await?;
    Ok(u64::try_from(row.number("found")?).unwrap_or(0))
}

/// Returns the cases of a version.
pub async fn of_version(connection: &mut AnyConnection, version: &str) -> Result<BTreeMap<CaseId, Assessed>> {
    let rows = sqlx::query(
        "select case_id, jurisdiction_id, division, street, community, grid, duty_grid, unit_id, category, is_training, \
         case_no, reported_at_ms, filed_at_ms, due_at_ms, last_at_ms, bits, open_late_after_ms, reworks, over_per_mille, \
         collector_id, verifier_id, inspector_id, acceptor_id, shift_leader_id, dispatcher_id, channel \
         from frozen_cases where version_id = $1",
    )
    .bind(version)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| frozen(row).map(|case| (case.case, case))).collect()
}

fn channel(text: &str) -> Result<Channel> {
    let known = Channel::ALL.iter().copied().find(|channel| channel.as_str() == text);
    Ok(known.ok_or_else(|| anyhow::anyhow!("column channel holds \"{text}\""))?)
}

fn frozen(row: &AnyRow) -> Result<Assessed> {
    let moment = |column: &str| -> Result<Option<Instant>> { Ok(row.maybe_number(column)?.map(Instant::from_ms)) };
    let count = |column: &str| -> Result<u32> { Ok(u32::try_from(row.number(column)?).unwrap_or(0)) };
    Ok(Assessed {
        case: row.parsed("case_id")?,
        jurisdiction: row.text("jurisdiction_id")?,
        division: row.text("division")?,
        street: row.text("street")?,
        community: row.text("community")?,
        grid: row.text("grid")?,
        duty_grid: row.text("duty_grid")?,
        unit: row.text("unit_id")?,
        category: row.text("category")?,
        training: row.flag("is_training")?,
        case_no: row.text("case_no")?,
        reported_at: Instant::from_ms(row.number("reported_at_ms")?),
        filed_at: moment("filed_at_ms")?,
        due_at: moment("due_at_ms")?,
        last_at: Instant::from_ms(row.number("last_at_ms")?),
        counted: Counted {
            bits: u64::try_from(row.number("bits")?).unwrap_or(0),
            open_late_after: moment("open_late_after_ms")?,
            reworks: count("reworks")?,
            over_per_mille: count("over_per_mille")?,
        },
        collector: row.maybe_parsed("collector_id")?,
        verifier: row.maybe_parsed("verifier_id")?,
        inspector: row.maybe_parsed("inspector_id")?,
        acceptor: row.maybe_parsed("acceptor_id")?,
        shift_leader: row.maybe_parsed("shift_leader_id")?,
        dispatcher: row.maybe_parsed("dispatcher_id")?,
        channel: channel(&row.text("channel")?)?,
    })
}
