//! The notices of the desk (通知公告): all of them on a page, the urgent ones that were not read on today. Opening one says
//! that it was read; the phone tells the desk when it can.

pub mod text;
pub mod list;
mod notice;
pub mod page;
pub mod urgent;
pub mod row;
