//! The sums.

use std::collections::BTreeMap;

use shared::assessment::{Basis, Counter, Slice, Subject, Sums};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::condition::{COUNTED, MISSED, bound, column, rows};
use crate::assessment::asked::Within;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Sums what the cases of a time count as, for each group that has one, by each basis by which it has.
pub async fn sums(connection: &mut AnyConnection, within: &Within) -> Result<BTreeMap<String, BTreeMap<Basis, Sums>>> {
    let mut all: BTreeMap<String, BTreeMap<Basis, Sums>> = BTreeMap::new();
    for basis in Basis::ALL {
        for (key, sums) in by(connection, within, *basis, None).await? {
            all.entry(key).or_default().insert(*basis, sums);
        }
    }
    Ok(all)
}

/// The same by one basis, of all cases or of a part of them.
pub async fn by(
    connection: &mut AnyConnection,
    within: &Within,
    basis: Basis,
    of: Option<Slice>,
) -> Result<BTreeMap<String, Sums>> {
    // Not kept prepared: it is planned anew for the days that are asked for.
    let query = sqlx::query(AssertSqlSafe(statement(within, basis, of))).persistent(false);
    let found = bound(query, within).fetch_all(connection).await?;
    let columns: Vec<(Counter, String)> = Counter::ALL.iter().map(|counter| (*counter, name(*counter))).collect();
    let mut all = BTreeMap::new();
    for row in &found {
        let count = |name: &str| -> Result<u64> { Ok(u64::try_from(row.number(name)?).unwrap_or(0)) };
        let mut sums = Sums { reworks: count("reworks")?, over_per_mille: count("over_per_mille")?, ..Sums::default() };
        for (counter, name) in &columns {
            sums.set(*counter, count(name)?);
        }
        all.insert(row.text("grouped_by")?, sums);
    }
    Ok(all)
}

/// Cases that count alike are put together first: each counter is then added up over a few patterns and not over every
/// case.
fn statement(within: &Within, basis: Basis, of: Option<Slice>) -> String {
    let number = |counter: &Counter| {
        let (place, name) = (counter.bit().trailing_zeros(), name(*counter));
        format!(", cast(sum(((counted >> {place}) & 1) * alike) as bigint) as {name}")
    };
    let numbers: String = Counter::ALL.iter().map(number).collect();
    let patterns = patterns(within, basis, of);
    format!(
        "select grouped_by, cast(sum(reworks) as bigint) as reworks, \
         cast(sum(over_per_mille) as bigint) as over_per_mille{numbers} \
         from ({patterns}) as patterns group by 1"
    )
}

fn patterns(within: &Within, basis: Basis, of: Option<Slice>) -> String {
    let (key, rows) = (column(within.by), rows(within, basis, of));
    let alike = "count(*) as alike, cast(sum(reworks) as bigint) as reworks, \
         cast(sum(over_per_mille) as bigint) as over_per_mille";
    if within.by != Subject::Collector {
        return format!("select {key} as grouped_by, {COUNTED} as counted, {alike} from {rows} group by 1, 2");
    }
    // What a collector missed is theirs as that alone; all else that it counts as is nobody's.
    format!(
        "select case when (bits & {MISSED}) <> 0 then '' else {key} end as grouped_by, \
         ({COUNTED} & (~{MISSED})) as counted, {alike} from {rows} group by 1, 2 \
         union all select {key} as grouped_by, {MISSED} as counted, count(*) as alike, 0 as reworks, 0 as over_per_mille \
         from {rows} and (bits & {MISSED}) <> 0 group by 1"
    )
}

fn name(counter: Counter) -> String {
    format!("bit_{}", counter.bit().trailing_zeros())
}

#[cfg(test)]
mod tests {
    use shared::assessment::{Basis, Counter, Slice, Subject};
    use shared::time::Instant;

    use super::statement;
    use crate::assessment::asked::{From, Within};

    #[test]
    fn every_counter_has_its_bit_and_every_place_is_used_whatever_is_asked() {
        for by in Subject::ALL {
            for basis in Basis::ALL {
                for source in [From::Live { at: Instant::from_ms(1) }, From::Frozen { version_id: "a".to_owned() }] {
                    let begins = Instant::from_ms(0);
                    let within =
                        Within { begins, ends: begins, source, by: *by, area: None, unit: None, training: false };
                    let part = statement(&within, *basis, Some(Slice::Hotline));
                    assert!(part.contains(" and channel = 'hotline' group by 1, 2"), "{part}");
                    let statement = statement(&within, *basis, None);
                    assert!((1..=9).all(|place| statement.contains(&format!("${place}"))), "{statement}");
                    for place in 0..Counter::COUNT {
                        let sum = format!("sum(((counted >> {place}) & 1) * alike) as bigint) as bit_{place}");
                        assert!(statement.contains(&sum), "{statement}");
                    }
                }
            }
        }
    }
}
