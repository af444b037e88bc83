//! The words on the screens: each in Chinese and in English, each in its own letters, with the same blanks to fill in.
//!
//! Every pair is found where it is written, in a table of `words!` or in a `Words { zh, en }`: a new table is held to the
//! same without being named anywhere.

use std::collections::BTreeSet;

use crate::tree::{Breach, Tree};

const SCREENS: [&str; 3] = ["app/ui/src/", "app/kit/src/", "server/console/src/"];

/// What is written in Latin letters in Chinese too: names and addresses, units and kinds of files, technical names that
/// have no other, and pinyin that is typed.
const SAID_IN_CHINESE: [&str; 5] = [
    "Xunge https http example cn xunge",
    "MB KB GB km CSV GeoJSON JPEG PDF PMTiles",
    "Android AES API App Esc Fi GCJ GPS HTTP HTTPS ID iOS JavaScript PIN SHA SIM URL USB WebAssembly WGS Wi",
    "bllj wjg event",
    "Apache BSD Clause GL IJG JS MapLibre Noto OFL SC SIL SQLCipher Sans libjpeg turbo",
];

/// Each language's own name is said in its own letters, on the switch to it.
const LANGUAGE_NAMES: [(&str, &str); 2] = [("English", "中文"), ("中文", "English")];

/// Words of a screen, as they were written.
#[derive(Debug, PartialEq, Eq)]
struct Pair {
    line: usize,
    zh: String,
    en: String,
}

/// Every pair of words speaks both languages.
pub fn both_languages(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, source) in &tree.files {
        if !SCREENS.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        for pair in pairs(&source.whole) {
            let found = wrong(&pair).into_iter();
            breaches.extend(found.map(|what| Breach::new(path, format!("line {}: {what}", pair.line))));
        }
    }
    breaches
}

fn wrong(pair: &Pair) -> Vec<String> {
    let Pair { zh, en, .. } = pair;
    let mut found = Vec::new();
    if zh.trim().is_empty() || en.trim().is_empty() {
        found.push(format!("“{zh}” and “{en}”: one of them says nothing"));
    }
    if blanks(zh) != blanks(en) {
        found.push(format!("“{zh}” and “{en}” have not the same blanks"));
    }
    if LANGUAGE_NAMES.contains(&(zh.as_str(), en.as_str())) {
        return found;
    }
    if en.chars().any(is_chinese) {
        found.push(format!("“{en}” is English and holds Chinese letters"));
    }
    for word in latin_words(zh).filter(|word| !is_said_in_chinese(word)) {
        found.push(format!("“{zh}” is Chinese and says “{word}”"));
    }
    found
}

/// Returns what stands in braces and is put in later.
fn blanks(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(blank, _)| blank).collect()
}

/// Returns the words in Latin letters, without blanks; one letter alone is a sign, not a word.
fn latin_words(text: &str) -> impl Iterator<Item = &str> {
    let outside = text.split('{').enumerate().map(|(index, part)| match index {
        0 => part,
        _ => part.split_once('}').map_or(part, |(_, after)| after),
    });
    outside.flat_map(|part| part.split(|c: char| !c.is_ascii_alphabetic())).filter(|word| word.len() > 1)
}

fn is_said_in_chinese(word: &str) -> bool {
    SAID_IN_CHINESE.iter().any(|known| known.split(' ').any(|known| known == word))
}

fn is_chinese(c: char) -> bool {
    // Han letters, and the marks and wide letters that only Chinese text has.
    ('\u{3000}'..='\u{303f}').contains(&c)
        || ('\u{3400}'..='\u{9fff}').contains(&c)
        || ('\u{ff00}'..='\u{ffef}').contains(&c)
}

/// A piece of source text; all that matters here.
#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(usize, String),
    Mark(char),
}

/// Finds every `NAME = "…", "…";` and every `zh: "…", en: "…"`.
fn pairs(code: &str) -> Vec<Pair> {
    let tokens = tokens(code);
    let is = |token: Option<&Token>, mark: char| token == Some(&Token::Mark(mark));
    let says = |token: Option<&Token>, word: &str| matches!(token, Some(Token::Word(found)) if found == word);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Token::Text(line, zh) = token else { continue };
        let before = |steps: usize| at.checked_sub(steps).and_then(|at| tokens.get(at));
        let after = |steps: usize| tokens.get(at + steps);
        let in_table = is(before(1), '=') && is(after(1), ',') && is(after(3), ';');
        let is_struct = is(before(1), ':')
            && says(before(2), "zh")
            && is(after(1), ',')
            && says(after(2), "en")
            && is(after(3), ':');
        let en = match (in_table, is_struct) {
            (true, _) => after(2),
            (false, true) => after(4),
            (false, false) => None,
        };
        if let Some(Token::Text(_, en)) = en {
            found.push(Pair { line: *line, zh: zh.clone(), en: en.clone() });
        }
    }
    found
}

fn tokens(code: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let (mut line, mut letters) = (1, code.chars().peekable());
    while let Some(letter) = letters.next() {
        match letter {
            '\n' => line += 1,
            '/' if letters.peek() == Some(&'/') => while letters.next_if(|c| *c != '\n').is_some() {},
            '"' => {
                let (begins, mut text) = (line, String::new());
                while let Some(c) = letters.next_if(|c| *c != '"') {
                    line += usize::from(c == '\n');
                    text.push(c);
                    if c == '\\' {
                        text.extend(letters.next());
                    }
                }
                letters.next();
                found.push(Token::Text(begins, text));
            }
            // A letter in quotes may be a quote itself; a lifetime is no text either.
            '\'' => {
                if letters.next_if_eq(&'\\').is_some() {
                    letters.next();
                } else if let Some('"') = letters.peek() {
                    letters.next();
                }
            }
            c if c.is_alphanumeric() || c == '_' => {
                let mut word = String::from(c);
                while let Some(c) = letters.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    word.push(c);
                }
                found.push(Token::Word(word));
            }
            c if c.is_whitespace() => {}
            c => found.push(Token::Mark(c)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::both_languages;
    use crate::tree::Tree;

    #[track_caller]
    fn check(code: &str, breaches: usize) {
        let found = both_languages(&Tree::sample("app/ui/src/pages/new/text.rs", code));
        assert_eq!(found.len(), breaches, "{code}: {found:?}");
    }

    #[test]
    fn a_table_that_nobody_named_is_read() {
        check("words! {\n  // here\n  /// Saves.\n  SAVE = \"保存\", \"Save\";\n}", 0);
        check("words! { SAVE = \"保存\", \"保存\"; SEND = \"\", \"Send\"; }", 2);
        check("fn f() -> Words { Words { zh: \"保存\", en: \" \" } }", 1);
        check("const QUOTE: char = '\"'; words! { SAVE = \"保存\", \"\"; }", 1);
    }

    #[test]
    fn letters_of_the_other_language_are_caught() {
        check("words! { SAVE = \"保存\", \"Save。\"; }", 1);
        check("words! { SAVE = \"保存 now\", \"Save now\"; }", 1);
        check("words! { WIFI = \"只用 Wi-Fi\", \"Wi-Fi only\"; OTHER = \"English\", \"中文\"; }", 0);
    }

    #[test]
    fn blanks_are_the_same_in_both() {
        check("words! { LEFT = \"还有 {count} 张\", \"{count} left\"; }", 0);
        check("words! { LEFT = \"还有 {count} 张\", \"{number} left\"; }", 1);
    }
}
