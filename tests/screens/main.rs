//! The real window and the real browser, against the real server.
//!
//! `story` is one case from the kerb to closed: two phones' windows, a unit's and a supervisor's browser, one server
//! that goes away and comes back. `desk` and `faces` are the faces of the console and of the phone, `dispatch` a case
//! that changes its unit, `turns` what a unit asks for and the desk decides, `evidence` what a photo rests on and why
//! it is doubted, `camera` the live view of the camera, in a browser that has one, `settings` how a phone is set up,
//! locked and left. `first_day`, `inspector` and `supervisor` are the days of those who carry a phone, `bad_day` one
//! without a network, `failing` the face of a page that cannot be read, `walk` looks at every screen in every size,
//! language and light, `starts` measures how soon the window is there, `scroll` how long lists are scrolled through,
//! `receiver` sees when the position receiver runs. `desks` are the days of those who sit at a desk, and a walk
//! through every page of it. The rest is what they stand on: `needs` finds the programs and says plainly which is
//! missing, `city` is the server on a training city, `driver` speaks WebDriver, `screen` does what a person does
//! (press, type, read, wait).
//!
//! `cargo xtask test` builds what is needed and runs this under a display that nobody sees.

#![cfg(test)]

mod needs;
mod city;
mod driver;
mod screen;
mod phone;
mod console;
mod story;
mod desk;
mod dispatch;
mod turns;
mod evidence;
mod camera;
mod faces;
mod first_day;
mod bad_day;
mod failing;
mod inspector;
mod supervisor;
mod starts;
mod walk;
mod map;
mod settings;
mod receiver;
mod scroll;
mod desks;

#[expect(dead_code, reason = "the benches of the core use more of it")]
#[path = "../../app/core/benches/field/mod.rs"]
mod field;
#[expect(dead_code, reason = "the benches of the core use more of it")]
#[path = "../../app/core/benches/months/mod.rs"]
mod months;
