//! What publishing a draft would mean: deadlines as they would have become, and one counted for a chosen moment.
//!
//! No case changes by this: running cases keep the limit they were filed under. Both deadlines of a case are counted the
//! same way from the same clock, so that nothing but the draft lies between them.

use std::sync::Arc;

use shared::api::catalogue::{Calculation, Counted, Effect, Ledger, Moved, Preview};
use shared::calendar::deadline::deadline;
use shared::calendar::limit::Limit;
use shared::calendar::pack::Calendar;
use shared::case::Case;
use shared::case::clock::Clock;
use shared::catalogue::{Catalogue, CategoryKey};
use shared::ids::JurisdictionId;
use shared::refusal::Code;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::actions::{Drafted, drafted};
use super::content::Content;
use super::{reach, store};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::catalogue::city::City;
use crate::error::{Error, Result, refuse};

/// So many cases are looked at of each of the two samples, over all areas.
const SAMPLE: usize = 2_000;
/// Of one area at least and at most so many.
const LEAST_OF_ONE: usize = 20;
const MOST_OF_ONE: usize = 500;
/// How far back a case counts as of late.
const LATELY_MS: i64 = 30 * 24 * 3_600_000;
/// So many of the largest differences are told.
const LARGEST: usize = 10;

/// What two deadlines are counted by.
#[derive(Clone)]
struct Trial {
    city: Arc<City>,
    now: Arc<Catalogue>,
    then: Arc<Catalogue>,
    /// A calendar that would be another, and whose.
    calendar: Option<(JurisdictionId, Arc<Calendar>)>,
}

impl Trial {
    /// Returns the calendar that an area would count by.
    fn calendar_then(&self, area: &JurisdictionId) -> Option<&Calendar> {
        let in_force = self.city.calendar(area)?;
        let Some((of, drafted)) = &self.calendar else { return Some(&in_force.content) };
        // What is drafted for the city holds wherever there is none of its own.
        let is_shared = self.city.calendar(of).is_some_and(|named| named.hash == in_force.hash);
        let is_meant = area == of || (Some(of) == self.city.city_id() && is_shared);
        Some(if is_meant { drafted } else { &in_force.content })
    }

    fn limits(&self, area: &JurisdictionId, category: &CategoryKey, number: u32) -> (Option<Limit>, Option<Limit>) {
        let rules = &self.city.settings(area).rules;
        (rules.limit(&self.now, category, number), rules.limit(&self.then, category, number))
    }

    /// Returns when a case is due by both; nothing for one that cannot be compared.
    fn of_case(&self, case: &Case) -> Option<(Instant, Instant, Instant)> {
        let (start, clock) = as_running(&case.clock)?;
        let (now, then) = self.limits(&case.jurisdiction, &case.category, case.condition_no);
        let in_force = &self.city.calendar(&case.jurisdiction)?.content;
        let due = clock.clone().computed(now?, in_force).due_at?;
        let other = clock.computed(then?, self.calendar_then(&case.jurisdiction)?).due_at?;
        Some((start, due, other))
    }

    fn effect(&self, cases: &[Case]) -> Effect {
        let mut effect = Effect { looked: u64::try_from(cases.len()).unwrap_or(u64::MAX), ..Effect::default() };
        let mut moved = Vec::new();
        for case in cases {
            let Some((start, now, then)) = self.of_case(case) else {
                effect.left_out += 1;
                continue;
            };
            match then.cmp(&now) {
                std::cmp::Ordering::Less => effect.earlier += 1,
                std::cmp::Ordering::Greater => effect.later += 1,
                std::cmp::Ordering::Equal => continue,
            }
            moved.push((then.since(now).saturating_abs(), case, (start, now, then)));
        }
        moved.sort_by(|(far, a, _), (other, b, _)| other.cmp(far).then_with(|| a.id.cmp(&b.id)));
        effect.largest = moved.into_iter().take(LARGEST).map(|(_, case, times)| self.moved(case, times)).collect();
        effect
    }

