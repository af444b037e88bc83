//! The edge: routes, errors, limits, and what is the same for every request.
//!
//! Features bring their own routes; nothing here knows a case. Start with [`router`].

pub mod error;
pub mod body;
pub mod router;
pub mod refusals;
pub mod openapi;
pub mod console;
pub mod health;
pub mod metrics;
pub mod serve;
