//! Who is, was and was not on shift on a day, against where they are to walk.

use jiff::civil::Date;
use shared::account::Right;
use shared::api::people::ShiftBoard;
use shared::ids::JurisdictionId;
use shared::refusal::Code;
use shared::time::Instant;

use super::rules;
use super::store::accounts::grids;
use super::store::shifts::{self as store, Filter, Standing};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Result, refuse};

/// Whose shifts of which day are asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The day; today where none is named.
    pub day: Option<Date>,
    /// Only those who work for this jurisdiction.
    pub area: Option<JurisdictionId>,
    /// How they stand on the day.
    pub standing: Standing,
    /// With these words in the user name or the name, lower case.
    pub words: String,
    /// Only what comes behind this user name.
    pub after: String,
    /// At most so many.
    pub limit: u32,
}

/// Returns a page of the people who walk duty grids, with their shifts of a day.
pub async fn day(app: &App, caller: &Caller, wanted: Wanted) -> Result<ShiftBoard> {
    caller.may(Right::SeePeople)?;
    let area = rules::asked(caller, wanted.area)?;
    let now = app.clock.now();
    // The city's day where all are asked for: a table has one day.
    let zone = app.city().settings(area.as_ref().unwrap_or(&caller.account.jurisdiction)).zone.clone();
    let day = wanted.day.unwrap_or_else(|| now.day_in(&zone));
    let Some((begins, ends)) = Instant::days(day, day, &zone) else {
        return refuse(Code::BadValue, format!("day: {day} is at the end of all days"));
    };
    let shown = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
    let filter = Filter {
        area,
        standing: wanted.standing,
        words: wanted.words,
        after: wanted.after,
        limit: wanted.limit.saturating_add(1),
        begins,
        ends,
    };
    let mut reader = app.db.read().await?;
    let mut people = store::people(&mut reader, &filter, now).await?;
    let more = people.len() > shown;
    people.truncate(shown);
    if let (Some(begin), Some(end)) = (people.first(), people.last()) {
        let (first, last) = (begin.user.to_string(), end.user.to_string());
        let mut walked = grids(&mut reader, &first, &last).await?;
        let mut shifts = store::touching(&mut reader, &first, &last, (begins, ends), now).await?;
        for person in &mut people {
            person.grids = walked.remove(&person.account).unwrap_or_default();
            person.shifts = shifts.remove(&person.account).unwrap_or_default();
        }
    }
    let next = people.last().filter(|_| more).map(|last| last.user.to_string());
    Ok(ShiftBoard { time: now, day: day.to_string(), zone, people, next })
}
