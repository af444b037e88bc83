//! The database: one SQL text for two engines.
//!
//! SQLite is written through one connection with `begin immediate` and read through others that cannot write;
//! PostgreSQL has a pool for each, and plans anew what is read. Nothing here knows a table, and only [`dialect`] knows where
//! the engines differ. Start with [`pool::Db`].

pub mod pool;
pub mod tx;
pub mod gather;
pub mod dialect;
pub mod fields;
pub mod marks;
pub mod counted;
pub mod waits;
pub mod tally;
pub mod placed;
pub mod meta;
pub mod figures;
pub mod tables;
pub mod snapshot;
pub mod guards;
pub mod facts;
pub mod among;

pub use self::dialect::trouble;
pub use self::pool::Db;
pub use self::snapshot::Snapshot;
pub use self::tx::{Reader, Tx};