    fn moved(&self, case: &Case, (start, now, then): (Instant, Instant, Instant)) -> Moved {
        let category = self.now.category(&case.category).or_else(|| self.then.category(&case.category));
        Moved {
            case: case.id,
            case_no: case.case_no.clone(),
            category: case.category.clone(),
            name: category.map(|one| one.name.clone()).unwrap_or_default(),
            name_en: category.map(|one| one.name_en.clone()).unwrap_or_default(),
            condition_no: case.condition_no,
            start,
            now,
            then,
        }
    }
}

/// Returns when a clock began, and the clock as if it ran: one that was stopped is counted from its last stretch.
fn as_running(clock: &Clock) -> Option<(Instant, Clock)> {
    let mut clock = clock.clone();
    if clock.running_since.is_none() {
        clock.running_since = Some(clock.passes.pop()?.from);
    }
    let start = clock.passes.first().map(|pass| pass.from).or(clock.running_since)?;
    Some((start, clock))
}

/// Reads what a draft would hold for a trial.
fn trial(city: Arc<City>, of: &JurisdictionId, after: Content) -> Result<Option<Trial>> {
    let Some(named) = city.catalogue() else { return refuse(Code::NotFound, "there is no catalogue yet") };
    let now = named.content.clone();
    Ok(match after {
        Content::Catalogue(pack) => Catalogue::new(*pack).ok().map(|then| Trial {
            city: city.clone(),
            now,
            then: Arc::new(then),
            calendar: None,
        }),
        Content::Calendar(pack) => Calendar::new(*pack).ok().map(|calendar| Trial {
            city: city.clone(),
            then: now.clone(),
            now,
            calendar: Some((of.clone(), Arc::new(calendar))),
        }),
    })
}

/// Returns what publishing a draft would mean.
pub async fn preview(app: &App, caller: &Caller, ledger: Ledger, named: Option<&JurisdictionId>) -> Result<Preview> {
    let of = reach::seen(app, caller, ledger, named)?;
    let city = app.city();
    let mut reader = app.db.read().await?;
    let Drafted { row, after, .. } = drafted(&mut reader, &city, ledger, &of).await?;
    let version = row.map_or(0, |row| row.version);
    let contradiction = after.contradiction();
    let nothing = Preview { version, contradiction, open: Effect::default(), recent: Effect::default() };
    let Some(trial) = trial(city.clone(), &of, after)? else { return Ok(nothing) };
    let areas = areas(&trial, caller, &of)?;
    let (open, recent) = sample(&mut reader, &areas, app.clock.now()).await?;
    drop(reader);
    // Off the async threads: a few thousand deadlines take a while.
    let counted = tokio::task::spawn_blocking(move || (trial.effect(&open), trial.effect(&recent)));
    let (open, recent) = counted.await.map_err(|error| Error::Fault(error.into()))?;
    Ok(Preview { open, recent, ..nothing })
}

/// Returns the areas whose cases a draft concerns, as far as the caller sees cases there.
fn areas(trial: &Trial, caller: &Caller, of: &JurisdictionId) -> Result<Vec<JurisdictionId>> {
    let whole = reach::whole(&trial.city)?;
    let is_seen = |id: &JurisdictionId| match &caller.reach {
        Reach::City => true,
        Reach::Jurisdiction(own) => own == id,
        Reach::Unit(_) | Reach::Own(_) => false,
    };
    let concerns = |id: &JurisdictionId| of == whole || of == id;
    let all = trial.city.jurisdictions().map(|one| one.id.clone());
    Ok(all.filter(|id| concerns(id) && is_seen(id)).collect())
}

