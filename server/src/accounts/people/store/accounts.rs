//! Accounts in lists, and what belongs to one.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::account::Role;
use shared::api::people::{AccountRow, HandedTask, PersonDevice};
use shared::ids::{AccountId, JurisdictionId, UnitId};
use shared::sync::hello::Heartbeat;
use shared::time::Instant;
use shared::track::LONGEST_SHIFT_MS;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Which accounts are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only those who work for this jurisdiction.
    pub area: Option<JurisdictionId>,
    /// Only these.
    pub role: Option<Role>,
    /// Only a unit's.
    pub unit: Option<UnitId>,
    /// Only those that may sign in, or only those that may not.
    pub disabled: Option<bool>,
    /// With these words in the user name or the name, lower case; empty for all.
    pub words: String,
    /// How they stand with devices.
    pub has: Has,
    /// Only this one.
    pub only: Option<AccountId>,
    /// Only what comes behind this user name.
    pub after: String,
    /// At most so many.
    pub limit: u32,
}

/// How somebody stands with devices.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Has {
    /// However.
    #[default]
    Any,
    /// With a device.
    Device,
    /// Without one.
    NoDevice,
    /// Never signed in on anything.
    NeverSignedIn,
}

impl Has {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Device => "device",
            Self::NoDevice => "none",
            Self::NeverSignedIn => "never",
        }
    }
}

/// Writes words so that what stands for any letter elsewhere stands for itself.
pub(super) fn within(words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let mut pattern = String::from("%");
    for letter in words.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Returns accounts in the order of their user names, without their grids.
pub async fn list(connection: &mut AnyConnection, filter: &Filter, now: Instant) -> Result<Vec<AccountRow>> {
    let disabled = filter.disabled.map_or("", |disabled| if disabled { "1" } else { "0" });
    let rows = sqlx::query(
        "select a.id, a.user_name, a.name, a.role, a.jurisdiction_id, j.name as jurisdiction_name, a.unit_id, \
         coalesce(u.name, '') as unit_name, a.is_disabled, a.made_at_ms, \
         (select count(*) from devices d where d.account_id = a.id and d.revoked_at_ms is null) as devices, \
         (select max(d.last_seen_at_ms) from devices d where d.account_id = a.id) as last_seen_at_ms, \
         (select max(s.at_ms) from audit s where s.account_id = a.id and s.action = 'sign_in') as signed_in_at_ms, \
         (select max(h.started_at_ms) from shifts h where h.account_id = a.id and h.ended_at_ms is null \
         and h.started_at_ms > $10) as on_shift_since_ms \
         from accounts a join jurisdictions j on j.id = a.jurisdiction_id left join units u on u.id = a.unit_id \
         where ($1 = '' or a.jurisdiction_id = $1) and ($2 = '' or a.role = $2) and ($3 = '' or a.unit_id = $3) \
         and ($4 = '' or cast(a.is_disabled as text) = $4) \
         and ($5 = '' or lower(a.user_name) like $5 escape '\\' or lower(a.name) like $5 escape '\\') \
         and ($6 = '' \
         or ($6 = 'device' and exists \
         (select 1 from devices d where d.account_id = a.id and d.revoked_at_ms is null)) \
         or ($6 = 'none' and not exists \
         (select 1 from devices d where d.account_id = a.id and d.revoked_at_ms is null)) \
         or ($6 = 'never' and not exists \
         (select 1 from audit s where s.account_id = a.id and s.action = 'sign_in'))) \
         and ($7 = '' or a.id = $7) and a.user_name > $8 \
         order by a.user_name limit $9",
    )
    .bind(filter.area.as_ref().map_or("", JurisdictionId::as_str).to_owned())
    .bind(filter.role.map_or("", Role::as_str).to_owned())
    .bind(filter.unit.as_ref().map_or("", UnitId::as_str).to_owned())
    .bind(disabled.to_owned())
    .bind(within(&filter.words))
    .bind(filter.has.as_str().to_owned())
    .bind(filter.only.map(|id| id.to_string()).unwrap_or_default())
    .bind(filter.after.clone())
    .bind(i64::from(filter.limit))
    .bind(now.ms() - LONGEST_SHIFT_MS)
    .fetch_all(connection)
    .await?;
    rows.iter().map(account_row).collect()
}

fn account_row(row: &AnyRow) -> Result<AccountRow> {
    let moment = |column| -> Result<Option<Instant>> { Ok(row.maybe_number(column)?.map(Instant::from_ms)) };
    Ok(AccountRow {
        id: row.parsed("id")?,
        user: row.parsed("user_name")?,
        name: row.text("name")?,
        role: role(row)?,
        jurisdiction: row.parsed("jurisdiction_id")?,
        jurisdiction_name: row.text("jurisdiction_name")?,
        unit: row.maybe_parsed("unit_id")?,
        unit_name: row.text("unit_name")?,
        grids: Vec::new(),
        disabled: row.flag("is_disabled")?,
        made_at: Instant::from_ms(row.number("made_at_ms")?),
        devices: u64::try_from(row.number("devices")?).unwrap_or(0),
        signed_in_at: moment("signed_in_at_ms")?,
        last_seen_at: moment("last_seen_at_ms")?,
        on_shift_since: moment("on_shift_since_ms")?,
    })
}

pub(super) fn role(row: &AnyRow) -> Result<Role> {
    let role = row.text("role")?;
    Ok(Role::parse(&role).ok_or_else(|| anyhow::anyhow!("an account has the unknown role {role}"))?)
}

/// Returns the duty grids of the accounts from one user name to another.
pub async fn grids(
    connection: &mut AnyConnection,
    first: &str,
    last: &str,
) -> Result<BTreeMap<AccountId, Vec<String>>> {
    let rows = sqlx::query(
        "select g.account_id, g.duty_grid from account_grids g join accounts a on a.id = g.account_id \
         where a.user_name >= $1 and a.user_name <= $2 order by g.account_id, g.duty_grid",
    )
    .bind(first)
    .bind(last)
    .fetch_all(connection)
    .await?;
    let mut grids: BTreeMap<AccountId, Vec<String>> = BTreeMap::new();
    for row in &rows {
        grids.entry(row.parsed("account_id")?).or_default().push(row.text("duty_grid")?);
    }
    Ok(grids)
}

/// Returns somebody's devices, the newest first.
pub async fn devices(connection: &mut AnyConnection, id: AccountId) -> Result<Vec<PersonDevice>> {
    let rows = sqlx::query(
        "select id, enrolled_at_ms, last_seen_at_ms, heartbeat, revoked_at_ms from devices \
         where account_id = $1 order by enrolled_at_ms desc, id limit 100",
    )
    .bind(id.to_string())
    .fetch_all(connection)
    .await?;
    let device = |row: &AnyRow| -> Result<PersonDevice> {
        let beat: Heartbeat = row.json("heartbeat")?;
        Ok(PersonDevice {
            device: row.parsed("id")?,
            enrolled_at: Instant::from_ms(row.number("enrolled_at_ms")?),
            last_seen_at: row.maybe_number("last_seen_at_ms")?.map(Instant::from_ms),
            waiting_operations: beat.waiting_operations,
            waiting_photos: beat.waiting_photos,
            app_version: beat.app_version,
            platform: beat.platform,
            last_error: beat.last_error,
            revoked_at: row.maybe_number("revoked_at_ms")?.map(Instant::from_ms),
        })
    };
    rows.iter().map(device).collect()
}

/// How much somebody has done and has open.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    /// Open sessions.
    pub sessions: u64,
    /// Tasks answered since a moment.
    pub answered: u64,
    /// Cases reported since then.
    pub reported: u64,
}

