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

/// Reads words in a query.
pub fn words(name: &str, text: &str) -> Result<String> {
    if text.contains('\0') { refuse(Code::BadValue, format!("{name}: {NUL}")) } else { Ok(text.to_owned()) }
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

/// Reads a value in a query.
pub fn value<T: FromStr<Err: std::fmt::Display>>(name: &str, text: &str) -> Result<T> {
    text.parse().map_err(|error: T::Err| Error::Refused(Refusal::because(Code::BadValue, format!("{name}: {error}"))))
}
