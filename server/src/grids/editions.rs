//! An edition comes into force on its day in its jurisdiction's zone, and open cases are judged by it anew.
//!
//! Everything here may be cut anywhere and is gone through again: what is done is not done twice, because a case that
//! says what the boundaries say is left alone.

use jiff::civil::Date;
use serde::Serialize;
use shared::account::Actor;
use shared::grid::edition::{Edition, Standing, Term, in_force, standing};
use shared::ids::{CaseId, JurisdictionId, Sha256};
use shared::refusal::Code;
use shared::time::Instant;

use crate::app::App;
use crate::audit::{self, Record};
use crate::cases::actions::{Looked, differs, open_in, reassign};
use crate::cases::turn::Turn;
use crate::catalogue::actions::{all_editions, bring_into_force, judged, withdraw_edition};
use crate::catalogue::bodies::EditionRow;
use crate::catalogue::city::City;
use crate::db::meta;
use crate::error::{Result, refuse};

/// The rule behind it, in the audit.
const RULE: &str = "areas.edition";
/// Cases are looked at once more after so long: one that was judged by the edition before may have been under way while
/// the edition changed, also on another server.
const LATE_MS: i64 = 60_000;
/// So many cases are read at a time.
const PAGE: i64 = 200;
/// So many are changed in one transaction.
const AT_ONCE: usize = 20;

/// What became of open cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Followed {
    /// Looked at.
    pub looked: u64,
    /// Judged anew.
    pub changed: u64,
    /// Left as they were: no grid is near their place any more.
    pub outside: u64,
}

/// An edition and how it stands today.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Listed {
    /// The edition.
    #[serde(flatten)]
    pub edition: Edition,
    /// How it stands.
    pub standing: Standing,
}

/// Puts editions in force whose day has come, and lets open cases follow.
pub async fn turn(app: &App) -> Result<Followed> {
    if switch(app).await? > 0 {
        app.refresh().await?;
    }
    follow(app).await
}

/// Returns all editions and how they stand.
pub async fn list(app: &App) -> Result<Vec<Listed>> {
    let rows = all_editions(&mut *app.db.read().await?).await?;
    let (city, now) = (app.city(), app.clock.now());
    let mut listed = Vec::new();
    for of_one in Kept::by_jurisdiction(rows) {
        let day = today(&city, &of_one.jurisdiction, now);
        let stands = |edition: &Edition| standing(&of_one.editions, edition, day, of_one.current.as_ref());
        listed.extend(of_one.editions.iter().map(|one| Listed { edition: one.clone(), standing: stands(one) }));
    }
    Ok(listed)
}

/// Takes editions back, by their version or hash; what held before them holds again. Returns how many there were.
pub async fn withdraw(app: &App, name: &str, by: &Actor) -> Result<usize> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let mut count = 0;
    for of_one in Kept::by_jurisdiction(all_editions(&mut tx).await?) {
        let is_meant = |edition: &Edition| edition.term.version == name || edition.hash.as_str() == name;
        let (meant, others): (Vec<&Edition>, Vec<&Edition>) =
            of_one.editions.iter().filter(|edition| !edition.is_withdrawn).partition(|edition| is_meant(edition));
        if meant.is_empty() {
            continue;
        }
        if others.is_empty() {
            let id = &of_one.jurisdiction;
            return refuse(Code::BadValue, format!("{id} would have no boundaries left"));
        }
        for edition in meant {
            withdraw_edition(&mut tx, &edition.hash).await?;
            note(app, &mut tx, by, edition, "withdraw_boundaries").await?;
            count += 1;
        }
    }
    if count == 0 {
        return refuse(Code::NotFound, format!("no edition {name}"));
    }
    tx.commit().await?;
    tracing::info!(count, at_ms = now.ms(), "Editions {name} taken back");
    Ok(count)
}

/// Says in words what a term is: for records.
pub fn span(term: &Term) -> String {
    let day = |day: Option<Date>, none: &str| day.map_or_else(|| none.to_owned(), |day| day.to_string());
    format!("{} from {} to {}", term.version, day(term.valid_from, "always"), day(term.valid_to, "further notice"))
}

/// The editions of one jurisdiction.
struct Kept {
    jurisdiction: JurisdictionId,
    editions: Vec<Edition>,
    current: Option<Sha256>,
}

impl Kept {
    fn by_jurisdiction(rows: Vec<EditionRow>) -> Vec<Self> {
        let mut kept: Vec<Self> = Vec::new();
        for EditionRow { edition, is_current, .. } in rows {
            let current = is_current.then(|| edition.hash.clone());
            match kept.last_mut().filter(|last| last.jurisdiction == edition.jurisdiction) {
                Some(last) => {
                    last.current = last.current.take().or(current);
                    last.editions.push(edition);
                }
                None => {
                    kept.push(Self { jurisdiction: edition.jurisdiction.clone(), editions: vec![edition], current })
                }
            }
        }
        kept
    }
}

