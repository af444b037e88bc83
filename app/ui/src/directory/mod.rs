//! Whom to call (通讯录), without a network: found by name, initials, post, unit or number; called by a tap.

pub mod text;
mod call;
pub mod page;
