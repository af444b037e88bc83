//! The server over real HTTP, each test on SQLite and, where `XUNGE_TEST_POSTGRES` names a server, on PostgreSQL too.

#![cfg(test)]

mod harness;

mod session;
mod push;
mod path;
mod media;
mod rescue;
mod backup;
mod check;
mod full_disk;
mod desk;
mod rules;
mod refusals;
mod pull;
mod crowd;
mod api;
mod schema;
