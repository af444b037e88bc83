//! Steps from one version of a pack to the next, made once for all the phones that ask in the same hour.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared::ids::Sha256;
use shared::sync::delta;

use super::actions;
use crate::app::App;
use crate::error::{Error, Result};

/// So many deltas are kept; each is a fraction of a pack.
const MOST_KEPT: usize = 64;

/// A delta, or nothing where it would not be worth it.
type Delta = Option<Arc<Vec<u8>>>;

/// The deltas that were asked for lately.
#[derive(Debug, Default)]
pub struct Deltas(Mutex<BTreeMap<(Sha256, Sha256), Delta>>);

impl Deltas {
    fn kept(&self, key: &(Sha256, Sha256)) -> Option<Delta> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn keep(&self, key: (Sha256, Sha256), made: Delta) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, made);
    }
}

/// Returns the steps from the pack that a phone holds to the one it asks for; none where the old one is not of the same
/// kind and ground, or where the whole pack is not much more.
pub async fn between(app: &App, held: &Sha256, wanted: &Sha256) -> Result<Option<Arc<Vec<u8>>>> {
    let key = (held.clone(), wanted.clone());
    if let Some(known) = app.deltas.kept(&key) {
        return Ok(known);
    }
    let (Some((old_pack, old)), Some((pack, new))) =
        (actions::pack(app, held).await?, actions::pack(app, wanted).await?)
    else {
        return Ok(None);
    };
    let made = if old_pack.kind == pack.kind && old_pack.jurisdiction == pack.jurisdiction {
        let whole = new.len();
        let made = tokio::task::spawn_blocking(move || delta::make(&old, &new));
        let made = made.await.map_err(|error| Error::Fault(error.into()))?;
        (made.len() < whole / 2).then(|| Arc::new(made))
    } else {
        None
    };
    app.deltas.keep(key, made.clone());
    Ok(made)
}
