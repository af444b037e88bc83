//! Alarms: trouble with devices that is noticed without anybody looking, by the thresholds of their jurisdictions.
//!
//! An alarm begins with the trouble and ends with it; somebody may take note of it, which ends nothing.

use std::collections::BTreeSet;

use shared::account::Right;
use shared::api::devices::{Acknowledge, Alarm, AlarmKind, AlarmList, LONGEST_WHY};
use shared::ids::{AlarmId, DeviceId, JurisdictionId, UserName};
use shared::privacy::words;
use shared::refusal::Code;
use shared::standing::alarms::alarms;
use shared::time::Instant;

use super::store::alarms::{self as store, Lasting, Page};
use super::{actions, live};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::error::{Result, refuse};

/// At most so many on a page.
pub const MOST: u32 = 200;

/// Which alarms are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Which {
    /// All of them.
    #[default]
    All,
    /// Those that last.
    Lasting,
    /// Those that have ended.
    Ended,
}

/// Which page of which alarms.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Which.
    pub which: Which,
    /// Only one device's.
    pub device: Option<DeviceId>,
    /// Only those of a kind.
    pub kind: Option<AlarmKind>,
    /// What comes behind this one.
    pub after: Option<AlarmId>,
    /// At most so many.
    pub limit: u32,
}

/// Trouble with a device in somebody's hands.
type Trouble<'a> = (DeviceId, AlarmKind, &'a JurisdictionId, Option<&'a UserName>);

fn trouble(one: &Lasting) -> Trouble<'_> {
    (one.device, one.kind, &one.area, one.user.as_ref())
}

/// Looks at every device once: begins alarms where there is trouble and ends those whose trouble is over. Returns how many
/// of both there were.
pub async fn turn(app: &App) -> Result<usize> {
    let (whole, city, now) = (live::look(app).await?, app.city(), app.clock.now());
    let lasting = store::lasting(&mut *app.db.read().await?).await?;
    let mut found: BTreeSet<Trouble<'_>> = BTreeSet::new();
    for row in whole.rows() {
        let kinds = alarms(row, &city.settings(&row.jurisdiction).alarms, now);
        found.extend(kinds.into_iter().map(|kind| (row.device, kind, &row.jurisdiction, Some(&row.user))));
    }
    let known: BTreeSet<Trouble<'_>> = lasting.iter().map(trouble).collect();
    // One that its device took along to somebody else, or to another jurisdiction, ends here and begins there.
    let over: Vec<&Lasting> = lasting.iter().filter(|one| !found.contains(&trouble(one))).collect();
    let begun: Vec<_> = found.difference(&known).collect();
    if over.is_empty() && begun.is_empty() {
        return Ok(0);
    }
    let mut tx = app.db.write().await?;
    for one in &over {
        store::end(&mut tx, one.id, now).await?;
    }
    for (device, kind, area, user) in &begun {
        let id = AlarmId(app.random.uuid_v7(now));
        let alarm = Lasting { device: *device, kind: *kind, area: (*area).clone(), user: user.cloned(), id };
        store::insert(&mut tx, &alarm, now).await?;
    }
    tx.commit().await?;
    Ok(over.len().saturating_add(begun.len()))
}

/// Returns a page of the alarms within the caller's reach.
pub async fn list(app: &App, caller: &Caller, asked: Asked) -> Result<AlarmList> {
    let area = actions::area(caller)?.map_or("", JurisdictionId::as_str);
    let limit = asked.limit.clamp(1, MOST);
    // One more than is shown says whether there is another page.
    let page =
        Page { area, device: asked.device, kind: asked.kind, after: asked.after, limit: limit.saturating_add(1) };
    let mut reader = app.db.read().await?;
    let mut alarms = match asked.which {
        Which::All => store::page(&mut reader, &page).await?,
        Which::Lasting => store::page_of_lasting(&mut reader, &page).await?,
        Which::Ended => store::page_of_ended(&mut reader, &page).await?,
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = alarms.len() > limit;
    alarms.truncate(limit);
    let next = alarms.last().filter(|_| has_more).map(|alarm| alarm.id);
    Ok(AlarmList { alarms, next, unnoted: store::unnoted(&mut reader, area).await? })
}

/// Notes that the caller has taken note of an alarm; the first to do so counts.
pub async fn acknowledge(app: &App, tx: &mut Tx, caller: &Caller, id: AlarmId, mut said: Acknowledge) -> Result<Alarm> {
    caller.may(Right::NudgeDevices)?;
    let area = actions::area(caller)?;
    words::text(&mut said.why);
    let why = said.why.trim();
    if why.chars().count() > LONGEST_WHY {
        return refuse(Code::BadValue, format!("why: at most {LONGEST_WHY} characters"));
    }
    let found = store::find(tx, id).await?.filter(|alarm| area.is_none_or(|area| *area == alarm.jurisdiction));
    let Some(alarm) = found else { return refuse(Code::NotFound, format!("no alarm {id} here")) };
    let now = app.clock.now();
    if store::acknowledge(tx, id, caller.account.id, why, now).await? {
        let record = Record {
            actor: &caller.account.actor(),
            area: &alarm.jurisdiction,
            action: "alarm_acknowledge",
            subject: format!("alarm {id}"),
            operation: None,
            detail: format!("{} of device {}: {why}", alarm.kind.as_str(), alarm.device),
        };
        audit::record(tx, &*app.random, now, record).await?;
    }
    match store::find(tx, id).await? {
        Some(alarm) => Ok(alarm),
        None => refuse(Code::NotFound, format!("no alarm {id} here")),
    }
}

/// Removes alarms that ended before the moment.
pub async fn forget(tx: &mut Tx, before: Instant) -> Result<()> {
    store::forget(tx, before).await
}
