//! The month's reckoning at the server: what every case counts as, the sums of that, and the cases behind each number.
//!
//! What a case counts as is decided in `shared::assessment` and nowhere here. [`facts`] reads histories that changed and
//! keeps what they count as, one row for each case; a sum and the list behind it are made by one SQL condition over those
//! rows, so that a number and its list cannot differ. The same statements run over a month that was frozen. Start with
//! [`actions`]; [`asked`] says what is asked of which time, [`seen`] who sees which versions of it, [`names`] what people call
//! a row, [`export`] writes a list as a file, [`whole`] lists all cases of a frozen version, [`missed`] tells which collector
//! should have found what another channel reported.

pub mod asked;
pub mod seen;
pub mod row;
pub mod store;
pub mod facts;
pub mod missed;
pub mod names;
pub mod words;
pub mod actions;
pub mod export;
pub mod whole;
pub mod http;
