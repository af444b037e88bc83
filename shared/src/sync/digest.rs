//! Digest: is what a phone holds what the server holds?
//!
//! Every row has a [`Mark`], 80 bits of the hash over its entity, id, version and body. A range of ids has a [`Sum`]:
//! how many rows, and their marks added up, in any order. Two sides whose sums agree hold the same rows. Where they do
//! not, the phone splits the range at its own rows ([`next`]) and asks again, until a range is small enough to be told
//! row by row ([`compare`]). Ids are compared as text: lower-case UUIDs, all of one shape.
//!
//! Nothing here knows where a row lies; both sides use the same marks, and only what differs is sent.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::sync::pull::Change;
use crate::time::Instant;

/// The most ranges whose sums one request may ask for.
pub const MOST_SUMS: usize = 512;
/// The most ranges whose rows one request may ask for.
pub const MOST_LISTS: usize = 64;
/// The most rows of one range that are told at once.
pub const MOST_ROWS: usize = 500;
/// The most rows that one request may fetch.
pub const MOST_FETCHED: usize = 200;

/// Into how many parts a range is split.
const PARTS: usize = 32;
/// A range of so many rows is told row by row.
const FEW: u64 = 96;
/// When so many rows are missing, the whole scope is fetched anew: cheaper than looking for each.
const MANY_MISSING: u64 = 2_000;

/// 40 bits: so many marks can be added up in 63 bits that no scope comes near it.
const HALF: u64 = (1 << 40) - 1;

/// 80 bits of the hash over a row, in two numbers that can be added up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Mark {
    /// The first 40 bits.
    pub a: u64,
    /// The next 40 bits.
    pub b: u64,
}

impl Mark {
    /// A row that is held without a body; no body has it.
    pub const NONE: Self = Self { a: 0, b: 0 };

    /// Returns the mark of a row whose body is this JSON. The order of its keys and its blanks do not matter.
    pub fn of(entity: &str, id: &str, version: u64, body: &str) -> Result<Self, serde_json::Error> {
        let body: Value = serde_json::from_str(body)?;
        let mut text = format!("{entity}\n{id}\n{version}\n");
        canonical(&body, &mut text);
        let hash = Sha256::digest(text.as_bytes());
        let mut halves =
            hash.chunks_exact(5).map(|five| five.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)));
        Ok(Self { a: halves.next().unwrap_or_default(), b: halves.next().unwrap_or_default() })
    }
}

/// Writes JSON with its keys in order and without blanks, so that the same content is the same text.
fn canonical(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                canonical(item, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let ordered: BTreeMap<&String, &Value> = fields.iter().collect();
            text.push('{');
            for (place, (name, field)) in ordered.into_iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                push(text, &Value::String(name.clone()));
                text.push(':');
                canonical(field, text);
            }
            text.push('}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => push(text, value),
    }
}

fn push(text: &mut String, value: &Value) {
    match write!(text, "{value}") {
        Ok(()) => {}
        Err(fmt::Error) => unreachable!("a String takes every text"),
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:010x}{:010x}", self.a & HALF, self.b & HALF)
    }
}

/// The text is not a mark or a fold.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a mark of a row or a range")]
pub struct BadMark;

fn halves(text: &str, digits: usize) -> Result<(u64, u64), BadMark> {
    if text.len() != 2 * digits || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(BadMark);
    }
    let half = |from: usize| {
        let digits = text.get(from..from + digits).ok_or(BadMark)?;
        u64::from_str_radix(digits, 16).map_err(|_| BadMark)
    };
    Ok((half(0)?, half(digits)?))
}

impl FromStr for Mark {
    type Err = BadMark;
    fn from_str(text: &str) -> Result<Self, BadMark> {
        let (a, b) = halves(text, 10)?;
        Ok(Self { a, b })
    }
}

impl Serialize for Mark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// How many rows a range holds, and their marks added up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sum {
    /// How many rows.
    pub count: u64,
    /// The first halves, added up.
    pub a: u64,
    /// The second halves, added up.
    pub b: u64,
}

impl Sum {
    /// Adds a row.
    pub fn add(&mut self, mark: Mark) {
        self.count += 1;
        self.a = self.a.wrapping_add(mark.a);
        self.b = self.b.wrapping_add(mark.b);
    }

    /// Adds another range.
    pub fn join(&mut self, other: Self) {
        self.count += other.count;
        self.a = self.a.wrapping_add(other.a);
        self.b = self.b.wrapping_add(other.b);
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:016x}{:016x}", self.count, self.a, self.b)
    }
}

