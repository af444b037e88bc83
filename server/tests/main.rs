//! The server over real HTTP, each test on SQLite and, where `XUNGE_TEST_POSTGRES` names a server, on PostgreSQL too.

#![cfg(test)]

mod harness;

mod session;
mod push;
mod path;
mod media;
mod takeover;
mod originals;
mod clips;
mod privacy;
mod evidence;
mod rescue;
mod backup;
mod check;
mod full_disk;
mod desk;
mod life;
mod figures;
mod rules;
mod areas;
mod past;
mod refusals;
mod bad_input;
mod pull;
mod near;
mod digest;
mod scope;
mod clocks;
mod order;
mod shift;
mod events;
mod crowd;
mod api;
mod schema;
mod grids;
mod commands;
mod pages;
mod announcements;
mod directory;
mod tracks;
mod base_maps;
mod training;
mod desks;
mod permissions;
mod sign_in;
mod second_factor;
mod limits;
mod directory_editing;
mod audit;
mod health;
