//! Having those judged again that did not know of a photo which came after them.

use shared::ids::{CaseId, Sha256};

use super::store::{shots, unsigned};
use crate::db::Tx;
use crate::db::dialect::Engine;
use crate::error::Result;

/// Returns how many verdicts are written in one transaction.
///
/// With one writer all of a page share one flush. Where rows are locked each stands alone: a transaction that holds one
/// photo's row and waits for the next could wait in a circle with phones that hand in the photos of one case.
pub fn at_once(engine: Engine) -> usize {
    match engine {
        Engine::Sqlite => usize::MAX,
        Engine::Postgres => 1,
    }
}

/// Tells the photos of other cases that have one of these files, or show the picture that looks like one of this case.
///
/// In the transaction of the verdict that was drawn from them, and after it: neither stands without the other. Who knows
/// already is left alone, so that two who see each other do not go on for ever; told before they are written, two that
/// are judged at once would each keep the other's verdict from being written.
pub async fn tell(tx: &mut Tx, case: CaseId, seen: &[Sha256], alike: Option<&Sha256>) -> Result<()> {
    for file in seen {
        shots::tell_seen(tx, file, case).await?;
        unsigned::tell_seen(tx, file, case).await?;
    }
    if let Some(picture) = alike {
        shots::tell_alike(tx, picture, case).await?;
        unsigned::tell_alike(tx, picture, case).await?;
    }
    Ok(())
}
