//! Those who sit at a desk, each with the work of their day, in a browser.
//!
//! `supervisor` finds the phone that did not sync, `work` brings cases from the report to closed from desk to desk,
//! `administrator` adds people, switches and draws duty grids, `account` looks after its own sign-ins, `assessment` brings a
//! month from its cases to its published bulletin, `honesty` reads a hint, `paint` sees how soon the board is there. `walk`
//! looks at every page. `keepers` change a limit, a number of the directory and read the record, `finding` narrows the cases
//! in list and map, `areas` bring a file of unit grids, `notices` take an old one back. `ground` is what they stand on,
//! `paper` draws the pages of what they print.

mod ground;
mod supervisor;
mod work;
mod administrator;
mod account;
mod walk;
mod assessment;
mod paint;
mod honesty;
mod keepers;
mod finding;
mod paper;
mod areas;
mod notices;
