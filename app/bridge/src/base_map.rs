//! Base maps: which the city offers, which are kept on this phone, and what they wait for.

use serde::{Deserialize, Serialize};
use shared::ids::Sha256;
use shared::place::crs::Crs;

/// A base map that the city offers, as far as it is on this phone. One that is ready is drawn from
/// `tiles://localhost/{hash}`, in ranges.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BaseMapCard {
    /// Its name for addresses.
    pub hash: Sha256,
    /// Its name in Chinese.
    pub name: String,
    /// Its name in English; may be empty.
    pub name_en: String,
    /// What it is made of.
    pub kind: BaseMapKind,
    /// The system it is drawn in.
    pub crs: Crs,
    /// West, south, east, north: degrees in that system.
    pub bounds: [f64; 4],
    /// The coarsest zoom that it has.
    pub min_zoom: u8,
    /// The finest.
    pub max_zoom: u8,
    /// Bytes of all of it.
    pub size_bytes: u64,
    /// Of these, here.
    pub held_bytes: u64,
    /// The person keeps it on this phone.
    pub wanted: bool,
    /// All of it is here and is what its name says.
    pub ready: bool,
    /// Who is named beside it; may be empty.
    pub attribution: String,
}

/// What a base map is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaseMapKind {
    /// Lines, areas and names, drawn in a style of the app's.
    Vector,
    /// Pictures.
    Raster,
}

/// How base maps come to this phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BaseMapFetching {
    /// The person's choice of networks.
    pub over: MapsOver,
    /// Why nothing comes now.
    pub waits_for: BaseMapWait,
}

/// Over which networks base maps come. They are large, and never go before a report or a photo.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MapsOver {
    /// Those that are not paid by the byte, such as Wi-Fi.
    #[default]
    Unmetered,
    /// Every one.
    AnyNetwork,
}

impl MapsOver {
    /// Returns the word it is stored as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unmetered => "unmetered",
            Self::AnyNetwork => "any_network",
        }
    }
}

/// Why nothing of the base maps that are kept comes now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaseMapWait {
    /// Everything that is kept is here.
    Nothing,
    /// The next round with the server brings more.
    Round,
    /// A network that is not paid by the byte.
    Unmetered,
    /// Room on this phone.
    Room,
    /// Somebody at the centre: what came was, several times, not what its name says.
    Repair,
}
