//! The key of a category: standard, kind and code.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A component (部件) is a thing that stands somewhere; an event (事件, 管理事项) is what is wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 部件.
    Component,
    /// 事件; a case is always about one.
    Event,
}

impl Kind {
    /// Returns the word in keys and packs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Component => "component",
            Self::Event => "event",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Kind {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        match text {
            "component" => Ok(Self::Component),
            "event" => Ok(Self::Event),
            _ => Err(BadKey::new(text)),
        }
    }
}

/// The text is not the key of a category.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("\"{text}\" is not a category: write component or event, a colon and four or five digits, such as event:06010")]
pub struct BadKey {
    /// The text that was given, cut to 64 characters.
    pub text: String,
}

impl BadKey {
    fn new(text: &str) -> Self {
        Self { text: text.chars().take(64).collect() }
    }
}

/// The digits of a category: two for the major class, then two (2013) or three (2026) for the minor.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryCode {
    // The number of digits stands first, so that codes of one scheme sort together.
    digits: u8,
    number: u32,
}

impl CategoryCode {
    /// Returns the two digits of the major class as a number.
    pub const fn major(self) -> u32 {
        self.number / if self.digits == 5 { 1_000 } else { 100 }
    }

    /// Returns the digits after the major class as a number.
    pub const fn minor(self) -> u32 {
        self.number % if self.digits == 5 { 1_000 } else { 100 }
    }

    /// Returns the standard that writes codes of this length.
    pub fn usual_standard(self) -> StandardRef {
        if self.digits == 5 { StandardRef::gb_2026() } else { StandardRef::gb_2013() }
    }
}

impl fmt::Display for CategoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.number, width = usize::from(self.digits))
    }
}

impl fmt::Debug for CategoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for CategoryCode {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let digits = match text.len() {
            4 => 4,
            5 => 5,
            _ => return Err(BadKey::new(text)),
        };
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(BadKey::new(text));
        }
        Ok(Self { digits, number: text.parse().map_err(|_| BadKey::new(text))? })
    }
}

impl Serialize for CategoryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CategoryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// The standard a category comes from, as it is cited: `GB/T 47678.5-2026`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, ToSchema)]
#[schema(value_type = String, example = "GB/T 47678.5-2026")]
pub struct StandardRef(String);

impl StandardRef {
    /// The national standard in force since 2026-07-01.
    pub fn gb_2026() -> Self {
        Self("GB/T 47678.5-2026".to_owned())
    }

    /// The national standard before it.
    pub fn gb_2013() -> Self {
        Self("GB/T 30428.2-2013".to_owned())
    }

    /// Returns the citation.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StandardRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for StandardRef {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ' ');
        if (1..=40).contains(&text.len()) && text.chars().all(plain) && text.trim() == text {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadKey::new(text))
        }
    }
}

impl Serialize for StandardRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for StandardRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// What tells one category from all others, in all versions of the catalogue.
///
/// The text is `event:06010`; the standard stands before it where the number of digits does not already say it, as in
/// `XA-COMPOUND-2022/event:0101`. Cases, tasks, operations and packs store this text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CategoryKey {
    standard: StandardRef,
    kind: Kind,
    code: CategoryCode,
}

impl CategoryKey {
    /// Makes the key.
    ///
    /// In the five-digit scheme components end at major class 05, so a code of 06 to 10 is an event whatever the table
    /// it comes from says.
    pub fn new(standard: StandardRef, kind: Kind, code: CategoryCode) -> Self {
        let kind = if code.digits == 5 && code.major() > 5 { Kind::Event } else { kind };
        Self { standard, kind, code }
    }

    /// Makes the key under the standard that writes codes of this length.
    pub fn usual(kind: Kind, code: CategoryCode) -> Self {
        Self::new(code.usual_standard(), kind, code)
    }

    /// Returns the standard.
    pub fn standard(&self) -> &StandardRef {
        &self.standard
    }

    /// Returns whether it is a component or an event.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the digits.
    pub fn code(&self) -> CategoryCode {
        self.code
    }

    /// Returns the key with the same standard and code and another kind.
    pub fn as_kind(&self, kind: Kind) -> Self {
        Self::new(self.standard.clone(), kind, self.code)
    }
}

impl fmt::Display for CategoryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.standard != self.code.usual_standard() {
            write!(f, "{}/", self.standard)?;
        }
        write!(f, "{}:{}", self.kind, self.code)
    }
}

impl FromStr for CategoryKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let bad = |_| BadKey::new(text);
        let (standard, rest) = match text.rsplit_once('/') {
            Some((standard, rest)) => (Some(standard.parse().map_err(bad)?), rest),
            None => (None, text),
        };
        let (kind, code) = rest.split_once(':').ok_or_else(|| BadKey::new(text))?;
        let code: CategoryCode = code.parse().map_err(bad)?;
        let kind = kind.parse().map_err(bad)?;
        Ok(Self::new(standard.unwrap_or_else(|| code.usual_standard()), kind, code))
    }
}

impl Serialize for CategoryKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CategoryKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl PartialSchema for CategoryKey {
    fn schema() -> RefOr<Schema> {
        String::schema()
    }
}

impl ToSchema for CategoryKey {}

#[cfg(test)]
mod tests {
    use super::{CategoryKey, Kind};

    fn key(text: &str) -> CategoryKey {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(text: &str, standard: &str, kind: Kind, code: &str, written: &str) {
        let key = key(text);
        assert_eq!((key.standard().as_str(), key.kind(), key.code().to_string().as_str()), (standard, kind, code));
        assert_eq!(key.to_string(), written);
        assert_eq!(written.parse(), Ok(key), "what is written must be read back");
    }

    #[test]
    fn five_digits_are_the_standard_in_force() {
        check("event:06010", "GB/T 47678.5-2026", Kind::Event, "06010", "event:06010");
        check("GB/T 47678.5-2026/event:06010", "GB/T 47678.5-2026", Kind::Event, "06010", "event:06010");
    }

    #[test]
    fn four_digits_are_the_standard_before() {
        check("component:0101", "GB/T 30428.2-2013", Kind::Component, "0101", "component:0101");
    }

    #[test]
    fn another_standard_is_always_written() {
        let text = "XA-COMPOUND-2022/event:0101";
        check(text, "XA-COMPOUND-2022", Kind::Event, "0101", text);
    }

    #[test]
    fn a_component_beyond_major_five_is_an_event() {
        check("component:06048", "GB/T 47678.5-2026", Kind::Event, "06048", "event:06048");
        assert_eq!(key("component:0601").kind(), Kind::Component, "four digits number their events from 01");
    }

    #[test]
    fn the_same_code_is_two_different_things() {
        assert_ne!(key("component:01001"), key("event:01001"));
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        for text in
            ["", "06010", "event:", "event:6010x", "event:060100", "matter:06010", "/event:06010", "event:０６０１０"]
        {
            assert!(text.parse::<CategoryKey>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_parts_of_a_code_are_numbers() {
        assert_eq!((key("event:10999").code().major(), key("event:10999").code().minor()), (10, 999));
        assert_eq!((key("event:0405").code().major(), key("event:0405").code().minor()), (4, 5));
    }
}
