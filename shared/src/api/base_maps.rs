//! Base maps: which there are for somebody.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base_map::kind::MapKind;
use crate::ids::{JurisdictionId, Sha256};
use crate::place::crs::Crs;
use crate::time::Instant;

/// `GET /api/v1/base-maps`: the base maps of the caller's jurisdiction and of the whole city.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct BaseMapList {
    /// Changes whenever the list does; a hello names it.
    pub mark: Sha256,
    /// The maps; the jurisdiction's own first.
    pub maps: Vec<BaseMap>,
}

/// A base map: one PMTiles file, fetched in parts from `GET /api/v1/base-maps/{hash}`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct BaseMap {
    /// SHA-256 of the file.
    pub hash: Sha256,
    /// Whose it is; the city's own id for what is the same everywhere.
    pub jurisdiction: JurisdictionId,
    /// Its name in Chinese.
    pub name: String,
    /// Its name in English; may be empty.
    pub name_en: String,
    /// What it is made of.
    pub kind: MapKind,
    /// The system it is drawn in.
    pub crs: Crs,
    /// West, south, east, north: degrees in that system.
    #[schema(value_type = Vec<f64>)]
    pub bounds: [f64; 4],
    /// The coarsest zoom that it has.
    pub min_zoom: u8,
    /// The finest.
    pub max_zoom: u8,
    /// How many bytes the file has.
    pub size_bytes: u64,
    /// Who is to be named beside it; may be empty.
    pub attribution: String,
    /// When the city brought it.
    pub made_at: Instant,
}
