//! What of a JSON answer an old app relies on: every field that was there is there, of the same kind.
//!
//! A field may be added, none may go. Words that apps compare (`state`, `code`, …) stay the same word. In a list of
//! different things each thing is told by its word, so that a later server may add a new one.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Fields whose values are words of a closed list.
pub const WORDS: &[&str] =
    &["act", "action", "code", "crs", "entity", "grid_match", "kind", "link", "result", "role", "state", "type"];
/// Of these, the ones that tell the things in a list apart, the first that all of them have.
const APART: &[&str] = &["entity", "kind", "action"];

const ANYTHING: &str = "anything";

/// Returns the shape of an answer.
pub fn of(value: &Value) -> Value {
    shape("", value)
}

fn shape(key: &str, value: &Value) -> Value {
    match value {
        Value::Null => json!(ANYTHING),
        Value::Bool(_) => json!("boolean"),
        Value::Number(_) => json!("number"),
        Value::String(word) if WORDS.contains(&key) => Value::String(format!("={word}")),
        Value::String(_) => json!("string"),
        Value::Array(things) => match apart(things) {
            Some(field) => {
                let mut groups = Map::new();
                for thing in things {
                    let one = shape(key, thing);
                    let name = format!("[{field}={}]", word(thing, field));
                    let both = groups.remove(&name).map_or_else(|| one.clone(), |other| merged(&other, &one));
                    groups.insert(name, both);
                }
                Value::Object(groups)
            }
            None => {
                let shapes = things.iter().map(|thing| shape(key, thing));
                Value::Array(shapes.reduce(|a, b| merged(&a, &b)).into_iter().collect())
            }
        },
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), shape(name, value))).collect(),
    }
}

/// Returns the field that tells the things of a list apart.
pub fn apart(things: &[Value]) -> Option<&'static str> {
    let told = |field: &&&str| !things.is_empty() && things.iter().all(|thing| !word(thing, field).is_empty());
    APART.iter().find(told).copied()
}

/// Returns the word in a field; nothing when there is none.
pub fn word<'a>(thing: &'a Value, field: &str) -> &'a str {
    thing.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// What holds of both: a field that only one has may be missing.
fn merged(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (a, b) if a == b => a.clone(),
        (Value::Object(a), Value::Object(b)) => {
            let names: BTreeSet<&str> = a.keys().chain(b.keys()).map(|name| sure(name)).collect();
            let both = names.into_iter().map(|name| {
                let (in_a, in_b) = (field(a, name), field(b, name));
                let shape = match (in_a.0, in_b.0) {
                    (Some(a), Some(b)) => merged(a, b),
                    (one, other) => one.or(other).cloned().unwrap_or_default(),
                };
                (if in_a.1 && in_b.1 { name.to_owned() } else { format!("{name}?") }, shape)
            });
            both.collect()
        }
        (Value::Array(a), Value::Array(b)) => match (a.first(), b.first()) {
            (Some(a), Some(b)) => json!([merged(a, b)]),
            (one, other) => Value::Array(one.or(other).cloned().into_iter().collect()),
        },
        (Value::String(a), Value::String(b)) if is_text(a) && is_text(b) => json!("string"),
        (_, _) => json!(ANYTHING),
    }
}

fn is_text(shape: &str) -> bool {
    shape == "string" || shape.starts_with('=')
}

/// Returns the name of a field without the mark that it may be missing.
fn sure(name: &str) -> &str {
    name.strip_suffix('?').unwrap_or(name)
}

/// Returns a field's shape, and whether it was always there.
fn field<'a>(fields: &'a Map<String, Value>, name: &str) -> (Option<&'a Value>, bool) {
    match fields.get(name) {
        Some(shape) => (Some(shape), true),
        None => (fields.get(&format!("{name}?")), false),
    }
}

