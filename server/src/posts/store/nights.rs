//! What days on shift are counted from, and the counted days.

use std::collections::{BTreeMap, BTreeSet};

use shared::account::Role;
use shared::ids::{AccountId, DutyGridId};
use shared::time::Instant;
use shared::track::LONGEST_SHIFT_MS;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;
use crate::posts::days::{Counted, Shift};

/// Returns the shifts that began in a time, by whose they are, the first first: as far as was heard of them until `known`,
/// each in the role that its account had when it began.
pub async fn shifts(
    connection: &mut AnyConnection,
    begins: Instant,
    ends: Instant,
    known: Instant,
) -> Result<BTreeMap<AccountId, Vec<Shift>>> {
    let rows = sqlx::query(
        "select s.account_id, s.started_at_ms, case when s.end_heard_at_ms <= $3 then s.ended_at_ms end as ended_at_ms, \
         s.jurisdiction_id, coalesce((select r.role from account_rights r where r.account_id = s.account_id \
         and r.since_ms <= s.started_at_ms order by r.since_ms desc limit 1), a.role) as role \
         from shifts s join accounts a on a.id = s.account_id \
         where s.started_at_ms >= $1 and s.started_at_ms < $2 and s.heard_at_ms <= $3 \
         order by s.started_at_ms, s.account_id",
    )
    .bind(begins.ms())
    .bind(ends.ms())
    .bind(known.ms())
    .fetch_all(connection)
    .await?;
    let mut all: BTreeMap<AccountId, Vec<Shift>> = BTreeMap::new();
    for row in &rows {
        all.entry(row.parsed("account_id")?).or_default().push(Shift {
            began: Instant::from_ms(row.number("started_at_ms")?),
            ended: row.maybe_number("ended_at_ms")?.map(Instant::from_ms),
            jurisdiction: row.text("jurisdiction_id")?,
            is_inspector: row.text("role")? == Role::Inspector.as_str(),
        });
    }
    Ok(all)
}

/// When the last piece of somebody's tracks came, and what the last moment is that they tell of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Heard {
    /// When the last piece came.
    pub received: Instant,
    /// The last moment in any.
    pub last: Instant,
}

/// Returns of whom tracks of shifts are here that began in a time, as their phones said: those that had come until `known`.
pub async fn heard(
    connection: &mut AnyConnection,
    begins: Instant,
    ends: Instant,
    known: Instant,
) -> Result<BTreeMap<AccountId, Heard>> {
    // Person by person along their index: of all tracks only those of the day are looked at.
    let rows = sqlx::query(
        "select t.account_id, max(t.received_at_ms) as received_ms, max(t.last_ms) as last_ms \
         from (select distinct account_id from shifts where started_at_ms >= $1 and started_at_ms < $2) as s \
         join track_pieces t on t.account_id = s.account_id \
         where t.first_ms >= $1 and t.first_ms < $3 and t.shift_ms >= $1 and t.shift_ms < $2 and t.received_at_ms <= $4 \
         group by t.account_id",
    )
    .bind(begins.ms())
    .bind(ends.ms())
    .bind(ends.plus_ms(LONGEST_SHIFT_MS).ms())
    .bind(known.ms())
    .fetch_all(connection)
    .await?;
    let mut all = BTreeMap::new();
    for row in &rows {
        let heard = Heard {
            received: Instant::from_ms(row.number("received_ms")?),
            last: Instant::from_ms(row.number("last_ms")?),
        };
        all.insert(row.parsed("account_id")?, heard);
    }
    Ok(all)
}

/// Returns of whom tracks of these shifts came after a moment.
pub async fn heard_later(
    connection: &mut AnyConnection,
    begins: Instant,
    ends: Instant,
    at: Instant,
) -> Result<BTreeSet<AccountId>> {
    let rows = sqlx::query(
        "select distinct t.account_id from (select distinct account_id from shifts \
         where started_at_ms >= $1 and started_at_ms < $2) as s \
         join track_pieces t on t.account_id = s.account_id \
         where t.first_ms >= $1 and t.first_ms < $3 and t.shift_ms >= $1 and t.shift_ms < $2 and t.received_at_ms > $4",
    )
    .bind(begins.ms())
    .bind(ends.ms())
    .bind(ends.plus_ms(LONGEST_SHIFT_MS).ms())
    .bind(at.ms())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.parsed("account_id")).collect()
}

