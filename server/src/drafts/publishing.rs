//! A draft becomes a version that holds from a day on; one that waits is taken back.

use jiff::civil::Date;
use shared::api::catalogue::{Comparison, EditionFacts, EditionList, EditionStanding, Ledger, Publish, Referring};
use shared::ids::{JurisdictionId, Sha256};
use shared::refusal::Code;
use shared::time::Instant;

use super::actions::{self, Drafted, drafted, held};
use super::content::{Content, kind, ledger, told};
use super::{reach, store};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::catalogue::actions as packs;
use crate::catalogue::bodies::{PackRow, Publication};
use crate::catalogue::city::City;
use crate::db::{Tx, meta};
use crate::error::{Result, refuse};

/// The longest name of a version, in characters.
const LONGEST_NAME: usize = 40;
/// The longest note, in characters.
const LONGEST_NOTE: usize = 500;
/// A version may wait so many days at most.
const LONGEST_WAIT_DAYS: i32 = 1_100;
/// So many versions are looked through for one of the same name.
const MOST_NAMED: u32 = 1_000;

/// Publishes a draft.
pub async fn publish(app: &App, tx: &mut Tx, caller: &Caller, asked: Publish) -> Result<EditionFacts> {
    let Publish { ledger, jurisdiction, version, name, valid_from, note } = asked;
    let of = reach::edited(app, caller, ledger, jurisdiction.as_ref())?;
    let (city, now) = (app.city(), app.clock.now());
    let today = today(&city, &of, now);
    let valid_from = first_day(valid_from.as_deref(), today)?;
    let (name, note) = (name.trim(), note.trim());
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return refuse(Code::BadValue, format!("name: 1 to {LONGEST_NAME} characters on one line"));
    }
    if note.chars().count() > LONGEST_NOTE {
        return refuse(Code::BadValue, format!("note: at most {LONGEST_NOTE} characters"));
    }
    // Of two that publish at the same time the second has to see what the first did.
    meta::one_at_a_time(tx).await?;
    let Drafted { row, base, before, after, .. } = drafted(tx, &city, ledger, &of).await?;
    let row = held(tx, row, version).await?;
    if actions::current(&city, ledger, &of)? != base || !is_in_force(tx, &base).await? {
        return refuse(Code::DraftOutdated, format!("it was begun on {}", before.version()));
    }
    if let Some(wrong) = after.contradiction() {
        return refuse(Code::DraftUnsound, format!("{}: {}", wrong.place, wrong.what));
    }
    if before.differences(&after).is_empty() {
        return refuse(Code::BadValue, "the draft changes nothing");
    }
    for known in packs::pack_rows(tx, kind(ledger), Some(&of), None, MOST_NAMED).await? {
        if known.pack.version == name && !known.is_withdrawn {
            return refuse(Code::BadValue, format!("name: there is a version {name} already"));
        }
        if known.is_waiting() {
            let day = known.valid_from.map(|day| day.to_string()).unwrap_or_default();
            let other = known.pack.version;
            return refuse(Code::BadValue, format!("{other} waits for {day} without this change; take it back first"));
        }
    }
    let bytes = after.text(name, &of, reach::whole(&city)?)?.into_bytes();
    let pack = packs::named(kind(ledger), &of, name, &bytes);
    let said = Publication { valid_from, made_by: &caller.account.name, note, base: &base };
    packs::publish(tx, &pack, &bytes, said, now).await?;
    let action = format!("{}_publish", ledger.as_str());
    actions::note(app, tx, caller, &of, &action, subject(&pack.hash), format!("{name} from {valid_from}")).await?;
    if valid_from <= today {
        packs::put_in_force(tx, &pack, now).await?;
    }
    store::close(tx, &row.id).await?;
    match packs::pack_row(tx, &pack.hash).await? {
        Some(row) => facts(&city, row),
        None => Err(anyhow::anyhow!("the pack {} was not kept", pack.hash).into()),
    }
}

/// Another server may have brought one into force that this one has not loaded yet.
async fn is_in_force(tx: &mut Tx, hash: &Sha256) -> Result<bool> {
    Ok(packs::pack_row(tx, hash).await?.is_some_and(|row| row.is_current))
}

/// Returns the day in the zone of a jurisdiction.
pub fn today(city: &City, of: &JurisdictionId, now: Instant) -> Date {
    now.day_in(&city.settings(of).zone)
}

fn first_day(named: Option<&str>, today: Date) -> Result<Date> {
    let Some(text) = named.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(today) };
    let Some(day) = shared::day::read(text) else {
        return refuse(Code::BadValue, format!("valid_from: \"{text}\" is no day such as 2027-01-01"));
    };
    if day < today {
        return refuse(Code::BadValue, format!("valid_from: {day} is over; nothing holds from a day that is past"));
    }
    if (day - today).get_days() > LONGEST_WAIT_DAYS {
        return refuse(Code::BadValue, format!("valid_from: at most {LONGEST_WAIT_DAYS} days ahead"));
    }
    Ok(day)
}

fn subject(hash: &Sha256) -> String {
    format!("pack {hash}")
}

