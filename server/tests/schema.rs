//! The two engines have the same tables.

use std::collections::BTreeMap;
use std::path::Path;

fn files(engine: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/server").join(engine);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// Writes a file of PostgreSQL as SQLite would have it.
fn as_sqlite(text: &str) -> String {
    let mut written = String::new();
    let mut in_table = false;
    for line in text.lines() {
        in_table |= line.starts_with("create table");
        let line = match line {
            ");" if in_table => {
                in_table = false;
                ") strict;".to_owned()
            }
            line if in_table || line.starts_with("alter table ") => {
                line.replace(" bigint", " integer").replace(" bytea", " blob")
            }
            line => line.to_owned(),
        };
        written.push_str(&line);
        written.push('\n');
    }
    written
}

/// Leaves of a trigger what it guards and nothing of how, which each engine says in its own way. Behind those of PostgreSQL
/// stands a function, and it knows a way to empty a table that SQLite does not.
fn without_bodies(text: &str) -> String {
    let mut kept = String::new();
    let mut skipped_to = None;
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(end) = skipped_to {
            if line.ends_with(end) {
                skipped_to = None;
            }
            continue;
        }
        if line.starts_with("create function ") {
            skipped_to = Some("$$;");
            continue;
        }
        if let Some(dropped) = line.strip_prefix("drop trigger ") {
            kept.push_str("drop trigger ");
            kept.push_str(dropped.split([' ', ';']).next().unwrap());
            kept.push('\n');
            continue;
        }
        if line.starts_with("create trigger ") {
            skipped_to = Some(";");
            if line.contains(" before truncate ") {
                continue;
            }
        }
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

#[test]
fn both_engines_have_the_same_files_tables_and_columns() {
    let (sqlite, postgres) = (files("sqlite"), files("postgres"));
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    for (name, text) in &postgres {
        assert_eq!(without_bodies(&as_sqlite(text)), without_bodies(&sqlite[name]), "{name} differs");
    }
}

#[test]
fn every_row_that_belongs_to_a_jurisdiction_says_so() {
    let apart = [
        "server_meta",
        "jurisdictions",
        "challenges",
        "case_numbers",
        "files",
        "file_looks",
        "audit_chain",
        "sign_in_failures",
    ];
    let of_the_server = ["server_processes", "job_runs", "health_samples"];
    for text in files("sqlite").values() {
        for table in text.split("create table ").skip(1) {
            let (name, rest) = table.split_once(' ').unwrap();
            let columns = rest.split_once(") strict").unwrap().0;
            assert_eq!(
                columns.contains("jurisdiction_id"),
                !apart.contains(&name) && !of_the_server.contains(&name),
                "{name}"
            );
        }
    }
}
