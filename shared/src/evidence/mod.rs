//! Evidence: what a photo claims about itself, signed by the device that took it.
//!
//! `times` are the three times on everything; `amount` is how many shots are enough; `manifest` is what is signed; `chain` follows one device's photos.
//! `verdict` says what of it holds, `look` finds the same scene again. Nothing here reads pixels. Start with `manifest`.

pub mod times;
pub mod photo;
pub mod amount;
pub mod file;
pub mod manifest;
pub mod chain;
pub mod look;
pub mod verdict;

pub use self::photo::{OriginalPlace, PhotoRef, PhotoRole};
pub use self::times::Times;
