//! What several pages show of a photo's evidence: its verdict with the reasons, and a case's photos with what is known
//! of each.
//!
//! Only what the server found is said here; nothing is judged anew. `shots` puts a case's photos beside their evidence
//! and has tests, `verdict` draws. Words are in `text::claims`.

pub mod shots;
pub mod verdict;
