//! What the engine says of itself, for whoever watches over the server.

use sqlx::AnyConnection;

use super::dialect::{self, Engine};
use super::fields::Fields as _;
use crate::error::Result;

/// What the engine says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EngineFacts {
    /// Its version.
    pub version: String,
    /// Bytes of the database.
    pub size_bytes: i64,
    /// Connections of all servers, where the engine counts them.
    pub connections: Option<i64>,
}

/// Asks the engine.
pub async fn read(connection: &mut AnyConnection, engine: Engine) -> Result<EngineFacts> {
    let row = sqlx::query(dialect::engine_facts(engine)).fetch_one(connection).await?;
    let connections = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(row.number("connections")?),
    };
    Ok(EngineFacts { version: row.text("version")?, size_bytes: row.number("size_bytes")?, connections })
}
