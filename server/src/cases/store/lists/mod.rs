//! Lists of cases: one page at a time, in an order that an index keeps, and how many there are in all.

mod place;
mod statements;

use shared::case::Case;
use shared::time::Instant;
use sqlx::AnyConnection;

pub use self::place::{Order, Place};
use self::statements::{Shape, Whose, count_of, page_of};
use crate::accounts::caller::Reach;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A list says how many cases it has up to here, and beyond only that there are more: to count a year of a city each time
/// somebody looks would cost more than the list itself.
pub const MOST_COUNTED: u64 = 10_000;

/// Which cases a list shows.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Whose.
    pub reach: Reach,
    /// In which order.
    pub order: Order,
    /// Only these states; empty for all.
    pub states: Vec<String>,
    /// Whether the list leaves out what is over.
    pub stage: Stage,
    /// Only this unit; empty for all.
    pub unit: String,
    /// Words in number, grid, address or note, lower case; empty for all.
    pub words: String,
    /// Categories that have the words in their name.
    pub categories: Vec<String>,
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

/// A case in a list.
#[derive(Clone, PartialEq, Debug)]
pub struct Listed {
    /// Where it stands.
    pub place: Place,
    /// The case.
    pub case: Case,
    /// What people call its reporter; empty where nobody is known.
    pub reporter: String,
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
    fn shape(&self) -> Shape {
        match (self.order, self.stage) {
            (Order::Newest, Stage::Any) => Shape::Newest,
            (Order::Newest, Stage::Open) => Shape::NewestOpen,
            // Of what is over, nothing is due.
            (Order::Due, Stage::Any | Stage::Open) => Shape::Due,
        }
    }

    /// Returns whose cases to ask for first, their id, and the jurisdiction and the unit that narrow them further.
    fn whose(&self) -> (Whose, [String; 3]) {
        let (unit, none) = (self.unit.clone(), String::new());
        match &self.reach {
            Reach::City if unit.is_empty() => (Whose::Everybody, [none.clone(), none.clone(), none]),
            Reach::City => (Whose::Unit, [unit, none.clone(), none]),
            Reach::Jurisdiction(id) if unit.is_empty() => (Whose::Area, [id.to_string(), none.clone(), none]),
            Reach::Jurisdiction(id) => (Whose::Unit, [unit, id.to_string(), none]),
            Reach::Unit(id) => (Whose::Unit, [id.to_string(), none, unit]),
            Reach::Own(id) => (Whose::Reporter, [id.to_string(), none, unit]),
        }
    }

    fn binds(&self, [whose, area, unit]: [String; 3]) -> [String; 7] {
        let states = one_of(&self.states);
        [whose, area, unit, states, anywhere(&self.words), in_words(&self.words), one_of(&self.categories)]
    }
}

/// Returns a page of cases.
pub async fn page(connection: &mut AnyConnection, filter: &Filter) -> Result<Vec<Listed>> {
    let (whose, keys) = filter.whose();
    let mut query = sqlx::query(page_of(whose, filter.shape()));
    for value in filter.binds(keys) {
        query = query.bind(value);
    }
    let first = match filter.order {
        Order::Newest => i64::MAX,
        Order::Due => i64::MIN,
    };
    let (at, id) = filter.after.map_or((first, String::new()), |place| (place.at.ms(), place.id.to_string()));
    let rows = query.bind(at).bind(id).bind(i64::from(filter.limit)).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let at = Instant::from_ms(row.number("place")?);
            let place = Place { order: filter.order, at, id: row.parsed("id")? };
            Ok(Listed { place, case: row.json("body")?, reporter: row.maybe_text("reporter")?.unwrap_or_default() })
        })
        .collect()
}

/// Counts the cases that the filter lets through, on all pages together, up to [`MOST_COUNTED`].
pub async fn count(connection: &mut AnyConnection, filter: &Filter) -> Result<Total> {
    let (whose, keys) = filter.whose();
    let mut query = sqlx::query(count_of(whose, filter.shape()));
    for value in filter.binds(keys) {
        query = query.bind(value);
    }
    let enough = i64::try_from(MOST_COUNTED).unwrap_or(i64::MAX).saturating_add(1);
    let row = query.bind(enough).fetch_one(connection).await?;
    let found = u64::try_from(row.number("found")?).unwrap_or(0);
    Ok(if found > MOST_COUNTED { Total::MoreThan(MOST_COUNTED) } else { Total::Exactly(found) })
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
