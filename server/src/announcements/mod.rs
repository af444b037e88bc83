//! Announcements (通知公告): what a desk tells the people in the field, and who has read it.
//!
//! One that is for a role is told to that role and to nobody else. Phones hold a copy: the answer to their hello has a
//! mark that changes with what they may see, and then they fetch all of it anew. Nothing here pushes. Start with
//! [`actions`].

pub mod actions;
pub mod store;
pub mod http;
