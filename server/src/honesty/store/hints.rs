//! Hints as they are kept, listed and judged.

use shared::api::honesty::{HintFacts, HintKind, HintState, HintVerdict, OpenHints};
use shared::ids::{AccountId, CaseId, HintId, JurisdictionId, Sha256, TaskId};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;
use crate::honesty::hint::NewHint;

/// Keeps a hint, unless one of the same is kept; says whether it was new.
pub async fn insert(tx: &mut Tx, id: HintId, area: &JurisdictionId, hint: &NewHint, now: Instant) -> Result<bool> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let done = sqlx::query(
        "insert into honesty_hints (id, jurisdiction_id, kind, hint_key, at_ms, made_at_ms, cases, facts) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (kind, hint_key) do nothing",
    )
    .bind(id.to_string())
    .bind(area.as_str())
    .bind(hint.facts.kind().as_str())
    .bind(&hint.key)
    .bind(hint.at.ms())
    .bind(now.ms())
    .bind(count(hint.case_count()))
    .bind(serde_json::to_string(&hint.facts)?)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    for (place, account) in hint.people.iter().enumerate() {
        sqlx::query(
            "insert into honesty_hint_people (hint_id, place, account_id, jurisdiction_id) values ($1, $2, $3, $4)",
        )
        .bind(id.to_string())
        .bind(count(place))
        .bind(account.to_string())
        .bind(area.as_str())
        .execute(&mut **tx)
        .await?;
    }
    for (place, case) in hint.cases.iter().enumerate() {
        sqlx::query(
            "insert into honesty_hint_cases (hint_id, place, case_id, jurisdiction_id, sha256, task_id, at_ms) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id.to_string())
        .bind(count(place))
        .bind(case.case.to_string())
        .bind(case.area.as_str())
        .bind(case.picture.as_ref().map_or("", Sha256::as_str).to_owned())
        .bind(case.task.map(|task| task.to_string()).unwrap_or_default())
        .bind(case.at.ms())
        .execute(&mut **tx)
        .await?;
    }
    Ok(true)
}

/// A hint as it is kept.
#[derive(Clone, PartialEq, Debug)]
pub struct Kept {
    /// Its id.
    pub id: HintId,
    /// Whose it is.
    pub area: JurisdictionId,
    /// What was said of it last.
    pub state: HintState,
    /// When what it is about happened last.
    pub at: Instant,
    /// When it was made.
    pub made_at: Instant,
    /// How many cases it has.
    pub cases: u64,
    /// What was found.
    pub facts: HintFacts,
}

/// Which hints are listed. Never those that name who asks.
#[derive(Clone, Debug)]
pub struct Page {
    /// Only of this jurisdiction.
    pub area: Option<JurisdictionId>,
    /// Only of this kind.
    pub kind: Option<HintKind>,
    /// Only in this state.
    pub state: Option<HintState>,
    /// Who asks.
    pub caller: AccountId,
    /// Behind this one.
    pub after: Option<(i64, HintId)>,
    /// At most so many.
    pub limit: u32,
}

/// Returns a page of hints, the newest first.
pub async fn list(connection: &mut AnyConnection, page: &Page) -> Result<Vec<Kept>> {
    let (after, id) = page.after.map_or((i64::MAX, String::new()), |(at, id)| (at, id.to_string()));
    let rows = sqlx::query(
        "select h.id, h.jurisdiction_id, h.state, h.at_ms, h.made_at_ms, h.cases, h.facts from honesty_hints h \
         where ($1 = '' or h.jurisdiction_id = $1) and ($2 = '' or h.kind = $2) and ($3 = '' or h.state = $3) \
         and (h.at_ms < $4 or (h.at_ms = $4 and h.id < $5)) \
         and not exists (select 1 from honesty_hint_people p where p.hint_id = h.id and p.account_id = $6) \
         order by h.at_ms desc, h.id desc limit $7",
    )
    .bind(page.area.as_ref().map_or("", JurisdictionId::as_str).to_owned())
    .bind(page.kind.map_or("", HintKind::as_str))
    .bind(page.state.map_or("", HintState::as_str))
    .bind(after)
    .bind(id)
    .bind(page.caller.to_string())
    .bind(i64::from(page.limit))
    .fetch_all(connection)
    .await?;
    rows.iter().map(kept).collect()
}

