//! Catalogues that were in force before: a case keeps the code, the condition and the layer that it was filed under.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use shared::catalogue::Catalogue;
use shared::ids::Sha256;
use shared::sync::hello::PackKind;
use sqlx::AnyConnection;

use super::city::City;
use super::store;
use crate::app::App;
use crate::error::{Error, Result};

/// So many old catalogues are kept read; a city has one or two a year.
const MOST_KEPT: usize = 16;

/// The catalogues that were asked for lately.
#[derive(Debug, Default)]
pub struct Past(Mutex<BTreeMap<Sha256, Arc<Catalogue>>>);

impl Past {
    fn kept(&self, hash: &Sha256) -> Option<Arc<Catalogue>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    fn keep(&self, hash: Sha256, catalogue: Arc<Catalogue>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(hash, catalogue);
    }
}

/// Returns the catalogue that was recorded with a fact; the one in force where none was, or where it is not here.
pub async fn catalogue(
    app: &App,
    connection: &mut AnyConnection,
    city: &City,
    recorded: Option<&Sha256>,
) -> Result<Option<Arc<Catalogue>>> {
    let in_force = city.catalogue();
    let Some(hash) = recorded.filter(|hash| in_force.is_none_or(|named| named.hash != **hash)) else {
        return Ok(in_force.map(|named| named.content.clone()));
    };
    if let Some(known) = app.past.kept(hash) {
        return Ok(Some(known));
    }
    let found = store::pack(connection, hash).await?.filter(|(pack, _)| pack.kind == PackKind::Catalogue);
    let Some((_, compressed)) = found else { return Ok(in_force.map(|named| named.content.clone())) };
    let read = tokio::task::spawn_blocking(move || {
        let bytes = zstd::decode_all(compressed.as_slice()).context("unpack an old catalogue")?;
        let text = String::from_utf8(bytes).context("read an old catalogue")?;
        Catalogue::from_json(&text).context("read an old catalogue")
    });
    let read = Arc::new(read.await.map_err(|error| Error::Fault(error.into()))??);
    app.past.keep(hash.clone(), read.clone());
    Ok(Some(read))
}
