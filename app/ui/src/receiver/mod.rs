//! What the position receiver costs, and when it is worth that.
//!
//! A receiver that is always on empties a phone in an afternoon. `policy` decides from what the person does whether it
//! runs and how exactly, `meter` counts the seconds, `news` says what a position adds to the one that is known, `doubt`
//! that it is old or uncertain, `spent` shows the day's sum. Nothing here touches the platform: that does `place`. Start
//! with `policy`.

pub mod policy;
pub mod news;
pub mod meter;
pub mod doubt;
pub mod spent;
pub mod text;
