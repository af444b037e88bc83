//! What comes to nothing, counted apart by the stage at which it did; and what a collector fixed on the spot.

use anyhow::{Context as _, Result, bail, ensure};
use app_bridge::ask::{Ask, ReportForm};
use app_bridge::told::Whereabouts;
use app_core::error::Error;
use shared::account::Role;
use shared::case::{Action, ActionKind, Closing, State, VoidKind};
use shared::evidence::PhotoRole;
use shared::ids::CaseId;
use shared::refusal::Code;
use shared::task::TaskResult;
use system_tests::collector::{Collector, Draft};
use system_tests::world::story;

use super::Town;
use crate::people::{here, shot};

/// Photographs what is to be fixed on the spot, and fills the form in.
async fn before_fixing(wang: &Collector, tint: u8) -> Result<(ReportForm, CaseId)> {
    let before = shot(tint);
    let photos = [(PhotoRole::Before, before.as_slice())];
    let fix = here(wang).await?;
    let draft = Draft { category: "event:06010", condition_no: 1, fix, note: "一张小广告", photos: &photos };
    let mut form = wang.photograph(&draft).await?;
    form.self_handled = true;
    let case = form.draft.context("the shots have a case")?;
    Ok((form, case))
}

/// Photographs what was fixed, without a network, and hands it in with one.
async fn fixed(wang: &Collector, mut form: ReportForm, case: CaseId, tint: u8) -> Result<()> {
    let fix = form.fix.clone();
    form.photos.push(wang.shot_more(case, PhotoRole::After, &fix, &shot(tint)).await?);
    assert_eq!(wang.save(form).await?.case, case);
    wang.online();
    assert_eq!(wang.sync().await?.left, 0);
    assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
    Ok(())
}

#[test]
fn what_a_collector_fixed_on_the_spot_needs_both_sides_and_counts_to_nobody() -> Result<()> {
    story(async {
        let town = Town::begin().await?;
        town.wang.offline();
        let (form, case) = before_fixing(&town.wang, 40).await?;
        match town.wang.core.tell(Ask::SaveReport(form.clone())).await {
            Err(Error::Refused(refusal)) => assert_eq!(refusal.code, Code::PhotoRequired),
            other => bail!("saved without an after photo: {other:?}"),
        }
        fixed(&town.wang, form, case, 41).await?;
        assert_eq!(town.file(case).await?.case.state, State::SelfReview);
        let closed = town.act(Role::Acceptor, case, &Action::PassSelfHandled).await?;
        assert_eq!((closed.case.state, closed.case.closing), (State::Closed, Some(Closing::SelfHandled)));
        assert_eq!(closed.flow[0].action, ActionKind::ReportSelfHandled);
        assert_eq!(closed.case.clock.due_at, None, "no unit ever had it");
        assert_eq!(town.shown(case).await?.state, Some(State::Closed));
        town.fits().await
    })
}

#[test]
fn the_four_voids_are_told_apart() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        let reason = || "不属于受理范围".to_owned();
        let not_accepted = town.called_in("市民来电：没有的事").await?;
        town.answered(not_accepted, TaskResult::Absent).await?;
        town.act(Role::Acceptor, not_accepted, &Action::Reject { reason: reason() }).await?;

        town.set(|settings| settings.automatic.file = false).await?;
        let not_filed = town.reported(10).await?;
        assert_eq!(town.shown(not_filed).await?.state, Some(State::ToFile));
        town.act(Role::ShiftLeader, not_filed, &Action::Refuse { reason: reason() }).await?;

        town.set(|settings| settings.automatic.file = true).await?;
        town.pass(5);
        let voided = town.reported(20).await?;
        assert_eq!(town.shown(voided).await?.state, Some(State::Handling));
        let void = town.act(Role::ShiftLeader, voided, &Action::Void { reason: reason() }).await?.case;
        ensure!(void.clock.due_at.is_some() && void.clock.running_since.is_none(), "its clock stands still");

        town.pass(5);
        town.wang.offline();
        let (form, self_handled) = before_fixing(&town.wang, 40).await?;
        fixed(&town.wang, form, self_handled, 41).await?;
        town.act(Role::Acceptor, self_handled, &Action::RefuseSelfHandled { reason: reason() }).await?;

        let kinds = [
            (not_accepted, VoidKind::NotAccepted),
            (not_filed, VoidKind::NotFiled),
            (voided, VoidKind::Voided),
            (self_handled, VoidKind::SelfHandledRefused),
        ];
        for (case, kind) in kinds {
            let file = town.file(case).await?;
            assert_eq!((file.case.state, file.case.void_kind), (State::Void, Some(kind)));
            assert_eq!(file.flow.last().map(|step| step.opinion.clone()), Some(reason()), "why stands in the file");
            assert_eq!((file.case.closing, file.case.closed_at), (None, Some(file.flow[file.flow.len() - 1].at)));
            ensure!(town.desk(Role::ShiftLeader).await?.file(case).await?.may.is_empty(), "what is void is over");
        }
        for case in [not_filed, voided, self_handled] {
            assert_eq!(town.shown(case).await?.state, Some(State::Void), "the reporter hears of it");
        }
        town.wang.offline();
        let preview = town.wang.preview(&here(&town.wang).await?, "event:06010", 1).await?;
        ensure!(preview.look_alikes.is_empty(), "a void case is no problem that was reported: {preview:?}");
        town.fits().await
    })
}
