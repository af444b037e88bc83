//! Tasks, draws, shifts and who can be drawn, in the database.

pub mod shifts;
pub mod blind;
mod tasks;

pub use self::tasks::{
    Page, all_of_case, assignees, checkers, draws, find, has_role, in_grid, in_jurisdiction, insert, insert_draw,
    last_checker, lock, move_area, of_case, of_reach, save, taken,
};
