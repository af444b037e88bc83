//! Invariant 7: grid, unit and deadline equal those recomputed from the packs that were recorded with them.

use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::{Context as _, Result};
use shared::calendar::pack::Calendar;
use shared::case::clock::Clock;
use shared::case::{ActionKind, Case, FlowRecord};
use shared::catalogue::Catalogue;
use shared::grid::boundaries::Boundaries;
use shared::grid::index::{GridIndex, UnitMatch};
use shared::ids::{Sha256, UnitId};
use sqlx::Row as _;

use super::broken;
use super::rows::{ServerCase, ServerRows};
use crate::server::Server;

/// Recomputes what every case says of itself.
pub fn recomputed(server: &Server, rows: &ServerRows) -> Result<()> {
    let mut packs = Packs { server, known: BTreeMap::new() };
    for row in &rows.cases {
        let packs = packs.of(&row.case)?;
        case(&packs, row).with_context(|| format!("case {}", row.case.id))?;
    }
    Ok(())
}

fn case(packs: &Known, row: &ServerCase) -> Result<()> {
    let ServerCase { case, flow } = row;
    let Known { catalogue, calendar, index } = packs;
    let category = catalogue.category(&case.category).context("its category is in its catalogue")?;
    let point = case.fix.point()?;
    let located = index.locate(point);
    if (located.grid.map(|grid| &grid.code), located.how) != (case.grid.as_ref(), case.grid_match) {
        return broken(7, format!("its grid is {:?}, recomputed {:?}", case.grid, located.grid.map(|grid| &grid.code)));
    }
    let by_rule = match index.unit_for(point, &category.layer) {
        UnitMatch::One(owner) => Some(owner.unit),
        UnitMatch::Overlap(_) | UnitMatch::Gap => None,
    };
    unit(case, flow, by_rule.as_ref())?;
    let limit = catalogue.limit(&case.category, case.condition_no).context("its condition is in its catalogue")?;
    if limit != case.limit {
        return broken(7, "its limit is another one than its catalogue says");
    }
    deadline(case, flow, calendar)
}

/// By rule until somebody dispatches it; then whoever was told.
fn unit(case: &Case, flow: &[FlowRecord], by_rule: Option<&UnitId>) -> Result<()> {
    let decided = flow.iter().rev().find(|record| record.action == ActionKind::Dispatch && !record.late_evidence);
    let expected = match decided {
        Some(record) => record.receiver.clone(),
        None => by_rule.map(ToString::to_string),
    };
    if case.unit.as_ref().map(ToString::to_string) == expected {
        return Ok(());
    }
    broken(7, format!("its unit is {:?}, recomputed {expected:?}", case.unit))
}

/// Lets the clock run once more over what the history tells.
fn deadline(case: &Case, flow: &[FlowRecord], calendar: &Calendar) -> Result<()> {
    let (mut clock, limit) = (Clock::default(), case.limit);
    for record in flow.iter().filter(|record| !record.late_evidence) {
        clock = match record.action {
            ActionKind::Dispatch | ActionKind::Resume | ActionKind::ReviewRework => {
                clock.start(record.at, limit, calendar)
            }
            ActionKind::Return
            | ActionKind::ApproveSuspend
            | ActionKind::Finish
            | ActionKind::CloseSpecial
            | ActionKind::Void => clock.stop(record.at),
            ActionKind::ApproveExtend => clock.extend(limit, calendar),
            ActionKind::Report
            | ActionKind::Accept
            | ActionKind::SendVerify
            | ActionKind::VerifyResult
            | ActionKind::Reject
            | ActionKind::File
            | ActionKind::Refuse
            | ActionKind::ReturnToAccept
            | ActionKind::Assign
            | ActionKind::ApplyExtend
            | ActionKind::DeclineExtend
            | ActionKind::ApplySuspend
            | ActionKind::DeclineSuspend
            | ActionKind::ReviewPass
            | ActionKind::SendCheck
            | ActionKind::CheckResult
            | ActionKind::TakeBack
            | ActionKind::CheckPass
            | ActionKind::CheckRework
            | ActionKind::Close
            | ActionKind::Reopen
            | ActionKind::HandleDirectly
            | ActionKind::Link
            | ActionKind::Unlink
            | ActionKind::DispatchToDistrict
            | ActionKind::ReturnToCity
            | ActionKind::MarkUnowned
            | ActionKind::WaiveCheck
            | ActionKind::Supervise
            | ActionKind::ReplySupervision
            | ActionKind::Appeal
            | ActionKind::ForwardAppeal
            | ActionKind::DeclineAppeal
            | ActionKind::UpholdAppeal
            | ActionKind::DismissAppeal
            | ActionKind::WarnDue
            | ActionKind::MarkOverdue
            | ActionKind::Reassign
            | ActionKind::Recount
            | ActionKind::ReportSelfHandled
            | ActionKind::PassSelfHandled
            | ActionKind::RefuseSelfHandled => clock,
        };
    }
    if clock == case.clock { Ok(()) } else { broken(7, format!("its clock is {:?}, recomputed {clock:?}", case.clock)) }
}

/// The packs that the server keeps, old ones included.
struct Packs<'a> {
    server: &'a Server,
    known: BTreeMap<String, Rc<Known>>,
}

/// What the packs say that stand behind a case.
struct Known {
    catalogue: Catalogue,
    calendar: Calendar,
    index: GridIndex,
}

impl Packs<'_> {
    fn of(&mut self, case: &Case) -> Result<Rc<Known>> {
        let key = format!("{:?}", case.packs);
        if let Some(known) = self.known.get(&key) {
            return Ok(Rc::clone(known));
        }
        let boundaries = Boundaries::from_pack(&self.bytes(case.packs.boundaries.as_ref())?)?;
        let known = Rc::new(Known {
            catalogue: Catalogue::from_json(&self.text(case.packs.catalogue.as_ref())?)?,
            calendar: Calendar::from_json(&self.text(case.packs.calendar.as_ref())?)?,
            index: GridIndex::with_reach(&[boundaries], 50.0),
        });
        self.known.insert(key, Rc::clone(&known));
        Ok(known)
    }

    fn text(&self, hash: Option<&Sha256>) -> Result<String> {
        Ok(String::from_utf8(self.bytes(hash)?)?)
    }

    fn bytes(&self, hash: Option<&Sha256>) -> Result<Vec<u8>> {
        let hash = hash.context("no pack was recorded")?;
        let app = self.server.app()?;
        let content: Vec<u8> = self.server.wait(async {
            let mut reader = app.db.read().await?;
            let row =
                sqlx::query("select content from packs where hash = $1").bind(hash.as_str()).fetch_one(&mut *reader);
            anyhow::Ok(row.await.context("a recorded pack is kept")?.try_get("content")?)
        })?;
        Ok(zstd::decode_all(content.as_slice())?)
    }
}
