//! Bringing a list in, and telling everybody what they may see of it.

use shared::api::directory::Directory;
use shared::ids::{JurisdictionId, Sha256};
use shared::time::Instant;

use super::list::Listed;
use super::store::{self, Whose};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;

/// Puts a jurisdiction's list, or the city's, in the place of the one before it; returns its hash.
pub async fn replace(
    tx: &mut Tx,
    of: &JurisdictionId,
    version: &str,
    listed: &[Listed],
    now: Instant,
) -> Result<Sha256> {
    let whole: Vec<_> = listed.iter().map(|one| (&one.entry, &one.roles)).collect();
    let hash = Sha256::of(&serde_json::to_vec(&whole)?);
    store::replace(tx, of, version, &hash, listed, now).await?;
    Ok(hash)
}

/// Returns what the caller may see.
pub async fn of(app: &App, caller: &Caller) -> Result<Directory> {
    let city = app.city();
    let whose = whose(caller, city.city_id());
    let mut reader = app.db.read().await?;
    let hashes = store::hashes(&mut reader, whose).await?;
    let entries = store::entries(&mut reader, whose, caller.account.role).await?;
    Ok(Directory { hash: named(caller, &hashes), entries })
}

/// Returns what changes whenever what the caller may see does; nothing where there is no list.
pub async fn mark(app: &App, caller: &Caller) -> Result<Option<Sha256>> {
    let city = app.city();
    let hashes = store::hashes(&mut *app.db.read().await?, whose(caller, city.city_id())).await?;
    Ok(named(caller, &hashes))
}

/// Another role sees another part of the same lists.
fn named(caller: &Caller, hashes: &[String]) -> Option<Sha256> {
    let role = caller.account.role.as_str();
    (!hashes.is_empty()).then(|| Sha256::of(format!("{role} {}", hashes.join(" ")).as_bytes()))
}

fn whose<'a>(caller: &'a Caller, city: Option<&'a JurisdictionId>) -> Whose<'a> {
    match &caller.reach {
        Reach::City => Whose::All,
        Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_) => {
            Whose::Of(caller.account.jurisdiction.as_str(), city.map_or("", JurisdictionId::as_str))
        }
    }
}
