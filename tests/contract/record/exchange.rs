//! One request and what an old app relies on in its answer, as a file.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One request with its answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Exchange {
    /// Its place in the recording, from 1.
    pub number: usize,
    /// Minutes that passed before it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub after_minutes: i64,
    /// The verb.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The headers that matter, in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body, byte for byte, before any content encoding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Bytes>,
    /// What placeholders in the body stood for: signed bytes hold it in another form.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub was: BTreeMap<String, String>,
    /// The secret key of the device that signed in the body, base64: what is filled in has to be signed anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_key: Option<String>,
    /// What an old app relies on.
    pub answer: Answer,
}

/// Bytes in a file of text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bytes {
    /// UTF-8, as it is.
    Text(String),
    /// Anything else.
    Base64(String),
}

/// What an old app relies on in an answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers; a value that the server decides is `*`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Promise>,
}

/// What holds of a body.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// JSON with at least this in it.
    Shape(Value),
    /// The path ends with the SHA-256 of the bytes; they begin with these, in hex.
    NamedByItsHash {
        /// The first bytes.
        begins: String,
    },
    /// JSON as above, and the path ends with the SHA-256 of the bytes.
    NamedShape(Value),
    /// Bytes that begin with these, in hex.
    Begins(String),
}

fn is_zero(minutes: &i64) -> bool {
    *minutes == 0
}

impl Exchange {
    /// Returns verb and path without ids, as the description of the API names it.
    pub fn endpoint(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        // A placeholder names a place with slashes of its own.
        let mut pieces = path.split("{{");
        let mut plain = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            plain.push_str("{}");
            plain.push_str(piece.split_once("}}").map_or("", |(_, rest)| rest));
        }
        // An upload's whole path is one value of the server's.
        let plain = if plain == "{}" { "/api/v1/media/uploads/{}".to_owned() } else { plain };
        let is_word = |part: &str| part == "v1" || part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        let parts: Vec<&str> = plain.split('/').map(|part| if is_word(part) { part } else { "{}" }).collect();
        format!("{} {}", self.method, parts.join("/"))
    }

    /// Says which one it is.
    pub fn title(&self) -> String {
        format!("exchange {:02}, {} {}", self.number, self.method, self.path)
    }

    /// Returns the name of its file.
    pub fn file_name(&self) -> String {
        let words = self.endpoint().to_lowercase().replace("/api/v1/", "").replace("{}", "one");
        format!("{:02}-{}.json", self.number, words.replace([' ', '/'], "-"))
    }

    /// Writes the file.
    pub fn to_text(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Reads the file.
    pub fn of_text(text: &str) -> Result<Self> {
        Ok(serde_json::from_str(text)?)
    }
}
