//! Boundaries that were read lately: an edition never changes, so what was read of it once is as good as reading it again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use shared::grid::boundaries::Boundaries;
use shared::ids::Sha256;
use shared::sync::hello::PackKind;

use crate::app::App;
use crate::catalogue;
use crate::error::{Error, Result};

/// So many are kept: those of a whole city, and a few to compare with.
const MOST_KEPT: usize = 32;

/// What was read.
#[derive(Debug, Default)]
pub struct Looked(Mutex<BTreeMap<Sha256, Arc<Boundaries>>>);

impl Looked {
    fn kept(&self, hash: &Sha256) -> Option<Arc<Boundaries>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    fn keep(&self, hash: Sha256, boundaries: Arc<Boundaries>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(hash, boundaries);
    }
}

/// Returns the boundaries of an edition; nothing where there is no such edition.
pub async fn boundaries(app: &App, hash: &Sha256) -> Result<Option<Arc<Boundaries>>> {
    if let Some(known) = app.looked.kept(hash) {
        return Ok(Some(known));
    }
    let found = catalogue::actions::pack(app, hash).await?.filter(|(pack, _)| pack.kind == PackKind::Boundaries);
    let Some((_, bytes)) = found else { return Ok(None) };
    let read = tokio::task::spawn_blocking(move || Boundaries::from_pack(&bytes));
    let read = read.await.map_err(|error| Error::Fault(error.into()))?;
    let read = Arc::new(read.with_context(|| format!("read the boundaries {hash}"))?);
    app.looked.keep(hash.clone(), read.clone());
    Ok(Some(read))
}
