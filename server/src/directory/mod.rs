//! The directory (通讯录): whom to call. A list for each jurisdiction and one for the city, brought in whole and then
//! looked after by those whom it tells of: an administrator all of a list, others the units that they were named for.
//! Everybody is told of it what their role may see.
//!
//! Phones hold a copy of their part: the answer to their hello has a mark that changes with it. `list` reads a file and
//! says what an entry may be, `initials` by which letters a name is found, `edit` what a change makes of a list. Start
//! with [`actions`]: `reach` there says whose lists somebody sees and changes, `log` keeps every change and takes one
//! back.

pub mod initials;
pub mod list;
pub mod edit;
pub mod actions;
pub mod store;
pub mod http;
