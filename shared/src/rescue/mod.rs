//! The rescue file: what a phone could not send, in one file that only its server opens.
//!
//! `container` is the envelope: sealed for the server's key in chunks, so that a cut file and a changed one are told
//! apart and a gigabyte needs the memory of one chunk. `records` is what lies in it: operations verbatim with what became
//! of them, photo files, and at the end the device's signature over all of it.
//!
//! Pure: bytes in, bytes out. Who writes and who reads files is the hosts' business. Start with [`container`].

pub mod container;
pub mod records;

/// What the name of a rescue file ends with.
pub const EXTENSION: &str = "xunge-rescue";