/// Counts of each kind the hints that nobody has looked at.
pub async fn open(
    connection: &mut AnyConnection,
    area: Option<&JurisdictionId>,
    caller: AccountId,
) -> Result<Vec<OpenHints>> {
    let rows = sqlx::query(
        "select h.kind, count(*) as found from honesty_hints h \
         where h.state = 'open' and ($1 = '' or h.jurisdiction_id = $1) \
         and not exists (select 1 from honesty_hint_people p where p.hint_id = h.id and p.account_id = $2) \
         group by h.kind",
    )
    .bind(area.map_or("", JurisdictionId::as_str))
    .bind(caller.to_string())
    .fetch_all(connection)
    .await?;
    let mut found = Vec::new();
    for row in &rows {
        let word = row.text("kind")?;
        if let Some(kind) = HintKind::parse(&word) {
            found.push(OpenHints { kind, open: u64::try_from(row.number("found")?).unwrap_or(0) });
        }
    }
    found.sort_by_key(|one| one.kind);
    Ok(found)
}

/// Finds a hint; one that names who asks is not there.
pub async fn find(connection: &mut AnyConnection, id: HintId, caller: AccountId) -> Result<Option<Kept>> {
    let row = sqlx::query(
        "select h.id, h.jurisdiction_id, h.state, h.at_ms, h.made_at_ms, h.cases, h.facts from honesty_hints h \
         where h.id = $1 \
         and not exists (select 1 from honesty_hint_people p where p.hint_id = h.id and p.account_id = $2)",
    )
    .bind(id.to_string())
    .bind(caller.to_string())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(kept).transpose()
}

fn kept(row: &AnyRow) -> Result<Kept> {
    let word = row.text("state")?;
    Ok(Kept {
        id: row.parsed("id")?,
        area: row.parsed("jurisdiction_id")?,
        state: HintState::parse(&word).ok_or_else(|| anyhow::anyhow!("a hint has the unknown state {word}"))?,
        at: Instant::from_ms(row.number("at_ms")?),
        made_at: Instant::from_ms(row.number("made_at_ms")?),
        cases: u64::try_from(row.number("cases")?).unwrap_or(0),
        facts: row.json("facts")?,
    })
}

/// A case of a hint as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptCase {
    /// Which.
    pub case: CaseId,
    /// The picture that the hint is about.
    pub picture: Option<Sha256>,
    /// The answer that the hint is about.
    pub task: Option<TaskId>,
    /// When what the hint is about happened in it.
    pub at: Instant,
}

/// Returns the cases of a hint in their order.
pub async fn cases(connection: &mut AnyConnection, id: HintId) -> Result<Vec<KeptCase>> {
    let rows =
        sqlx::query("select case_id, sha256, task_id, at_ms from honesty_hint_cases where hint_id = $1 order by place")
            .bind(id.to_string())
            .fetch_all(connection)
            .await?;
    rows.iter()
        .map(|row| {
            Ok(KeptCase {
                case: row.parsed("case_id")?,
                picture: row.maybe_parsed("sha256")?,
                task: row.maybe_parsed("task_id")?,
                at: Instant::from_ms(row.number("at_ms")?),
            })
        })
        .collect()
}

/// A judgement as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// What.
    pub verdict: HintVerdict,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Instant,
}

/// Adds what somebody says of a hint to what was said before.
pub async fn judge(tx: &mut Tx, hint: &Kept, judged: &Judged) -> Result<()> {
    // First the hint: two at once get one number behind the other.
    sqlx::query("update honesty_hints set state = $2 where id = $1")
        .bind(hint.id.to_string())
        .bind(judged.verdict.state().as_str())
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "insert into honesty_judgements (hint_id, number, jurisdiction_id, verdict, reason, account_id, at_ms) \
         select $1, coalesce(max(j.number), 0) + 1, $2, $3, $4, $5, $6 from honesty_judgements j where j.hint_id = $1",
    )
    .bind(hint.id.to_string())
    .bind(hint.area.as_str())
    .bind(judged.verdict.as_str())
    .bind(&judged.reason)
    .bind(judged.by.to_string())
    .bind(judged.at.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns what was said of a hint, the first word first.
pub async fn judgements(connection: &mut AnyConnection, id: HintId) -> Result<Vec<Judged>> {
    let rows = sqlx::query(
        "select verdict, reason, account_id, at_ms from honesty_judgements where hint_id = $1 order by number",
    )
    .bind(id.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let word = row.text("verdict")?;
            let verdict = HintVerdict::parse(&word).ok_or_else(|| anyhow::anyhow!("an unknown judgement {word}"))?;
            Ok(Judged {
                verdict,
                reason: row.text("reason")?,
                by: row.parsed("account_id")?,
                at: Instant::from_ms(row.number("at_ms")?),
            })
        })
        .collect()
}
