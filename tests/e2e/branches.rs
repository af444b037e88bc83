//! The turns beside the straight way, with real phones: a citizen's report that must be verified, a repair that failed
//! its check, what a collector fixed on the spot, a shift that begins without a network.

use anyhow::{Context, Result, bail};
use app_bridge::ask::Ask;
use app_bridge::told::{Told, Whereabouts};
use app_core::error::Error;
use shared::account::Role;
use shared::api::cases::{CaseFile, NewCase};
use shared::case::{Action, ActionKind, Closing, State};
use shared::channel::Channel;
use shared::evidence::PhotoRole;
use shared::ids::CaseId;
use shared::refusal::Code;
use shared::task::{TaskKind, TaskResult};
use system_tests::collector::{Collector, Draft};
use system_tests::desk::Desk;
use system_tests::hands::in_server;
use system_tests::world::{World, story};
use uuid::Uuid;

use crate::people::{MONDAY, collectors, here, report, shot};

/// The phones of those who may be drawn, each signed in.
async fn phones(world: &World, users: &[String]) -> Result<Vec<(String, Collector)>> {
    let mut phones = Vec::new();
    for user in users {
        phones.push((user.clone(), world.phone(user).await?));
    }
    Ok(phones)
}

/// Whoever has the task that is out answers it on their phone without a network, and comes back to one.
async fn answered(world: &World, desk: &Desk, case: CaseId, result: TaskResult) -> Result<CaseFile> {
    let file = desk.file(case).await?;
    let task = file.tasks.iter().find(|task| Some(task.id) == file.case.open_task).context("a task is out")?;
    let user = file.draws.last().and_then(|draw| draw.drawn.clone()).context("somebody was drawn")?;
    let phone = world.phone(&user).await?;
    phone.sync().await?;
    let card = phone.tasks().await?.into_iter().find(|card| card.task == task.id).context("the task came")?;
    phone.offline();
    phone.answer(&card, result, &shot(90), "到现场看过").await?;
    phone.online();
    phone.sync().await?;
    desk.file(case).await
}

/// An acceptor of the jurisdiction that a user works for.
async fn desk_of(world: &World, user: &str, role: Role) -> Result<Desk> {
    let area = world.accounts.user(user)?.jurisdiction.clone();
    let account = world.accounts.of(role, area.as_str()).next().with_context(|| format!("a {role:?} in {area}"))?;
    world.desk(&account.user.clone()).await
}

#[test]
fn a_citizens_report_is_verified_on_site_before_anybody_files_it() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 1)?;
        let wang = phones(&world, &users).await?.remove(0).1;
        let acceptor = desk_of(&world, &users[0], Role::Acceptor).await?;
        let new = NewCase {
            id: CaseId(Uuid::now_v7()),
            channel: Channel::Hotline,
            category: "event:06010".parse()?,
            condition_no: 1,
            fix: here(&wang).await?,
            note: "市民来电：路边有垃圾".to_owned(),
            address: String::new(),
            photos: Vec::new(),
        };
        let (status, _) = acceptor.post_raw("/api/v1/cases", &serde_json::to_value(&new)?).await?;
        assert_eq!(status.as_u16(), 201);
        let file = acceptor.file(new.id).await?;
        assert_eq!((file.case.state, file.tasks[0].kind), (State::Verifying, TaskKind::Verify));
        let file = answered(&world, &acceptor, new.id, TaskResult::Exists).await?;
        assert_eq!(file.case.state, State::Handling, "true, and so it went on by itself");
        assert!(file.case.photos.iter().any(|photo| photo.task.is_some()), "the look on site is part of the file");
        Ok(())
    })
}