/// Takes back a version that waits.
pub async fn withdraw(app: &App, tx: &mut Tx, caller: &Caller, hash: &Sha256) -> Result<EditionFacts> {
    let city = app.city();
    let row = visible(app, caller, packs::pack_row(tx, hash).await?)?;
    let Some(ledger) = ledger(row.pack.kind) else { return refuse(Code::NotFound, format!("no version {hash} here")) };
    let of = reach::edited(app, caller, ledger, Some(&row.pack.jurisdiction))?;
    if row.is_withdrawn {
        return facts(&city, row);
    }
    if !packs::withdraw_waiting(tx, hash).await? {
        return refuse(Code::BadValue, "only a version that still waits for its day can be taken back");
    }
    let action = format!("{}_withdraw", ledger.as_str());
    actions::note(app, tx, caller, &of, &action, subject(hash), row.pack.version.clone()).await?;
    facts(&city, PackRow { is_withdrawn: true, ..row })
}

/// Returns versions, the newest first.
pub async fn list(
    app: &App,
    caller: &Caller,
    asked: (Ledger, Option<&JurisdictionId>),
    before: Option<(Instant, Sha256)>,
    limit: u32,
) -> Result<EditionList> {
    let of = reach::seen(app, caller, asked.0, asked.1)?;
    let city = app.city();
    let before = before.as_ref().map(|(at, hash)| (*at, hash));
    let mut reader = app.db.read().await?;
    // One more than is shown says whether there is another page.
    let mut rows = packs::pack_rows(&mut reader, kind(asked.0), Some(&of), before, limit.saturating_add(1)).await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.made_at.ms(), row.pack.hash));
    let editions = rows.into_iter().map(|row| facts(&city, row)).collect::<Result<_>>()?;
    Ok(EditionList { editions, next })
}

/// Returns how many cases name a version.
pub async fn referring(app: &App, caller: &Caller, hash: &Sha256) -> Result<Referring> {
    let mut reader = app.db.read().await?;
    let row = visible(app, caller, packs::pack_row(&mut reader, hash).await?)?;
    let area = match &caller.reach {
        Reach::City => None,
        Reach::Jurisdiction(own) => Some(own),
        Reach::Unit(_) | Reach::Own(_) => return Err(Code::NotAllowed.into()),
    };
    let (cases, open) = store::cases::naming(&mut reader, row.pack.kind, hash, area).await?;
    Ok(Referring { cases, open })
}

/// One side of a comparison.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Side {
    /// A version.
    Version(Sha256),
    /// What the draft would make of the version it was begun on.
    Draft,
}

/// Returns what differs between two versions, or a version and the draft.
pub async fn compare(
    app: &App,
    caller: &Caller,
    asked: (Ledger, Option<&JurisdictionId>),
    from: &Side,
    to: &Side,
) -> Result<Comparison> {
    let of = reach::seen(app, caller, asked.0, asked.1)?;
    let mut sides = Vec::new();
    for side in [from, to] {
        let mut reader = app.db.read().await?;
        sides.push(match side {
            Side::Draft => {
                let drafted = drafted(&mut reader, &app.city(), asked.0, &of).await?;
                (format!("{} +", drafted.before.version()), drafted.after)
            }
            Side::Version(hash) => {
                let row = visible(app, caller, packs::pack_row(&mut reader, hash).await?)?;
                if row.pack.kind != kind(asked.0) {
                    return refuse(Code::NotFound, format!("no {} {hash} here", asked.0.as_str()));
                }
                let Some(content) = Content::of(&mut reader, hash).await? else {
                    return refuse(Code::NotFound, format!("no version {hash} here"));
                };
                (row.pack.version, content)
            }
        });
    }
    let [(from, before), (to, after)] = sides.as_slice() else {
        return Err(anyhow::anyhow!("a comparison has two sides").into());
    };
    let (differences, total) = told(before.differences(after));
    Ok(Comparison { from: from.clone(), to: to.clone(), differences, total })
}

/// What is not the caller's to see is not there.
fn visible(app: &App, caller: &Caller, row: Option<PackRow>) -> Result<PackRow> {
    let found = row.and_then(|row| Some((ledger(row.pack.kind)?, row)));
    let Some((ledger, row)) = found else { return refuse(Code::NotFound, "no such version here") };
    reach::seen(app, caller, ledger, Some(&row.pack.jurisdiction))?;
    Ok(row)
}

fn facts(city: &City, row: PackRow) -> Result<EditionFacts> {
    let Some(ledger) = ledger(row.pack.kind) else { return refuse(Code::NotFound, "no such version here") };
    let standing = match (row.is_current, row.is_withdrawn, row.is_waiting()) {
        (true, _, _) => EditionStanding::InForce,
        (false, true, _) => EditionStanding::Withdrawn,
        (false, false, true) => EditionStanding::Waiting,
        (false, false, false) => EditionStanding::Past,
    };
    Ok(EditionFacts {
        ledger,
        jurisdiction_name: city.name_of(&row.pack.jurisdiction),
        jurisdiction: row.pack.jurisdiction,
        hash: row.pack.hash,
        version: row.pack.version,
        standing,
        made_at: row.made_at,
        valid_from: row.valid_from.map(|day| day.to_string()),
        in_force_at: row.in_force_at,
        author: row.made_by,
        note: row.note,
        base: row.base,
        size_bytes: row.pack.size_bytes,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::first_day;

    #[test]
    fn a_version_holds_from_today_or_later() {
        let today = date(2026, 11, 23);
        assert_eq!(first_day(None, today).unwrap(), today);
        assert_eq!(first_day(Some(" "), today).unwrap(), today);
        assert_eq!(first_day(Some("2027-01-01"), today).unwrap(), date(2027, 1, 1));
        for text in ["2026-11-22", "2036-01-01", "tomorrow", "2027-02-30"] {
            assert!(first_day(Some(text), today).is_err(), "{text}");
        }
    }
}
