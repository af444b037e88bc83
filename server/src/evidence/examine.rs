//! Looking at the pixels of each picture, once.

use std::sync::Arc;

use shared::ids::{JurisdictionId, Sha256};
use shared::settings::USUAL_ZONE;

use super::own::Own;
use super::sight;
use super::store::looks::{self, Known, Unexamined};
use super::store::{shots, unsigned};
use crate::app::App;
use crate::error::{Error, Result};
use crate::media::storage::Storage;

/// How many files are asked for at a time.
const AT_ONCE: i64 = 8;

/// The bytes are not where they should be.
const MISSING: &str = "missing";
/// The file has the structure of a picture and cannot be drawn all the same.
pub const UNREADABLE: &str = "unreadable";

/// What became of a few files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Looked {
    /// How many were looked at.
    pub examined: usize,
    /// Behind which one to go on; none after the last.
    pub next: Option<String>,
}

/// Looks at the next few pictures behind a hash. One that cannot be read now is passed over.
pub async fn some(app: &App, after: &str) -> Result<Looked> {
    let files = looks::unexamined(&mut *app.db.read().await?, after, AT_ONCE).await?;
    let mut looked = Looked { examined: 0, next: files.last().map(|file| file.sha256.to_string()) };
    for file in &files {
        match one(app, file).await {
            Ok(()) => looked.examined += 1,
            Err(error @ Error::Transient { .. }) => return Err(error),
            Err(error) => tracing::warn!(error = %error, "File {} could not be looked at", file.sha256),
        }
    }
    Ok(looked)
}

async fn one(app: &App, file: &Unexamined) -> Result<()> {
    let city = app.city();
    let area: Option<JurisdictionId> = file.area.parse().ok();
    let zone = area.map_or_else(|| USUAL_ZONE.to_owned(), |area| city.settings(&area).zone.clone());
    let (storage, name) = (app.storage.clone(), file.sha256.clone());
    let known = match tokio::task::spawn_blocking(move || look(&storage, &name, &zone)).await {
        Ok(read) => read?,
        // A decoder that a file brings down is the file's fault; it must not be asked again for ever.
        Err(error) if error.is_panic() => Known { fault: UNREADABLE.to_owned(), ..Known::default() },
        Err(error) => return Err(Error::Fault(error.into())),
    };
    let mut tx = app.db.write().await?;
    if looks::keep(&mut tx, &file.sha256, &known, app.clock.now()).await? {
        shots::judge_again(&mut tx, &file.sha256).await?;
        unsigned::judge_again(&mut tx, &file.sha256).await?;
    }
    tx.commit().await
}

/// Reads a file and looks at it. Blocks.
fn look(storage: &Arc<dyn Storage>, sha256: &Sha256, zone: &str) -> std::io::Result<Known> {
    let Some(bytes) = storage.read(sha256)? else {
        return Ok(Known { fault: MISSING.to_owned(), ..Known::default() });
    };
    let own = Own::read(&bytes, zone);
    Ok(match sight::see(&bytes, own.turned) {
        Ok(sight) => Known {
            look: sight.look,
            is_dark: sight.is_dark,
            is_blurred: sight.is_blurred,
            is_small: sight.is_small,
            own: own.claims,
            fault: String::new(),
        },
        Err(error) => {
            tracing::info!(%error, "File {sha256} cannot be drawn");
            Known { own: own.claims, fault: UNREADABLE.to_owned(), ..Known::default() }
        }
    })
}
