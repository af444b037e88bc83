//! What the morning says while it goes on: one line for each thing that happened, with the time since it began.

use std::time::Instant;

/// Tells what happens.
pub struct Teller {
    began: Instant,
}

impl Teller {
    /// Begins to tell.
    pub fn begin() -> Self {
        Self { began: Instant::now() }
    }

    /// Opens a part of the morning.
    pub fn part(&self, zh: &str, en: &str) {
        println!("\n── {zh}  {en}");
    }

    /// Tells one thing.
    pub fn say(&self, who: &str, what: &str) {
        println!("{:>6.1} s  {who:<16} {what}", self.began.elapsed().as_secs_f64());
    }
}

/// Returns the last characters of an id, to tell cases apart before they have a number.
pub fn short(id: impl ToString) -> String {
    let text = id.to_string();
    let skip = text.chars().count().saturating_sub(6);
    format!("…{}", text.chars().skip(skip).collect::<String>())
}
