//! Video and voice notes: at most one of each with a report or an answer.
//!
//! The clip's bytes go to the core untouched, as those of a photo do; a still of a video goes beside them. How long a
//! clip is, is read here only to say at once that it is too long: the core judges for itself. Start with `tiles`.

pub mod length;
pub mod tiles;
pub mod player;
mod film;
mod film_view;
mod recorder;
mod voice;
pub mod text;