#[test]
fn a_repair_that_failed_its_check_is_done_again_within_the_same_limit() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 1)?;
        let wang = world.phone(&users[0]).await?;
        let case = report(&wang, 10).await?;
        wang.sync().await?;
        let acceptor = desk_of(&world, &users[0], Role::Acceptor).await?;
        let dispatched = acceptor.file(case).await?;
        let unit = dispatched.case.unit.clone().context("the rule gives one unit there")?;
        let due = dispatched.case.clock.due_at.context("the clock runs")?;
        let unit = world.desk(&world.accounts.of_unit(unit.as_str())?.user.clone()).await?;
        world.clock.pass_minutes(30);
        unit.finish(case, &shot(30), "已清运").await?;
        world.clock.pass_minutes(20);
        let failed = answered(&world, &acceptor, case, TaskResult::Fail).await?;
        assert_eq!(failed.case.state, State::ToCheck, "the desk decides what a failed check means");
        let again = acceptor.act(case, &Action::CheckRework { reason: "还有垃圾".to_owned() }).await?;
        assert_eq!((again.case.state, again.case.rework_count), (State::Handling, 1));
        let moved = again.case.clock.due_at.context("the clock runs")?.since(due);
        assert_eq!(moved, 20 * 60_000, "the clock stood still while it was checked, and did not begin anew");
        world.clock.pass_minutes(10);
        unit.finish(case, &shot(31), "已清理干净").await?;
        let closed = answered(&world, &acceptor, case, TaskResult::Pass).await?;
        assert_eq!((closed.case.state, closed.case.closing), (State::Closed, Some(Closing::Normal)));
        let checkers: Vec<_> = closed.draws.iter().filter_map(|draw| draw.drawn.clone()).collect();
        assert!(checkers.len() == 2 && checkers[0] != checkers[1], "somebody else looks the second time: {checkers:?}");
        wang.sync().await?;
        assert_eq!(wang.case(case).await?.state, Some(State::Closed));
        Ok(())
    })
}

#[test]
fn what_a_collector_fixed_on_the_spot_needs_both_sides_and_counts_to_nobody() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 1)?;
        let wang = world.phone(&users[0]).await?;
        wang.offline();
        let fix = here(&wang).await?;
        let (before, after) = (shot(40), shot(41));
        let photos = [(PhotoRole::Before, before.as_slice())];
        let draft =
            Draft {
                category: "event:06010", condition_no: 1, fix: fix.clone(), note: "一张小广告", photos: &photos
            };
        let mut form = wang.photograph(&draft).await?;
        form.self_handled = true;
        match wang.core.tell(Ask::SaveReport(form.clone())).await {
            Err(Error::Refused(refusal)) => assert_eq!(refusal.code, Code::PhotoRequired),
            other => bail!("saved without an after photo: {other:?}"),
        }
        let case = form.draft.context("the shots have a case")?;
        form.photos.push(wang.shot_more(case, PhotoRole::After, &fix, &after).await?);
        let saved = wang.save(form).await?;
        wang.online();
        wang.sync().await?;
        assert_eq!(wang.case(saved.case).await?.whereabouts, Whereabouts::Arrived);
        let acceptor = desk_of(&world, &users[0], Role::Acceptor).await?;
        assert_eq!(acceptor.file(saved.case).await?.case.state, State::SelfReview);
        let closed = acceptor.act(saved.case, &Action::PassSelfHandled).await?;
        assert_eq!((closed.case.state, closed.case.closing), (State::Closed, Some(Closing::SelfHandled)));
        assert_eq!(closed.flow[0].action, ActionKind::ReportSelfHandled);
        assert_eq!(closed.case.clock.due_at, None, "no unit ever had it");
        Ok(())
    })
}

#[test]
fn a_shift_begins_and_ends_without_a_network() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 1)?;
        let wang = world.phone(&users[0]).await?;
        wang.offline();
        let fix = here(&wang).await?;
        let mark = |begins| Ask::MarkShift { begins, fix: Some(fix.clone()) };
        let Told::Start(start) = wang.core.tell(mark(true)).await? else { bail!("told something else") };
        assert!(start.on_shift.is_some());
        let wang = wang.restarted()?;
        assert!(wang.start().await?.on_shift.is_some(), "a flat battery ends no shift");
        wang.online();
        assert_eq!(wang.sync().await?.left, 0);
        // Changes nothing, and says how many there are.
        let open = "update shifts set duty_grid = duty_grid where ended_at_ms is null and duty_grid <> ''";
        assert_eq!(in_server(&world, open).await?, 1);
        world.clock.pass_minutes(8 * 60);
        wang.core.tell(mark(false)).await?;
        wang.sync().await?;
        assert_eq!((in_server(&world, open).await?, wang.start().await?.on_shift), (0, None));
        Ok(())
    })
}
