//! What this database is: made once, when it is first opened, and kept through restores.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::api::session::ServerFacts;
use shared::ids::ServerId;
use shared::time::Instant;
use sqlx::AnyConnection;
use x25519_dalek::{PublicKey, StaticSecret};

use super::fields::Fields as _;
use super::{Db, Tx};
use crate::error::Result;
use crate::world::Random;

/// Returns what the database is, making it so when it is new.
pub async fn ensure(db: &Db, random: &dyn Random, now: Instant) -> Result<ServerFacts> {
    if let Some(facts) = find(&mut *db.read().await?).await? {
        return Ok(facts);
    }
    let mut tx = db.write().await?;
    // Another process may have been first.
    if let Some(facts) = find(&mut tx).await? {
        return Ok(facts);
    }
    let secret = StaticSecret::from(random.bytes::<32>());
    let public = PublicKey::from(&secret);
    put(&mut tx, "server_id", &random.uuid_v4().to_string()).await?;
    put(&mut tx, "epoch", "1").await?;
    put(&mut tx, "sealing_secret", &BASE64.encode(secret.to_bytes())).await?;
    put(&mut tx, "sealing_public", &BASE64.encode(public.as_bytes())).await?;
    put(&mut tx, "started_at_ms", &now.ms().to_string()).await?;
    let facts = find(&mut tx).await?;
    tx.commit().await?;
    facts.ok_or_else(|| anyhow::anyhow!("the database does not know what it is").into())
}

/// Returns the secret that rescue files are sealed for. Nothing else is ever made of it.
pub async fn sealing_secret(db: &Db) -> Result<[u8; 32]> {
    let row = sqlx::query("select value from server_meta where name = 'sealing_secret'")
        .fetch_one(&mut *db.read().await?)
        .await?;
    let raw = BASE64.decode(row.text("value")?).map_err(anyhow::Error::new)?;
    raw.try_into().map_err(|_| anyhow::anyhow!("the sealing secret has not 32 bytes").into())
}

/// Returns what the database is; `None` while it is new.
pub async fn find(connection: &mut AnyConnection) -> Result<Option<ServerFacts>> {
    let rows = sqlx::query("select name, value from server_meta").fetch_all(connection).await?;
    let mut found = std::collections::BTreeMap::new();
    for row in rows {
        found.insert(row.text("name")?, row.text("value")?);
    }
    let (Some(id), Some(epoch), Some(key)) = (found.get("server_id"), found.get("epoch"), found.get("sealing_public"))
    else {
        return Ok(None);
    };
    let id: ServerId = id.parse().map_err(anyhow::Error::new)?;
    let epoch = epoch.parse().map_err(anyhow::Error::new)?;
    Ok(Some(ServerFacts { id, epoch, sealing_key: key.clone() }))
}

/// Raises the epoch: what phones were told before may have been lost.
pub async fn set_epoch(tx: &mut Tx, epoch: u64) -> Result<()> {
    sqlx::query("update server_meta set value = $1 where name = 'epoch'")
        .bind(epoch.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn put(tx: &mut Tx, name: &str, value: &str) -> Result<()> {
    sqlx::query("insert into server_meta (name, value) values ($1, $2)")
        .bind(name)
        .bind(value)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
