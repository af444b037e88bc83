//! The month's reckoning: what each case counts as at a moment, the sums and the rates of that, and the scores.
//!
//! `counter` names what a case may count as, `facts` reads a case's history once and says which it does at every moment
//! (pure; nothing is rounded), `sums` adds cases up, `rate` divides and keeps both numbers, `window` says which cases are
//! summed and by what they are grouped, `change` compares two times. `posts` tells what each person did, step by step. `score` turns rates into points
//! by models that are data. Nothing here reads a clock or a database. Which rule each counter follows is written beside it;
//! the sources are the trade's published statistics definitions and the published assessment rules of several cities, named
//! in the README.

pub mod counter;
pub mod sums;
pub mod rate;
pub mod window;
pub mod facts;
pub mod score;
pub mod names;
pub mod posts;
pub mod change;

pub use self::counter::Counter;
pub use self::facts::Facts;
pub use self::rate::Rate;
pub use self::sums::Sums;
pub use self::window::{Basis, Slice, Subject};
