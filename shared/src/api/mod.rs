//! Request and reply types of the endpoints beside sync, one file per feature.

pub mod problem;
pub mod session;
pub mod cases;
pub mod evidence;
pub mod figures;
pub mod devices;
pub mod rescue;
pub mod announcements;
pub mod directory;
pub mod tracks;
pub mod base_maps;
pub mod work;
pub mod people;
pub mod jurisdictions;
pub mod areas;
pub mod lists;
pub mod orders;
pub mod catalogue;
pub mod clocks;
pub mod audit;
pub mod health;
pub mod assessment;
pub mod honesty;
pub mod bulletins;
pub mod posts;
pub mod agreement;
