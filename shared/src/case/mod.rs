//! A case: one problem from its report to its end.
//!
//! `state` is the one transition table; `action` is what can be done; `apply` carries an action out on a case;
//! `clock` is the handling clock; `flow` is the append-only record; `nearby` is what a neighbour sees of a case. Nothing here stores, sends or reads a clock.
//! Start with `state`.

pub mod state;
pub mod action;
pub mod record;
pub mod clock;
pub mod apply;
pub mod nearby;

pub use self::action::{Action, ActionKind};
pub use self::nearby::Nearby;
pub use self::record::{Case, CasePhoto, Estimate, FlowRecord, PackVersions};
pub use self::state::{State, VoidKind};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod histories;
