//! Records as people read them: the newest first, under a filter, a page at a time.
//!
//! One statement for each way in, so that an index of each engine finds the page: what narrows most comes first.

use shared::api::audit::AuditEntry;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// Which records; an empty text lets all through.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// In this area.
    pub area: String,
    /// By this account.
    pub account: String,
    /// By one of these two actors: an account of that name, or a rule.
    pub actors: [String; 2],
    /// This action.
    pub action: String,
    /// Done to exactly this.
    pub subject: String,
    /// Done to something of this kind.
    pub kind: String,
    /// None of these actions, and no record that is about a blind check either; all empty for who is told of them.
    pub without: [String; 3],
    /// From this id on.
    pub from: String,
    /// Below this id.
    pub below: String,
}

/// A record, and how it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// What was done.
    pub entry: AuditEntry,
    /// Its place in the chain; none before it is chained.
    pub position: Option<i64>,
    /// The hash there; empty before it is chained.
    pub hash: String,
    /// It is about a blind check, though its word does not say so.
    pub is_beside: bool,
}

/// More than none where a record is about a shot of a blind check: that somebody looked at its original, and, from before
/// there was a word for it, that its original came. A file that a shot of the case itself names is that one's.
macro_rules! beside {
    () => {
        "(case a.action \
         when 'original_seen' then (select count(*) from photos b where b.id = substr(a.detail, 7) and b.is_blind = 1) \
         when 'original_received' then (select count(*) from photos b \
          where b.case_id = substr(a.subject, 6) and b.original_sha256 = substr(a.detail, 6) and b.is_blind = 1 \
          and not exists (select 1 from photos o \
           where o.case_id = b.case_id and o.original_sha256 = b.original_sha256 and o.is_blind = 0)) \
         else 0 end)"
    };
}

macro_rules! columns {
    () => {
        "select a.id, a.at_ms, a.actor, a.account_id, coalesce(p.name, '') as name, a.jurisdiction_id, a.action, \
         a.subject, a.operation_id, a.detail, \
         (select c.case_no from cases c where c.id = substr(a.subject, 6)) as case_no "
    };
}

macro_rules! page_by {
    ($first:literal) => {
        concat!(
            columns!(),
            "from audit a left join accounts p on p.id = a.account_id where ",
            $first,
            " and a.id >= $2 and a.id < $3 \
             and ($4 = '' or a.jurisdiction_id = $4) \
             and ($5 = '' or a.account_id = $5) \
             and ($6 = '' or a.actor = $6 or a.actor = $7) \
             and ($8 = '' or a.action = $8) \
             and ($9 = '' or a.subject = $9) \
             and ($10 = '' or a.subject like $10) \
             and a.action <> $12 and a.action <> $13 and a.action <> $14 and ($12 = '' or ",
            beside!(),
            " = 0) \
             order by a.id desc limit $11"
        )
    };
}

/// So many letters of a subject stand in the index by kind (migration 0040): enough of each kind, and of none more than the
/// space behind it.
const LETTERS: usize = 5;

impl Filter {
    /// Returns the statement whose first condition narrows most, and what that asks for; of two actors one for each, since
    /// a condition that holds for either would go through every record there is.
    fn ways_in(&self) -> Vec<(&'static str, String)> {
        let [actor, other] = &self.actors;
        if !self.subject.is_empty() {
            vec![(page_by!("a.subject = $1"), self.subject.clone())]
        } else if !self.account.is_empty() {
            vec![(page_by!("a.account_id = $1"), self.account.clone())]
        } else if !actor.is_empty() {
            let by = |actor: &String| (page_by!("a.actor = $1"), actor.clone());
            if actor == other { vec![by(actor)] } else { vec![by(actor), by(other)] }
        } else if !self.action.is_empty() {
            vec![(page_by!("a.action = $1"), self.action.clone())]
        } else if let Some(letters) = self.letters() {
            let way = if self.area.is_empty() {
                page_by!("substr(a.subject, 1, 5) = $1")
            } else {
                page_by!("a.jurisdiction_id = $4 and substr(a.subject, 1, 5) = $1")
            };
            vec![(way, letters)]
        } else if !self.area.is_empty() {
            vec![(page_by!("a.jurisdiction_id = $1"), self.area.clone())]
        } else {
            vec![(page_by!("$1 = ''"), String::new())]
        }
    }

    /// Returns the letters that the subjects of the kind begin with; none of a kind that is too short to fill them, and of
    /// none.
    fn letters(&self) -> Option<String> {
        let letters: String = format!("{} ", self.kind).chars().take(LETTERS).collect();
        (letters.len() == LETTERS).then_some(letters)
    }
}

