//! Which rows are in a number, and what they count as at a moment.
//!
//! The statements are put together from the words of this file alone: tables, columns, places. `$1` to `$9` are the same in
//! every statement: begin, end, now, training, jurisdiction, unit, what is late counts as, what is not yet late counts as,
//! version.

use shared::assessment::window::Sign;
use shared::assessment::{Basis, Counter, Slice, Subject};
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

use crate::assessment::asked::{self, Within};

/// What a row counts as now: `Counted::at` in SQL. Of a frozen row, its bits.
pub(super) const COUNTED: &str = "(bits | case when open_late_after_ms is null then 0 \
     when open_late_after_ms < $3 then $7 else $8 end)";

/// What is in handling and late counts as that besides.
const LATE: u64 = Counter::OvertimeToDispose.bit() | Counter::NeedArchive.bit();
/// What is in handling and not late.
const IN_TIME: u64 = Counter::IntimeToDispose.bit();

/// What another channel reported in a collector's ground and shift stands under the collector for that alone: whatever else
/// it counts as is nobody's. `Assessed::shares` in SQL.
pub(super) const MISSED: u64 = Counter::MissReport.bit();

/// Returns the condition under which a row stands under the key in `$11` for a counter.
pub(super) fn is_of(by: Subject, counter: Counter, key: &str) -> String {
    let column = column(by);
    let own = if key.is_empty() || !by.is_person() {
        format!("{column} = $11")
    } else {
        // The indexes by person hold only those of somebody, which the engines see only where it is said.
        format!("{column} = $11 and {column} <> ''")
    };
    match (by == Subject::Collector && counter != Counter::MissReport, key.is_empty()) {
        (false, _) => own,
        (true, false) => format!("{own} and (bits & {MISSED}) = 0"),
        (true, true) => format!("({own} or (bits & {MISSED}) <> 0)"),
    }
}

/// Returns the rows of a time, or a part of them, as what stands behind `from`.
pub(super) fn rows(within: &Within, basis: Basis, of: Option<Slice>) -> String {
    let (table, moment, part) = (table(&within.source), moment(basis), of.map(part).unwrap_or_default());
    format!(
        "{table} and is_training = $4 and {moment} >= $1 and {moment} < $2 \
         and ($5 = '' or jurisdiction_id = $5) and ($6 = '' or unit_id = $6){part}"
    )
}

/// Returns what besides holds of the rows of a part. None of it depends on when somebody looks.
fn part(of: Slice) -> String {
    match of.sign() {
        Sign::Counts(counter) => format!(" and (bits >> {}) & 1 = 1", counter.bit().trailing_zeros()),
        Sign::Came(channel) => format!(" and channel = '{}'", channel.as_str()),
    }
}

const fn table(source: &asked::From) -> &'static str {
    match source {
        asked::From::Live { .. } => "assessed where $9 = ''",
        asked::From::Frozen { .. } => "frozen_cases where version_id = $9",
    }
}

const fn moment(basis: Basis) -> &'static str {
    match basis {
        Basis::Reported => "reported_at_ms",
        Basis::Filed => "filed_at_ms",
        Basis::Due => "due_at_ms",
    }
}

/// Returns the column that rows are grouped by.
pub(super) const fn column(by: Subject) -> &'static str {
    match by {
        Subject::Jurisdiction => "jurisdiction_id",
        Subject::Division => "division",
        Subject::Street => "street",
        Subject::Community => "community",
        Subject::Grid => "grid",
        Subject::Unit => "unit_id",
        Subject::Category => "category",
        Subject::Collector => "collector_id",
        Subject::Inspector => "inspector_id",
        Subject::Verifier => "verifier_id",
        Subject::Acceptor => "acceptor_id",
        Subject::ShiftLeader => "shift_leader_id",
        Subject::Dispatcher => "dispatcher_id",
    }
}

/// Gives a statement what stands in the places `$1` to `$9`.
pub(super) fn bound<'q>(query: Query<'q, Any, AnyArguments>, within: &Within) -> Query<'q, Any, AnyArguments> {
    let (at_ms, version) = match &within.source {
        asked::From::Live { at } => (at.ms(), String::new()),
        asked::From::Frozen { version_id } => (0, version_id.clone()),
    };
    query
        .bind(within.begins.ms())
        .bind(within.ends.ms())
        .bind(at_ms)
        .bind(i64::from(within.training))
        .bind(within.area.as_ref().map(ToString::to_string).unwrap_or_default())
        .bind(within.unit.as_ref().map(ToString::to_string).unwrap_or_default())
        .bind(signed(LATE))
        .bind(signed(IN_TIME))
        .bind(version)
}

/// Returns bits as the databases keep them. No counter has the last bit.
pub(super) fn signed(bits: u64) -> i64 {
    i64::try_from(bits).unwrap_or(i64::MAX)
}

/// Returns bits that a database kept.
pub(super) fn unsigned(bits: i64) -> u64 {
    u64::try_from(bits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use shared::assessment::facts::Counted;
    use shared::assessment::window::Sign;
    use shared::assessment::{Counter, Slice, Subject};
    use shared::time::Instant;

    use super::{IN_TIME, LATE, MISSED, is_of, part, signed, unsigned};

    #[test]
    fn a_part_is_told_by_a_bit_that_does_not_age_or_by_the_channel() {
        assert_eq!(part(Slice::Hotline), " and channel = 'hotline'");
        assert_eq!(part(Slice::Urgent), format!(" and (bits >> {}) & 1 = 1", Counter::Urgent.bit().trailing_zeros()));
        for one in Slice::ALL {
            if let Sign::Counts(counter) = one.sign() {
                assert_eq!(counter.bit() & (LATE | IN_TIME), 0, "{one:?}");
            }
        }
    }

    #[test]
    fn the_rows_of_somebody_are_found_by_the_index_of_their_post() {
        let inst = |by, key: &str| is_of(by, Counter::Inst, key);
        assert_eq!(inst(Subject::Acceptor, "somebody"), "acceptor_id = $11 and acceptor_id <> ''");
        assert_eq!(inst(Subject::Verifier, "somebody"), "verifier_id = $11 and verifier_id <> ''");
        assert_eq!(inst(Subject::Acceptor, ""), "acceptor_id = $11", "nobody did it");
        assert_eq!(inst(Subject::Unit, "somebody"), "unit_id = $11");
        let collector = "collector_id = $11 and collector_id <> ''";
        assert_eq!(is_of(Subject::Collector, Counter::MissReport, "somebody"), collector);
        assert_eq!(inst(Subject::Collector, "somebody"), format!("{collector} and (bits & {MISSED}) = 0"));
        assert_eq!(inst(Subject::Collector, ""), format!("(collector_id = $11 or (bits & {MISSED}) <> 0)"));
    }

    #[test]
    fn what_ages_counts_in_sql_as_it_does_in_the_pure_function() {
        let counted = Counted { open_late_after: Some(Instant::from_ms(5)), ..Counted::default() };
        assert_eq!(counted.at(Instant::from_ms(5)), IN_TIME, "not yet after it");
        assert_eq!(counted.at(Instant::from_ms(6)), LATE);
        assert_eq!(unsigned(signed(LATE)), LATE);
    }
}
