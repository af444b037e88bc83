//! What this database is: made once, when it is first opened, and kept through restores.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::SigningKey;
use shared::api::session::ServerFacts;
use shared::ids::{ServerId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;
use x25519_dalek::{PublicKey, StaticSecret};

use super::fields::Fields as _;
use super::{Db, Tx};
use crate::error::Result;
use crate::world::Random;

/// Returns what the database is, making it so when it is new, and adding what a database from before has not.
pub async fn ensure(db: &Db, random: &dyn Random, now: Instant) -> Result<ServerFacts> {
    let found = read(&mut *db.read().await?).await?;
    if found.contains_key(RESTORING) {
        return Err(anyhow::anyhow!("a restore into this database was cut; begin it again with the same backup").into());
    }
    if let Some(facts) = facts(&found)? {
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

/// Returns the secret that rescue files are sealed for. Nothing else is ever made of it.
pub async fn sealing_secret(db: &Db) -> Result<[u8; 32]> {
    let row = sqlx::query("select value from server_meta where name = 'sealing_secret'")
        .fetch_one(&mut *db.read().await?)
        .await?;
    let raw = BASE64.decode(row.text("value")?).map_err(anyhow::Error::new)?;
    raw.try_into().map_err(|_| anyhow::anyhow!("the sealing secret has not 32 bytes").into())
}

/// Returns which server's database this is, and its epoch; `None` while it is new.
pub async fn identity(connection: &mut AnyConnection) -> Result<Option<(ServerId, u64)>> {
    identity_of(&read(connection).await?)
}

/// Lets one server at a time go on from here, until its transaction ends.
pub async fn one_at_a_time(tx: &mut Tx) -> Result<()> {
    sqlx::query("update server_meta set value = value where name = 'server_id'").execute(&mut **tx).await?;
    Ok(())
}

async fn read(connection: &mut AnyConnection) -> Result<BTreeMap<String, String>> {
    let rows = sqlx::query("select name, value from server_meta").fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.text("name")?, row.text("value")?))).collect()
}

fn identity_of(found: &BTreeMap<String, String>) -> Result<Option<(ServerId, u64)>> {
    let (Some(id), Some(epoch)) = (found.get("server_id"), found.get("epoch")) else { return Ok(None) };
    Ok(Some((id.parse().map_err(anyhow::Error::new)?, epoch.parse().map_err(anyhow::Error::new)?)))
}

fn facts(found: &BTreeMap<String, String>) -> Result<Option<ServerFacts>> {
    let (Some((id, epoch)), Some(sealing), Some(signing)) =
        (identity_of(found)?, found.get("sealing_public"), found.get("signing_public"))
    else {
        return Ok(None);
    };
    Ok(Some(ServerFacts { id, epoch, sealing_key: sealing.clone(), signing_key: signing.clone() }))
}

/// What stands in the database between the two halves of a restore: the backup's checksum.
const RESTORING: &str = "restoring";

/// Returns which backup is being restored into this database, while that has not come to its end.
pub async fn being_restored(connection: &mut AnyConnection) -> Result<Option<Sha256>> {
    let found = read(connection).await?;
    Ok(found.get(RESTORING).map(|text| text.parse()).transpose().map_err(anyhow::Error::new)?)
}

/// Marks that the rows of a backup are here and what goes with them is not done yet.
pub async fn begin_restore(tx: &mut Tx, backup: &Sha256) -> Result<()> {
    put(tx, RESTORING, backup.as_str()).await
}

/// Takes the mark away.
pub async fn end_restore(tx: &mut Tx) -> Result<()> {
    sqlx::query("delete from server_meta where name = $1").bind(RESTORING).execute(&mut **tx).await?;
    Ok(())
}

/// Returns what stands under a name.
pub async fn value(connection: &mut AnyConnection, name: &str) -> Result<Option<String>> {
    Ok(read(connection).await?.remove(name))
}

/// Writes what stands under a name.
pub async fn set_value(tx: &mut Tx, name: &str, value: &str) -> Result<()> {
    sqlx::query(
        "insert into server_meta (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(&mut **tx)
    .await?;
    Ok(())
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
    sqlx::query("insert into server_meta (name, value) values ($1, $2) on conflict (name) do nothing")
        .bind(name)
        .bind(value)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
