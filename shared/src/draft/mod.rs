//! Drafts: changes to a catalogue or a calendar that nobody goes by yet.
//!
//! A draft is a pack and the edits made to it, and never a pack that was changed in place: the same edits on the same pack
//! always give the same draft. What it changes is said field by field, in both languages. Nothing here knows who may do
//! that or from when it holds. Start with [`edit`], then [`difference`].

pub mod field;
pub mod edit;
pub mod difference;
pub mod items;
pub mod catalogue;
pub mod calendar;
mod majors;
mod look_alikes;

#[cfg(test)]
mod tests;