/// Returns the pieces of somebody's tracks of the shifts that began in a time, packed: those that had come until `known`.
pub async fn pieces(
    connection: &mut AnyConnection,
    account: AccountId,
    begins: Instant,
    ends: Instant,
    known: Instant,
) -> Result<Vec<String>> {
    let rows = sqlx::query(
        "select packed from track_pieces where account_id = $1 and first_ms >= $2 and first_ms < $4 \
         and shift_ms >= $2 and shift_ms < $3 and received_at_ms <= $5 order by first_ms, device_id, number",
    )
    .bind(account.to_string())
    .bind(begins.ms())
    .bind(ends.ms())
    .bind(ends.plus_ms(LONGEST_SHIFT_MS).ms())
    .bind(known.ms())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.text("packed")).collect()
}

/// Returns who walks which duty grids.
pub async fn beats(connection: &mut AnyConnection) -> Result<BTreeMap<AccountId, Vec<DutyGridId>>> {
    let rows = sqlx::query("select account_id, duty_grid from account_grids order by account_id, duty_grid")
        .fetch_all(connection)
        .await?;
    let mut all: BTreeMap<AccountId, Vec<DutyGridId>> = BTreeMap::new();
    for row in &rows {
        all.entry(row.parsed("account_id")?).or_default().push(row.parsed("duty_grid")?);
    }
    Ok(all)
}

/// Returns what a day was counted as, by whose it is, and when.
pub async fn counted(connection: &mut AnyConnection, day: &str) -> Result<BTreeMap<AccountId, (Counted, Instant)>> {
    let rows = sqlx::query(
        "select account_id, post, jurisdiction_id, shifts, open_shifts, minutes, beat_grids, walked_grids, first_ms, \
         last_ms, made_at_ms from post_days where day = $1",
    )
    .bind(day.to_owned())
    .fetch_all(connection)
    .await?;
    let mut all = BTreeMap::new();
    for row in &rows {
        let counted = Counted {
            is_inspector: row.text("post")? == Role::Inspector.as_str(),
            jurisdiction: row.text("jurisdiction_id")?,
            shifts: row.number("shifts")?,
            open_shifts: row.number("open_shifts")?,
            minutes: row.number("minutes")?,
            beat: row.number("beat_grids")?,
            walked: row.number("walked_grids")?,
            first: Instant::from_ms(row.number("first_ms")?),
            last: row.maybe_number("last_ms")?.map(Instant::from_ms),
        };
        all.insert(row.parsed("account_id")?, (counted, Instant::from_ms(row.number("made_at_ms")?)));
    }
    Ok(all)
}

/// Writes what a day of somebody's was counted as, in the place of what was there.
pub async fn keep(tx: &mut Tx, account: AccountId, day: &str, counted: &Counted, now: Instant) -> Result<()> {
    sqlx::query(
        "insert into post_days (account_id, day, post, jurisdiction_id, shifts, open_shifts, minutes, beat_grids, \
         walked_grids, first_ms, last_ms, made_at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         on conflict (account_id, day) do update set post = excluded.post, jurisdiction_id = excluded.jurisdiction_id, \
         shifts = excluded.shifts, open_shifts = excluded.open_shifts, minutes = excluded.minutes, \
         beat_grids = excluded.beat_grids, walked_grids = excluded.walked_grids, first_ms = excluded.first_ms, \
         last_ms = excluded.last_ms, made_at_ms = excluded.made_at_ms",
    )
    .bind(account.to_string())
    .bind(day.to_owned())
    .bind(counted.post().as_str())
    .bind(counted.jurisdiction.clone())
    .bind(counted.shifts)
    .bind(counted.open_shifts)
    .bind(counted.minutes)
    .bind(counted.beat)
    .bind(counted.walked)
    .bind(counted.first.ms())
    .bind(counted.last.map(Instant::ms))
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
