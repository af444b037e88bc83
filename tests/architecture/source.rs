//! One Rust file, taken apart as far as the rules need: its code, its texts, and the paths it names.
//!
//! This is no compiler. It knows comments, texts, `use` lines and `#[cfg(test)]`, and nothing of macros.

#![expect(clippy::string_slice, reason = "every cut is at a place that a search in the same text returned")]

use std::collections::BTreeSet;

/// A Rust file, seen by the rules.
pub struct Source {
    /// The file as it is.
    pub whole: String,
    /// The code, with tests, comments and the insides of texts blanked out; line breaks stay where they were.
    pub code: String,
    /// The texts outside tests, with the line that each begins on.
    pub texts: Vec<(usize, String)>,
}

impl Source {
    /// Takes a file apart.
    pub fn new(whole: &str) -> Self {
        let (mut code, mut texts) = blank(whole);
        for (start, end) in test_ranges(&code) {
            texts.retain(|(at, _)| *at < start || *at >= end);
            let kept: String = code[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
            // Blanks are one byte each, so a text with wider letters would shift what follows.
            let padding = " ".repeat((end - start) - kept.len());
            code.replace_range(start..end, &(kept + &padding));
        }
        let line_of = |at: usize| whole[..at].matches('\n').count() + 1;
        let texts = texts.into_iter().map(|(at, text)| (line_of(at), text)).collect();
        Self { whole: whole.to_owned(), code, texts }
    }

    /// Lists every path that the code names: what `use` lines bring in, spelt out, and what is written in place.
    pub fn paths(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut elsewhere = self.code.clone();
        for item in uses(&self.code) {
            spell_out("", item, &mut found);
            elsewhere = elsewhere.replace(item, "");
        }
        found.extend(paths_in_place(&elsewhere));
        found
    }

    /// Tells whether the code has this word.
    pub fn has_word(&self, word: &str) -> bool {
        self.code.split(|c: char| !is_word(c)).any(|found| found == word)
    }
}

/// Tells whether a path is the module or something in it.
pub fn is_in(path: &str, module: &str) -> bool {
    path == module || path.strip_prefix(module).is_some_and(|rest| rest.starts_with("::"))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Blanks comments and the insides of texts, byte for byte, and returns the texts with where each begins.
fn blank(whole: &str) -> (String, Vec<(usize, String)>) {
    let bytes = whole.as_bytes();
    let mut code = bytes.to_vec();
    let mut texts = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &whole[at..];
        let before = whole[..at].chars().next_back();
        let end = if rest.starts_with("//") {
            at + rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            at + block_comment(rest)
        } else if let Some((open, close)) = raw_text(rest).filter(|_| !before.is_some_and(is_word)) {
            let inside = rest[open..].find(&close).unwrap_or(rest.len() - open);
            texts.push((at, rest[open..open + inside].to_owned()));
            at + (open + inside + close.len()).min(rest.len())
        } else if let Some(text) = rest.strip_prefix('"') {
            let inside = text_length(text);
            texts.push((at, text[..inside].to_owned()));
            at + (inside + 2).min(rest.len())
        } else if let Some(length) = character(rest) {
            at + length
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        for byte in &mut code[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end;
    }
    (String::from_utf8(code).expect("only whole characters were blanked"), texts)
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// Returns where the inside of a raw text begins and what ends it.
fn raw_text(rest: &str) -> Option<(usize, String)> {
    let prefix = ["br", "cr", "r"].into_iter().find(|prefix| rest.starts_with(prefix))?;
    let hashes = rest[prefix.len()..].bytes().take_while(|byte| *byte == b'#').count();
    let open = prefix.len() + hashes;
    rest[open..].starts_with('"').then(|| (open + 1, format!("\"{}", "#".repeat(hashes))))
}

fn text_length(inside: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    inside.len()
}

/// Returns the length of a character in quotes; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if let Some(escape) = inside.strip_prefix('\\') {
        return escape.char_indices().skip(1).find(|(_, c)| *c == '\'').map(|(at, _)| at + 3);
    }
    let mut characters = inside.char_indices().skip(1);
    characters.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 2)
}

/// Finds what `#[cfg(test)]` and `#[test]` stand before, in code whose texts are blanked already.
fn test_ranges(code: &str) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for mark in ["#[cfg(test)]", "#[cfg(all(test", "#[test]"] {
        for (start, _) in code.match_indices(mark) {
            let body = code[start..].find(['{', ';']).map_or(code.len(), |at| start + at);
            let end = if code[body..].starts_with('{') { body + block_length(&code[body..]) } else { body };
            ranges.push((start, end));
        }
    }
    ranges
}

fn block_length(block: &str) -> usize {
    let mut depth = 0;
    for (at, c) in block.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    block.len()
}

/// Lists what stands between each `use` and its semicolon.
fn uses(code: &str) -> Vec<&str> {
    let starts = code.match_indices("use ").filter(|(at, _)| {
        let before = code[..*at].chars().next_back();
        !before.is_some_and(|c| is_word(c) || c == '#')
    });
    starts.filter_map(|(at, word)| code[at + word.len()..].split(';').next()).collect()
}

/// Spells out a tree of imports: `a::{b, c::{self, d}}` names `a::b`, `a::c` and `a::c::d`.
fn spell_out(prefix: &str, item: &str, found: &mut BTreeSet<String>) {
    let item = item.trim();
    let name = item.split(" as ").next().unwrap_or(item).trim();
    let joined = |rest: &str| if prefix.is_empty() { rest.to_owned() } else { format!("{prefix}::{rest}") };
    if let Some((head, inside)) = item.split_once('{') {
        let head = head.trim().trim_end_matches("::");
        let prefix = if head.is_empty() { prefix.to_owned() } else { joined(head) };
        for part in split_at_top(inside.rsplit_once('}').map_or(inside, |(inside, _)| inside)) {
            spell_out(&prefix, part, found);
        }
    } else if name == "self" {
        found.insert(prefix.to_owned());
    } else if !name.is_empty() {
        found.insert(joined(&name.replace(' ', "")));
    }
}

fn split_at_top(inside: &str) -> Vec<&str> {
    let mut depth = 0;
    inside
        .split(|c: char| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            c == ',' && depth == 0
        })
        .collect()
}

fn paths_in_place(code: &str) -> Vec<String> {
    let words = code.split(|c: char| !(is_word(c) || c == ':'));
    let paths = words.map(|word| word.trim_matches(':')).filter(|word| word.contains("::"));
    paths.map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn comments_and_texts_are_no_code() {
        let source =
            Source::new("let a = \"std::fs \\\" x\"; // std::net\n/* std::env /* */ */ r#\"raw \" text\"#; 'x'");
        assert_eq!(source.paths().len(), 0);
        assert_eq!(source.texts[1], (2, "raw \" text".to_owned()));
    }

    #[test]
    fn imports_are_spelt_out() {
        let source = Source::new("pub use std::{fs as files, io::{self, Read}};\nfn f<'a>() { crate::a::b() }");
        let expected = ["crate::a::b", "std::fs", "std::io", "std::io::Read"];
        assert_eq!(source.paths().into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn tests_are_left_out() {
        let source =
            Source::new("fn a() {}\n#[cfg(test)]\nmod tests { use std::fs; const T: &str = \"巡\"; }\nfn b() {}");
        assert!(source.paths().is_empty() && source.texts.is_empty());
        assert!(source.has_word("b"), "what follows a test is code again");
    }
}
