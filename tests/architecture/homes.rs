//! Things that have one home: SQL, status codes, the call into the shell, the words on the screens.

use crate::source::Source;
use crate::tree::{Breach, Tree};

const SCREENS: &[&str] = &["app/ui/src/", "app/kit/src/", "server/console/src/"];

/// How a statement begins, and what must follow for it to be no sentence.
const STATEMENTS: &[(&str, &str)] = &[
    ("select ", ""),
    ("insert into ", ""),
    ("insert or ", " into "),
    ("update ", " set "),
    ("delete from ", ""),
    ("create table ", ""),
    ("create index ", ""),
    ("create unique index ", ""),
    ("alter table ", ""),
    ("drop table ", ""),
    ("pragma ", ""),
    ("begin immediate", ""),
    ("with ", " as (select "),
];

/// SQL stands in stores, in the two ledgers and in `db`.
pub fn sql_in_stores(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, source) in production(tree) {
        let is_screen = SCREENS.iter().any(|folder| path.starts_with(folder));
        if is_screen || is_home_of_sql(path) {
            continue;
        }
        for (line, _) in source.texts.iter().filter(|(_, text)| is_statement(text)) {
            breaches.push(Breach::new(path, format!("line {line} holds SQL")));
        }
    }
    breaches
}

fn is_home_of_sql(path: &str) -> bool {
    let in_store = path.ends_with("/store.rs") || path.contains("/store/");
    match path.strip_prefix("server/src/") {
        Some(inside) => in_store || inside.starts_with("db/") || ["changes.rs", "audit.rs"].contains(&inside),
        None => in_store && path.starts_with("app/core/src/"),
    }
}

fn is_statement(text: &str) -> bool {
    // A statement is broken into lines; to us every gap is one space.
    let text =
        text.to_lowercase().split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    STATEMENTS.iter().any(|(begin, within)| text.starts_with(begin) && text.contains(within))
}

/// Status codes stand in one file, so that the same refusal has the same code everywhere.
pub fn status_codes_in_one_file(tree: &Tree) -> Vec<Breach> {
    const HOME: &str = "server/src/http/error.rs";
    let others = production(tree).filter(|(path, _)| path.starts_with("server/src/") && *path != HOME);
    others
        .filter(|(_, source)| source.has_word("StatusCode"))
        .map(|(path, _)| Breach::new(path, "names a status code"))
        .collect()
}

/// The screens ask the shell in one file, which also handles "signed out", once.
pub fn invoke_in_the_bridge(tree: &Tree) -> Vec<Breach> {
    let screens = production(tree).filter(|(path, _)| path.starts_with("app/ui/src/") && !is_bridge(path));
    screens
        .filter(|(_, source)| source.has_word("invoke"))
        .map(|(path, _)| Breach::new(path, "calls the shell past the bridge"))
        .collect()
}

fn is_bridge(path: &str) -> bool {
    path == "app/ui/src/bridge.rs" || path.starts_with("app/ui/src/bridge/")
}

/// Words in Chinese stand where the words are kept, each beside its English.
pub fn words_in_text(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, source) in production(tree) {
        let is_screen =
            ["app/ui/src/", "app/kit/src/", "server/console/src/"].iter().any(|folder| path.starts_with(folder));
        if !is_screen || path.ends_with("/text.rs") || path.contains("/text/") {
            continue;
        }
        for (line, text) in source.texts.iter().filter(|(_, text)| text.chars().any(is_han)) {
            breaches.push(Breach::new(path, format!("line {line} says “{text}” itself")));
        }
    }
    breaches
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The files that end up in a program; tests and tools may say what they like.
fn production(tree: &Tree) -> impl Iterator<Item = (&str, &Source)> {
    let files = tree.files.iter().map(|(path, source)| (path.as_str(), source));
    files.filter(|(path, _)| {
        let shipped = ["shared/src/", "app/", "server/"].iter().any(|folder| path.starts_with(folder));
        shipped && !path.contains("/tests/") && !path.ends_with("/tests.rs") && !path.contains("/benches/")
    })
}

#[cfg(test)]
mod tests {
    use crate::homes::{invoke_in_the_bridge, is_statement, sql_in_stores, status_codes_in_one_file, words_in_text};
    use crate::tree::{Breach, Tree};

    #[track_caller]
    fn caught(rule: fn(&Tree) -> Vec<Breach>, path: &str, text: &str) {
        assert_eq!(rule(&Tree::sample(path, text)).len(), 1, "{text}");
    }

    #[track_caller]
    fn fine(rule: fn(&Tree) -> Vec<Breach>, path: &str, text: &str) {
        assert_eq!(rule(&Tree::sample(path, text)), [], "{text}");
    }

    #[test]
    fn sql_outside_a_store_is_caught() {
        let sql = "const Q: &str = \"select id\\n from cases\";";
        caught(sql_in_stores, "server/src/cases/actions.rs", sql);
        caught(sql_in_stores, "app/core/src/outbox.rs", "fn f() { run(\"update outbox set tries = 1\") }");
        caught(sql_in_stores, "app/shell/src/main.rs", "fn f() { run(r#\"\n  insert into a (b)\n  values ($1)\"#) }");
        fine(sql_in_stores, "server/src/cases/store.rs", sql);
        fine(sql_in_stores, "server/src/audit.rs", sql);
        fine(sql_in_stores, "app/core/src/store/cases.rs", sql);
    }

    #[test]
    fn a_sentence_is_no_sql() {
        for text in ["update the app", "selected", "with a photo", "delete", "create", "select"] {
            assert!(!is_statement(text), "{text}");
        }
        for text in ["PRAGMA foreign_keys = on", "begin immediate", "select 1", "with a as (select 1) select 2"] {
            assert!(is_statement(text), "{text}");
        }
    }

    #[test]
    fn a_status_code_elsewhere_is_caught() {
        caught(status_codes_in_one_file, "server/src/cases/http.rs", "use axum::http::StatusCode;");
        fine(status_codes_in_one_file, "server/src/http/error.rs", "use axum::http::StatusCode;");
    }

    #[test]
    fn a_call_past_the_bridge_is_caught() {
        caught(invoke_in_the_bridge, "app/ui/src/report/mod.rs", "async fn f() { invoke(\"save\").await }");
        fine(invoke_in_the_bridge, "app/ui/src/bridge.rs", "async fn f() { invoke(\"save\").await }");
    }

    #[test]
    fn a_word_outside_text_is_caught() {
        caught(words_in_text, "app/ui/src/report/mod.rs", "view! { <p>\"保存\"</p> }");
        fine(words_in_text, "app/ui/src/text.rs", "const SAVE: &str = \"保存\";");
        fine(words_in_text, "app/ui/src/report/mod.rs", "// 保存\n");
    }
}