/// Counts what somebody has open, and what they have done since a moment. A blind answer is none that a desk sees, and so
/// none that it counts.
pub async fn counts(connection: &mut AnyConnection, id: AccountId, now: Instant, since: Instant) -> Result<Counts> {
    let row = sqlx::query(
        "select (select count(*) from tokens t left join devices d on d.id = t.device_id where t.account_id = $1 \
         and t.revoked_at_ms is null and t.expires_at_ms > $2 and d.revoked_at_ms is null) as sessions, \
         (select count(*) from tasks k where k.assignee_id = $1 and k.state = 'answered' and k.is_blind = 0 \
         and k.sent_at_ms > $3) as answered, \
         (select count(*) from cases c where c.reporter_id = $1 and c.received_at_ms > $3) as reported",
    )
    .bind(id.to_string())
    .bind(now.ms())
    .bind(since.ms())
    .fetch_one(connection)
    .await?;
    let count = |column| -> Result<u64> { Ok(u64::try_from(row.number(column)?).unwrap_or(0)) };
    Ok(Counts { sessions: count("sessions")?, answered: count("answered")?, reported: count("reported")? })
}

/// Returns the tasks that wait for somebody's answer, the most urgent first; no desk sees a blind one.
pub async fn tasks(connection: &mut AnyConnection, id: AccountId) -> Result<Vec<HandedTask>> {
    let rows = sqlx::query(
        "select id, case_id, kind, sent_at_ms, due_at_ms from tasks \
         where assignee_id = $1 and state = 'open' and is_blind = 0 order by due_at_ms, id limit 50",
    )
    .bind(id.to_string())
    .fetch_all(connection)
    .await?;
    let task = |row: &AnyRow| -> Result<HandedTask> {
        Ok(HandedTask {
            task: row.parsed("id")?,
            case: row.parsed("case_id")?,
            kind: serde_json::from_value(Value::from(row.text("kind")?))?,
            sent_at: Instant::from_ms(row.number("sent_at_ms")?),
            due_at: Instant::from_ms(row.number("due_at_ms")?),
        })
    };
    rows.iter().map(task).collect()
}

/// Keeps other transactions that hold administrators waiting until this one ends.
pub async fn hold_admins(tx: &mut Tx) -> Result<()> {
    sqlx::query("update accounts set made_at_ms = made_at_ms where role = 'admin'").execute(&mut **tx).await?;
    Ok(())
}

/// Counts the administrators who may sign in, work for one of two jurisdictions and are not this one.
pub async fn other_admins(tx: &mut Tx, id: AccountId, area: &JurisdictionId, city: &JurisdictionId) -> Result<i64> {
    let row = sqlx::query(
        "select count(*) as others from accounts where role = 'admin' and is_disabled = 0 and id <> $1 \
         and (jurisdiction_id = $2 or jurisdiction_id = $3)",
    )
    .bind(id.to_string())
    .bind(area.as_str())
    .bind(city.as_str())
    .fetch_one(&mut **tx)
    .await?;
    row.number("others")
}

/// Withdraws the sessions of an account that no device opened.
pub async fn end_desk_sessions(tx: &mut Tx, id: AccountId, now: Instant) -> Result<()> {
    sqlx::query(
        "update tokens set revoked_at_ms = $2 \
         where account_id = $1 and device_id is null and revoked_at_ms is null",
    )
    .bind(id.to_string())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn what_somebody_types_stands_for_itself() {
        assert_eq!(within(""), "");
        assert_eq!(within("a_1%"), "%a\\_1\\%%");
    }
}
