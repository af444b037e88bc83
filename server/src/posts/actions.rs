//! Answers what each person did, for whoever looks after people, and lists what is behind each number.

use std::collections::BTreeMap;

use shared::api::assessment::Source;
use shared::api::posts::{PostDay, PostFigures, PostList, PostRow, PostTable, PostWork};
use shared::assessment::posts::Figure;
use shared::assessment::{Basis, Counter, Subject};
use shared::ids::{AccountId, CaseId};
use shared::refusal::Code;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::store::condition::Window;
use super::store::figures;
use super::store::listed::{self, AfterDay, AfterStep, Day, Number, Step};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::assessment::actions::{fresh, source, sums_by, within_reach};
use crate::assessment::asked::{self, Asked, Within};
use crate::assessment::names::{self, Names};
use crate::catalogue::city::City;
use crate::error::{Result, refuse};

/// What stands beside a collector's figures: of the cases that fall in the time by the day of the report.
const OF_CASES: [Counter; 3] = [Counter::PatrolReport, Counter::PatrolValidReport, Counter::MissReport];

/// Which rows of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// From behind this account on; from the first one where none is named.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// Sums what everybody of a post did that is within the caller's reach.
pub async fn table(app: &App, caller: &Caller, asked: Asked, part: Part) -> Result<PostTable> {
    let (asked, zone) = (may_ask(caller, asked)?, asked::zone(&app.city()).to_owned());
    let window = Window::new(&asked, Within::of(&asked, &zone)?);
    fresh(app, &window.within).await?;
    let city = app.city();
    // Of one moment: a person's work is not a moment older than their cases.
    let mut snapshot = app.db.snapshot().await?;
    let (source, at) = source(&mut snapshot, &window.within).await?;
    let all = counted(&mut snapshot, &window).await?;
    let names = Names::of(&city, &mut snapshot, window.post(), &caller.reach).await?;
    let mut total = PostFigures::default();
    let mut rows = Vec::with_capacity(all.len());
    for (key, counted) in all {
        total.add(&counted);
        rows.push(PostRow { name: names.name(&key), key, counted });
    }
    rows.sort_by(|one, other| (&one.name, &one.key).cmp(&(&other.name, &other.key)));
    let people = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let (rows, next) = page(rows, part);
    let Asked { from, to, by: post, training, .. } = asked;
    Ok(PostTable { post, from, to, zone, at, source, training, rows, total, people, next })
}

/// Returns a part of the rows, and behind which account the next one begins. Somebody who is there no more, because what
/// they did is another's reading now, begins at the first.
fn page(mut rows: Vec<PostRow>, part: Part) -> (Vec<PostRow>, Option<String>) {
    let limit = usize::try_from(part.limit).unwrap_or(usize::MAX);
    let behind = part.after.and_then(|after| rows.iter().position(|row| row.key == after));
    let mut rest = match behind {
        Some(place) => rows.split_off(place.saturating_add(1).min(rows.len())),
        None => rows,
    };
    let has_more = rest.len() > limit;
    rest.truncate(limit);
    let next = rest.last().filter(|_| has_more).map(|row| row.key.clone());
    (rest, next)
}

/// Sums everybody's figures without a caller; what is live has to be brought up to date before.
async fn counted(connection: &mut AnyConnection, window: &Window) -> Result<BTreeMap<String, PostFigures>> {
    let mut all: BTreeMap<String, PostFigures> = BTreeMap::new();
    for (key, figures) in figures::of_work(connection, window).await? {
        all.entry(key).or_default().figures.extend(figures);
    }
    if has_days(window.post()) {
        for (key, figures) in figures::of_days(connection, window).await? {
            all.entry(key).or_default().figures.extend(figures);
        }
    }
    if window.post() == Subject::Collector {
        for (key, sums) in sums_by(connection, &window.within, Basis::Reported, None).await? {
            let cases: BTreeMap<Counter, u64> = OF_CASES
                .into_iter()
                .map(|counter| (counter, sums.get(counter)))
                .filter(|(_, count)| *count > 0)
                .collect();
            // A collector's key is empty where another channel reported and nobody missed it.
            if !key.is_empty() && !cases.is_empty() {
                all.entry(key).or_default().cases = cases;
            }
        }
    }
    Ok(all)
}

