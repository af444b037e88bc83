//! Posting, taking back, reading.

use std::collections::BTreeSet;

use shared::account::Right;
use shared::api::announcements::{
    Announcement, AnnouncementList, LONGEST_BODY, LONGEST_TITLE, MOST_READ, NewAnnouncement,
};
use shared::ids::{AnnouncementId, JurisdictionId, Sha256};
use shared::privacy::words;
use shared::refusal::Code;
use shared::time::Instant;

use super::store::{self, Page, Reader};
use crate::accounts::caller::{Account, Caller, Reach};
use crate::app::App;
use crate::audit::{self, Record};
use crate::changes::{self, Change};
use crate::db::Tx;
use crate::error::{Result, refuse};

/// At most so many on a page.
pub const MOST: u32 = 200;

/// Tells the people in the field something.
pub async fn post(app: &App, tx: &mut Tx, caller: &Caller, mut new: NewAnnouncement) -> Result<Announcement> {
    caller.may(Right::Announce)?;
    words::new_announcement(&mut new);
    let now = app.clock.now();
    let area = whose(app, caller, new.jurisdiction.as_ref())?;
    let new = checked(new, now)?;
    let announcement = Announcement {
        id: AnnouncementId(app.random.uuid_v7(now)),
        jurisdiction: area,
        title: new.title,
        body: new.body,
        importance: new.importance,
        roles: new.roles,
        from: new.from.unwrap_or(now),
        until: new.until,
        author: caller.account.name.clone(),
        made_at: now,
        withdrawn_at: None,
        read: false,
        readers: None,
    };
    store::insert(tx, &announcement, caller.account.id).await?;
    tell(app, tx, caller, &announcement.jurisdiction, announcement.id, "announcement_post").await?;
    Ok(announcement)
}

/// Takes an announcement back: phones let it go with their next round. One of somebody else's people is not there.
pub async fn withdraw(app: &App, tx: &mut Tx, caller: &Caller, id: AnnouncementId) -> Result<()> {
    caller.may(Right::Announce)?;
    let area = store::area(tx, id).await?.filter(|area| caller.looks_after(area));
    let Some(area) = area else { return refuse(Code::NotFound, format!("no announcement {id} here")) };
    if store::withdraw(tx, id, app.clock.now()).await? {
        tell(app, tx, caller, &area, id, "announcement_withdraw").await?;
    }
    Ok(())
}

/// Returns what the caller is told now, the newest first.
pub async fn told(app: &App, caller: &Caller, after: Option<AnnouncementId>, limit: u32) -> Result<AnnouncementList> {
    let city = app.city();
    let reader = reader(&caller.account, city.city_id());
    // One more than is shown says whether there is another page.
    let page = Page { after, limit: limit.saturating_add(1) };
    let now = app.clock.now();
    // Of one moment: a phone holds a list until its mark changes.
    let mut snapshot = app.db.snapshot().await?;
    let found = store::told(&mut snapshot, reader, page, now).await?;
    let mark = mark_of(&store::ids(&mut snapshot, reader, now).await?);
    Ok(AnnouncementList { mark, ..list(found, limit) })
}

/// Returns all that was posted within the caller's reach, with how many have read it.
pub async fn posted(app: &App, caller: &Caller, after: Option<AnnouncementId>, limit: u32) -> Result<AnnouncementList> {
    caller.may(Right::Announce)?;
    let area = caller.area()?;
    let city = app.city();
    let whole = city.city_id().map_or("", JurisdictionId::as_str);
    let page = Page { after, limit: limit.saturating_add(1) };
    let found = store::posted(&mut *app.db.read().await?, caller.account.id, area, whole, page).await?;
    Ok(list(found, limit))
}

/// Keeps that the caller has read some.
pub async fn read(app: &App, tx: &mut Tx, caller: &Caller, ids: &[AnnouncementId]) -> Result<()> {
    if ids.len() > MOST_READ {
        return refuse(Code::BadValue, format!("ids: at most {MOST_READ} at once"));
    }
    let (city, now) = (app.city(), app.clock.now());
    let reader = reader(&caller.account, city.city_id());
    // In one order whoever says it: two phones of one person that say the same at once would each wait for the other.
    for id in ids.iter().collect::<BTreeSet<_>>() {
        store::read(tx, reader, caller.device, *id, now).await?;
    }
    Ok(())
}

/// Returns what changes whenever what somebody is told does; nothing where they are told nothing.
pub async fn mark(app: &App, account: &Account) -> Result<Option<Sha256>> {
    let city = app.city();
    let reader = reader(account, city.city_id());
    Ok(mark_of(&store::ids(&mut *app.db.read().await?, reader, app.clock.now()).await?))
}

/// What was posted never changes: its id is all that can come or go.
fn mark_of(ids: &[String]) -> Option<Sha256> {
    (!ids.is_empty()).then(|| Sha256::of(ids.join(" ").as_bytes()))
}

