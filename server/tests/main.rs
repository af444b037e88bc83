//! The server over real HTTP, each test on SQLite and, where `XUNGE_TEST_POSTGRES` names a server, on PostgreSQL too.

mod harness;

mod session;
mod push;
mod path;
mod media;
mod desk;
mod refusals;
mod pull;
mod crowd;
mod api;
mod schema;
