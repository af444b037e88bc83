//! Holds the tokens to the contrast that people need: WCAG 2.2, computed from the styles as they are shipped.

use std::collections::{BTreeMap, BTreeSet};

const TOKENS: &str = include_str!("../static/tokens.css");

const LIGHT: &str = ":root";
const DARK: [&str; 2] =
    ["@media (prefers-color-scheme: dark) :root:not([data-theme=\"light\"])", ":root[data-theme=\"dark\"], .night"];
const HIGH: &str = ":root[data-contrast=\"high\"]";
const HIGH_DARK: [&str; 2] = [
    "@media (prefers-color-scheme: dark) :root[data-contrast=\"high\"]:not([data-theme=\"light\"])",
    ":root[data-contrast=\"high\"][data-theme=\"dark\"], :root[data-contrast=\"high\"] .night",
];

/// What is written with which ink, on which grounds.
const WRITTEN: &[(&str, &[&str])] = &[
    ("ink", &["paper", "ground", "sunk", "rest-soft", "brand-soft", "soon-soft"]),
    ("ink-2", &["paper", "ground", "sunk", "rest-soft", "brand-soft"]),
    ("ink-3", &["paper", "ground", "sunk", "rest-soft", "brand-soft", "map-ground"]),
    ("brand", &["paper", "ground", "sunk", "brand-soft", "map-ground"]),
    ("ok", &["paper", "ground", "ok-soft"]),
    ("soon", &["paper", "ground", "soon-soft", "map-ground"]),
    ("late", &["paper", "ground", "late-soft"]),
    ("rest", &["paper", "ground", "rest-soft"]),
    ("on-brand", &["brand"]),
    ("on-tone", &["late", "ok", "soon", "rest"]),
    ("on-good", &["good"]),
    ("on-bad", &["bad"]),
];

/// What is drawn and not written: the edges of fields, rings round what has the focus, bars, marks on the map.
const DRAWN: &[(&str, &[&str])] = &[
    ("edge", &["paper", "ground"]),
    ("brand", &["paper", "ground", "sunk", "map-ground"]),
    ("ok", &["sunk"]),
    ("soon", &["sunk"]),
    ("late", &["sunk"]),
];

type Block = BTreeMap<String, String>;

/// Reads every block of a style sheet, by its selector; a block in a question to the platform bears that before it.
fn blocks(css: &str) -> BTreeMap<String, Block> {
    let (mut found, mut open, mut text) = (BTreeMap::<String, Block>::new(), Vec::<String>::new(), String::new());
    for letter in without_comments(css).chars() {
        match letter {
            '{' => open.push(one_space(&std::mem::take(&mut text))),
            ';' => {
                if let Some((name, value)) = std::mem::take(&mut text).split_once(':') {
                    let block = found.entry(open.join(" ")).or_default();
                    block.insert(name.trim().to_owned(), one_space(value));
                }
            }
            '}' => {
                open.pop();
                text.clear();
            }
            other => text.push(other),
        }
    }
    found
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.filter_map(|part| part.split_once("*/")).fold(first, |kept, (_, after)| kept + after)
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the tokens as they hold where several blocks apply, the last one strongest.
fn theme(selectors: &[&str]) -> Block {
    let blocks = blocks(TOKENS);
    let mut theme = Block::new();
    for selector in selectors {
        let block = blocks.get(*selector).unwrap_or_else(|| panic!("tokens.css has no block {selector}"));
        theme.extend(block.clone());
    }
    theme
}

/// Returns the relative luminance of a colour written `#rrggbb`.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let byte = colour.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let byte = byte.unwrap_or_else(|| panic!("{colour} is no #rrggbb"));
        let part = f64::from(byte) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn too_weak(theme: &Block, pairs: &[(&str, &[&str])], least: f64) -> Vec<String> {
    let colour = |name: &str| theme.get(&format!("--{name}")).unwrap_or_else(|| panic!("there is no --{name}")).clone();
    let mut weak = Vec::new();
    for (ink, grounds) in pairs {
        for ground in *grounds {
            let contrast = contrast(&colour(ink), &colour(ground));
            if contrast < least {
                weak.push(format!("--{ink} on --{ground}: {contrast:.2}, {least} are needed"));
            }
        }
    }
    weak
}

#[track_caller]
fn check(selectors: &[&str], written: f64, drawn: f64) {
    let theme = theme(selectors);
    let mut weak = too_weak(&theme, WRITTEN, written);
    weak.extend(too_weak(&theme, DRAWN, drawn));
    assert!(weak.is_empty(), "in the blocks {selectors:?}:\n{}", weak.join("\n"));
}

#[test]
fn by_day_every_ink_is_read_on_each_of_its_grounds() {
    check(&[LIGHT], 4.5, 3.0);
}

#[test]
fn by_night_every_ink_is_read_on_each_of_its_grounds() {
    check(&[LIGHT, DARK[0]], 4.5, 3.0);
    check(&[LIGHT, DARK[1]], 4.5, 3.0);
}

#[test]
fn who_asked_for_high_contrast_gets_seven_to_one() {
    check(&[LIGHT, HIGH], 7.0, 4.5);
    check(&[LIGHT, DARK[0], HIGH, HIGH_DARK[0]], 7.0, 4.5);
    check(&[LIGHT, DARK[1], HIGH, HIGH_DARK[1]], 7.0, 4.5);
}

#[test]
fn what_is_said_twice_is_said_alike() {
    for [asked, chosen] in [DARK, HIGH_DARK] {
        let mut chosen = theme(&[chosen]);
        // The one that is chosen also tells the platform's own controls.
        chosen.remove("color-scheme");
        assert_eq!(theme(&[asked]), chosen, "the night that is asked for and the night that is chosen differ");
    }
}

#[test]
fn every_theme_names_every_colour() {
    let names = |selector: &str| -> BTreeSet<String> {
        let is_colour = |(name, value): (String, String)| value.starts_with('#').then_some(name);
        theme(&[selector]).into_iter().filter_map(is_colour).collect()
    };
    for other in [DARK[0], HIGH, HIGH_DARK[0]] {
        assert_eq!(names(LIGHT), names(other), "a colour would shine through from another theme");
    }
}

#[test]
fn a_weak_ink_is_found() {
    assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 0.001, "the ends of the scale");
    let grey = blocks(":root { --ink: #999999; --paper: #ffffff; }");
    assert_eq!(too_weak(&grey[LIGHT], &[("ink", &["paper"])], 4.5).len(), 1);
}
