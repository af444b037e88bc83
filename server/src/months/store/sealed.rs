//! All rows of a version, hashed one after the other in the order of their keys.

use std::ops::ControlFlow;

use futures_util::stream::TryStreamExt as _;
use shared::ids::Sha256;
use sqlx::AnyConnection;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// A table of frozen rows. Every column stands in a seal but for the version's own id.
struct Sealed {
    name: &'static str,
    statement: &'static str,
    texts: &'static [&'static str],
    numbers: &'static [&'static str],
}

// Keys are ids, days and numbers: both engines put them in the same order.
static TABLES: [Sealed; 3] = [
    Sealed {
        name: "frozen_cases",
        statement: "select case_id, jurisdiction_id, division, street, community, grid, duty_grid, unit_id, category, \
             case_no, collector_id, verifier_id, inspector_id, acceptor_id, shift_leader_id, dispatcher_id, channel, \
             is_training, reported_at_ms, filed_at_ms, due_at_ms, last_at_ms, bits, open_late_after_ms, reworks, over_per_mille \
             from frozen_cases where version_id = $1 order by case_id",
        texts: &[
            "case_id",
            "jurisdiction_id",
            "division",
            "street",
            "community",
            "grid",
            "duty_grid",
            "unit_id",
            "category",
            "case_no",
            "collector_id",
            "verifier_id",
            "inspector_id",
            "acceptor_id",
            "shift_leader_id",
            "dispatcher_id",
            "channel",
        ],
        numbers: &[
            "is_training",
            "reported_at_ms",
            "filed_at_ms",
            "due_at_ms",
            "last_at_ms",
            "bits",
            "open_late_after_ms",
            "reworks",
            "over_per_mille",
        ],
    },
    Sealed {
        name: "frozen_posts",
        statement: "select case_id, post, account_id, jurisdiction_id, sequence, is_training, at_ms, bits, due_at_ms, \
             late_after_ms from frozen_posts where version_id = $1 order by case_id, sequence, post",
        texts: &["case_id", "post", "account_id", "jurisdiction_id"],
        numbers: &["sequence", "is_training", "at_ms", "bits", "due_at_ms", "late_after_ms"],
    },
    Sealed {
        name: "frozen_post_days",
        statement: "select account_id, day, post, jurisdiction_id, shifts, open_shifts, minutes, beat_grids, \
             walked_grids, first_ms, last_ms, made_at_ms \
             from frozen_post_days where version_id = $1 order by account_id, day",
        texts: &["account_id", "day", "post", "jurisdiction_id"],
        numbers: &[
            "shifts",
            "open_shifts",
            "minutes",
            "beat_grids",
            "walked_grids",
            "first_ms",
            "last_ms",
            "made_at_ms",
        ],
    },
];

/// Whoever hears how far the hashing is: a version of a large city has millions of rows.
pub trait Listens {
    /// Hears that one more row is in the hash; says whether to go on.
    fn row(&mut self) -> impl Future<Output = Result<ControlFlow<()>>> + Send;
}

/// Nobody listens.
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl Listens for Nobody {
    fn row(&mut self) -> impl Future<Output = Result<ControlFlow<()>>> + Send {
        std::future::ready(Ok(ControlFlow::Continue(())))
    }
}

/// Counts the rows of a version, those of all its tables.
pub async fn count(connection: &mut AnyConnection, version: &str) -> Result<u64> {
    let row = sqlx::query(
        "select (select count(*) from frozen_cases where version_id = $1) \
         + (select count(*) from frozen_posts where version_id = $1) \
         + (select count(*) from frozen_post_days where version_id = $1) as found",
    )
    .bind(version.to_owned())
    .fetch_one(connection)
    .await?;
    Ok(u64::try_from(row.number("found")?).unwrap_or(0))
}

/// Returns the hash over every row of a version; nothing where whoever listens said not to go on. Whoever asks sees the
/// database of one moment.
pub async fn hash<L: Listens + Send>(
    connection: &mut AnyConnection,
    version: &str,
    listens: &mut L,
) -> Result<Option<String>> {
    let mut hash = String::new();
    for table in &TABLES {
        hash = link(&hash, &[Some(table.name.to_owned())])?;
        // Row by row: a month of a city need not fit in the memory.
        let mut rows = sqlx::query(table.statement).bind(version.to_owned()).fetch(&mut *connection);
        while let Some(row) = rows.try_next().await? {
            let mut fields = Vec::with_capacity(table.texts.len().saturating_add(table.numbers.len()));
            for column in table.texts {
                fields.push(Some(row.text(column)?));
            }
            for column in table.numbers {
                fields.push(row.maybe_number(column)?.map(|number| number.to_string()));
            }
            hash = link(&hash, &fields)?;
            if listens.row().await?.is_break() {
                return Ok(None);
            }
        }
    }
    Ok(Some(hash))
}

/// Returns the hash over a row and all rows before it.
fn link(before: &str, fields: &[Option<String>]) -> Result<String> {
    // As JSON, so that text cannot move from one field into the next.
    Ok(Sha256::of(serde_json::to_string(&(before, fields))?.as_bytes()).to_string())
}

#[cfg(test)]
mod tests {
    use super::{TABLES, link};

    const MADE: [&str; 2] = [
        include_str!("../../../../migrations/server/sqlite/0027_assessed.sql"),
        include_str!("../../../../migrations/server/sqlite/0032_posts.sql"),
    ];
    const ADDED: &str = include_str!("../../../../migrations/server/sqlite/0034_channels.sql");

    #[test]
    fn every_column_of_every_frozen_table_is_sealed() {
        for table in &TABLES {
            let head = format!("create table {} (", table.name);
            let body = MADE.iter().find_map(|file| file.split_once(head.as_str())).unwrap().1;
            let body = body.split_once(") strict").unwrap().0;
            let mut columns: Vec<&str> = body
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty() && !line.starts_with("primary key"))
                .map(|line| line.split_once(' ').unwrap().0)
                .filter(|column| *column != "version_id")
                .collect();
            let more = format!("alter table {} add column ", table.name);
            columns.extend(ADDED.lines().filter_map(|line| line.strip_prefix(more.as_str())?.split(' ').next()));
            let mut sealed: Vec<&str> = table.texts.iter().chain(table.numbers).copied().collect();
            for column in &sealed {
                assert!(table.statement.contains(column), "{column}");
            }
            columns.sort_unstable();
            sealed.sort_unstable();
            assert_eq!(sealed, columns, "{}", table.name);
        }
    }

    #[test]
    fn a_seal_is_another_when_a_field_or_what_came_before_is() {
        let field = |text: &str| [Some(text.to_owned()), None];
        let one = link("", &field("a")).unwrap();
        assert_eq!(one, link("", &field("a")).unwrap());
        assert_ne!(one, link("", &field("b")).unwrap());
        assert_ne!(one, link("b", &field("a")).unwrap());
        assert_ne!(link("", &[Some(String::new())]).unwrap(), link("", &[None]).unwrap());
    }
}
