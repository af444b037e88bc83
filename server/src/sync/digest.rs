//! Is what a phone holds what is here? Sums of ranges, rows of ranges, and rows that are missing.

use std::collections::BTreeMap;

use shared::case::{Case, Nearby};
use shared::refusal::Code;
use shared::sync::digest::{
    DigestAsk, DigestReply, Listed, MOST_FETCHED, MOST_LISTS, MOST_ROWS, MOST_SUMS, Range, RowName, Sum, whole,
};
use shared::sync::pull::{self, Change};

use super::scope::Scope;
use super::store::marks;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::db::Reader;
use crate::error::{Result, refuse};

/// Answers a comparison. Changes nothing.
pub async fn digest(app: &App, caller: &Caller, ask: &DigestAsk) -> Result<DigestReply> {
    bounded(ask)?;
    let ours = Scope::of(app, caller);
    let near_since = ours.near_since().filter(|since| ask.near_since != Some(*since));
    let scope = ours.seen_from(ask.near_since);
    let mut reader = app.db.read().await?;
    let mut reply = DigestReply { near_since, ..DigestReply::default() };
    if ask.sums.is_empty() && ask.lists.is_empty() && ask.fetch.is_empty() {
        let sums = everything(&mut reader, &scope).await?;
        reply.agrees = ask.whole.as_ref() == Some(&whole(&sums));
        if !reply.agrees {
            reply.whole = sums;
        }
        return Ok(reply);
    }
    for cuts in &ask.sums {
        let mut sums = Vec::new();
        for pair in cuts.at.windows(2) {
            if let [from, to] = pair {
                sums.push(sum(&mut reader, &scope, &cuts.entity, from, to).await?);
            }
        }
        reply.sums.push(sums);
    }
    for range in &ask.lists {
        reply.lists.push(list(&mut reader, &scope, range).await?);
    }
    for name in &ask.fetch {
        reply.rows.push(fetch(&mut reader, &scope, name).await?);
    }
    Ok(reply)
}

fn bounded(ask: &DigestAsk) -> Result<()> {
    let sums: usize = ask.sums.iter().map(|cuts| cuts.at.len()).sum();
    if sums > MOST_SUMS || ask.lists.len() > MOST_LISTS || ask.fetch.len() > MOST_FETCHED {
        let detail = format!("at most {MOST_SUMS} cuts, {MOST_LISTS} ranges, {MOST_FETCHED} rows");
        return refuse(Code::TooLarge, detail);
    }
    Ok(())
}

async fn everything(reader: &mut Reader, scope: &Scope) -> Result<BTreeMap<String, Sum>> {
    let mut sums = BTreeMap::new();
    for entity in scope.entities() {
        sums.insert((*entity).to_owned(), sum(reader, scope, entity, "", "").await?);
    }
    Ok(sums)
}

async fn sum(reader: &mut Reader, scope: &Scope, entity: &str, from: &str, to: &str) -> Result<Sum> {
    let mut sum = Sum::default();
    for rows in scope.rows(entity) {
        sum.join(marks::sum(reader, &rows, from, to).await?);
    }
    Ok(sum)
}

async fn list(reader: &mut Reader, scope: &Scope, range: &Range) -> Result<Listed> {
    let mut found = BTreeMap::new();
    for rows in scope.rows(&range.entity) {
        // One more than is told says whether there are more.
        found.extend(marks::list(reader, &rows, &range.from, &range.to, MOST_ROWS + 1).await?);
    }
    let more = found.len() > MOST_ROWS;
    Ok(Listed { rows: found.into_iter().take(MOST_ROWS).collect(), more })
}

async fn fetch(reader: &mut Reader, scope: &Scope, name: &RowName) -> Result<Change> {
    for rows in scope.rows(&name.entity) {
        let Some(body) = marks::body(reader, &rows, &name.id).await? else { continue };
        if let Some(body) = shown(&name.entity, &body)? {
            let version = body.get("version").and_then(serde_json::Value::as_u64).unwrap_or(0);
            let (entity, id) = (name.entity.clone(), name.id.clone());
            return Ok(Change { entity, id, version, left: false, body: Some(body) });
        }
    }
    Ok(Change { entity: name.entity.clone(), id: name.id.clone(), version: 0, left: true, body: None })
}

/// Returns a row as it travels: a neighbour's case without what is nobody else's business.
pub fn shown(entity: &str, body: &str) -> Result<Option<serde_json::Value>> {
    if entity == pull::NEARBY {
        let case: Case = serde_json::from_str(body)?;
        return Ok(Nearby::of(&case).map(serde_json::to_value).transpose()?);
    }
    Ok(Some(serde_json::from_str(body)?))
}
