//! Everything that changes a case: a report, an answer, an action at a desk, a file that arrives.
//!
//! Each takes the transaction that the edge opened and commits nothing. Whoever needs both a case and its task takes the
//! case first, so that no two transactions wait for each other. Start with [`act`].

use shared::case::{Case, FlowRecord};
use shared::ids::CaseId;
use shared::refusal::Code;
use sqlx::AnyConnection;

use super::store::{self, cases::dispatched_to};
use crate::accounts::caller::Reach;
use crate::error::{Result, refuse};

mod desk;
mod report;
mod register;
mod answer;
mod blind;
mod arrived;
mod original;
mod lost;
mod reassign;
mod many;

pub use self::answer::{Effect, answer};
pub use self::arrived::file_arrived;
pub use self::desk::{act, may_here, redraw};
pub use self::lost::{file_lost, leave_a_gap};
pub use self::many::many;
pub use self::original::ask_original;
pub use self::reassign::{Looked, differs, open_in, reassign};
pub use self::register::register;
pub use self::report::{Handed, report};

/// The most photos of one report or answer.
const MOST_PHOTOS: usize = 20;
/// The longest note or address, in characters.
const LONGEST_WORDS: usize = 4_000;

/// Finds a case.
pub async fn find(connection: &mut AnyConnection, id: CaseId) -> Result<Option<Case>> {
    store::cases::find(connection, id).await
}

/// Returns the history of a case, oldest first.
pub async fn history(connection: &mut AnyConnection, id: CaseId) -> Result<Vec<FlowRecord>> {
    store::flow::of_case(connection, id).await
}

/// Says whether a case is within a reach; the columns that lists are searched by say the same.
pub fn reaches(reach: &Reach, case: &Case) -> bool {
    match reach {
        Reach::City => true,
        Reach::Jurisdiction(id) => case.jurisdiction == *id,
        Reach::Unit(id) => dispatched_to(case) == Some(id),
        Reach::Own(id) => case.reporter == Some(*id),
    }
}

fn check_words(words: &[&str], photos: usize) -> Result<()> {
    if photos > MOST_PHOTOS {
        return refuse(Code::BadValue, format!("at most {MOST_PHOTOS} photos"));
    }
    if words.iter().any(|text| text.chars().count() > LONGEST_WORDS) {
        return refuse(Code::BadValue, format!("a note has at most {LONGEST_WORDS} characters"));
    }
    Ok(())
}
