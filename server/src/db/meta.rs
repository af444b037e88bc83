//! What this database is: made once, when it is first opened, and kept through restores.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::SigningKey;
use shared::api::session::ServerFacts;
use shared::ids::ServerId;
use shared::time::Instant;
use sqlx::AnyConnection;
use x25519_dalek::{PublicKey, StaticSecret};

use super::fields::Fields as _;
use super::{Db, Tx};
use crate::error::Result;
use crate::world::Random;

/// Returns what the database is, making it so when it is new, and adding what a database from before has not.
pub async fn ensure(db: &Db, random: &dyn Random, now: Instant) -> Result<ServerFacts> {
    if let Some(facts) = facts(&read(&mut *db.read().await?).await?)? {
        return Ok(facts);
    }
    let mut tx = db.write().await?;
    // Another process may have been first.
    let found = read(&mut tx).await?;
    if !found.contains_key("server_id") {
        let secret = StaticSecret::from(random.bytes::<32>());
        let public = PublicKey::from(&secret);
        put(&mut tx, "server_id", &random.uuid_v4().to_string()).await?;
        put(&mut tx, "epoch", "1").await?;
        put(&mut tx, "sealing_secret", &BASE64.encode(secret.to_bytes())).await?;
        put(&mut tx, "sealing_public", &BASE64.encode(public.as_bytes())).await?;
        put(&mut tx, "started_at_ms", &now.ms().to_string()).await?;
    }
    if !found.contains_key("signing_secret") {
        let key = SigningKey::from_bytes(&random.bytes::<32>());
        put(&mut tx, "signing_secret", &BASE64.encode(key.to_bytes())).await?;
        put(&mut tx, "signing_public", &BASE64.encode(key.verifying_key().as_bytes())).await?;
    }
    let facts = facts(&read(&mut tx).await?)?;
    tx.commit().await?;
    facts.ok_or_else(|| anyhow::anyhow!("the database does not know what it is").into())
}

/// Returns the key that receipts of shifts are signed with.
pub async fn signing_key(connection: &mut AnyConnection) -> Result<SigningKey> {
    let found = read(connection).await?;
    let secret = found.get("signing_secret").and_then(|text| BASE64.decode(text).ok());
    let secret = secret.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let secret = secret.ok_or_else(|| anyhow::anyhow!("the database has no key to sign with"))?;
    Ok(SigningKey::from_bytes(&secret))
}

async fn read(connection: &mut AnyConnection) -> Result<BTreeMap<String, String>> {
    let rows = sqlx::query("select name, value from server_meta").fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.text("name")?, row.text("value")?))).collect()
}

fn facts(found: &BTreeMap<String, String>) -> Result<Option<ServerFacts>> {
    let named = |name: &str| found.get(name);
    let (Some(id), Some(epoch), Some(sealing), Some(signing)) =
        (named("server_id"), named("epoch"), named("sealing_public"), named("signing_public"))
    else {
        return Ok(None);
    };
    let id: ServerId = id.parse().map_err(anyhow::Error::new)?;
    let epoch = epoch.parse().map_err(anyhow::Error::new)?;
    Ok(Some(ServerFacts { id, epoch, sealing_key: sealing.clone(), signing_key: signing.clone() }))
}

async fn put(tx: &mut Tx, name: &str, value: &str) -> Result<()> {
    sqlx::query("insert into server_meta (name, value) values ($1, $2)")
        .bind(name)
        .bind(value)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