impl FromStr for Sum {
    type Err = BadMark;
    fn from_str(text: &str) -> Result<Self, BadMark> {
        let (count, fold) = text.split_once('.').ok_or(BadMark)?;
        let (a, b) = halves(fold, 16)?;
        Ok(Self { count: count.parse().map_err(|_| BadMark)?, a, b })
    }
}

impl Serialize for Sum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Returns one short text over the sums of several entities; the same on both sides when they hold the same.
pub fn whole(sums: &BTreeMap<String, Sum>) -> String {
    let mut hasher = Sha256::new();
    for (entity, sum) in sums.iter().filter(|(_, sum)| sum.count > 0) {
        hasher.update(format!("{entity} {sum}\n"));
    }
    hex::encode(hasher.finalize().get(..16).unwrap_or_default())
}

/// `POST /api/v1/sync/digest`: with nothing in it, the sums of everything in the scope.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DigestAsk {
    /// The text over everything this side holds ([`whole`]); where it is the server's too, no more is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<String>,
    /// From when on neighbours' cases are compared; as told before, so that both sides mean the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near_since: Option<Instant>,
    /// Ranges whose sums are wanted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sums: Vec<Cuts>,
    /// Ranges whose rows are wanted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<Range>,
    /// Rows whose bodies are wanted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fetch: Vec<RowName>,
}

/// A row of ranges, one beginning where the one before ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Cuts {
    /// `case`, `task`, `nearby`.
    pub entity: String,
    /// One more than there are ranges; the empty text before the first and after the last id.
    pub at: Vec<String>,
}

/// The rows whose id is `from` or behind it, and before `to`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub struct Range {
    /// `case`, `task`, `nearby`.
    pub entity: String,
    /// The first id; the empty text for all from the first on.
    pub from: String,
    /// The first id that is outside; the empty text for all to the last.
    pub to: String,
}

/// Names a row.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub struct RowName {
    /// `case`, `task`, `nearby`.
    pub entity: String,
    /// Its id.
    pub id: String,
}

/// The server's side.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DigestReply {
    /// Both sides hold the same.
    pub agrees: bool,
    /// From when on neighbours' cases are in the scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near_since: Option<Instant>,
    /// The sums of everything, when nothing was asked and the sides do not agree.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, String>)]
    pub whole: BTreeMap<String, Sum>,
    /// The sums that were asked for, in that order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Vec<String>>)]
    pub sums: Vec<Vec<Sum>>,
    /// The rows that were asked for, in that order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<Listed>,
    /// The rows with their bodies; one that is not in the scope has left it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Change>,
}

/// The rows of a range.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Listed {
    /// Ids with their marks, in order.
    #[schema(value_type = BTreeMap<String, String>)]
    pub rows: BTreeMap<String, Mark>,
    /// The range goes on behind the last of them.
    pub more: bool,
}

/// What to do with a range after its sums were compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// Both sides hold the same.
    Agreed,
    /// Compare it in so many parts, cut at this side's rows.
    Split(usize),
    /// Compare it row by row.
    List,
    /// So much is missing that the scope is taken from nothing.
    Anew,
}

/// Decides how to go on with a range.
pub fn next(ours: Sum, theirs: Sum) -> Next {
    if ours == theirs {
        return Next::Agreed;
    }
    if theirs.count.saturating_sub(ours.count) > MANY_MISSING {
        return Next::Anew;
    }
    // Cut at our own rows: with few of them a finer cut would tell nothing.
    let parts = usize::try_from(ours.count / 2).unwrap_or(PARTS).min(PARTS);
    if ours.count.max(theirs.count) <= FEW || parts < 2 { Next::List } else { Next::Split(parts) }
}

/// What has to be done about the rows of a range.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Differences {
    /// Held by the server and here not, or not so.
    pub wanted: Vec<String>,
    /// Held here and by the server not.
    pub surplus: Vec<String>,
}

/// Compares a range row by row.
pub fn compare(ours: &BTreeMap<String, Mark>, theirs: &BTreeMap<String, Mark>) -> Differences {
    let wanted = theirs.iter().filter(|(id, mark)| ours.get(*id) != Some(mark)).map(|(id, _)| id.clone());
    let surplus = ours.keys().filter(|id| !theirs.contains_key(*id)).cloned();
    Differences { wanted: wanted.collect(), surplus: surplus.collect() }
}

#[cfg(test)]
mod tests;
