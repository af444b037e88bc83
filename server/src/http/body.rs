//! Reads bodies and paths at the edge; what does not fit is refused with the place where it does not.

use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;
use shared::refusal::{Code, Refusal};

use super::error::{Failure, unread};
use crate::db::dialect::holds_nul;
use crate::error::{Error, Result, refuse};

const NUL: &str = "a text holds the character U+0000, which cannot be kept";

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> std::result::Result<Self, Failure> {
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            let code = unread(rejection.status());
            Error::Refused(Refusal::because(code, rejection.body_text()))
        })?;
        Ok(Self(parse(&bytes)?))
    }
}

/// Reads JSON that somebody sent.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    if holds_nul(bytes) {
        return refuse(Code::BadValue, NUL);
    }
    serde_json::from_slice(bytes).map_err(|error| {
        // The message names the field and never repeats the whole body.
        Error::Refused(Refusal::because(Code::BadRequest, error.to_string()))
    })
}

/// The longest words in a query, in characters. An engine gives up on patterns that are as long as an address can be.
pub const LONGEST_WORDS: usize = 1_000;

/// Reads words in a query.
pub fn words(name: &str, text: &str) -> Result<String> {
    if text.contains('\0') {
        refuse(Code::BadValue, format!("{name}: {NUL}"))
    } else if text.chars().count() > LONGEST_WORDS {
        refuse(Code::BadValue, format!("{name}: at most {LONGEST_WORDS} characters"))
    } else {
        Ok(text.to_owned())
    }
}

/// Reads an id in a path; what is no id names nothing.
pub fn id<T: FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T> {
    text.parse().map_err(|error: T::Err| Error::Refused(Refusal::because(Code::NotFound, error.to_string())))
}

/// Reads what a query may say; nothing where it says nothing.
pub fn said<T: FromStr<Err: std::fmt::Display>>(name: &str, text: Option<String>) -> Result<Option<T>> {
    text.filter(|text| !text.is_empty()).map(|text| value(name, &text)).transpose()
}

/// Reads how many are wanted on a page.
pub fn limit(text: Option<String>, usual: u32, most: u32) -> Result<u32> {
    Ok(said("limit", text)?.unwrap_or(usual).clamp(1, most))
}

/// Reads where a page begins: a moment and an id, with a dot between.
pub fn place<T: FromStr>(name: &str, text: &str) -> Result<(i64, T)> {
    let read = text.split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    match read {
        Some(place) => Ok(place),
        None => refuse(Code::BadValue, format!("{name}: not a place in this list")),
    }
}

/// Reads a value in a query.
pub fn value<T: FromStr<Err: std::fmt::Display>>(name: &str, text: &str) -> Result<T> {
    text.parse().map_err(|error: T::Err| Error::Refused(Refusal::because(Code::BadValue, format!("{name}: {error}"))))
}

#[cfg(test)]
mod tests {
    use shared::ids::CaseId;

    use super::{limit, place, said};

    #[test]
    fn a_place_in_a_list_is_read() {
        assert_eq!(place::<String>("after", "17.abc").unwrap(), (17, "abc".to_owned()));
        for bad in ["", "17", "soon.abc", "17.abc"] {
            assert!(place::<CaseId>("after", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_a_query_leaves_empty_it_does_not_say() {
        assert_eq!(said::<u32>("limit", Some(String::new())).unwrap(), None);
        assert!(said::<u32>("limit", Some("many".to_owned())).is_err());
        assert_eq!(limit(None, 100, 200).unwrap(), 100);
        assert_eq!(
            (limit(Some("0".into()), 100, 200).unwrap(), limit(Some("999".into()), 100, 200).unwrap()),
            (1, 200)
        );
    }
}
