//! The sums.

use std::collections::BTreeMap;

use shared::assessment::posts::Figure;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::condition::{Window, bound_days, bound_work, counted, days, unsigned, work};
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Each person's figures, by account.
pub type Figures = BTreeMap<String, BTreeMap<Figure, u64>>;

/// Sums what everybody of a post did.
pub async fn of_work(connection: &mut AnyConnection, window: &Window) -> Result<Figures> {
    // Not kept prepared: it is planned anew for the days that are asked for.
    let query = sqlx::query(AssertSqlSafe(statement(window))).persistent(false);
    let found = bound_work(query, window).fetch_all(connection).await?;
    let mut all = Figures::new();
    for row in &found {
        let mut own = BTreeMap::new();
        for figure in of_post(window) {
            let count = unsigned(row.number(&name(figure))?);
            if count > 0 {
                own.insert(figure, count);
            }
        }
        all.insert(row.text("account_id")?, own);
    }
    Ok(all)
}

/// Sums the days on which everybody of a post was there.
pub async fn of_days(connection: &mut AnyConnection, window: &Window) -> Result<Figures> {
    let statement = format!(
        "select account_id, count(*) as days, cast(sum(shifts) as bigint) as shifts, \
         cast(sum(open_shifts) as bigint) as open_shifts, cast(sum(minutes) as bigint) as minutes, \
         cast(sum(beat_grids) as bigint) as beat_grids, cast(sum(walked_grids) as bigint) as walked_grids \
         from {} group by account_id",
        days(window)
    );
    let query = sqlx::query(AssertSqlSafe(statement)).persistent(false);
    let found = bound_days(query, window).fetch_all(connection).await?;
    let mut all = Figures::new();
    for row in &found {
        let mut own = BTreeMap::new();
        for (figure, column) in [
            (Figure::Days, "days"),
            (Figure::Shifts, "shifts"),
            (Figure::OpenShifts, "open_shifts"),
            (Figure::Minutes, "minutes"),
            (Figure::Beat, "beat_grids"),
            (Figure::Walked, "walked_grids"),
        ] {
            let count = unsigned(row.number(column)?);
            if count > 0 {
                own.insert(figure, count);
            }
        }
        all.insert(row.text("account_id")?, own);
    }
    Ok(all)
}

fn of_post(window: &Window) -> impl Iterator<Item = Figure> {
    Figure::of(window.post()).iter().copied().filter(|figure| !figure.is_of_days())
}

/// Steps that count alike are put together first: each figure is then added up over a few patterns.
fn statement(window: &Window) -> String {
    let number = |figure: Figure| {
        format!(
            ", cast(sum(((counted >> {}) & 1) * alike) as bigint) as {}",
            figure.bit().trailing_zeros(),
            name(figure)
        )
    };
    let numbers: String = of_post(window).map(number).collect();
    format!(
        "select account_id{numbers} from (select account_id, {} as counted, count(*) as alike from {} group by 1, 2) \
         as patterns group by account_id",
        counted(),
        work(window)
    )
}

fn name(figure: Figure) -> String {
    format!("bit_{}", figure.bit().trailing_zeros())
}

#[cfg(test)]
mod tests {
    use shared::assessment::Subject;
    use shared::time::Instant;

    use super::{Window, days, statement};
    use crate::assessment::asked::{From, Within};

    #[test]
    fn every_place_is_used_whatever_is_asked() {
        for by in [Subject::Collector, Subject::Dispatcher] {
            for source in [From::Live { at: Instant::from_ms(1) }, From::Frozen { version_id: "a".to_owned() }] {
                let begins = Instant::from_ms(0);
                let within = Within { begins, ends: begins, source, by, area: None, unit: None, training: false };
                let window = Window { within, first: String::new(), last: String::new() };
                let (work, days) = (statement(&window), days(&window));
                assert!((1..=7).all(|place| work.contains(&format!("${place}"))), "{work}");
                assert!((1..=5).all(|place| days.contains(&format!("${place}"))), "{days}");
            }
        }
    }
}
