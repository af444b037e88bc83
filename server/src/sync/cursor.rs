//! Where a phone stands: one number for each area. Opaque to phones, which only hand it back.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::{Deserialize, Serialize};
use shared::ids::{AccountId, JurisdictionId};
use shared::refusal::Code;

use crate::error::{Result, refuse};

/// A cursor, read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cursor {
    /// Whose it is: another account's numbers would pass over rows of this one.
    pub account: AccountId,
    /// The last number taken of each area.
    pub taken: BTreeMap<JurisdictionId, i64>,
}

impl Cursor {
    /// Reads a cursor; none, or another account's, begins anew.
    pub fn read(text: Option<&str>, account: AccountId) -> Result<Self> {
        let new = Self { account, taken: BTreeMap::new() };
        let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(new) };
        let bytes = BASE64.decode(text).ok();
        match bytes.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok()) {
            Some(cursor) if cursor.account == account => Ok(cursor),
            Some(_) => Ok(new),
            None => refuse(Code::BadValue, "cursor: not a cursor of this server"),
        }
    }

    /// Writes the cursor.
    pub fn write(&self) -> String {
        BASE64.encode(serde_json::to_vec(self).unwrap_or_default())
    }
}
