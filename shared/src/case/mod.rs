//! A case: one problem from its report to its end.
//!
//! `state` is the one transition table; `action` is what can be done; `guard` refuses what a rule forbids; `apply` carries
//! an action out on a case; `rules` is what differs from city to city; `clock` is the handling clock, `stage` the desk's;
//! `record` is the case and its append-only history; `step` writes the record of a step; `timer` is what happens when a moment comes; `order` and `closing`
//! are what may happen beside the stages and at the end; `nearby` is what a neighbour sees of a case; `resettle` judges a
//! case anew when boundaries changed; `queue` says where a case waits for somebody. Nothing here stores, sends or reads a clock. Start with `state`.

pub mod state;
pub mod action;
pub mod record;
pub mod step;
pub mod clock;
pub mod rules;
pub mod stage;
pub mod order;
pub mod closing;
pub mod guard;
pub mod apply;
pub mod timer;
pub mod nearby;
pub mod resettle;
pub mod queue;

pub use self::action::{Action, ActionKind};
pub use self::closing::{Appeal, AppealState, Closing};
pub use self::nearby::Nearby;
pub use self::order::{Order, OrderKind, OrderMark};
pub use self::queue::Queue;
pub use self::record::{Beginning, Case, CasePhoto, Estimate, FlowRecord, GoesOn, PackVersions};
pub use self::rules::Rules;
pub use self::stage::Stage;
pub use self::state::{State, VoidKind};
pub use self::step::{Before, Taken};

#[cfg(test)]
mod table;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
pub(crate) mod histories;
