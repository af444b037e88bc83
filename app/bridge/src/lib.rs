//! What the screen may ask of the core, and what it is told. Plain data, and no rule.
//!
//! The shell carries an [`ask::Ask`] to the core as JSON and brings a [`told::Answer`] back; it understands neither.
//! Photo bytes do not travel as JSON: they go through the shell's `photo` command, which takes a [`ask::Shot`] beside
//! the raw bytes, and pictures come back by address: `photo://localhost/{id}?size=thumb` or `?size=working`, where the
//! id is a photo's own or a working copy's SHA-256. `?size=clip` with a photo's own id plays the video or voice clip that
//! was taken as that shot; it may be asked for a range of bytes. A base map that is ready lies at
//! `tiles://localhost/{hash}` and is asked for in ranges.

pub mod ask;
pub mod told;
pub mod status;
pub mod category;
pub mod map;
pub mod aside;
pub mod near;
pub mod shots;
pub mod shift;
pub mod rescue;
pub mod room;
pub mod picker;
pub mod today;
pub mod announcement;
pub mod directory;
pub mod base_map;
pub mod lock;
pub mod storage;
pub mod leaving;
pub mod diagnostics;
pub mod board;
pub mod draft;
pub mod track;
pub mod sheet;
pub mod tasks;
pub mod order;
pub mod assessment;
pub mod read;
