//! A supervisor's look at their area: who has not synced and what is overdue, asked of the server and kept, so that the
//! last known state can be read where there is no network.
//!
//! Never computed here: how a device stands is judged by [`shared::standing`], by whoever shows it.

use app_bridge::board::{BoardSheet, OverdueCase};
use serde::{Deserialize, Serialize};
use shared::account::{Right, may};
use shared::api::cases::CaseList;
use shared::api::devices::DeviceBoard;
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::last_known::LastKnown;
use crate::store::session::SignedIn;
use crate::sync::api::Call;
use crate::sync::round::Line;

/// Under which name it is kept.
const BOARD: &str = "board";
/// What is overdue beyond so many is only said to be more.
const MOST_OVERDUE: usize = 100;

/// How fresh the board is to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Freshness {
    /// As it is known here.
    LastKnown,
    /// As the server says now; what is known here where it cannot be asked, with the reason.
    Asked,
}

/// What is kept of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Kept {
    board: DeviceBoard,
    overdue: Vec<OverdueCase>,
    overdue_more: bool,
}

/// Returns the board of the signed-in account's area.
pub async fn sheet(core: &Inner, freshness: Freshness) -> Result<BoardSheet> {
    let session = core.store.read(|r| r.signed_in())?;
    if !may(session.account.role, Right::SeeDevices) {
        return Err(Refusal::from(Code::NotAllowed).into());
    }
    let failure = match freshness {
        Freshness::LastKnown => None,
        Freshness::Asked => match ask(core, &session).await {
            Ok(()) => None,
            Err(error @ (Error::Offline(_) | Error::Busy(_))) => Some(error.told()),
            Err(error) => return Err(error),
        },
    };
    let kept = core.store.read(|r| r.last_known(BOARD, session.account.id))?;
    // Another build may have kept it: what this one cannot read is asked for anew and not shown.
    let kept = kept.and_then(|kept| serde_json::from_str::<Kept>(&kept.body).ok());
    Ok(match kept {
        Some(Kept { board, overdue, overdue_more }) => {
            BoardSheet { board: Some(board), overdue, overdue_more, failure }
        }
        None => BoardSheet { failure, ..BoardSheet::default() },
    })
}

async fn ask(core: &Inner, session: &SignedIn) -> Result<()> {
    let line = Line::open(core)?;
    let board: DeviceBoard = line.json(&Call::get("/api/v1/devices")).await?;
    let (overdue, overdue_more) = if may(session.account.role, Right::SeeCases) {
        // One more than is shown tells whether there are more.
        let path = format!("/api/v1/cases?sort=due&limit={}", MOST_OVERDUE.saturating_add(1));
        let list: CaseList = line.json(&Call::get(path)).await?;
        late(list, board.time)
    } else {
        (Vec::new(), false)
    };
    let told_at = board.time;
    let body = serde_json::to_string(&Kept { board, overdue, overdue_more })?;
    let account = &session.account;
    core.store.write(|w| w.keep_last_known(BOARD, account.id, &account.jurisdiction, &LastKnown { told_at, body }))
}

/// Returns what of the list is overdue, and whether there is more. The list stands in the order of what is due.
fn late(list: CaseList, now: Instant) -> (Vec<OverdueCase>, bool) {
    let CaseList { cases, mut names, .. } = list;
    let mut overdue: Vec<OverdueCase> = cases
        .into_iter()
        .filter_map(|case| {
            let due = case.clock.due_at.filter(|due| *due < now && !case.state.is_over())?;
            let names = names.remove(&case.id).unwrap_or_default();
            let place = if case.address.is_empty() { names.place } else { case.address };
            Some(OverdueCase {
                case: case.id,
                case_no: case.case_no,
                name: names.category,
                name_en: names.category_en,
                place,
                unit: names.unit,
                state: case.state,
                due,
            })
        })
        .collect();
    let more = overdue.len() > MOST_OVERDUE;
    overdue.truncate(MOST_OVERDUE);
    (overdue, more)
}
