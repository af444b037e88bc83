//! The whole server in one file, and back: rows of either engine, and the files if they are wanted.
//!
//! A backup is taken beside a running server: one transaction that keeps its moment reads every table, so that what it
//! holds fits together whatever phones hand in meanwhile. It is restored into nothing else than an empty place, on either
//! engine, and raises the epoch: phones then offer again what they still hold. Base maps are listed in it and their files
//! are not: gigabytes of public data that the city has. Start with [`take`] and [`restore`]; `format` is the file.

pub mod format;
pub mod take;
pub mod restore;
