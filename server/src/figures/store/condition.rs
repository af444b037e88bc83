//! Which cases are within what is asked, and which of them each figure counts.
//!
//! The statements are put together from the words of this file alone. `$1` to `$6` are the same in every statement: begin,
//! end, now, training, jurisdiction, unit.

use shared::api::figures::Grouping;
use shared::figures::figure::CaseFigure;
use shared::time::Instant;
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

/// Which cases are summed and listed, and when it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Within {
    /// Reported at this moment or later.
    pub begins: Instant,
    /// Reported before this one.
    pub ends: Instant,
    /// When it is: what is overdue is so now.
    pub at: Instant,
    /// Training cases, or those that count; never both.
    pub training: bool,
    /// Only of this jurisdiction; empty for all.
    pub area: String,
    /// Only with this unit; empty for all.
    pub unit: String,
}

/// The cases that are within, as what stands behind `from`. That it is later than in 1970 leaves none out: every place
/// stands in every statement.
pub(super) const WITHIN: &str = "cases where reported_at_ms >= $1 and reported_at_ms < $2 and $3 > 0 \
     and is_training = $4 and ($5 = '' or jurisdiction_id = $5) and ($6 = '' or unit_id = $6)";

/// Returns the condition under which a case counts in a figure: `Counts::figures` in SQL, one by one.
pub(super) const fn counts(figure: CaseFigure) -> &'static str {
    match figure {
        CaseFigure::Reported => "is_self_handled = 0",
        CaseFigure::ByOtherChannels => "channel <> 'collector'",
        CaseFigure::SelfHandled => "is_self_handled = 1",
        CaseFigure::Accepted => "reached >= 1",
        CaseFigure::Filed => "reached >= 2",
        CaseFigure::Dispatched => "reached >= 3",
        CaseFigure::DispatchedRight => "reached >= 4",
        CaseFigure::Returned => "is_returned = 1",
        CaseFigure::Overdue => "late_after_ms < $3",
        CaseFigure::Suspended => "state = 'suspended'",
        CaseFigure::Linked => "state = 'merged'",
        CaseFigure::ClosedNormal => "closing = 'normal'",
        CaseFigure::ClosedOverdue => "closing = 'overdue'",
        CaseFigure::ClosedError => "closing = 'error'",
        CaseFigure::ClosedSpecial => "closing = 'special'",
        CaseFigure::ClosedDirect => "closing = 'direct'",
        CaseFigure::ClosedSelfHandled => "closing = 'self_handled'",
        CaseFigure::VoidNotAccepted => "void_kind = 'not_accepted'",
        CaseFigure::VoidNotFiled => "void_kind = 'not_filed'",
        CaseFigure::VoidVoided => "void_kind = 'voided'",
        CaseFigure::VoidSelfHandledRefused => "void_kind = 'self_handled_refused'",
    }
}

/// Returns what the rows are grouped by: a row's key.
pub(super) const fn key(by: Grouping) -> &'static str {
    match by {
        Grouping::Jurisdiction => "jurisdiction_id",
        Grouping::Division => "division",
        Grouping::Unit => "coalesce(unit_id, '')",
    }
}

/// Gives a statement what stands in the places `$1` to `$6`.
pub(super) fn bound<'q>(query: Query<'q, Any, AnyArguments>, within: &Within) -> Query<'q, Any, AnyArguments> {
    query
        .bind(within.begins.ms())
        .bind(within.ends.ms())
        .bind(within.at.ms())
        .bind(i64::from(within.training))
        .bind(within.area.clone())
        .bind(within.unit.clone())
}

#[cfg(test)]
mod tests {
    use shared::case::{Closing, State, VoidKind};
    use shared::channel::Channel;
    use shared::figures::figure::CaseFigure;

    use super::counts;

    /// Each word stands in the condition of the figure that is called after it.
    #[track_caller]
    fn check(prefix: &str, word: &str, column: &str) {
        let figure: CaseFigure = format!("{prefix}{word}").parse().unwrap();
        assert_eq!(counts(figure), format!("{column} = '{word}'"));
    }

    #[test]
    fn every_closing_and_every_void_has_its_condition() {
        Closing::ALL.iter().for_each(|closing| check("closed_", closing.as_str(), "closing"));
        VoidKind::ALL.iter().for_each(|kind| check("void_", kind.as_str(), "void_kind"));
    }

    #[test]
    fn the_other_words_are_those_that_the_columns_hold() {
        assert_eq!(counts(CaseFigure::Suspended), format!("state = '{}'", State::Suspended.as_str()));
        assert_eq!(counts(CaseFigure::Linked), format!("state = '{}'", State::Merged.as_str()));
        assert_eq!(counts(CaseFigure::ByOtherChannels), format!("channel <> '{}'", Channel::Collector.as_str()));
    }

    #[test]
    fn no_two_figures_have_one_condition() {
        let mut all: Vec<&str> = CaseFigure::ALL.iter().map(|figure| counts(*figure)).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), CaseFigure::ALL.len());
    }
}
