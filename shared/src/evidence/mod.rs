//! Evidence: what a photo claims about itself, signed by the device that took it, and what of that holds.
//!
//! A shot is two files under one signature. `manifest` is what is signed, once, at the shutter; `times` are the three
//! times on everything; `chain` follows one device's photos, each naming the one before. `file` and `clip` say from its
//! structure what kind of file it is; `clear` says whether anything can be made out, `look` finds
//! the same scene again; `verdict` puts together what is known around a
//! shot and says what contradicts it. Phone and server run all of it.
//!
//! Nothing here decodes a picture, reads a clock or decides a case: a verdict is shown to whoever decides. Start with
//! `manifest`, then `verdict`.

pub mod times;
pub mod photo;
pub mod amount;
pub mod file;
pub mod clip;
pub mod manifest;
pub mod chain;
pub mod clear;
pub mod look;
pub mod verdict;

pub use self::photo::{OriginalPlace, PhotoRef, PhotoRole};
pub use self::times::Times;
