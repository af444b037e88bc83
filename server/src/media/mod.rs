//! Files: resumable uploads by tus 1.0, kept under their SHA-256, readable only through a case.
//!
//! A file is received among the uploads, hashed, kept in the storage under its hash, flushed, and only then written down
//! and receipted. It lies in quarantine until a case of the account that brought it references its hash; what it is, a
//! picture or a clip, gets judged then. Knowing a hash is no right: not to read the file, and not to have it counted as
//! brought. An upload that was begun is found again by the hash it promises, and a file that its bringer has a receipt for is
//! not asked for twice. Concatenation is not spoken: a phone has one line, and pieces sent beside each other share it.
//! This feature never changes a case. Start with [`actions`].

pub mod http;
pub mod tus;
pub mod receive;
pub mod actions;
pub mod store;
pub mod receipts;
pub mod turns;
pub mod fence;
pub mod uploads;
pub mod pieces;
pub mod storage;
pub mod folder;
pub mod bucket;
pub mod place;
pub mod thumbs;
pub mod public;
pub mod range;