/// Returns what an answer lacks of a shape; nothing when it has all of it.
pub fn lacks(shape: &Value, answer: &Value) -> Vec<String> {
    let mut lacking = Vec::new();
    compare(shape, answer, "", &mut lacking);
    lacking
}

fn compare(shape: &Value, answer: &Value, at: &str, lacking: &mut Vec<String>) {
    let fits = match (shape, answer) {
        (Value::String(kind), answer) => match (kind.as_str(), answer) {
            (ANYTHING, _)
            | ("string", Value::String(_))
            | ("number", Value::Number(_))
            | ("boolean", Value::Bool(_)) => true,
            (kind, Value::String(word)) => kind.strip_prefix('=') == Some(word.as_str()),
            (_, _) => false,
        },
        (Value::Array(one), Value::Array(things)) => {
            if let Some(one) = one.first() {
                for (number, thing) in things.iter().enumerate() {
                    compare(one, thing, &format!("{at}/{number}"), lacking);
                }
            }
            one.is_empty() || !things.is_empty()
        }
        (Value::Object(groups), Value::Array(things)) => {
            for (name, group) in groups {
                let Some((field, expected)) = group_of(name) else { continue };
                let mut of_it = things.iter().filter(|thing| word(thing, field) == expected).peekable();
                if of_it.peek().is_none() {
                    lacking.push(format!("{at}/{name} is missing"));
                }
                of_it.for_each(|thing| compare(group, thing, &format!("{at}/{name}"), lacking));
            }
            true
        }
        (Value::Object(fields), Value::Object(answer)) => {
            for (name, field) in fields {
                let (name, may_be_missing) = name.strip_suffix('?').map_or((name.as_str(), false), |name| (name, true));
                match answer.get(name) {
                    Some(value) => compare(field, value, &format!("{at}/{name}"), lacking),
                    None if may_be_missing || field == ANYTHING => {}
                    None => lacking.push(format!("{at}/{name} is missing")),
                }
            }
            true
        }
        (_, _) => false,
    };
    if !fits {
        lacking.push(format!("{at} was {shape} and is {answer}"));
    }
}

fn group_of(name: &str) -> Option<(&str, &str)> {
    name.strip_prefix('[')?.strip_suffix(']')?.split_once('=')
}

#[test]
fn a_server_may_add_and_never_take_away() {
    let then =
        json!({"state": "handling", "photos": [{"kind": "a", "n": 1}, {"kind": "b", "n": 2, "x": null}], "due": null});
    let shape = of(&then);
    assert_eq!(lacks(&shape, &then), Vec::<String>::new());
    let later = json!({
        "state": "handling", "new": 1, "due": "soon",
        "photos": [{"kind": "c"}, {"kind": "b", "n": 5, "x": "y"}, {"kind": "a", "n": 7, "also": true}],
    });
    assert_eq!(lacks(&shape, &later), Vec::<String>::new());
    let broken = [
        json!({"state": "open", "photos": then["photos"], "due": null}),
        json!({"photos": then["photos"], "due": null}),
        json!({"state": "handling", "photos": [{"kind": "a", "n": 1}], "due": null}),
        json!({"state": "handling", "photos": [{"kind": "a", "n": "1"}, {"kind": "b", "n": 2}], "due": null}),
    ];
    for answer in broken {
        assert_eq!(lacks(&shape, &answer).len(), 1, "{answer}");
    }
}

#[test]
fn what_only_some_had_may_be_missing() {
    let shape = of(&json!([{"a": 1, "c": null}, {"a": 2, "b": null}, {"a": 3, "c": "x"}]));
    assert_eq!(shape, json!([{"a": "number", "b?": "anything", "c?": "anything"}]));
    assert_eq!(lacks(&shape, &json!([{"a": 1}])), Vec::<String>::new());
    assert_eq!(lacks(&shape, &json!([])).len(), 1, "something was there");
    assert_eq!(lacks(&shape, &json!([{"b": 1}])).len(), 1);
}
