//! One type for each identity, so that no two can be mixed up.
//!
//! Nothing here makes an id: randomness comes in through the hosts' ports.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;
use uuid::Uuid;

/// The text does not have the shape of the id it was taken for.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("\"{text}\" is not a {what}")]
pub struct BadId {
    /// The kind of id that was expected.
    pub what: &'static str,
    /// The text that was given, cut to 64 characters.
    pub text: String,
}

fn bad(what: &'static str, text: &str) -> BadId {
    BadId { what, text: text.chars().take(64).collect() }
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String, format = "uuid")]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                Uuid::parse_str(text).map(Self).map_err(|_| bad($what, text))
            }
        }
    };
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, ToSchema)]
        #[schema(value_type = String)]
        pub struct $name(String);

        impl $name {
            /// Returns the id as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) { Ok(Self(text.to_owned())) } else { Err(bad($what, text)) }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }
    };
}

fn word(text: &str, longest: usize) -> bool {
    !text.is_empty()
        && text.len() <= longest
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

uuid_id!(
    /// A case; UUIDv7 made where the problem is first recorded (phone, desk), kept for ever.
    CaseId, "case id"
);
uuid_id!(
    /// A verify or check task; UUIDv7 made by the server.
    TaskId, "task id"
);
uuid_id!(
    /// One operation in a device's log; UUIDv7 made by the device, the key of exactly-once.
    OperationId, "operation id"
);
uuid_id!(
    /// One installation of the app; UUIDv4 made at first start. A reinstall is a new device.
    DeviceId, "device id"
);
uuid_id!(
    /// An account; made by the server, never reused.
    AccountId, "account id"
);
uuid_id!(
    /// One shot (original and working copy); UUIDv7 made by the device at the shutter.
    PhotoId, "photo id"
);
uuid_id!(
    /// A server database; made when it is first created, kept through restores.
    ServerId, "server id"
);
uuid_id!(
    /// A resumable upload in progress; made by the server, gone after 24 hours.
    UploadId, "upload id"
);
uuid_id!(
    /// A notice of the desk to the people in the field; UUIDv7 made by the server, so that ids sort by when they were posted.
    AnnouncementId, "announcement id"
);
uuid_id!(
    /// One action on many cases; UUIDv4 made by the desk that sends it, so that sent twice it is done once.
    BatchId, "batch id"
);
uuid_id!(
    /// Trouble with a device that the server noticed; UUIDv7 made by it, so that ids sort by when they were noticed.
    AlarmId, "alarm id"
);
uuid_id!(
    /// A view of cases that somebody keeps under a name; UUIDv7 made by whoever keeps it.
    ViewId, "view id"
);
uuid_id!(
    /// An order to a device; UUIDv7 made by the server, so that ids sort by when they were given.
    OrderId, "order id"
);

text_id!(
    /// Who manages: one of the city's jurisdictions (`610112`, `XA-GX`) or the city itself (`XA`). The area of a change.
    JurisdictionId, "jurisdiction id", |t| word(t, 24)
);
text_id!(
    /// Where it is: the six digits of GB/T 2260.
    DivisionCode, "division code of six digits", |t| digits(t, 6)
);
text_id!(
    /// A unit grid (万米单元网格): 6 division + 3 street + 3 community + 3 sequence digits.
    GridCode, "unit grid code of 15 digits", |t| digits(t, 15)
);
text_id!(
    /// A duty grid (责任网格), a collector's beat.
    DutyGridId, "duty grid id", |t| word(t, 40)
);
text_id!(
    /// A responsible unit (责任单位).
    UnitId, "unit id", |t| word(t, 40)
);
text_id!(
    /// An industry layer (行业网格): the map that says who answers for one kind of thing; categories name theirs.
    LayerCode, "layer code", |t| word(t, 40)
);
text_id!(
    /// A case number people read to each other: letters, date in the jurisdiction's zone, daily sequence.
    CaseNo, "case number", |t| word(t, 40)
);
text_id!(
    /// The name a person signs in with.
    UserName, "user name of 1 to 40 letters, digits, dot, dash or underline", |t| word(t, 40)
);
text_id!(
    /// A lower-case hex SHA-256: the name of a file or a pack.
    Sha256, "lower-case hex SHA-256", |t| t.len() == 64 && t.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
);

text_id!(
    /// An entry of the directory; made by the server, kept through every change. What is older is named by its list.
    EntryId, "entry of the directory", |t| word(t, 40)
);
uuid_id!(
    /// A change of the directory; UUIDv7 made by the server, so that ids sort by when it was made.
    DirectoryChangeId, "change of the directory"
);
uuid_id!(
    /// A hint at dishonest work; UUIDv7 made by the server. Kept for ever, with whatever was said of it.
    HintId, "hint"
);
uuid_id!(
    /// A bulletin; UUIDv7 made by the server, so that ids sort by when they were made.
    BulletinId, "bulletin id"
);

impl Sha256 {
    /// Returns the hash of the bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(hex::encode(sha2::Sha256::digest(bytes)))
    }

    /// Returns the hash from its 32 raw bytes.
    pub fn from_raw(raw: &[u8; 32]) -> Self {
        Self(hex::encode(raw))
    }

    /// Returns the 32 raw bytes.
    pub fn raw(&self) -> [u8; 32] {
        let mut raw = [0; 32];
        match hex::decode_to_slice(&self.0, &mut raw) {
            Ok(()) => raw,
            Err(_) => unreachable!("checked to be 64 hex digits when it was made"),
        }
    }
}

impl GridCode {
    /// Returns the district the grid lies in, whoever manages it.
    pub fn division(&self) -> DivisionCode {
        DivisionCode(self.0.chars().take(6).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::{GridCode, JurisdictionId, Sha256};

    #[test]
    fn a_grid_code_has_fifteen_digits_and_names_its_district() {
        let code: GridCode = "610112001007023".parse().unwrap();
        assert_eq!(code.division().as_str(), "610112");
        assert!("61011200100702".parse::<GridCode>().is_err());
        assert!("61011200100702x".parse::<GridCode>().is_err());
    }

    #[test]
    fn a_hash_is_lower_case_hex_and_goes_both_ways() {
        let hash = Sha256::of(b"xunge");
        assert_eq!(Sha256::from_raw(&hash.raw()), hash);
        assert!(hash.as_str().to_uppercase().parse::<Sha256>().is_err());
    }

    #[test]
    fn an_id_is_checked_when_it_is_read() {
        assert!(serde_json::from_str::<JurisdictionId>("\"XA-GX\"").is_ok());
        assert!(serde_json::from_str::<JurisdictionId>("\"../etc\"").is_err());
    }
}