fn has_days(post: Subject) -> bool {
    Figure::of(post).iter().any(|figure| figure.is_of_days())
}

/// A page of what is behind a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// Behind which number.
    pub number: Number,
    /// `next` of the page before.
    pub after: Option<String>,
    /// At most so many rows.
    pub limit: u32,
}

/// Lists what is behind a number.
pub async fn list(app: &App, caller: &Caller, asked: Asked, page: Page) -> Result<PostList> {
    let asked = may_ask(caller, asked)?;
    let Page { number, after, limit } = page;
    must_have(asked.by, number.figure)?;
    let city = app.city();
    let window = Window::new(&asked, Within::of(&asked, asked::zone(&city))?);
    fresh(app, &window.within).await?;
    let mut snapshot = app.db.snapshot().await?;
    let (source, at) = source(&mut snapshot, &window.within).await?;
    let names = Names::of(&city, &mut snapshot, window.post(), &caller.reach).await?;
    let head = Head { post: asked.by, figure: number.figure, source, at };
    let part = Part { after, limit };
    if number.figure.is_of_days() {
        days(&mut snapshot, &window, &number, part, head, &names).await
    } else {
        work(&mut snapshot, &window, &number, part, head, (&*city, &names)).await
    }
}

/// Refuses a figure that a post does not have.
pub(super) fn must_have(post: Subject, figure: Figure) -> Result<()> {
    if Figure::of(post).contains(&figure) {
        return Ok(());
    }
    refuse(Code::BadValue, format!("figure: a {} has no {}", post.as_str(), figure.as_str()))
}

/// What a list says of itself.
struct Head {
    post: Subject,
    figure: Figure,
    source: Source,
    at: Instant,
}

impl Head {
    fn list(self, number: u64) -> PostList {
        let Self { post, figure, source, at } = self;
        PostList { post, figure, source, at, number, work: Vec::new(), days: Vec::new(), next: None }
    }
}

async fn work(
    connection: &mut AnyConnection,
    window: &Window,
    number: &Number,
    part: Part,
    head: Head,
    (city, names): (&City, &Names<'_>),
) -> Result<PostList> {
    let after = part.after.map(|text| after_step(&text)).transpose()?.unwrap_or_default();
    let count = listed::count_work(connection, window, number).await?;
    let mut found = listed::page_of_work(connection, window, number, &after, part.limit.saturating_add(1)).await?;
    let has_more = cut(&mut found, part.limit);
    let next =
        found.last().filter(|_| has_more).map(|step| format!("{}.{}.{}", step.at.ms(), step.case, step.sequence));
    let work = found.into_iter().map(|step| shown_step(city, names, step)).collect();
    Ok(PostList { work, next, ..head.list(count) })
}

async fn days(
    connection: &mut AnyConnection,
    window: &Window,
    number: &Number,
    part: Part,
    head: Head,
    names: &Names<'_>,
) -> Result<PostList> {
    let after = part.after.map(|text| after_day(&text)).transpose()?.unwrap_or_default();
    let count = listed::count_days(connection, window, number).await?;
    let mut found = listed::page_of_days(connection, window, number, &after, part.limit.saturating_add(1)).await?;
    let has_more = cut(&mut found, part.limit);
    let next = found.last().filter(|_| has_more).map(|day| format!("{}.{}", shared::day::write(day.day), day.account));
    let days = found.into_iter().map(|day| shown_day(names, day)).collect();
    Ok(PostList { days, next, ..head.list(count) })
}

/// Leaves at most so many; says whether there were more.
fn cut<T>(found: &mut Vec<T>, limit: u32) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > limit;
    found.truncate(limit);
    has_more
}

