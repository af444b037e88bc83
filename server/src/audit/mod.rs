//! Who did what (操作记录): append-only, written in the same transaction as the change it tells of.
//!
//! Rows carry no hash chain when they are written, because that would make every writer wait for the one before. A job
//! chains committed rows, [`chain`]; `check` and the desk follow the chain, [`verification`]. The database itself refuses to
//! change or remove a row. The words of actions stand in one list, `shared::api::audit`. Start with [`record`].

mod ids;
mod sheet;
pub mod verification;
pub mod actions;
pub mod store;
pub mod http;

use shared::account::Actor;
use shared::api::audit;
use shared::ids::{JurisdictionId, OperationId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;

use self::store::chain::{self as links, Written};
use self::verification::Follow;
use crate::db::gather::Rows;
use crate::db::{Tx, meta};
use crate::error::Result;
use crate::world::Random;

/// How long a row rests before it is chained: one that commits late must not be passed.
const REST_MS: i64 = 60_000;
/// No transaction lasts so long: rows that are older than the last one in the chain by this are not looked for.
const LATEST_MS: i64 = 24 * 3_600_000;

static AUDIT: Rows = Rows {
    table: "audit",
    columns: &["id", "at_ms", "actor", "account_id", "jurisdiction_id", "action", "subject", "operation_id", "detail"],
    turn: 8,
};

/// What is recorded. Never a password, a token or a phone number.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// Who did it.
    pub actor: &'a Actor,
    /// The area it was done in.
    pub area: &'a JurisdictionId,
    /// The word of the action, one of the list.
    pub action: &'a str,
    /// What it was done to.
    pub subject: String,
    /// The operation that carried it.
    pub operation: Option<OperationId>,
    /// What else must be known later.
    pub detail: String,
}

/// Writes a record.
pub async fn record(tx: &mut Tx, random: &dyn Random, now: Instant, record: Record<'_>) -> Result<()> {
    // A word without a meaning would be shown to people as it is. Tests run every feature, and so find it here.
    debug_assert!(audit::word(record.action).is_some(), "{} is not in the list of words", record.action);
    let (actor, account) = match record.actor {
        Actor::Account { id, user, .. } => (format!("account {user}"), Some(id.to_string())),
        Actor::System { rule } => (format!("system {rule}"), None),
    };
    let row = vec![
        random.uuid_v7(now).to_string().into(),
        now.ms().into(),
        actor.into(),
        account.into(),
        record.area.as_str().into(),
        record.action.into(),
        record.subject.into(),
        record.operation.map(|id| id.to_string()).into(),
        record.detail.into(),
    ];
    tx.insert(&AUDIT, row).await
}

/// Chains the committed rows that are not chained yet and returns how many there were.
pub async fn chain(tx: &mut Tx, now: Instant) -> Result<usize> {
    meta::one_at_a_time(tx).await?;
    let last = links::last(tx).await?;
    let floor = last.as_ref().map_or_else(String::new, |last| floor(last.at));
    let (mut position, mut hash) = last.map_or((0, String::new()), |last| (last.position, last.hash));
    let rows = links::unchained(tx, &floor, now.plus_ms(-REST_MS)).await?;
    for row in &rows {
        position += 1;
        hash = link(&hash, row)?;
        links::append(tx, position, &row.id, &hash).await?;
    }
    Ok(rows.len())
}

/// Returns the id below which nothing waits to be chained any more, where the last row in the chain was made then.
fn floor(last: Instant) -> String {
    ids::first_at(last.plus_ms(-LATEST_MS))
}

/// Follows the whole chain and returns what is wrong with it. Reads it page by page.
pub async fn verify(connection: &mut AnyConnection) -> Result<Vec<String>> {
    let known = verification::last_known(connection).await?;
    let mut follow = Follow::from_the_start(known);
    while follow.go_on(connection).await? {}
    follow.end(connection).await?;
    Ok(follow.told())
}

/// Returns the hash over a row and all rows before it.
fn link(before: &str, row: &Written) -> Result<String> {
    let mut fields = vec![before];
    fields.extend(row.fields.iter().map(String::as_str));
    // As JSON, so that text cannot move from one field into the next.
    Ok(Sha256::of(serde_json::to_string(&fields)?.as_bytes()).to_string())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use shared::api::audit::word;

    use super::link;
    use super::store::chain::Written;

    fn written(detail: &str) -> Written {
        let fields = ["id", "1", "system test", "", "XA", "close", "case x", "", detail].map(str::to_owned);
        Written { id: "id".to_owned(), fields: fields.to_vec() }
    }

    #[test]
    fn a_link_is_another_when_a_field_or_what_came_before_is() {
        let one = link("", &written("a")).unwrap();
        assert_eq!(one, link("", &written("a")).unwrap());
        assert_ne!(one, link("", &written("b")).unwrap());
        assert_ne!(one, link("f", &written("a")).unwrap());
    }

    /// Reads every source file below a folder.
    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn every_word_that_is_written_out_where_it_is_recorded_is_in_the_list() {
        let mut texts = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut texts);
        let mut found = 0;
        for text in &texts {
            for (_, rest) in text.match_indices("action: \"").map(|(at, begin)| text.split_at(at + begin.len())) {
                let recorded = rest.split('"').next().unwrap();
                // Words of phones and desks for steps of cases are in the list too.
                assert!(word(recorded).is_some(), "{recorded} is not in the list");
                found += 1;
            }
        }
        assert!(found > 8, "the search finds what it looks for");
    }
}
