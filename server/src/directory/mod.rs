//! The directory (通讯录): whom to call. A list for each jurisdiction and one for the city, brought in whole; everybody is
//! told of it what their role may see.
//!
//! Phones hold a copy of their part: the answer to their hello has a mark that changes with it. `list` reads a file,
//! `initials` says by which letters a name is found. Start with [`actions`].

pub mod initials;
pub mod list;
pub mod actions;
pub mod store;
pub mod http;
