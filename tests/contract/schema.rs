//! The two server schemas say the same: same file names, same tables, same columns in the same order.
//!
//! `integer` on SQLite is `bigint` on PostgreSQL and `blob` is `bytea`; every other type must be spelled alike.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

type Tables = BTreeMap<String, Vec<String>>;

fn folder(engine: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/server").join(engine)
}

fn files(engine: &str) -> BTreeMap<String, String> {
    std::fs::read_dir(folder(engine))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

/// Reads the `create table` statements: each table with its lines, types brought to one spelling.
fn tables(text: &str) -> Tables {
    let bare: String = text
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    bare.split(';')
        .filter_map(|statement| statement.trim().strip_prefix("create table "))
        .map(|rest| {
            let (name, body) = rest.split_once('(').unwrap();
            let body = &body[..body.rfind(')').unwrap()];
            (name.trim().to_owned(), columns(body))
        })
        .collect()
}

fn columns(body: &str) -> Vec<String> {
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for c in body.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 { parts.push(String::new()) } else { parts.last_mut().unwrap().push(c) }
    }
    parts.iter().map(|part| part.split_whitespace().map(one_spelling).collect::<Vec<_>>().join(" ")).collect()
}

fn one_spelling(word: &str) -> &str {
    match word {
        "bigint" => "integer",
        "bytea" => "blob",
        other => other,
    }
}

#[test]
fn both_engines_have_the_same_files() {
    let [sqlite, postgres] = ["sqlite", "postgres"].map(|engine| files(engine).into_keys().collect::<Vec<_>>());
    assert!(!sqlite.is_empty(), "there is at least one migration");
    assert_eq!(sqlite, postgres);
}

#[test]
fn both_engines_have_the_same_tables_and_columns() {
    let postgres = files("postgres");
    for (name, text) in files("sqlite") {
        assert_eq!(tables(&text), tables(&postgres[&name]), "{name}");
    }
}

#[test]
fn every_sqlite_table_is_strict() {
    for (name, text) in files("sqlite") {
        for statement in text.to_lowercase().split(';').filter(|s| s.contains("create table ")) {
            assert!(statement.trim_end().ends_with("strict"), "{name}: {statement}");
        }
    }
}

#[test]
fn a_column_that_only_one_engine_has_is_seen() {
    let sqlite = tables("create table a (id text not null, n integer not null) strict;");
    assert_eq!(sqlite, tables("create table a (id text not null, n bigint not null);"));
    assert_ne!(sqlite, tables("create table a (id text not null);"));
    assert_ne!(sqlite, tables("create table a (id text not null, n text not null);"));
}
