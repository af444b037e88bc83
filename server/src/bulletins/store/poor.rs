//! Cases that were handled poorly, found by their rules among frozen cases or among those that run.
//!
//! One text for both tables: they have the same columns. Lateness of what is open is a bit where a month was frozen, and a
//! moment that has passed where it was not.

use shared::api::bulletins::PoorReason;
use shared::assessment::Counter;
use shared::ids::{CaseId, JurisdictionId, UnitId};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// Whether cases are taken as a month was frozen, or as they are.
#[derive(Clone, Copy, Debug)]
pub enum Among<'a> {
    /// Of this version of a month.
    Frozen(&'a str),
    /// As they are at this moment.
    Live(Instant),
}

/// Which cases are gone through.
#[derive(Clone, Copy, Debug)]
pub struct Within<'a> {
    /// From where.
    pub among: Among<'a>,
    /// Due at this moment or later.
    pub begins: Instant,
    /// Due before this one.
    pub ends: Instant,
    /// Training cases, or those that count; never both.
    pub training: bool,
    /// At most so many.
    pub most: u32,
}

/// A case that a rule found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Which.
    pub id: CaseId,
    /// Who managed it then.
    pub area: JurisdictionId,
    /// The unit that had it then.
    pub unit: Option<UnitId>,
    /// When its handling was due.
    pub due_at: Option<Instant>,
    /// By how much its limit was exceeded, in thousandths.
    pub over_per_mille: u32,
    /// How often its unit got it again.
    pub reworks: u32,
}

macro_rules! found {
    ($from:literal, $rule:literal, $order:literal) => {
        concat!(
            "select case_id, jurisdiction_id, coalesce(unit_id, '') as unit, due_at_ms, over_per_mille, reworks from ",
            $from,
            " and due_at_ms >= $2 and due_at_ms < $3 and is_training = $4 and (bits & $5) <> 0 and ",
            $rule,
            " order by ",
            $order,
            ", case_id limit $6"
        )
    };
}

macro_rules! of {
    ($rule:literal, $order:literal) => {
        [
            found!("frozen_cases where version_id = $1", $rule, $order),
            found!("assessed where reported_at_ms <= $1", $rule, $order),
        ]
    };
}

/// The statement over frozen cases and the one over those that run; the counter whose bit a case must have in each.
const fn rule(reason: PoorReason) -> ([&'static str; 2], [Counter; 2]) {
    match reason {
        PoorReason::OverdueOpen => (
            [
                found!("frozen_cases where version_id = $1", "1 = 1", "due_at_ms"),
                found!("assessed where open_late_after_ms < $1", "1 = 1", "due_at_ms"),
            ],
            [Counter::OvertimeToDispose, Counter::ToDispose],
        ),
        PoorReason::OverdueClosed => {
            (of!("over_per_mille > 0", "over_per_mille desc"), [Counter::OvertimeArchive, Counter::OvertimeArchive])
        }
        PoorReason::Reworked => (of!("reworks >= 2", "reworks desc"), [Counter::Rework, Counter::Rework]),
    }
}

/// Finds the cases of a rule, the worst first.
pub async fn find(connection: &mut AnyConnection, reason: PoorReason, within: Within<'_>) -> Result<Vec<Found>> {
    let ([frozen, live], [frozen_bit, live_bit]) = rule(reason);
    let query = match within.among {
        Among::Frozen(version) => sqlx::query(frozen).bind(version.to_owned()),
        Among::Live(at) => sqlx::query(live).bind(at.ms()),
    };
    let counter = match within.among {
        Among::Frozen(_) => frozen_bit,
        Among::Live(_) => live_bit,
    };
    let rows = query
        .bind(within.begins.ms())
        .bind(within.ends.ms())
        .bind(i64::from(within.training))
        .bind(i64::try_from(counter.bit()).unwrap_or(0))
        .bind(i64::from(within.most))
        .fetch_all(connection)
        .await?;
    let small = |number: i64| u32::try_from(number).unwrap_or(0);
    let found = |row: &sqlx::any::AnyRow| -> Result<Found> {
        Ok(Found {
            id: row.parsed("case_id")?,
            area: row.parsed("jurisdiction_id")?,
            unit: row.maybe_parsed("unit")?,
            due_at: row.maybe_number("due_at_ms")?.map(Instant::from_ms),
            over_per_mille: small(row.number("over_per_mille")?),
            reworks: small(row.number("reworks")?),
        })
    };
    rows.iter().map(found).collect()
}

#[cfg(test)]
mod tests {
    use shared::api::bulletins::PoorReason;

    use super::rule;

    #[test]
    fn both_tables_are_asked_with_the_same_places() {
        for reason in PoorReason::ALL {
            let ([frozen, live], _) = rule(*reason);
            for text in [frozen, live] {
                for place in 1..=6 {
                    assert_eq!(text.matches(&format!("${place}")).count(), 1, "{text}");
                }
            }
            assert!(frozen.contains("frozen_cases") && live.contains("assessed"));
        }
    }
}
