//! Taking photos: the page's own view of the camera where the platform has one, else a file input, which a phone opens
//! as its camera and a desk as a file chooser.
//!
//! The bytes go to the core untouched, and the core says before whether there is room. Nothing here knows a rule about
//! what a photo is worth: it says how it was taken, where, and which way the camera looked. `lens` finds out what this
//! device has; start with `tile`.

pub mod lens;
pub mod tile;
pub mod album;
pub mod quick;
pub mod framing;
pub mod view;
pub mod refusal;
pub mod stream;
mod compass;
pub mod guidance;
pub mod hand_over;
pub mod text;
