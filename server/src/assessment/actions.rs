//! Answers what cases count as, for whoever may see it, and lists the cases behind each number.

use std::collections::BTreeMap;

use shared::account::Right;
use shared::api::assessment::{AssessedCase, AssessedCases, AssessmentRow, AssessmentTable, Source};
use shared::assessment::{Basis, Slice, Sums};
use shared::ids::CaseId;
use shared::refusal::Code;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::asked::{self, Asked, Number, Within};
use super::facts;
use super::names::{self, Names};
use super::seen;
use super::store::listed::{self, Listed, Place};
use super::store::summed;
use super::store::versions::{self, Version};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::catalogue::city::City;
use crate::error::{Result, refuse};

/// Sums what the cases of some days count as that are within the caller's reach.
pub async fn table(app: &App, caller: &Caller, asked: Asked) -> Result<AssessmentTable> {
    let asked = within_reach(caller, asked)?;
    let city = app.city();
    let zone = asked::zone(&city).to_owned();
    let within = Within::of(&asked, &zone)?;
    fresh(app, &within).await?;
    // Of one moment: what is summed by one basis is not a moment older than by another.
    let mut snapshot = app.db.snapshot().await?;
    let (source, at) = source(&mut snapshot, &within).await?;
    let all = summed::sums(&mut snapshot, &within).await?;
    let names = Names::of(&city, &mut snapshot, within.by, &caller.reach).await?;
    let total = total(&all);
    let rows = all.into_iter().map(|(key, sums)| AssessmentRow { name: names.name(&key), key, sums }).collect();
    let Asked { from, to, by, training, .. } = asked;
    Ok(AssessmentTable { from, to, zone, at, source, training, by, rows, total })
}

/// Sums without a caller, for what is frozen, scored and published; what is live has to be brought up to date before, with
/// [`facts::ensure`].
pub async fn sums(connection: &mut AnyConnection, within: &Within) -> Result<BTreeMap<String, BTreeMap<Basis, Sums>>> {
    summed::sums(connection, within).await
}

/// The same by one basis, of all cases or of a part of them.
pub async fn sums_by(
    connection: &mut AnyConnection,
    within: &Within,
    basis: Basis,
    of: Option<Slice>,
) -> Result<BTreeMap<String, Sums>> {
    summed::by(connection, within, basis, of).await
}

fn total(all: &BTreeMap<String, BTreeMap<Basis, Sums>>) -> BTreeMap<Basis, Sums> {
    let mut total: BTreeMap<Basis, Sums> = BTreeMap::new();
    for (basis, sums) in all.values().flatten() {
        *total.entry(*basis).or_default() += sums;
    }
    total
}

/// A page of the cases behind a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// Behind which number.
    pub number: Number,
    /// From behind this place on.
    pub after: Place,
    /// At most so many.
    pub limit: u32,
}

/// Lists the cases behind a number: as many as the number says, and no others.
pub async fn cases(app: &App, caller: &Caller, asked: Asked, page: Page) -> Result<AssessedCases> {
    let asked = within_reach(caller, asked)?;
    let city = app.city();
    let within = Within::of(&asked, asked::zone(&city))?;
    fresh(app, &within).await?;
    let mut snapshot = app.db.snapshot().await?;
    let (source, at) = source(&mut snapshot, &within).await?;
    let shown_at_most = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let page = Page { limit: page.limit.saturating_add(1), ..page };
    let (mut found, total) = behind(&mut snapshot, &within, &page).await?;
    let has_more = found.len() > shown_at_most;
    found.truncate(shown_at_most);
    let next = found.last().filter(|_| has_more).map(|listed| written(&listed.place()));
    let cases = found.into_iter().map(|listed| shown(&city, listed)).collect();
    let Number { counter, basis, of, .. } = page.number;
    Ok(AssessedCases { counter, basis, of, source, at, cases, total, next })
}

/// Lists without a caller, for what is published; returns how many there are in all, too.
pub async fn behind(connection: &mut AnyConnection, within: &Within, page: &Page) -> Result<(Vec<Listed>, u64)> {
    let total = listed::count(connection, within, &page.number).await?;
    let found = listed::page(connection, within, &page.number, &page.after, page.limit).await?;
    Ok((found, total))
}

