//! A file has come that cases wait for.

use std::collections::BTreeMap;

use shared::account::Actor;
use shared::ids::CaseId;

use crate::accounts;
use crate::app::App;
use crate::cases::evidence;
use crate::cases::store::cases;
use crate::cases::store::photos::{self, Waiting};
use crate::cases::turn::Turn;
use crate::db::Tx;
use crate::error::Result;
use crate::media::actions::Receipt;
use crate::tasks;

/// Puts a file that was just receipted to every shot of its bringer that names it, and says so in the cases.
///
/// A file that is no picture has its receipt all the same; the shot says why it cannot be shown.
pub async fn file_arrived(app: &App, tx: &mut Tx, receipt: &Receipt) -> Result<()> {
    // The push that names the file may be under way beside this: whoever comes second sees the other's work.
    accounts::actions::hold(tx, receipt.account).await?;
    let mut by_case: BTreeMap<CaseId, Vec<Waiting>> = BTreeMap::new();
    for waiting in photos::waiting_for(tx, &receipt.sha256, receipt.account).await? {
        by_case.entry(waiting.case).or_default().push(waiting);
    }
    if by_case.is_empty() {
        return Ok(());
    }
    let city = app.city();
    let turn = Turn { app, city: &city, now: app.clock.now(), operation: None };
    let bringer = accounts::actions::find(tx, receipt.account).await?;
    let actor = bringer.map_or_else(|| Actor::System { rule: "media".to_owned() }, |account| account.actor());
    for (id, shots) in by_case {
        let Some(mut case) = cases::lock(tx, id).await? else { continue };
        let mut is_changed = false;
        for shot in &shots {
            is_changed |= evidence::arrived(app, tx, &mut case, shot, receipt).await?;
        }
        let wanted = shots.iter().filter(|shot| shot.wants_original);
        let (shown, beside): (Vec<&Waiting>, Vec<&Waiting>) = wanted.partition(|shot| evidence::is_shown(&case, shot));
        // Counted apart, and nothing that people who follow the case have to hear of; of a blind answer under a word of its
        // own, for those who are told of it.
        for (word, shots) in [("original_received", shown), ("blind_original", beside)] {
            if !shots.is_empty() {
                turn.note(tx, &case, &actor, word, format!("file {}", receipt.sha256)).await?;
            }
        }
        if !is_changed {
            continue;
        }
        case.version = case.version.saturating_add(1);
        turn.note(tx, &case, &actor, "photo_received", format!("file {}", receipt.sha256)).await?;
        turn.done(tx, &case).await?;
        tasks::actions::refresh(tx, &case, turn.now).await?;
    }
    Ok(())
}
