//! Unit grids, duty grids, industry layers and boundary remarks: from a point to whose job it is.
//!
//! One index for phone and server: the phone builds it from the pack of its jurisdiction, the server from all of them.
//! Inside, outside and "on the edge" are decided in whole numbers, so both give the same answer for the same point.
//! Nothing here reads a file or knows a city; shapes come in as [`boundaries::Boundaries`].
//! Start with [`boundaries`], then [`index`].

pub mod matched;
pub mod boundaries;
pub mod ring;
pub mod pack;
mod topology;
pub(crate) mod bytes;
pub mod index;
mod areas;
mod raster;
pub mod outline;
pub mod edition;
pub mod features;
pub mod geojson;
pub mod report;
pub mod import;
pub mod kind;
pub mod written;
pub mod places;
pub mod shapes;
pub mod contiguous;
pub mod compare;
#[cfg(test)]
pub(crate) mod sample;
