//! Rows that are inserted many at a time.
//!
//! A batch of operations makes the same few kinds of rows again and again. While a transaction gathers, its inserts wait
//! here and go out together, one statement for each kind, before the next query and before the commit. Nothing here knows
//! a table: the stores bring names and columns.

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe};

use crate::db::dialect::Engine;
use crate::error::Result;

/// A kind of row: a table, the columns that are set, and its turn.
#[derive(Debug)]
pub struct Rows {
    /// The table.
    pub table: &'static str,
    /// The columns, in the order of the cells; the first is what [`Gathered::amend`] finds a row by.
    pub columns: &'static [&'static str],
    /// Rows of a lower turn go first: what others refer to.
    pub turn: u8,
}

/// What stands in a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Text, or null.
    MaybeText(Option<String>),
    /// A whole number, or null.
    MaybeNumber(Option<i64>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        Self::MaybeText(text)
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        Self::MaybeNumber(number)
    }
}

/// The cells of one row.
pub type Row = Vec<Cell>;

/// What waits.
#[derive(Debug, Default)]
pub struct Gathered {
    kinds: Vec<(&'static Rows, Vec<Row>)>,
}

impl Gathered {
    /// Says whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Puts a row with its kind.
    pub fn put(&mut self, kind: &'static Rows, row: Row) {
        match self.kinds.iter_mut().find(|(known, _)| std::ptr::eq(*known, kind)) {
            Some((_, rows)) => rows.push(row),
            None => self.kinds.push((kind, vec![row])),
        }
    }

    /// Returns the waiting row whose first column holds the key, to be changed before it goes out.
    pub fn amend(&mut self, kind: &'static Rows, key: &str) -> Option<&mut Row> {
        let (_, rows) = self.kinds.iter_mut().find(|(known, _)| std::ptr::eq(*known, kind))?;
        rows.iter_mut().rev().find(|row| has_key(row, key))
    }

    /// Counts the waiting rows whose first column holds the key.
    pub fn count(&self, kind: &'static Rows, key: &str) -> usize {
        let found = self.kinds.iter().find(|(known, _)| std::ptr::eq(*known, kind));
        found.map_or(0, |(_, rows)| rows.iter().filter(|row| has_key(row, key)).count())
    }

    /// Inserts everything that waits.
    pub async fn insert_all(&mut self, connection: &mut AnyConnection, engine: Engine) -> Result<()> {
        let mut kinds = std::mem::take(&mut self.kinds);
        kinds.sort_by_key(|(kind, _)| kind.turn);
        for (kind, rows) in kinds {
            insert(connection, engine, kind, rows).await?;
        }
        Ok(())
    }
}

fn has_key(row: &Row, key: &str) -> bool {
    matches!(row.first(), Some(Cell::Text(text)) if text == key)
}

/// Inserts rows, as many in one statement as it may carry.
pub async fn insert(connection: &mut AnyConnection, engine: Engine, kind: &'static Rows, rows: Vec<Row>) -> Result<()> {
    let most = (engine.most_parameters() / kind.columns.len().max(1)).clamp(1, MOST_ROWS);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let part: Vec<Row> = rows.by_ref().take(most).collect();
        let mut query = sqlx::query(AssertSqlSafe(statement(engine, kind, part.len())));
        for cell in part.into_iter().flatten() {
            query = bind(query, cell);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// More rows in one statement win nothing more.
const MOST_ROWS: usize = 128;

/// Writes the statement; on SQLite its places have no numbers, because the driver looks each numbered one up by walking
/// through all of them: thousands of places are millions of steps.
fn statement(engine: Engine, kind: &Rows, rows: usize) -> String {
    let width = kind.columns.len();
    let place = |number: usize| match engine {
        Engine::Sqlite => "?".to_owned(),
        Engine::Postgres => format!("${number}"),
    };
    let row = |number: usize| {
        let places: Vec<String> = (1..=width).map(|column| place(number * width + column)).collect();
        format!("({})", places.join(", "))
    };
    let values: Vec<String> = (0..rows).map(row).collect();
    format!("insert into {} ({}) values {}", kind.table, kind.columns.join(", "), values.join(", "))
}

fn bind<'q>(query: Query<'q, Any, AnyArguments>, cell: Cell) -> Query<'q, Any, AnyArguments> {
    match cell {
        Cell::Text(text) => query.bind(text),
        Cell::Number(number) => query.bind(number),
        Cell::MaybeText(text) => query.bind(text),
        Cell::MaybeNumber(number) => query.bind(number),
    }
}

#[cfg(test)]
mod tests {
    use super::{Engine, Gathered, Rows, statement};

    static THINGS: Rows = Rows { table: "things", columns: &["id", "size"], turn: 0 };

    #[test]
    fn a_statement_has_a_place_for_every_cell() {
        let made = |engine| statement(engine, &THINGS, 2);
        assert_eq!(made(Engine::Postgres), "insert into things (id, size) values ($1, $2), ($3, $4)");
        assert_eq!(made(Engine::Sqlite), "insert into things (id, size) values (?, ?), (?, ?)");
    }

    #[test]
    fn a_waiting_row_is_found_by_its_key() {
        let mut gathered = Gathered::default();
        gathered.put(&THINGS, vec!["a".into(), 1.into()]);
        gathered.put(&THINGS, vec!["b".into(), 2.into()]);
        assert_eq!(gathered.count(&THINGS, "b"), 1);
        assert!(gathered.amend(&THINGS, "c").is_none());
        gathered.amend(&THINGS, "a").unwrap()[1] = 5.into();
        assert_eq!(gathered.amend(&THINGS, "a").unwrap()[1], 5.into());
    }
}
