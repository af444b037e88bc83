//! Having those judged again that did not know of a photo which came after them.

use shared::ids::{CaseId, Sha256};

use super::store::{shots, unsigned};
use crate::app::App;
use crate::error::Result;

/// Tells the photos of other cases that have one of these files, or show the picture that looks like one of this case.
///
/// Before the verdict is written that was drawn from them: a crash between the two tells them twice, never not at all. Who
/// knows already is left alone, so that two who see each other do not go on for ever.
pub async fn tell(app: &App, case: CaseId, seen: &[Sha256], alike: Option<&Sha256>) -> Result<()> {
    if seen.is_empty() && alike.is_none() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    for file in seen {
        shots::tell_seen(&mut tx, file, case).await?;
        unsigned::tell_seen(&mut tx, file, case).await?;
    }
    if let Some(picture) = alike {
        shots::tell_alike(&mut tx, picture, case).await?;
        unsigned::tell_alike(&mut tx, picture, case).await?;
    }
    tx.commit().await
}
