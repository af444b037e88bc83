//! Orders to devices: a nudge to whoever has one, a wipe of all that lies on it.
//!
//! They wait until the device says hello, and are told in the answer for as long as they are open; what became of them
//! stands in a later hello. A wipe ends with the device's key: it is withdrawn in the very transaction that hears that
//! nothing is to be sent any more. Nothing here pushes; an open line only says that there is something. Start with
//! [`actions`].

pub mod actions;
pub mod store;
pub mod http;
