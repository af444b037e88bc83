//! The sums.

use std::collections::BTreeMap;

use shared::api::figures::Grouping;
use shared::figures::Figures;
use shared::figures::figure::CaseFigure;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::condition::{WITHIN, Within, bound, counts, key};
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Sums what cases count as, for each group that has one.
pub async fn sums(connection: &mut AnyConnection, by: Grouping, within: &Within) -> Result<BTreeMap<String, Figures>> {
    let query = sqlx::query(AssertSqlSafe(statement(by)));
    let rows = bound(query, within).fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.text("grouped_by")?, figures(row)?))).collect()
}

fn statement(by: Grouping) -> String {
    let number = |figure: &CaseFigure| {
        let (counts, name) = (counts(*figure), figure.as_str());
        format!(", cast(sum(case when {counts} then 1 else 0 end) as bigint) as {name}")
    };
    let numbers: String = CaseFigure::ALL.iter().map(number).collect();
    format!("select {} as grouped_by{numbers} from {WITHIN} group by 1", key(by))
}

fn figures(row: &AnyRow) -> Result<Figures> {
    let mut figures = Figures::default();
    for figure in CaseFigure::ALL {
        *figure.of_mut(&mut figures) = u64::try_from(row.number(figure.as_str())?).unwrap_or(0);
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use shared::api::figures::Grouping;
    use shared::figures::figure::CaseFigure;

    use super::statement;
    use crate::figures::store::condition::counts;

    #[test]
    fn every_figure_has_a_sum_in_every_grouping_and_every_place_is_used() {
        for by in Grouping::ALL {
            let statement = statement(*by);
            assert!((1..=6).all(|place| statement.contains(&format!("${place}"))), "{statement}");
            for figure in CaseFigure::ALL {
                let (counts, name) = (counts(*figure), figure.as_str());
                let sum = format!("case when {counts} then 1 else 0 end) as bigint) as {name}");
                assert!(statement.contains(&sum), "{statement}");
            }
        }
    }
}