fn reader<'a>(account: &'a Account, city: Option<&'a JurisdictionId>) -> Reader<'a> {
    let city = city.map_or("", JurisdictionId::as_str);
    Reader { account: account.id, area: &account.jurisdiction, city, role: account.role }
}

fn list(mut found: Vec<Announcement>, limit: u32) -> AnnouncementList {
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > shown;
    found.truncate(shown);
    let next = found.last().filter(|_| more).map(|last| last.id);
    AnnouncementList { announcements: found, next, mark: None }
}

/// Returns whose people are told: those of whom the caller works for, or others where it works for the city.
fn whose(app: &App, caller: &Caller, named: Option<&JurisdictionId>) -> Result<JurisdictionId> {
    let own = &caller.account.jurisdiction;
    match (named, &caller.reach) {
        (None, _) => Ok(own.clone()),
        (Some(named), _) if named == own => Ok(own.clone()),
        (Some(named), Reach::City) if app.city().jurisdiction(named).is_some() => Ok(named.clone()),
        (Some(named), Reach::City) => refuse(Code::BadValue, format!("jurisdiction: there is no {named}")),
        (Some(_), Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_)) => {
            refuse(Code::NotAllowed, "jurisdiction: one's own people only")
        }
    }
}

/// Says what is wrong with it, or returns it without what stands round its words.
fn checked(new: NewAnnouncement, now: Instant) -> Result<NewAnnouncement> {
    let (title, body) = (new.title.trim(), new.body.trim());
    if title.is_empty() || body.is_empty() {
        return refuse(Code::BadValue, "title, body: both are needed");
    }
    if title.chars().count() > LONGEST_TITLE {
        return refuse(Code::BadValue, format!("title: at most {LONGEST_TITLE} characters"));
    }
    if title.chars().any(char::is_control) {
        return refuse(Code::BadValue, "title: it is one line");
    }
    if body.chars().count() > LONGEST_BODY {
        return refuse(Code::BadValue, format!("body: at most {LONGEST_BODY} characters"));
    }
    let from = new.from.unwrap_or(now);
    if new.until.is_some_and(|until| until <= from.max(now)) {
        return refuse(Code::BadValue, "until: it would be over before it began");
    }
    let mut roles = new.roles.clone();
    roles.sort_unstable();
    roles.dedup();
    Ok(NewAnnouncement { title: title.to_owned(), body: body.to_owned(), roles, ..new })
}

/// Writes both ledgers: who did it, and that it concerns an area.
async fn tell(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    area: &JurisdictionId,
    id: AnnouncementId,
    action: &'static str,
) -> Result<()> {
    let now = app.clock.now();
    changes::append(
        tx,
        Change {
            area: area.clone(),
            entity: changes::ANNOUNCEMENT,
            id: id.to_string(),
            version: 0,
            account: None,
            duty_grid: None,
            left: false,
            at: now,
        },
    );
    let record = Record {
        actor: &caller.account.actor(),
        area,
        action,
        subject: format!("announcement {id}"),
        operation: None,
        detail: String::new(),
    };
    audit::record(tx, &*app.random, now, record).await
}

#[cfg(test)]
mod tests {
    use shared::account::Role;
    use shared::api::announcements::{Importance, NewAnnouncement};
    use shared::time::Instant;

    use super::checked;

    const NOW: Instant = Instant::from_ms(1_000_000);

    fn new(title: &str, body: &str) -> NewAnnouncement {
        NewAnnouncement {
            title: title.to_owned(),
            body: body.to_owned(),
            importance: Importance::Usual,
            roles: Vec::new(),
            jurisdiction: None,
            from: None,
            until: None,
        }
    }

    #[test]
    fn what_says_nothing_or_too_much_is_refused() {
        let long = "长".repeat(4_001);
        for (title, body) in [("", "x"), ("x", " "), ("two\nlines", "x"), (&long, "x"), ("x", &long)] {
            assert!(checked(new(title, body), NOW).is_err());
        }
        let fine = checked(new("  汛期  ", "\n积水点加密巡查\n"), NOW).unwrap();
        assert_eq!((fine.title.as_str(), fine.body.as_str()), ("汛期", "积水点加密巡查"));
    }

    #[test]
    fn what_would_be_over_before_it_began_is_refused() {
        let until = |from: Option<i64>, until: i64| {
            let at = |ms| NOW.plus_ms(ms);
            checked(NewAnnouncement { from: from.map(at), until: Some(at(until)), ..new("a", "b") }, NOW).is_ok()
        };
        assert!(until(None, 1) && until(Some(5), 6) && until(Some(-9), 1));
        assert!(!until(None, 0) && !until(Some(5), 5) && !until(Some(-9), -1));
    }

    #[test]
    fn a_role_that_is_named_twice_is_one() {
        let roles = vec![Role::Inspector, Role::Collector, Role::Inspector];
        let fine = checked(NewAnnouncement { roles, ..new("a", "b") }, NOW).unwrap();
        assert_eq!(fine.roles, [Role::Collector, Role::Inspector]);
    }
}
