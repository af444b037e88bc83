//! What is printed, where, and in which language.

use app_bridge::told::{Failure, Warning};
use serde_json::Value;
use shared::time::Instant;

use crate::args::Language;

/// Prints.
pub struct Say {
    /// In which language.
    pub language: Language,
    /// Whether standard output is one JSON document.
    pub json: bool,
}

impl Say {
    /// Returns the words in the chosen language.
    pub fn words<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// Prints what was asked for: the document, or lines for people.
    #[expect(clippy::print_stdout, reason = "this is the command's output")]
    pub fn result(&self, document: &Value, lines: &[String]) {
        if self.json {
            println!("{document}");
        } else {
            for line in lines {
                println!("{line}");
            }
        }
    }

    /// Says something beside the result.
    #[expect(clippy::print_stderr, reason = "messages go to standard error")]
    pub fn aside(&self, zh: &str, en: &str) {
        eprintln!("{}", self.words(zh, en));
    }

    /// Says what to mind.
    pub fn warnings(&self, warnings: &[Warning]) {
        for warning in warnings {
            self.aside(&format!("注意：{}", warning.zh), &format!("Mind: {}", warning.en));
        }
    }

    /// Says why something was not done.
    pub fn failure(&self, failure: &Failure) {
        let detail = failure.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
        self.aside(
            &format!("{} [{}]{detail}", failure.zh, failure.code),
            &format!("{} [{}]{detail}", failure.en, failure.code),
        );
    }

    /// Says what is wrong on this machine.
    pub fn here(&self, error: &anyhow::Error) {
        self.aside(&format!("没有做成：{error:#}"), &format!("Not done: {error:#}"));
    }
}

/// Writes an instant for scripts: RFC 3339 in the jurisdiction's zone.
pub fn instant(at: Option<Instant>, zone: &str) -> Value {
    at.map_or(Value::Null, |at| Value::String(at.in_zone(zone)))
}

/// Writes an instant for people; a dash when there is none.
pub fn moment(at: Option<Instant>, zone: &str) -> String {
    at.map_or_else(|| "—".to_owned(), |at| at.format_in(zone, "%m-%d %H:%M"))
}

/// Writes something that may be missing for people.
pub fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| value.to_string())
}
