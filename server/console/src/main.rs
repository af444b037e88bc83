//! The desk: what the command centre and the responsible units see in a browser.
//!
//! It shows what the server says and sends what a person decided; it holds no rule. `bridge` is the only part that
//! speaks to the server, `text` the only one that holds words. Start reading at `frame`, then one page:
//! `board` (which device has synced what), `cases`, `case`, `handling` (a unit's own work), `figures` (what cases count
//! as), `chain` (a device's photos in order), `verify` (is this file one of ours), `announcements` (what the people in
//! the field are told). `evidence`, `map` and `viewer` are what they show of photos.

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
mod work_list;
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
mod orders;

fn main() {
    leptos::mount::mount_to_body(frame::Whole);
}