/// Returns the day in a jurisdiction's zone.
fn today(city: &City, jurisdiction: &JurisdictionId, now: Instant) -> Date {
    now.day_in(&city.settings(jurisdiction).zone)
}

/// Returns the editions whose day has come and that are not in force yet.
fn due(city: &City, rows: Vec<EditionRow>, now: Instant) -> Vec<Edition> {
    let mut due = Vec::new();
    for Kept { jurisdiction, editions, current } in Kept::by_jurisdiction(rows) {
        let day = today(city, &jurisdiction, now);
        let holding = in_force(&editions, day, current.as_ref());
        due.extend(holding.filter(|edition| current.as_ref() != Some(&edition.hash)).cloned());
    }
    due
}

/// Puts editions in force whose day has come, all of them at once: where one loses ground another has it.
async fn switch(app: &App) -> Result<usize> {
    let (city, now) = (app.city(), app.clock.now());
    let rows = all_editions(&mut *app.db.read().await?).await?;
    if due(&city, rows, now).is_empty() {
        return Ok(0);
    }
    let mut tx = app.db.write().await?;
    // Another server may have been first.
    meta::one_at_a_time(&mut tx).await?;
    let due = due(&city, all_editions(&mut tx).await?, now);
    let by = Actor::System { rule: RULE.to_owned() };
    for edition in &due {
        bring_into_force(&mut tx, edition, now).await?;
        note(app, &mut tx, &by, edition, "boundaries_in_force").await?;
    }
    tx.commit().await?;
    for edition in &due {
        let (jurisdiction, version) = (&edition.jurisdiction, &edition.term.version);
        tracing::info!(%jurisdiction, %version, "Boundaries {version} of {jurisdiction} are in force");
    }
    Ok(due.len())
}

async fn note(app: &App, tx: &mut crate::db::Tx, by: &Actor, edition: &Edition, action: &str) -> Result<()> {
    let record = Record {
        actor: by,
        area: &edition.jurisdiction,
        action,
        subject: format!("pack {}", edition.hash),
        operation: None,
        detail: span(&edition.term),
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}

/// A look at the open cases of an area that is to be taken.
struct Look {
    jurisdiction: JurisdictionId,
    hash: Sha256,
    in_force_at: Instant,
    is_first: bool,
}

impl Look {
    fn needed(row: EditionRow, now: Instant) -> Option<Self> {
        let EditionRow { edition, is_current: true, in_force_at: Some(in_force_at), judged_at } = row else {
            return None;
        };
        let late = in_force_at.plus_ms(LATE_MS);
        let is_needed = match judged_at {
            None => true,
            Some(judged_at) => judged_at < late && now >= late,
        };
        let Edition { hash, jurisdiction, .. } = edition;
        is_needed.then_some(Self { jurisdiction, hash, in_force_at, is_first: judged_at.is_none() })
    }
}

/// Looks at the open cases of every area whose edition changed.
async fn follow(app: &App) -> Result<Followed> {
    let mut followed = Followed::default();
    let now = app.clock.now();
    let rows = all_editions(&mut *app.db.read().await?).await?;
    let looks: Vec<Look> = rows.into_iter().filter_map(|row| Look::needed(row, now)).collect();
    for look in looks {
        if app.city().boundaries_hash(&look.jurisdiction) != Some(&look.hash) {
            app.refresh().await?;
        }
        let city = app.city();
        if city.boundaries_hash(&look.jurisdiction) != Some(&look.hash) {
            // Another edition came into force meanwhile: it has a look of its own.
            continue;
        }
        area(app, &city, &look, &mut followed).await?;
        let mut tx = app.db.write().await?;
        judged(&mut tx, &look.hash, look.in_force_at, now).await?;
        tx.commit().await?;
    }
    Ok(followed)
}

/// Looks at the open cases of one area, page by page.
async fn area(app: &App, city: &City, look: &Look, followed: &mut Followed) -> Result<()> {
    let mut after = String::new();
    loop {
        let turn = Turn { app, city, now: app.clock.now(), operation: None };
        let mut reader = app.db.read().await?;
        let page = open_in(&mut reader, &look.jurisdiction, &after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id.to_string();
        let mut meant: Vec<CaseId> = Vec::new();
        for case in &page {
            followed.looked += 1;
            match differs(turn, &mut reader, case).await? {
                Looked::Same => {}
                Looked::Changed => meant.push(case.id),
                Looked::Outside if look.is_first => meant.push(case.id),
                Looked::Outside => {}
            }
        }
        drop(reader);
        // A few at a time: whoever wants one of them is not kept waiting.
        for some in meant.chunks(AT_ONCE) {
            let mut tx = app.db.write().await?;
            for id in some {
                match reassign(turn, &mut tx, *id).await? {
                    Looked::Same => {}
                    Looked::Changed => followed.changed += 1,
                    Looked::Outside => followed.outside += 1,
                }
            }
            tx.commit().await?;
        }
    }
}