/// Returns a step as it is told.
pub(super) fn shown_step(city: &City, names: &Names<'_>, step: Step) -> PostWork {
    let counts = Figure::ALL.iter().copied().filter(|figure| step.bits & figure.bit() != 0).collect();
    PostWork {
        name: names.name(&step.account),
        key: step.account,
        case: step.case,
        case_no: step.case_no,
        category: names::category(city, &step.category).unwrap_or(step.category),
        state: step.state,
        sequence: step.sequence,
        at: step.at,
        due_at: step.due_at,
        counts,
    }
}

/// Returns a day as it is told.
pub(super) fn shown_day(names: &Names<'_>, day: Day) -> PostDay {
    PostDay {
        name: names.name(&day.account),
        key: day.account,
        day: day.day,
        shifts: day.shifts,
        open_shifts: day.open_shifts,
        minutes: day.minutes,
        beat: day.beat,
        walked: day.walked,
        first_at: day.first,
        last_at: day.last,
    }
}

/// Narrows what is asked to what the caller reaches. Of people only who looks after people is told, and no unit does.
pub(super) fn may_ask(caller: &Caller, asked: Asked) -> Result<Asked> {
    let asked = within_reach(caller, asked)?;
    caller.area()?;
    Ok(asked)
}

/// Reads a place in a list of steps that was handed out with the page before.
fn after_step(text: &str) -> Result<AfterStep> {
    match step_place(text) {
        Some(after) => Ok(after),
        None => refuse(Code::BadValue, "after: not a place in this list"),
    }
}

fn step_place(text: &str) -> Option<AfterStep> {
    let mut parts = text.split('.');
    let (at_ms, case, sequence) = (parts.next()?, parts.next()?, parts.next()?);
    let case: CaseId = case.parse().ok()?;
    let after = AfterStep { at_ms: at_ms.parse().ok()?, case: case.to_string(), sequence: sequence.parse().ok()? };
    parts.next().is_none().then_some(after)
}

/// The same in a list of days.
fn after_day(text: &str) -> Result<AfterDay> {
    let read = text.split_once('.').and_then(|(day, account)| {
        let (day, account) = (shared::day::read(day)?, account.parse::<AccountId>().ok()?);
        Some(AfterDay { day: shared::day::write(day), account: account.to_string() })
    });
    match read {
        Some(after) => Ok(after),
        None => refuse(Code::BadValue, "after: not a place in this list"),
    }
}

#[cfg(test)]
mod tests {
    use shared::api::posts::{PostFigures, PostRow};

    use super::{AfterDay, AfterStep, Part, after_day, after_step, page};

    const ID: &str = "01935a00-0000-7000-8000-000000000004";

    #[test]
    fn places_are_read_as_they_were_handed_out() {
        let step = AfterStep { at_ms: 17, case: ID.to_owned(), sequence: 3 };
        assert_eq!(after_step(&format!("17.{ID}.3")).unwrap(), step);
        let day = AfterDay { day: "2026-11-23".to_owned(), account: ID.to_owned() };
        assert_eq!(after_day(&format!("2026-11-23.{ID}")).unwrap(), day);
        for bad in ["", "17", "17.a.3", "soon.a.3", &format!("17.{ID}"), &format!("17.{ID}.3.4"), "2026-11-32.a"] {
            assert!(after_step(bad).is_err() && after_day(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn pages_of_people_follow_each_other() {
        let row = |key: &str| PostRow { key: key.to_owned(), name: key.to_owned(), counted: PostFigures::default() };
        let rows = || vec![row("a"), row("b"), row("c")];
        let keys = |after: Option<&str>| -> (String, Option<String>) {
            let (rows, next) = page(rows(), Part { after: after.map(str::to_owned), limit: 2 });
            (rows.iter().map(|row| row.key.as_str()).collect(), next)
        };
        assert_eq!(keys(None), ("ab".to_owned(), Some("b".to_owned())));
        assert_eq!(keys(Some("b")), ("c".to_owned(), None));
        assert_eq!(keys(Some("c")), (String::new(), None));
    }
}
