//! Pictures of other cases that look nearly the same: a photo that was taken from a screen, sent on, or encoded anew.

use shared::evidence::look::Look;
use shared::evidence::verdict::{Finding, Reason};
use shared::ids::{CaseId, Sha256};
use sqlx::AnyConnection;

use super::store::{around, looks};
use crate::error::Result;

/// Two hashes of one picture differ in no more of their 64 bits.
const MOST_BITS: u32 = 3;
/// Two pictures with less in common are two pictures.
const ALIKE_PERCENT: u8 = 95;
/// No more are compared pixel by pixel: one is enough to say it.
const MOST_COMPARED: usize = 8;

/// A picture of another case that looks nearly the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alike {
    /// The picture.
    pub file: Sha256,
    /// Its case.
    pub case: CaseId,
}

impl Alike {
    /// Says so.
    pub fn reason(&self) -> Reason {
        Reason::elsewhere(Finding::LooksSeen, self.case)
    }
}

/// Finds a picture of another case that looks nearly like this one. The very same file is none: that is told otherwise.
pub async fn elsewhere(
    connection: &mut AnyConnection,
    file: &Sha256,
    look: &Look,
    case: CaseId,
) -> Result<Option<Alike>> {
    // Where hardly anything can be told apart, everything is alike.
    if look.is_flat() {
        return Ok(None);
    }
    let hash = look.hash();
    let found = looks::in_a_band(connection, hash).await?;
    let apart = found.into_iter().map(|(other, its)| ((its ^ hash).count_ones(), other));
    let mut near: Vec<(u32, Sha256)> = apart.filter(|(bits, other)| *bits <= MOST_BITS && other != file).collect();
    near.sort();
    let mut compared = 0;
    for (_, other) in near {
        if compared == MOST_COMPARED {
            break;
        }
        let Some(its_case) = around::shown_elsewhere(connection, &other, case).await? else { continue };
        let Some(its_look) = looks::find(connection, &other).await?.and_then(|known| known.look) else { continue };
        compared += 1;
        if look.alike_percent(&its_look) >= ALIKE_PERCENT {
            return Ok(Some(Alike { file: other, case: its_case }));
        }
    }
    Ok(None)
}
