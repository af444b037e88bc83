//! Changes with the rows they name.

use shared::ids::{AccountId, JurisdictionId};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// Which changes of an area: behind one number, up to another, at most so many.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    /// The area.
    pub area: &'a JurisdictionId,
    /// The last number that was taken.
    pub after: i64,
    /// The last number that is wanted.
    pub upto: i64,
    /// At most so many.
    pub limit: i64,
}

/// A change with the row as it is now.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Its number in its area.
    pub number: i64,
    /// `case` or `task`.
    pub entity: String,
    /// The row.
    pub id: String,
    /// It left the scope.
    pub left: bool,
    /// The area that the row lies in now; none for a task that is nobody's any more.
    pub area: Option<JurisdictionId>,
    /// The row's JSON.
    pub body: Option<String>,
}

fn changed(row: &AnyRow) -> Result<Changed> {
    Ok(Changed {
        number: row.number("number")?,
        entity: row.text("entity")?,
        id: row.text("entity_id")?,
        left: row.flag("is_left")?,
        area: row.maybe_parsed("area")?,
        body: row.maybe_text("body")?,
    })
}

/// Returns the changes in the scope of one account.
pub async fn of_account(
    connection: &mut AnyConnection,
    account: AccountId,
    window: Window<'_>,
) -> Result<Vec<Changed>> {
    let rows = sqlx::query(
        "select h.number, h.entity, h.entity_id, h.is_left, coalesce(c.body, t.body) as body, \
         coalesce(c.jurisdiction_id, t.jurisdiction_id) as area \
         from changes h \
         left join cases c on h.entity = 'case' and c.id = h.entity_id \
         left join tasks t on h.entity = 'task' and t.id = h.entity_id \
         where h.account_id = $1 and h.jurisdiction_id = $2 and h.number > $3 and h.number <= $4 \
         and h.entity in ('case', 'task') \
         order by h.number limit $5",
    )
    .bind(account.to_string())
    .bind(window.area.as_str())
    .bind(window.after)
    .bind(window.upto)
    .bind(window.limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(changed).collect()
}

/// Returns the changes of cases that others reported since then in the duty grids of an account. Whether one left them
/// is told by where it lies now: it may have gone from one of them to another.
pub async fn near(
    connection: &mut AnyConnection,
    account: AccountId,
    since: Instant,
    window: Window<'_>,
) -> Result<Vec<Changed>> {
    let rows = sqlx::query(
        "select h.number, h.entity, h.entity_id, c.body, c.jurisdiction_id as area, \
         cast(case when exists (select 1 from account_grids g where g.account_id = $1 and g.duty_grid = c.duty_grid) \
         then 0 else 1 end as bigint) as is_left \
         from changes h join cases c on c.id = h.entity_id \
         where h.duty_grid in (select g.duty_grid from account_grids g where g.account_id = $1) \
         and h.jurisdiction_id = $2 and h.number > $3 and h.number <= $4 and h.entity = 'case' \
         and (c.reporter_id is null or c.reporter_id <> $1) and c.received_at_ms >= $5 \
         order by h.number limit $6",
    )
    .bind(account.to_string())
    .bind(window.area.as_str())
    .bind(window.after)
    .bind(window.upto)
    .bind(since.ms())
    .bind(window.limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(changed).collect()
}

/// Returns all changes of cases and tasks in an area; blind tasks are for those they were sent to.
pub async fn of_area(connection: &mut AnyConnection, window: Window<'_>) -> Result<Vec<Changed>> {
    let rows = sqlx::query(
        "select h.number, h.entity, h.entity_id, h.is_left, coalesce(c.body, t.body) as body, \
         coalesce(c.jurisdiction_id, case when t.state <> 'withdrawn' then t.jurisdiction_id end) as area \
         from changes h \
         left join cases c on h.entity = 'case' and c.id = h.entity_id \
         left join tasks t on h.entity = 'task' and t.id = h.entity_id \
         where h.jurisdiction_id = $1 and h.number > $2 and h.number <= $3 and h.entity in ('case', 'task') \
         and (t.is_blind is null or t.is_blind = 0) \
         order by h.number limit $4",
    )
    .bind(window.area.as_str())
    .bind(window.after)
    .bind(window.upto)
    .bind(window.limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(changed).collect()
}
