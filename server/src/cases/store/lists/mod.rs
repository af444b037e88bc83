//! Lists of cases: one page at a time, in an order that an index keeps, how many there are in all, and where they are.
//!
//! [`Filter`] is what a list is narrowed by, `way` decides which index is asked for it, `statements` are the SQL.

mod place;
mod way;
mod statements;

use std::collections::BTreeMap;

use shared::case::{Case, State};
use shared::evidence::verdict::Verdict;
use shared::ids::CaseId;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;

pub use self::place::{Order, Place};
use self::statements::{NAMED, Whose, Words, count_of, page_of, points_of};
use self::way::Way;
use crate::accounts::caller::Reach;
use crate::db::among::among;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A list says how many cases it has up to here, and beyond only that there are more: to count a year of a city each time
/// somebody looks would cost more than the list itself.
pub const MOST_COUNTED: u64 = 10_000;

/// Which cases a list shows.
#[derive(Clone, PartialEq, Debug)]
pub struct Filter {
    /// Whose.
    pub reach: Reach,
    /// In which order.
    pub order: Order,
    /// Only these states; empty for all.
    pub states: Vec<String>,
    /// Whether the list leaves out what is over.
    pub stage: Stage,
    /// What it is about.
    pub about: About,
    /// Only this jurisdiction; empty for all within reach.
    pub area: String,
    /// Only this unit; empty for all.
    pub unit: String,
    /// Only this duty grid; empty for all.
    pub duty_grid: String,
    /// Only unit grids between two numbers; both empty for all.
    pub grids: (String, String),
    /// Only these channels; empty for all.
    pub channels: Vec<String>,
    /// Only what was found of the photos in these words; empty for all.
    pub verdicts: Vec<String>,
    /// Whether the reporter had fixed it.
    pub handled: Handled,
    /// Only what was reported from this moment on.
    pub from: Option<Instant>,
    /// Only what was reported before this moment.
    pub until: Option<Instant>,
    /// How much time is left.
    pub time_left: TimeLeft,
    /// Only what lies within; nothing for everywhere.
    pub within: Option<Within>,
    /// Words in number, grid, address or note, lower case; empty for all.
    pub words: String,
    /// Categories that have the words in their name.
    pub named: Vec<String>,
    /// Only what comes behind this.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: u32,
}

/// How far the cases of a list have come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Any.
    Any,
    /// Those that are not over.
    Open,
}

/// What the cases of a list are about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum About {
    /// Anything.
    Anything,
    /// One of these categories.
    Categories(Vec<String>),
    /// One major class: the least and the greatest key that it can have, and the pattern of all of them.
    Major {
        /// The least.
        from: String,
        /// The greatest.
        to: String,
        /// The pattern.
        pattern: String,
    },
}

/// Whether the reporter of the cases of a list had fixed them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handled {
    /// One way or the other.
    Either,
    /// Fixed by whoever reported it.
    ByReporter,
    /// Reported to be fixed.
    No,
}

/// How much time the cases of a list have left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeLeft {
    /// Any.
    Any,
    /// Their limit ends at the one moment or later, and before the other.
    Ends(Instant, Instant),
    /// None runs.
    NoClock,
}

/// A rectangle in units of 1e-7 degree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Within {
    /// The least longitude.
    pub west: i64,
    /// The greatest.
    pub east: i64,
    /// The least latitude.
    pub south: i64,
    /// The greatest.
    pub north: i64,
}

/// A case in a list.
#[derive(Clone, PartialEq, Debug)]
pub struct Listed {
    /// Where it stands.
    pub place: Place,
    /// The case.
    pub case: Case,
    /// What people call its reporter; empty where nobody is known.
    pub reporter: String,
    /// What was found of its photos together; nothing where it has none that was looked at.
    pub evidence: Option<Verdict>,
}

/// An open case on the map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// Where it stands in the work list.
    pub place: Place,
    /// Where the case stands.
    pub state: String,
    /// What it is about.
    pub category: String,
    /// From when on it is late; nothing while no clock runs.
    pub late_after: Option<Instant>,
    /// Where it is, in units of 1e-7 degree; nothing where it is on no ground.
    pub at: Option<(i64, i64)>,
}

