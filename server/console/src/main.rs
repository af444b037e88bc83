//! The desk: what the command centre and the responsible units see in a browser.
//!
//! It shows what the server says and sends what a person decided; it holds no rule. `bridge` is the only part that
//! speaks to the server; words stand in `text`, and those of one page alone in its own `text.rs`. Start reading at
//! `frame`, then `section` (the pages with addresses of their own, and who may open each), `parts` (which pages are
//! fetched together), then one page:
//!
//! - The work: `work_list` (queues of acceptor, shift leader and dispatcher), `handling` (a unit's own work), `cases`
//!   and `case_map` (all of them, as a list and on a map), `case` (one of them), `figures` (what cases count as).
//! - The field: `board` (which device has synced what), `alarms` (trouble with devices as it was), `orders` (what a device is told), `chain` (its photos in
//!   order), `people` (accounts, enrolment, shifts, who looked), `directory` (whom to call), `announcements` (what is
//!   posted).
//! - What everything stands on: `areas` (editions, imports, duty grids), `catalogue` (drafts and calendars),
//!   `jurisdictions` (switches).
//! - Looking after it: `audit`, `health`, `permissions`, `security` (one's own sign-ins), `verify` (is this file ours).
//!
//! `evidence`, `map` and `viewer` are what several pages show of photos; `faces`, `pieces` and `poll` what pages are made
//! of.

mod text;
mod bridge;
mod clock;
mod route;
mod desk;
mod poll;
mod faces;
mod frame;
mod pieces;
mod sign_in;
mod board;
mod cases;
mod evidence;
mod viewer;
mod map;
mod case;
mod chain;
mod verify;
mod handling;
mod figures;
mod announcements;
mod section;
mod parts;
mod work_list;
mod base_maps;
mod case_map;
mod people;
mod jurisdictions;
mod areas;
mod catalogue;
mod directory;
mod audit;
mod health;
mod permissions;
mod security;
mod assessment;
mod bulletins;
mod honesty;
mod orders;
mod alarms;

fn main() {
    leptos::mount::mount_to_body(frame::Whole);
}
