//! Packs that were in force before: a case keeps the code, the condition and the layer that it was filed under, and its
//! deadline the calendar that it was counted by.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use shared::calendar::pack::Calendar;
use shared::catalogue::Catalogue;
use shared::ids::{JurisdictionId, Sha256};
use shared::sync::hello::PackKind;
use sqlx::AnyConnection;

use super::city::{City, Named};
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

/// Returns the calendar that was recorded with a deadline; the one in force where none was, or where it is not here. One
/// is small and seldom asked for, so none is kept.
pub async fn calendar(
    connection: &mut AnyConnection,
    city: &City,
    area: &JurisdictionId,
    recorded: Option<&Sha256>,
) -> Result<Option<Named<Calendar>>> {
    let in_force = city.calendar(area);
    let Some(hash) = recorded.filter(|hash| in_force.is_none_or(|named| named.hash != **hash)) else {
        return Ok(in_force.cloned());
    };
    let found = store::pack(connection, hash).await?.filter(|(pack, _)| pack.kind == PackKind::Calendar);
    let Some((_, compressed)) = found else { return Ok(in_force.cloned()) };
    let bytes = zstd::decode_all(compressed.as_slice()).context("unpack an old calendar")?;
    let text = String::from_utf8(bytes).context("read an old calendar")?;
    let content = Arc::new(Calendar::from_json(&text).context("read an old calendar")?);
    Ok(Some(Named { hash: hash.clone(), content }))
}
