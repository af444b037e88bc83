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
    /// Neither of these actions.
    pub without: [String; 2],
    /// From this id on.
    pub from: String,
    /// Below this id.
    pub below: String,
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
             and a.action <> $12 and a.action <> $13 \
             order by a.id desc limit $11"
        )
    };
}

impl Filter {
    /// Returns the statement whose first condition narrows most, and what that asks for.
    fn way_in(&self) -> (&'static str, &str) {
        if !self.subject.is_empty() {
            (page_by!("a.subject = $1"), self.subject.as_str())
        } else if !self.account.is_empty() {
            (page_by!("a.account_id = $1"), self.account.as_str())
        } else if !self.action.is_empty() {
            (page_by!("a.action = $1"), self.action.as_str())
        } else if !self.area.is_empty() {
            (page_by!("a.jurisdiction_id = $1"), self.area.as_str())
        } else {
            (page_by!("$1 = ''"), "")
        }
    }
}

/// Returns the newest records that the filter lets through.
pub async fn page(connection: &mut AnyConnection, filter: &Filter, most: i64) -> Result<Vec<AuditEntry>> {
    let (statement, first) = filter.way_in();
    let kind = if filter.kind.is_empty() { String::new() } else { format!("{} %", filter.kind) };
    let [actor, other] = &filter.actors;
    let [one, two] = &filter.without;
    let rows = sqlx::query(statement)
        .bind(first.to_owned())
        .bind(filter.from.clone())
        .bind(filter.below.clone())
        .bind(filter.area.clone())
        .bind(filter.account.clone())
        .bind(actor.clone())
        .bind(other.clone())
        .bind(filter.action.clone())
        .bind(filter.subject.clone())
        .bind(kind)
        .bind(most)
        .bind(one.clone())
        .bind(two.clone())
        .fetch_all(connection)
        .await?;
    rows.iter().map(entry).collect()
}

/// Returns one record with its place in the chain and the hash there.
pub async fn one(connection: &mut AnyConnection, id: &str) -> Result<Option<(AuditEntry, Option<i64>, String)>> {
    let row = sqlx::query(concat!(
        columns!(),
        ", l.position, coalesce(l.hash, '') as hash \
         from audit a left join accounts p on p.id = a.account_id left join audit_chain l on l.audit_id = a.id \
         where a.id = $1"
    ))
    .bind(id.to_owned())
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok((entry(&row)?, row.maybe_number("position")?, row.text("hash")?))).transpose()
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