/// Returns the newest records that the filter lets through.
pub async fn page(connection: &mut AnyConnection, filter: &Filter, most: i64) -> Result<Vec<AuditEntry>> {
    let kind = if filter.kind.is_empty() { String::new() } else { format!("{} %", filter.kind) };
    let [actor, other] = &filter.actors;
    let [one, two, three] = &filter.without;
    let ways = filter.ways_in();
    let is_one = ways.len() == 1;
    let mut found = Vec::new();
    for (statement, first) in ways {
        let rows = sqlx::query(statement)
            .bind(first)
            .bind(filter.from.clone())
            .bind(filter.below.clone())
            .bind(filter.area.clone())
            .bind(filter.account.clone())
            .bind(actor.clone())
            .bind(other.clone())
            .bind(filter.action.clone())
            .bind(filter.subject.clone())
            .bind(kind.clone())
            .bind(most)
            .bind(one.clone())
            .bind(two.clone())
            .bind(three.clone())
            .fetch_all(&mut *connection)
            .await?;
        for row in &rows {
            found.push(entry(row)?);
        }
    }
    if !is_one {
        found.sort_by(|one: &AuditEntry, other| other.id.cmp(&one.id));
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }
    Ok(found)
}

/// Returns one record with its place in the chain and the hash there.
pub async fn one(connection: &mut AnyConnection, id: &str) -> Result<Option<Found>> {
    let row = sqlx::query(concat!(
        columns!(),
        ", l.position, coalesce(l.hash, '') as hash, ",
        beside!(),
        " as beside \
         from audit a left join accounts p on p.id = a.account_id left join audit_chain l on l.audit_id = a.id \
         where a.id = $1"
    ))
    .bind(id.to_owned())
    .fetch_optional(connection)
    .await?;
    let found = |row: AnyRow| -> Result<Found> {
        Ok(Found {
            entry: entry(&row)?,
            position: row.maybe_number("position")?,
            hash: row.text("hash")?,
            is_beside: row.flag("beside")?,
        })
    };
    row.map(found).transpose()
}

fn entry(row: &AnyRow) -> Result<AuditEntry> {
    Ok(AuditEntry {
        id: row.text("id")?,
        at: Instant::from_ms(row.number("at_ms")?),
        actor: row.text("actor")?,
        account: row.maybe_parsed("account_id")?,
        name: row.text("name")?,
        area: row.parsed("jurisdiction_id")?,
        action: row.text("action")?,
        subject: row.text("subject")?,
        case_no: row.maybe_parsed("case_no")?,
        operation: row.maybe_parsed("operation_id")?,
        detail: row.text("detail")?,
    })
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[track_caller]
    fn check(filter: &Filter, expected: &[(&str, &str)]) {
        let ways = filter.ways_in();
        assert_eq!(ways.len(), expected.len());
        for ((statement, first), (column, asked)) in ways.iter().zip(expected) {
            let (_, condition) = statement.split_once(" on p.id = a.account_id where ").unwrap();
            assert!(condition.starts_with(column), "{condition}");
            assert!((1..=14).all(|place| statement.contains(&format!("${place}"))), "{statement}");
            assert_eq!(first.as_str(), *asked);
        }
    }

    #[test]
    fn what_is_named_is_what_an_index_is_asked_for() {
        let mut filter = Filter::default();
        check(&filter, &[("$1 = ''", "")]);
        filter.area = "610112".to_owned();
        check(&filter, &[("a.jurisdiction_id = $1", "610112")]);
        filter.kind = "case".to_owned();
        check(&filter, &[("a.jurisdiction_id = $4 and substr(a.subject, 1, 5) = $1", "case ")]);
        filter.area = String::new();
        check(&filter, &[("substr(a.subject, 1, 5) = $1", "case ")]);
        filter.kind = "announcement".to_owned();
        check(&filter, &[("substr(a.subject, 1, 5) = $1", "annou")]);
        filter.kind = "map".to_owned();
        check(&filter, &[("$1 = ''", "")]);
        filter.kind = "case".to_owned();
        filter.area = "610112".to_owned();
        filter.action = "sign_in".to_owned();
        check(&filter, &[("a.action = $1", "sign_in")]);
        filter.actors = ["account wang".to_owned(), "system wang".to_owned()];
        check(&filter, &[("a.actor = $1", "account wang"), ("a.actor = $1", "system wang")]);
        filter.actors = ["account wang".to_owned(), "account wang".to_owned()];
        check(&filter, &[("a.actor = $1", "account wang")]);
        filter.account = "an id".to_owned();
        check(&filter, &[("a.account_id = $1", "an id")]);
        filter.subject = "case 1".to_owned();
        check(&filter, &[("a.subject = $1", "case 1")]);
    }
}