async fn sample(reader: &mut AnyConnection, areas: &[JurisdictionId], now: Instant) -> Result<(Vec<Case>, Vec<Case>)> {
    let of_one = (SAMPLE / areas.len().max(1)).clamp(LEAST_OF_ONE, MOST_OF_ONE);
    let of_one = i64::try_from(of_one).unwrap_or(i64::MAX);
    let (mut open, mut recent) = (Vec::new(), Vec::new());
    for area in areas {
        open.extend(store::cases::open(&mut *reader, area, of_one).await?);
        recent.extend(store::cases::since(&mut *reader, area, now.plus_ms(-LATELY_MS), of_one).await?);
    }
    Ok((open, recent))
}

/// A limit that is to be counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// When the clock begins.
    pub start: Instant,
    /// What it is about.
    pub category: CategoryKey,
    /// By which condition.
    pub condition: u32,
    /// Whose calendar and whose own limits; the city's where nobody is named.
    pub jurisdiction: Option<JurisdictionId>,
}

/// Counts a limit from a moment, by what holds and by the drafts.
pub async fn calculate(app: &App, caller: &Caller, question: Question) -> Result<Calculation> {
    let Question { start, category, condition, jurisdiction } = question;
    let area = reach::seen(app, caller, Ledger::Calendar, jurisdiction.as_ref())?;
    let city = app.city();
    let whole = reach::whole(&city)?.clone();
    let rules = &city.settings(&area).rules;
    let (Some(catalogue), Some(calendar)) = (city.catalogue(), city.calendar(&area)) else {
        return refuse(Code::NotFound, "there is no catalogue or no calendar yet");
    };
    let counted = |catalogue: &Catalogue, calendar: &Calendar| {
        let limit = rules.limit(catalogue, &category, condition)?;
        let end = deadline(start, limit, calendar);
        Some(Counted { limit, due: end.due, is_provisional: end.provisional })
    };
    let mut reader = app.db.read().await?;
    let categories = drafted(&mut reader, &city, Ledger::Catalogue, &whole).await?;
    let own = drafted(&mut reader, &city, Ledger::Calendar, &area).await?;
    // Without a calendar of its own an area counts by the city's, drafted or not.
    let shares = city.calendar(&whole).is_some_and(|named| named.hash == calendar.hash);
    let days =
        if own.row.is_none() && shares { drafted(&mut reader, &city, Ledger::Calendar, &whole).await? } else { own };
    drop(reader);
    let has_draft = categories.row.is_some() || days.row.is_some();
    let drafted = match (categories.after, days.after) {
        (Content::Catalogue(categories), Content::Calendar(days)) if has_draft => {
            let read = Catalogue::new(*categories).ok().zip(Calendar::new(*days).ok());
            read.and_then(|(catalogue, calendar)| counted(&catalogue, &calendar))
        }
        (Content::Catalogue(_) | Content::Calendar(_), _) => None,
    };
    let now = counted(&catalogue.content, &calendar.content);
    if now.is_none() && drafted.is_none() {
        return refuse(Code::UnknownCondition, format!("{category} has no condition {condition}"));
    }
    Ok(Calculation { start, now, draft: drafted, is_own_limit: rules.own_limit(&category, condition).is_some() })
}

#[cfg(test)]
mod tests {
    use shared::case::clock::{Clock, Pass};
    use shared::time::Instant;

    use super::as_running;

    #[test]
    fn a_clock_that_stopped_is_counted_from_its_last_stretch() {
        let at = Instant::from_ms;
        let pass = |from, to| Pass { from: at(from), to: at(to) };
        assert!(as_running(&Clock::default()).is_none(), "it was never dispatched");
        let runs = Clock { running_since: Some(at(5)), ..Clock::default() };
        assert_eq!(as_running(&runs).unwrap().0, at(5));
        let stopped = Clock { passes: vec![pass(1, 2), pass(7, 9)], ..Clock::default() };
        let (start, clock) = as_running(&stopped).unwrap();
        assert_eq!((start, clock.running_since, clock.passes.len()), (at(1), Some(at(7)), 1));
    }
}
