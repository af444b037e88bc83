//! How long the picker takes for a keystroke: the search itself, the cards, and the text that goes to the page.
//!
//! Budget: under 16 ms a keystroke over the whole catalogue, both standards. Each query is typed letter by letter. Beside
//! it stands what the picker shows before anything is typed, on a phone with months of cases.
//! `cargo bench -p app-core --bench picker` prints the figures.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench that cannot go on ends")]

mod field;
mod months;
mod times;

use std::time::Duration;

use app_bridge::ask::Ask;
use app_bridge::told::Told;

use crate::field::{Field, fix};
use crate::times::{middle_and_longest, timed, verdict};

const RUNS: usize = 15;
const BUDGET: Duration = Duration::from_millis(16);

/// By Chinese, first letters, whole syllables, codes, English, mixtures; one finds nothing and one holds a slip.
const QUERIES: [&str; 14] = [
    "bllj",
    "暴露垃圾",
    "baolulaji",
    "暴露lj",
    "dwjy",
    "feijidongche",
    "event:06010",
    "01001",
    "6010",
    "exposed refuse",
    "manhole gas",
    "井盖 丢失",
    "baolulsji",
    "zzzzzz",
];

fn main() {
    let field = Field::begin(months::fill);
    let core = field.core();
    // The packs are read, and every category made ready, before anybody types the second letter.
    let first = timed(1, || drop(field.ask(&core, Ask::Categories { query: "b".to_owned() })));
    println!("{:<24} {:>12.2?}", "the very first letter", first[0]);
    let mut all = Vec::new();
    for query in QUERIES {
        let mut strokes = Vec::new();
        let letters: Vec<char> = query.chars().collect();
        let mut found = 0;
        for count in 1..=letters.len() {
            let typed: String = letters[..count].iter().collect();
            let ask = Ask::Categories { query: typed };
            strokes.extend(timed(RUNS, || {
                if let Told::Categories(cards) = field.ask(&core, ask.clone()) {
                    found = cards.len();
                }
            }));
        }
        all.extend(strokes.iter().copied());
        let (middle, longest) = middle_and_longest(strokes);
        println!("{query:<24} {middle:>12.2?} {longest:>12.2?}  {found} found");
    }
    let (middle, longest) = middle_and_longest(all);
    println!(
        "{:<24} {middle:>12.2?} {longest:>12.2?}  {} the budget of {BUDGET:?}",
        "a keystroke",
        verdict(longest <= BUDGET)
    );
    let ask = Ask::Picker { fix: Some(fix(1_500.0, 1_500.0)) };
    let (middle, longest) = middle_and_longest(timed(RUNS, || drop(field.ask(&core, ask.clone()))));
    println!("{:<24} {middle:>12.2?} {longest:>12.2?}", "before anything is typed");
}
