//! The sync server of Xunge 巡格: takes what phones hand in exactly once, runs the same rules that they ran, and moves
//! cases from the kerb to closed.
//!
//! By feature, each `http` → `actions` → `store` → `db`, one way. There are two ways into every change, a person's
//! click and a phone's operation; both call the same action with the transaction that the edge opened. Start with
//! [`app::App`], then `cases::actions`.
//!
//! - Phones: [`sync`] (the round), [`media`] (files), [`rescue`], [`tracks`], [`base_maps`], [`announcements`].
//! - Cases: [`cases`], [`tasks`], [`evidence`], [`figures`], [`views`] (filters under a name).
//! - People: [`accounts`] (sign-ins, and `people` as a desk looks after them), [`devices`] (the board, alarms, orders),
//!   [`directory`].
//! - The ground: [`catalogue`] (packs, and the city made of them), [`grids`] (editions of boundaries), [`drafts`] (of
//!   the catalogue and the calendars), [`jurisdictions`] (switches).
//! - The month's scores: [`scores`] (models, points given by hand, what a month came to).
//! - The month's reckoning: [`months`] (frozen once, published from there).
//! - The month's reckoning: [`assessment`].
//! - The month: [`bulletins`] (what was found, kept and printed).
//! - Oversight: [`audit`], [`health`], [`check`], [`backup`]; [`jobs`] happen by themselves, [`commands`] at a shell.
//!
//! [`sheets`] writes what leaves as a table; [`changes`] is the ledger that phones follow; [`proxies`]
//! tells whose request it is where one stands in front.

pub mod error;
#[cfg(feature = "planted")]
pub mod planted;
pub mod world;
pub mod folders;
pub mod config;
pub mod app;
pub mod db;
pub mod changes;
pub mod audit;
pub mod http;
pub mod accounts;
pub mod devices;
pub mod catalogue;
pub mod media;
pub mod tasks;
pub mod cases;
pub mod evidence;
pub mod figures;
pub mod grids;
pub mod sync;
pub mod rescue;
pub mod jobs;
pub mod training;
pub mod check;
pub mod backup;
pub mod commands;
pub mod announcements;
pub mod directory;
pub mod tracks;
pub mod base_maps;
pub mod sheets;
pub mod jurisdictions;
pub mod views;
pub mod drafts;
pub mod health;
pub mod proxies;
pub mod scores;
pub mod months;
pub mod assessment;
pub mod honesty;
pub mod bulletins;
pub mod posts;

pub use self::app::App;
pub use self::config::Config;
pub use self::http::serve::{serve, serve_tls};
