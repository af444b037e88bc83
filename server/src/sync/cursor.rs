//! Where a phone stands: one number for each area. Opaque to phones, which only hand it back.
//!
//! Short, because a round that brings nothing carries it too: a format byte, the account, then for each area its name
//! behind its length, and its number in groups of seven bits.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Deserialize;
use shared::ids::{AccountId, JurisdictionId};
use shared::refusal::Code;
use uuid::Uuid;

use crate::error::{Result, refuse};

/// The first byte. The form before was JSON and began with a brace.
const FORMAT: u8 = 1;

/// A cursor, read.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
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
        match bytes.and_then(|bytes| Self::decode(&bytes)) {
            Some(cursor) if cursor.account == account => Ok(cursor),
            Some(_) => Ok(new),
            None => refuse(Code::BadValue, "cursor: not a cursor of this server"),
        }
    }

    /// Writes the cursor.
    pub fn write(&self) -> String {
        let mut bytes = vec![FORMAT];
        bytes.extend_from_slice(self.account.0.as_bytes());
        for (area, number) in &self.taken {
            // The name of an area has at most 24 bytes.
            bytes.push(u8::try_from(area.as_str().len()).unwrap_or(u8::MAX));
            bytes.extend_from_slice(area.as_str().as_bytes());
            let mut rest = u64::try_from(*number).unwrap_or(0);
            while rest >= 0x80 {
                bytes.push(0x80 | low_seven(rest));
                rest >>= 7;
            }
            bytes.push(low_seven(rest));
        }
        BASE64.encode(bytes)
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (format, rest) = bytes.split_first()?;
        if *format != FORMAT {
            return serde_json::from_slice(bytes).ok();
        }
        let (account, mut rest) = rest.split_first_chunk::<16>()?;
        let mut taken = BTreeMap::new();
        while let Some((length, behind)) = rest.split_first() {
            let (name, behind) = behind.split_at_checked(usize::from(*length))?;
            let (number, behind) = number(behind)?;
            taken.insert(std::str::from_utf8(name).ok()?.parse().ok()?, number);
            rest = behind;
        }
        Some(Self { account: AccountId(Uuid::from_bytes(*account)), taken })
    }
}

fn low_seven(number: u64) -> u8 {
    u8::try_from(number & 0x7f).unwrap_or(0)
}

fn number(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let mut number = 0_u64;
    let mut rest = bytes;
    for group in 0..9_u32 {
        let (byte, behind) = rest.split_first()?;
        rest = behind;
        number |= u64::from(byte & 0x7f) << (7 * group);
        if byte & 0x80 == 0 {
            return Some((i64::try_from(number).ok()?, rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;

    use super::{BASE64, Cursor};
    use shared::ids::AccountId;
    use uuid::Uuid;

    fn cursor(areas: &[(&str, i64)]) -> Cursor {
        let taken = areas.iter().map(|(area, number)| (area.parse().unwrap(), *number)).collect();
        Cursor { account: AccountId(Uuid::from_u128(7)), taken }
    }

    #[test]
    fn a_cursor_survives_its_own_text() {
        for areas in [&[][..], &[("610112", 0), ("XA-GX", 127), ("XA", 128)], &[("610103", 400_000), ("A", i64::MAX)]] {
            let cursor = cursor(areas);
            assert_eq!(Cursor::read(Some(&cursor.write()), cursor.account).unwrap(), cursor);
        }
    }

    #[test]
    fn another_accounts_cursor_begins_anew_and_nonsense_is_refused() {
        let other = AccountId(Uuid::from_u128(8));
        assert!(Cursor::read(Some(&cursor(&[("XA", 5)]).write()), other).unwrap().taken.is_empty());
        for text in ["?", "AQ", &BASE64.encode([1; 18]), &BASE64.encode("{}")] {
            assert!(Cursor::read(Some(text), other).is_err(), "{text}");
        }
    }

    #[test]
    fn a_cursor_that_was_given_before_still_stands() {
        let before = BASE64.encode(r#"{"account":"00000000-0000-0000-0000-000000000007","taken":{"XA":5}}"#);
        let read = Cursor::read(Some(&before), AccountId(Uuid::from_u128(7))).unwrap();
        assert_eq!(read, cursor(&[("XA", 5)]));
    }
}
