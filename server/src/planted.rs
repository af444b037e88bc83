//! Faults that are planted on purpose, so that the simulation can show that it finds them.
//!
//! Compiled with the feature `planted` only, which nothing that ships has; even then none is there until
//! [`choose`] is called, which only the simulation does. Each stands beside the line that it spoils.

use std::sync::OnceLock;

use crate::db::Tx;
use crate::db::dialect::Engine;
use crate::error::Result;

static CHOSEN: OnceLock<String> = OnceLock::new();

/// The faults of this crate.
pub const FAULTS: [&str; 3] =
    ["dedup row outside the transaction", "receipt before fsync", "log number outside the transaction"];

/// Plants a fault; the first one chosen stays.
pub fn choose(fault: &str) {
    CHOSEN.get_or_init(|| fault.to_owned());
}

/// Says whether this fault was planted.
pub fn is(fault: &str) -> bool {
    CHOSEN.get().is_some_and(|chosen| chosen == fault)
}

/// Ends the transaction here and goes on in another one, if this fault was planted.
pub async fn split(tx: &mut Tx, fault: &str) -> Result<()> {
    if is(fault) {
        tx.flush().await?;
        let text = match tx.engine() {
            Engine::Sqlite => "commit; begin immediate",
            Engine::Postgres => "commit; begin",
        };
        sqlx::raw_sql(text).execute(&mut **tx).await?;
    }
    Ok(())
}