/// Returns a case as a list shows it.
pub(super) fn shown(city: &City, listed: Listed) -> AssessedCase {
    let counts = listed.counts();
    let unit = listed.unit.as_ref().and_then(|id| city.unit(id));
    AssessedCase {
        id: listed.case,
        case_no: listed.case_no,
        category: names::category(city, &listed.category).unwrap_or(listed.category),
        unit_name: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
        unit: listed.unit,
        state: listed.state,
        reported_at: listed.reported_at,
        due_at: listed.due_at,
        counts,
    }
}

/// Brings what is live up to date; a frozen month is what it is.
pub async fn fresh(app: &App, within: &Within) -> Result<()> {
    match within.source {
        asked::From::Live { .. } => facts::up_to_date(app).await,
        asked::From::Frozen { .. } => Ok(()),
    }
}

/// Says from where the numbers come, and as of when they are.
pub async fn source(connection: &mut AnyConnection, within: &Within) -> Result<(Source, Instant)> {
    match &within.source {
        asked::From::Live { at } => Ok((Source::Live, *at)),
        asked::From::Frozen { version_id } => match versions::of(connection, version_id).await? {
            Some(Version { month, number, at, is_published, .. }) => {
                Ok((Source::Frozen { month, version: number, published: is_published }, at))
            }
            None => refuse(Code::NotFound, "there is no such version of a month"),
        },
    }
}

/// Returns the id of a frozen version of a month: the one with the number, the newest where none is said. One that the
/// caller does not see is not there.
pub async fn version(app: &App, caller: &Caller, month: &str, number: Option<u32>) -> Result<String> {
    let city = app.city();
    let all = match city.city_id() {
        Some(id) => versions::of_month(&mut *app.db.read().await?, id, month).await?,
        None => Vec::new(),
    };
    let mut seen = all.into_iter().filter(|version| seen::sees(caller, version.is_published));
    let found = match number {
        Some(number) => seen.find(|version| version.number == number),
        None => seen.next(),
    };
    match (found, number) {
        (Some(version), _) => Ok(version.id),
        (None, Some(number)) => refuse(Code::NotFound, format!("{month} has no version {number}")),
        (None, None) => refuse(Code::NotFound, format!("{month} was not frozen yet")),
    }
}

/// Narrows what is asked to what the caller reaches; refuses who asks for what is another's.
pub fn within_reach(caller: &Caller, asked: Asked) -> Result<Asked> {
    caller.may(Right::SeeAssessment)?;
    match &caller.reach {
        Reach::City => Ok(asked),
        Reach::Jurisdiction(own) => match &asked.area {
            Some(area) if area != own => refuse(Code::NotAllowed, "area: one's own only"),
            Some(_) | None => Ok(Asked { area: Some(own.clone()), ..asked }),
        },
        Reach::Unit(own) => match &asked.unit {
            Some(unit) if unit != own => refuse(Code::NotAllowed, "unit: one's own only"),
            Some(_) | None => Ok(Asked { unit: Some(own.clone()), ..asked }),
        },
        Reach::Own(_) => Err(Code::NotAllowed.into()),
    }
}

/// Writes a place, as it travels.
fn written(place: &Place) -> String {
    format!("{}.{}", place.case_no, place.case)
}

/// Reads a place that was handed out with the page before.
pub fn place(text: &str) -> Result<Place> {
    let read = text.rsplit_once('.').filter(|(_, case)| case.parse::<CaseId>().is_ok());
    match read {
        Some((case_no, case)) => Ok(Place { case_no: case_no.to_owned(), case: case.to_owned() }),
        None => refuse(Code::BadValue, "after: not a place in this list"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, place, written};

    #[test]
    fn a_place_survives_its_own_words() {
        let case = "01935a00-0000-7000-8000-000000000004".to_owned();
        for case_no in ["XA20251123000418", ""] {
            let there = Place { case_no: case_no.to_owned(), case: case.clone() };
            assert_eq!(place(&written(&there)).unwrap(), there);
        }
        for bad in ["", "XA20251123000418", "XA20251123000418.4", "."] {
            assert!(place(bad).is_err(), "{bad}");
        }
    }
}
