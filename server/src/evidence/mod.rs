//! Evidence: what of a photo's claims holds, found out after it came and shown to whoever decides.
//!
//! Never on the way in: a row comes in as `unjudged`, and [`turn`] goes over what waits. [`examine`] looks at the pixels of
//! each file once, [`judge`] puts together what is known around a shot, [`unsigned`] does it for files without a signature.
//! No verdict changes a case. A verdict is drawn again whenever something changes that it is drawn from; several servers
//! may do so at once. Start with [`judge`].

pub mod wake;
pub mod sight;
pub mod own;
pub mod examine;
pub mod alike;
pub mod claims;
pub mod others;
pub mod surroundings;
pub mod judge;
pub mod unsigned;
pub mod photo;
pub mod chain;
pub mod known;
pub mod actions;
pub mod store;
pub mod http;

use crate::app::App;
use crate::error::Result;

/// Examines and judges until nothing waits any more; returns how many verdicts were drawn and files looked at.
///
/// What cannot be done now is passed over, so that one bad file keeps no other waiting; the next turn tries it again.
pub async fn turn(app: &App) -> Result<usize> {
    let mut done = 0;
    loop {
        let mut round = 0;
        let mut from = Some(String::new());
        while let Some(after) = from {
            let looked = examine::some(app, &after).await?;
            // Between the files, so that a pile of old ones keeps no new shot from its verdict.
            let judged = judge::pass(app).await?;
            let unsigned = unsigned::pass(app).await?;
            round += looked.examined + judged + unsigned;
            from = looked.next;
        }
        if round == 0 {
            return Ok(done);
        }
        done += round;
    }
}