/// How many cases a list has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Total {
    /// So many.
    Exactly(u64),
    /// More than so many.
    MoreThan(u64),
}

/// What the open cases are ordered by whose clock has not started.
const NOT_DUE_YET: Instant = Instant::from_ms(i64::MAX);

/// Returns what an open case is ordered by; nothing once it is over.
pub fn open_due(case: &Case) -> Option<Instant> {
    (!case.state.is_over()).then(|| case.clock.due_at.unwrap_or(NOT_DUE_YET))
}

impl Filter {
    /// Returns everything within a reach, the newest first.
    pub fn all(reach: Reach, limit: u32) -> Self {
        Self {
            reach,
            order: Order::Newest,
            states: Vec::new(),
            stage: Stage::Any,
            about: About::Anything,
            area: String::new(),
            unit: String::new(),
            duty_grid: String::new(),
            grids: (String::new(), String::new()),
            channels: Vec::new(),
            verdicts: Vec::new(),
            handled: Handled::Either,
            from: None,
            until: None,
            time_left: TimeLeft::Any,
            within: None,
            words: String::new(),
            named: Vec::new(),
            after: None,
            limit,
        }
    }

    /// Leaves out what is over where no state that was asked for is one that a case ends in.
    #[must_use]
    pub fn of_states(mut self, states: &[State]) -> Self {
        self.states = states.iter().map(|state| state.as_str().to_owned()).collect();
        let is_open = !states.is_empty() && states.iter().all(|state| !state.is_over());
        self.stage = if is_open { Stage::Open } else { Stage::Any };
        self
    }
}

/// Returns a page of cases. How many there are says which way to them is the short one.
pub async fn page(connection: &mut AnyConnection, filter: &Filter, total: Total) -> Result<Vec<Listed>> {
    let way = Way::to_page(filter, total);
    let query = narrowed(sqlx::query(page_of(way.whose, way.shape, way.words)), filter, &way);
    let (at, id) = behind(filter);
    let query = query.bind(at).bind(id).bind(i64::from(filter.limit));
    let rows = sought(query, filter, way.words).fetch_all(connection).await?;
    rows.iter().map(|row| listed(row, filter.order)).collect()
}

fn listed(row: &AnyRow, order: Order) -> Result<Listed> {
    let place = Place { order, at: Instant::from_ms(row.number("place")?), id: row.parsed("id")? };
    let evidence = Verdict::parse(&row.text("evidence")?);
    let reporter = row.maybe_text("reporter")?.unwrap_or_default();
    Ok(Listed { place, case: row.json("body")?, reporter, evidence })
}

/// Returns cases by their ids, in the order of the ids; those that are not there are left out.
pub async fn named(connection: &mut AnyConnection, ids: &[CaseId]) -> Result<Vec<Listed>> {
    let keys: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut found = BTreeMap::new();
    for row in &among(connection, NAMED, &[], &keys).await? {
        let case = listed(row, Order::Newest)?;
        found.insert(case.case.id, case);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Counts the cases that the filter lets through, on all pages together, up to [`MOST_COUNTED`].
pub async fn count(connection: &mut AnyConnection, filter: &Filter) -> Result<Total> {
    let way = Way::to_count(filter);
    let query = narrowed(sqlx::query(count_of(way.whose, way.shape, way.words)), filter, &way);
    let enough = i64::try_from(MOST_COUNTED).unwrap_or(i64::MAX).saturating_add(1);
    let row = sought(query.bind(enough), filter, way.words).fetch_one(connection).await?;
    let found = u64::try_from(row.number("found")?).unwrap_or(0);
    Ok(if found > MOST_COUNTED { Total::MoreThan(MOST_COUNTED) } else { Total::Exactly(found) })
}

/// Returns where the open cases are that the filter lets through, a page of them in the order of the work list.
pub async fn points(connection: &mut AnyConnection, filter: &Filter) -> Result<Vec<Spot>> {
    let way = Way::to_points(filter);
    let query = narrowed(sqlx::query(points_of(way.whose, way.words)), filter, &way);
    let (at, id) = behind(filter);
    let query = query.bind(at).bind(id).bind(i64::from(filter.limit));
    let rows = sought(query, filter, way.words).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let id: CaseId = row.parsed("id")?;
            let place = Place { order: Order::Due, at: Instant::from_ms(row.number("place")?), id };
            Ok(Spot {
                place,
                state: row.text("state")?,
                category: row.text("category")?,
                late_after: row.maybe_number("late_after_ms")?.map(Instant::from_ms),
                at: row.maybe_number("lon_e7")?.zip(row.maybe_number("lat_e7")?),
            })
        })
        .collect()
}

