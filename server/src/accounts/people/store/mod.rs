//! People, links, shifts and looks in the database.

pub mod accounts;
pub mod enrolments;
pub mod shifts;
pub mod looks;
