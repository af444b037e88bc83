//! The sums in the database.
//!
//! One index holds every column that is summed here: a window is gone through in it and no case is opened. What the
//! columns mean is written down in `shared::figures::counts` and in the migration that made them; a test holds these sums
//! against that function.

use std::collections::BTreeMap;

use shared::api::figures::Grouping;
use shared::figures::{ClosedFigures, Figures, VoidFigures};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// Which cases are summed, and when it is.
#[derive(Clone, Copy, Debug)]
pub struct Within<'a> {
    /// Reported at this moment or later.
    pub begins: Instant,
    /// Reported before this one.
    pub ends: Instant,
    /// When it is: what is overdue is so now.
    pub at: Instant,
    /// Training cases, or those that count; never both.
    pub training: bool,
    /// Only of this jurisdiction; empty for all.
    pub area: &'a str,
    /// Only with this unit; empty for all.
    pub unit: &'a str,
}

macro_rules! number_of {
    ($condition:literal, $name:literal) => {
        concat!(", cast(sum(case when ", $condition, " then 1 else 0 end) as bigint) as ", $name)
    };
}

macro_rules! sums_by {
    ($key:literal) => {
        concat!(
            "select ",
            $key,
            " as grouped_by",
            number_of!("is_self_handled = 0", "reported"),
            number_of!("channel <> 'collector'", "by_other_channels"),
            number_of!("is_self_handled = 1", "self_handled"),
            number_of!("reached >= 1", "accepted"),
            number_of!("reached >= 2", "filed"),
            number_of!("reached >= 3", "dispatched"),
            number_of!("reached >= 4", "dispatched_right"),
            number_of!("is_returned = 1", "returned"),
            number_of!("late_after_ms < $3", "overdue"),
            number_of!("state = 'suspended'", "suspended"),
            number_of!("state = 'merged'", "linked"),
            number_of!("closing = 'normal'", "closed_normal"),
            number_of!("closing = 'overdue'", "closed_overdue"),
            number_of!("closing = 'error'", "closed_error"),
            number_of!("closing = 'special'", "closed_special"),
            number_of!("closing = 'direct'", "closed_direct"),
            number_of!("closing = 'self_handled'", "closed_self_handled"),
            number_of!("void_kind = 'not_accepted'", "void_not_accepted"),
            number_of!("void_kind = 'not_filed'", "void_not_filed"),
            number_of!("void_kind = 'voided'", "void_voided"),
            number_of!("void_kind = 'self_handled_refused'", "void_self_handled_refused"),
            " from cases where reported_at_ms >= $1 and reported_at_ms < $2 and is_training = $4 \
             and ($5 = '' or jurisdiction_id = $5) and ($6 = '' or unit_id = $6) group by 1"
        )
    };
}

const fn statement(by: Grouping) -> &'static str {
    match by {
        Grouping::Jurisdiction => sums_by!("jurisdiction_id"),
        Grouping::Division => sums_by!("division"),
        Grouping::Unit => sums_by!("coalesce(unit_id, '')"),
    }
}

/// Sums what cases count as, for each group that has one.
pub async fn sums(
    connection: &mut AnyConnection,
    by: Grouping,
    within: Within<'_>,
) -> Result<BTreeMap<String, Figures>> {
    let rows = sqlx::query(statement(by))
        .bind(within.begins.ms())
        .bind(within.ends.ms())
        .bind(within.at.ms())
        .bind(i64::from(within.training))
        .bind(within.area.to_owned())
        .bind(within.unit.to_owned())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok((row.text("grouped_by")?, figures(row)?))).collect()
}

fn figures(row: &AnyRow) -> Result<Figures> {
    let count = |column: &str| -> Result<u64> { Ok(u64::try_from(row.number(column)?).unwrap_or(0)) };
    Ok(Figures {
        reported: count("reported")?,
        by_other_channels: count("by_other_channels")?,
        self_handled: count("self_handled")?,
        accepted: count("accepted")?,
        filed: count("filed")?,
        dispatched: count("dispatched")?,
        dispatched_right: count("dispatched_right")?,
        returned: count("returned")?,
        overdue: count("overdue")?,
        suspended: count("suspended")?,
        linked: count("linked")?,
        closed: ClosedFigures {
            normal: count("closed_normal")?,
            overdue: count("closed_overdue")?,
            error: count("closed_error")?,
            special: count("closed_special")?,
            direct: count("closed_direct")?,
            self_handled: count("closed_self_handled")?,
        },
        voided: VoidFigures {
            not_accepted: count("void_not_accepted")?,
            not_filed: count("void_not_filed")?,
            voided: count("void_voided")?,
            self_handled_refused: count("void_self_handled_refused")?,
        },
    })
}

#[cfg(test)]
mod tests {
    use shared::api::figures::Grouping;
    use shared::case::{Closing, VoidKind};

    use super::statement;

    #[test]
    fn every_closing_and_every_void_has_a_sum_in_every_grouping() {
        for by in Grouping::ALL {
            let statement = statement(*by);
            for closing in Closing::ALL {
                let word = closing.as_str();
                assert!(
                    statement.contains(&format!("closing = '{word}' then 1 else 0 end) as bigint) as closed_{word}"))
                );
            }
            for kind in VoidKind::ALL {
                let word = kind.as_str();
                assert!(
                    statement.contains(&format!("void_kind = '{word}' then 1 else 0 end) as bigint) as void_{word}"))
                );
            }
        }
    }
}
