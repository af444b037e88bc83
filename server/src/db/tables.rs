//! Whole tables, whatever they hold: which there are, their rows out, their rows in.
//!
//! For copies of the whole database; a feature reads its own rows by its own store.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use futures_util::stream::{BoxStream, StreamExt as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row as _};

use super::dialect::{self, Engine};
use super::fields::Fields as _;
use super::{Db, Snapshot, Tx, guards};
use crate::error::{Error, Result};

/// What a column holds, whatever the engine calls it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number of 64 bits.
    Number,
    /// Bytes; base64 in JSON.
    Bytes,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// A table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
}

/// Lists our tables; one stands behind those that it refers to.
pub async fn all(connection: &mut AnyConnection, engine: Engine) -> Result<Vec<Table>> {
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for row in sqlx::query(dialect::columns(engine)).fetch_all(&mut *connection).await? {
        let (table, kind) = (row.text("table_name")?, row.text("kind")?);
        let kind = match kind.as_str() {
            "text" => Kind::Text,
            "integer" | "bigint" => Kind::Number,
            "blob" | "bytea" => Kind::Bytes,
            other => return Err(anyhow::anyhow!("table {table} has a column of the strange type {other}").into()),
        };
        tables.entry(table).or_default().push(Column { name: row.text("column_name")?, kind });
    }
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in sqlx::query(dialect::references(engine)).fetch_all(connection).await? {
        let (child, parent) = (row.text("child")?, row.text("parent")?);
        if child != parent {
            needs.entry(child).or_default().insert(parent);
        }
    }
    in_order(tables, &needs)
}

fn in_order(
    mut tables: BTreeMap<String, Vec<Column>>,
    needs: &BTreeMap<String, BTreeSet<String>>,
) -> Result<Vec<Table>> {
    let mut ordered = Vec::with_capacity(tables.len());
    while !tables.is_empty() {
        let is_free = |name: &&String| needs.get(*name).is_none_or(|n| n.iter().all(|one| !tables.contains_key(one)));
        let free: Vec<String> = tables.keys().filter(is_free).cloned().collect();
        if free.is_empty() {
            return Err(anyhow::anyhow!("tables refer to each other in a circle").into());
        }
        for name in free {
            let columns = tables.remove(&name).unwrap_or_default();
            ordered.push(Table { name, columns });
        }
    }
    Ok(ordered)
}

/// Reads all rows of a table, as arrays in the order of its columns.
pub fn rows<'a>(snapshot: &'a mut Snapshot, table: &'a Table) -> BoxStream<'a, Result<Value>> {
    let sql = format!("select {} from {}", names(table), quoted(&table.name));
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **snapshot);
    rows.map(|row| read(&row?, table)).boxed()
}

fn read(row: &AnyRow, table: &Table) -> Result<Value> {
    let mut values = Vec::with_capacity(table.columns.len());
    for (at, column) in table.columns.iter().enumerate() {
        values.push(match column.kind {
            Kind::Text => row.try_get::<Option<String>, _>(at)?.map_or(Value::Null, Value::String),
            Kind::Number => row.try_get::<Option<i64>, _>(at)?.map_or(Value::Null, Value::from),
            Kind::Bytes => {
                let bytes: Option<Vec<u8>> = row.try_get(at)?;
                bytes.map_or(Value::Null, |bytes| Value::String(BASE64.encode(bytes)))
            }
        });
    }
    Ok(Value::Array(values))
}

/// Counts the rows of a table.
pub async fn count(connection: &mut AnyConnection, table: &Table) -> Result<i64> {
    let sql = format!("select count(*) as found from {}", quoted(&table.name));
    sqlx::query(AssertSqlSafe(sql)).fetch_one(connection).await?.number("found")
}

/// Puts rows in, many at a time.
pub async fn insert(tx: &mut Tx, table: &Table, rows: &[Value]) -> Result<()> {
    let width = table.columns.len().max(1);
    for some in rows.chunks((tx.engine().most_parameters() / width).max(1)) {
        let mut place = 0;
        let lists: Vec<String> = some
            .iter()
            .map(|_| {
                let list: Vec<String> = (0..width).map(|at| format!("${}", place + at + 1)).collect();
                place += width;
                format!("({})", list.join(", "))
            })
            .collect();
        let sql = format!("insert into {} ({}) values {}", quoted(&table.name), names(table), lists.join(", "));
        // Not kept prepared: hardly two of these are alike.
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        for row in some {
            let values = row.as_array().filter(|values| values.len() == width);
            let values = values.ok_or_else(|| strange(table))?;
            for (value, column) in values.iter().zip(&table.columns) {
                query = bind(query, value, column.kind).ok_or_else(|| strange(table))?;
            }
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

fn bind<'q>(query: Query<'q, Any, AnyArguments>, value: &Value, kind: Kind) -> Option<Query<'q, Any, AnyArguments>> {
    Some(match (kind, value) {
        (Kind::Text, Value::Null) => query.bind(None::<String>),
        (Kind::Text, Value::String(text)) => query.bind(text.clone()),
        (Kind::Number, Value::Null) => query.bind(None::<i64>),
        (Kind::Number, Value::Number(number)) => query.bind(number.as_i64()?),
        (Kind::Bytes, Value::Null) => query.bind(None::<Vec<u8>>),
        (Kind::Bytes, Value::String(text)) => query.bind(BASE64.decode(text).ok()?),
        (Kind::Text | Kind::Number | Kind::Bytes, _) => return None,
    })
}

fn strange(table: &Table) -> Error {
    anyhow::anyhow!("a row of table {} does not fit its columns", table.name).into()
}

fn names(table: &Table) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    names.join(", ")
}

/// A name may be a word of the language.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Empties all tables but some, what refers to others first; what is append-only too.
pub async fn empty_but(tx: &mut Tx, kept: &[&str]) -> Result<()> {
    let engine = tx.engine();
    let lifted = guards::lift(tx).await?;
    let tables = all(tx, engine).await?;
    for table in tables.iter().rev().filter(|table| !kept.contains(&table.name.as_str())) {
        let sql = format!("delete from {}", quoted(&table.name));
        sqlx::query(AssertSqlSafe(sql)).execute(&mut **tx).await?;
    }
    guards::put_back(tx, lifted).await
}

/// Says whether nothing was ever written to this database.
pub async fn are_empty(db: &Db) -> Result<bool> {
    let mut reader = db.read().await?;
    for table in all(&mut reader, db.engine()).await? {
        if count(&mut reader, &table).await? > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::in_order;

    #[test]
    fn a_table_stands_behind_those_it_refers_to() {
        let tables = BTreeMap::from(["a", "b", "c"].map(|name| (name.to_owned(), Vec::new())));
        let needs = BTreeMap::from([
            ("a".to_owned(), BTreeSet::from(["b".to_owned()])),
            ("b".to_owned(), BTreeSet::from(["c".to_owned()])),
        ]);
        let ordered: Vec<String> = in_order(tables.clone(), &needs).unwrap().into_iter().map(|t| t.name).collect();
        assert_eq!(ordered, ["c", "b", "a"]);
        let circle = BTreeMap::from([
            ("a".to_owned(), BTreeSet::from(["b".to_owned()])),
            ("b".to_owned(), BTreeSet::from(["a".to_owned()])),
        ]);
        assert!(in_order(tables, &circle).is_err());
    }
}
