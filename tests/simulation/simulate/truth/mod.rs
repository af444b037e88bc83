//! What must be true after anything: the eight invariants, read from both sides' rows and files, and the history of what
//! phones said.
//!
//! [`after_a_step`] is asked after every step, [`at_rest`] when the faults are over and everything has come to rest.

pub mod rows;
mod claims;
mod arrived;
mod agree;
mod facts;
mod files;
pub mod drafts;
mod typed;
mod walked;
pub mod erased;
mod told;

use anyhow::Result;

pub use self::claims::Claims;
use crate::phone::Phone;
use crate::run::Run;

/// Something that must never be, and is.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("invariant {number}: {what}")]
pub struct Broken {
    /// Which of the eight; 0 for what a phone said before, and for what it must never do.
    pub number: u32,
    /// What is wrong.
    pub what: String,
}

/// Fails, saying which invariant is broken.
pub fn broken<T>(number: u32, what: impl Into<String>) -> Result<T> {
    Err(Broken { number, what: what.into() }.into())
}

/// Looks at what must be true at every moment.
pub fn after_a_step(run: &mut Run) -> Result<()> {
    claims::claims(run)?;
    typed::kept(run)?;
    walked::look(run)?;
    erased::put_away(run)
}

/// Looks at everything, now that it has come to rest.
pub fn at_rest(run: &mut Run) -> Result<()> {
    typed::kept(run)?;
    walked::look(run)?;
    let run = &*run;
    let server = rows::server(&run.server)?;
    let phones = run.phones.iter().map(Phone::rows).collect::<Result<Vec<_>>>()?;
    told::monotone(run.history.events())?;
    arrived::once(run, &server, &phones)?;
    arrived::kept(run, &server, &phones)?;
    typed::once(run, &phones)?;
    walked::arrived(run, &phones)?;
    erased::answered(run, &phones)?;
    agree::both_sides(run, &server, &phones)?;
    for (phone, rows) in run.phones.iter().zip(&phones) {
        files::of_phone(phone, rows)?;
        drafts::found(phone, rows, &run.typing.beside)?;
    }
    files::of_server(run)?;
    facts::recomputed(&run.server, &server)?;
    Ok(())
}
