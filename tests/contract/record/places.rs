//! What a server decides and a later request repeats: found in a recording, filled in when it is replayed.
//!
//! A placeholder names where the value stood: `{{02:/token}}` is the token in the answer to exchange 2,
//! `{{05:location}}` a header, `{{03:/packs/[kind=settings]/hash}}` the hash of whichever pack is the settings.
//! `{{link:code}}` is what an operator hands over by another way.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::record::proxy::Passed;
use crate::record::shape::{WORDS, apart, word};

/// The placeholder of an enrolment link's code.
pub const LINK: &str = "{{link:code}}";

/// A value that first stood in an answer, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decided {
    /// The value.
    pub value: String,
    /// Its placeholder.
    pub place: String,
    /// Whether it may also stand in a body: an id or a secret, not just any word.
    pub in_bodies: bool,
}

/// Finds what an answer decides. `asked` is every request so far: what stands there was the app's own.
pub fn decided(number: usize, passed: &Passed, asked: &str, fixed: &[String]) -> Vec<Decided> {
    let mut found = Vec::new();
    let mut keep = |place: String, key: &str, value: &str| {
        let is_plain = value.len() < 8 || WORDS.contains(&key);
        let own = is_plain || asked.contains(value) || fixed.iter().any(|one| one == value);
        let told_already = found.iter().any(|one: &Decided| one.value == value);
        if !own && !told_already {
            let in_bodies = matches!(key, "token" | "challenge") || value.parse::<uuid::Uuid>().is_ok();
            found.push(Decided { value: value.to_owned(), place: format!("{{{{{number:02}:{place}}}}}"), in_bodies });
        }
    };
    if let Some(location) = passed.headers.get("location").and_then(|value| value.to_str().ok()) {
        keep("location".to_owned(), "location", location);
    }
    if let Ok(answer) = serde_json::from_slice::<Value>(&passed.received) {
        walk(&answer, String::new(), "", &mut keep);
    }
    found
}

fn walk(value: &Value, at: String, key: &str, keep: &mut impl FnMut(String, &str, &str)) {
    match value {
        Value::String(text) => keep(at, key, text),
        Value::Array(things) => {
            let field = apart(things);
            for (number, thing) in things.iter().enumerate() {
                let step = field.map_or(number.to_string(), |field| format!("[{field}={}]", word(thing, field)));
                walk(thing, format!("{at}/{step}"), key, keep);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                walk(value, format!("{at}/{name}"), name, keep);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Puts placeholders into a text, in one pass: what was put in is not looked at again. The longer value goes first, for
/// one may be part of another.
pub fn marked(text: &str, values: &[&Decided]) -> String {
    let (mut out, mut rest) = (String::new(), text);
    loop {
        let found = values.iter().filter_map(|one| Some((rest.find(&one.value)?, one)));
        let Some((at, one)) = found.min_by_key(|(at, one)| (*at, std::cmp::Reverse(one.value.len()))) else { break };
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(&one.place);
        rest = after.strip_prefix(&one.value).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// An answer as it came this time.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// The `location` header.
    pub location: String,
    /// The JSON body; null when it was none.
    pub body: Value,
}

/// What is known while a recording is replayed.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The answers so far, by number.
    pub heard: BTreeMap<usize, Heard>,
    /// The enrolment link's code.
    pub link: String,
}

impl Known {
    /// Puts values in place of placeholders, and says which were put where.
    pub fn filled(&self, text: &str) -> Result<(String, BTreeMap<String, String>)> {
        let (mut out, mut rest, mut put) = (String::new(), text, BTreeMap::new());
        while let Some((before, after)) = rest.split_once("{{") {
            let (place, after) = after.split_once("}}").context("a placeholder ends")?;
            let value = self.value(place)?;
            out.push_str(before);
            out.push_str(&value);
            put.insert(format!("{{{{{place}}}}}"), value);
            rest = after;
        }
        out.push_str(rest);
        Ok((out, put))
    }

    fn value(&self, place: &str) -> Result<String> {
        if format!("{{{{{place}}}}}") == LINK {
            return Ok(self.link.clone());
        }
        let (number, path) = place.split_once(':').with_context(|| format!("{place} is no placeholder"))?;
        let heard = self.heard.get(&number.parse()?).with_context(|| format!("exchange {number} was not heard"))?;
        if path == "location" {
            return Ok(heard.location.clone());
        }
        let mut value = &heard.body;
        for step in path.split('/').skip(1) {
            value = stepped(value, step).with_context(|| format!("{place}: nothing at {step} in {value}"))?;
        }
        match value {
            Value::String(text) => Ok(text.clone()),
            other => bail!("{place} is {other}"),
        }
    }
}

fn stepped<'a>(value: &'a Value, step: &str) -> Option<&'a Value> {
    let Value::Array(things) = value else { return value.get(step) };
    match step.strip_prefix('[').and_then(|step| step.strip_suffix(']')?.split_once('=')) {
        Some((field, expected)) => things.iter().find(|thing| word(thing, field) == expected),
        None => things.get(step.parse::<usize>().ok()?),
    }
}

#[test]
fn a_longer_value_goes_before_its_part_and_placeholders_stay_whole() {
    let decided =
        |value: &str, place: &str| Decided { value: value.to_owned(), place: place.to_owned(), in_bodies: true };
    let (short, long) = (decided("abcdefgh", "{{01:/abcdefgh}}"), decided("abcdefghij", "{{02:/long}}"));
    assert_eq!(marked("x abcdefghij abcdefgh", &[&short, &long]), "x {{02:/long}} {{01:/abcdefgh}}");
}
