//! First passwords: made by the server, read out once, typed once.

use std::collections::BTreeSet;

use crate::accounts::password;
use crate::app::App;
use crate::error::Result;

/// Letters and digits that nobody takes for one another.
const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Four groups of four: 79 bits.
const GROUPS: usize = 4;

/// Makes a password: `k7mp-x3fd-9wqt-be4u`.
pub fn password(app: &App) -> String {
    let mut letters = Vec::with_capacity(GROUPS * 4);
    while letters.len() < GROUPS * 4 {
        letters.extend(fair(&app.random.bytes::<32>()));
    }
    letters.truncate(GROUPS * 4);
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// Picks a letter for each byte; a byte that would favour some letters picks none.
fn fair(bytes: &[u8]) -> impl Iterator<Item = char> {
    let whole = LETTERS.len() * (256 / LETTERS.len());
    bytes
        .iter()
        .map(|byte| usize::from(*byte))
        .filter(move |byte| *byte < whole)
        .filter_map(|byte| LETTERS.get(byte % LETTERS.len()))
        .map(|letter| char::from(*letter))
}

/// Returns what is stored for somebody who signs in by a link alone: the hash of what nobody knows.
pub async fn nobodys_hash(app: &App) -> Result<String> {
    password::hash(&app.random.secret(), app.config.password_cost, &*app.random).await
}

/// Returns what is stored for a password.
pub async fn hash(app: &App, password: &str) -> Result<String> {
    password::hash(password, app.config.password_cost, &*app.random).await
}

/// Returns duty grids once each, in their order, without what stands round them.
pub fn tidy(grids: &[String]) -> Vec<String> {
    let grids: BTreeSet<&str> = grids.iter().map(|grid| grid.trim()).filter(|grid| !grid.is_empty()).collect();
    grids.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{LETTERS, fair, tidy};

    #[test]
    fn every_letter_is_as_likely_as_any_other() {
        let all: Vec<u8> = (0..=255).collect();
        for letter in LETTERS {
            let count = fair(&all).filter(|picked| *picked == char::from(*letter)).count();
            assert_eq!(count, 8, "{}", char::from(*letter));
        }
        assert!(!LETTERS.iter().any(|letter| b"ilo01".contains(letter)), "they are taken for one another");
    }

    #[test]
    fn grids_stand_once_and_in_order() {
        let grids = ["b ", "a", "", "b"].map(str::to_owned);
        assert_eq!(tidy(&grids), ["a", "b"]);
    }
}
