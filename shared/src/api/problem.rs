//! Errors as RFC 9457 problem documents.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::refusal::{Code, Refusal};

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request was not done. Clients compare `code`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `urn:xunge:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened and what to do, in Chinese.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: Code,
    /// What exactly was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Problem {
    /// Says a refusal as a problem document.
    pub fn of(refusal: &Refusal, status: u16) -> Self {
        Self {
            kind: format!("urn:xunge:{}", refusal.code),
            title: refusal.code.zh().to_owned(),
            title_en: refusal.code.en().to_owned(),
            status,
            code: refusal.code,
            detail: refusal.detail.clone(),
        }
    }
}
