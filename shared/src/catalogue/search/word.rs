//! A word of a query, as it is compared.

/// The shortest word in which a slip is forgiven; shorter ones are near to everything.
const SHORTEST_WITH_A_SLIP: usize = 5;
/// The longest word that may spell a name; nobody types a longer one by hand.
const LONGEST_SPELLING: usize = 40;

/// The most words of a query that are read; the first ones say what is meant.
const MOST_WORDS: usize = 12;

/// A word of a query, as it is compared.
#[derive(Clone, Debug)]
pub(super) struct Word {
    text: String,
    letters: Vec<char>,
}

impl Word {
    /// Takes a query apart into its words.
    pub(super) fn all(query: &str) -> Vec<Self> {
        let words = plain(query);
        // The mark that parts syllables (xi'an) says nothing that the syllables do not.
        let words = words.split_whitespace().map(|word| word.replace(['\'', '’'], "")).filter(|word| !word.is_empty());
        words.take(MOST_WORDS).map(|text| Self { letters: text.chars().collect(), text }).collect()
    }

    /// Returns its text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns its characters.
    pub(super) fn letters(&self) -> &[char] {
        &self.letters
    }

    /// Says whether it names the kind of a key, as in `event:06`.
    pub(super) fn has_kind(&self) -> bool {
        self.letters.contains(&':')
    }

    /// Says whether it may spell something.
    pub(super) fn has_letters(&self) -> bool {
        self.letters.len() <= LONGEST_SPELLING && self.letters.iter().any(char::is_ascii_alphabetic)
    }

    /// Says whether a slip in it would be forgiven.
    pub(super) fn may_hold_a_slip(&self) -> bool {
        let is_long = (SHORTEST_WITH_A_SLIP..=LONGEST_SPELLING).contains(&self.letters.len());
        is_long && self.letters.iter().all(char::is_ascii_alphabetic)
    }
}

/// Returns a text as it is compared: small letters, and those of a Chinese keyboard's wide forms as everybody else's.
pub(super) fn plain(text: &str) -> String {
    text.to_lowercase().chars().map(narrow).collect()
}

fn narrow(character: char) -> char {
    const FIRST: char = '\u{ff01}';
    const LAST: char = '\u{ff5e}';
    match character {
        FIRST..=LAST => char::from_u32(u32::from(character) - u32::from(FIRST) + u32::from('!')).unwrap_or(character),
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::Word;

    #[test]
    fn wide_and_capital_letters_are_small_ones() {
        let words: Vec<String> =
            Word::all("ＢLLJ　ｅｖｅｎｔ：０６ xi'an '").iter().map(|word| word.text().to_owned()).collect();
        assert_eq!(words, ["bllj", "event:06", "xian"]);
    }
}