type Asking<'q> = Query<'q, sqlx::Any, AnyArguments>;

/// Binds what every statement has: whose cases, and what narrows them.
fn narrowed<'q>(query: Asking<'q>, filter: &Filter, way: &Way) -> Asking<'q> {
    let (categories, pattern) = match &filter.about {
        About::Anything => (String::new(), String::new()),
        About::Categories(_) if way.whose == Whose::Category => (String::new(), String::new()),
        About::Categories(keys) => (one_of(keys), String::new()),
        About::Major { pattern, .. } => (String::new(), pattern.clone()),
    };
    let handled: i64 = match filter.handled {
        Handled::Either => -1,
        Handled::ByReporter => 1,
        Handled::No => 0,
    };
    let (kind, ends_from, ends_before): (i64, i64, i64) = match filter.time_left {
        TimeLeft::Any => (0, 0, 0),
        TimeLeft::Ends(from, before) => (1, from.ms(), before.ms()),
        TimeLeft::NoClock => (2, 0, 0),
    };
    // West of nothing: everywhere.
    let within = filter.within.unwrap_or(Within { west: 1, east: 0, south: 0, north: 0 });
    query
        .bind(way.from.clone())
        .bind(way.to.clone())
        .bind(way.area.clone())
        .bind(way.unit.clone())
        .bind(one_of(&filter.states))
        .bind(categories)
        .bind(pattern)
        .bind(filter.grids.0.clone())
        .bind(filter.grids.1.clone())
        .bind(if way.whose == Whose::DutyGrid { String::new() } else { filter.duty_grid.clone() })
        .bind(one_of(&filter.channels))
        .bind(one_of(&filter.verdicts))
        .bind(handled)
        .bind(way.reported_from)
        .bind(way.reported_until)
        .bind(kind)
        .bind(ends_from)
        .bind(ends_before)
        .bind(within.west)
        .bind(within.east)
        .bind(within.south)
        .bind(within.north)
}

/// Binds the words where the statement has places for them.
fn sought<'q>(query: Asking<'q>, filter: &Filter, words: Words) -> Asking<'q> {
    match words {
        Words::None => query,
        Words::Sought => query.bind(anywhere(&filter.words)).bind(in_words(&filter.words)).bind(one_of(&filter.named)),
    }
}

/// Returns the place that a page begins behind.
fn behind(filter: &Filter) -> (i64, String) {
    let first = match filter.order {
        Order::Newest => i64::MAX,
        Order::Due => i64::MIN,
    };
    filter.after.map_or((first, String::new()), |place| (place.at.ms(), place.id.to_string()))
}

/// Words one of which a column is to hold, as a text with bars around each; empty for none.
fn one_of(words: &[String]) -> String {
    if words.is_empty() { String::new() } else { format!("|{}|", words.join("|")) }
}

/// A pattern for words anywhere in a column.
fn anywhere(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("%{}%", plain(words)) }
}

/// A pattern for words in the note or the address of a body, which stand side by side in it, before the fix.
fn in_words(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("%\"note\":\"%{}%\",\"fix\":{{%", plain(words)) }
}

/// What has a meaning in a pattern or in JSON is taken for anything.
fn plain(words: &str) -> String {
    words.chars().map(|c| if matches!(c, '%' | '_' | '\\' | '"') || c.is_control() { '%' } else { c }).collect()
}
