//! A blind second check: somebody who knows of nothing looks once more, without a network, and nobody else hears of it.

use anyhow::{Context as _, Result, ensure};
use reqwest::Method;
use serde_json::Value;
use server::check::{Depth, all};
use shared::account::Role;
use shared::api::evidence::DeviceChain;
use shared::api::honesty::{AgreementTable, HintList};
use shared::case::State;
use shared::evidence::PhotoRole;
use shared::ids::{CaseId, JurisdictionId};
use shared::settings::Settings;
use shared::task::{TaskKind, TaskResult, TaskState};
use system_tests::collector::{Collector, Draft};
use system_tests::desk::Desk;
use system_tests::world::{World, story};

use crate::people::{MONDAY, here, shot};

/// What the first inspector writes.
const FIRST_WORDS: &str = "扫得干干净净";

/// A city in which every answered check of one jurisdiction is looked at once more, and that jurisdiction.
async fn where_all_are_looked_at_twice() -> Result<(World, JurisdictionId)> {
    let mut world = World::begin(MONDAY).await?;
    let accounts = &world.accounts.accounts;
    let inspectors = |area: &str| world.accounts.of(Role::Inspector, area).count();
    let area = accounts.iter().map(|account| account.jurisdiction.as_str()).find(|area| inspectors(area) > 1);
    let area: JurisdictionId = area.context("a jurisdiction with two inspectors")?.parse()?;
    // Both inspectors walk every grid: no phone shows what others reported there, or nobody could look without knowing.
    let looked_at_twice = |settings: &mut Settings| {
        settings.blind_check_percent = 100;
        settings.nearby_days = 0;
    };
    world.switch(&area, looked_at_twice).await?;
    Ok((world, area))
}

/// Somebody of a role in the jurisdiction.
async fn desk(world: &World, role: Role, area: &JurisdictionId) -> Result<Desk> {
    let account = world.accounts.of(role, area.as_str()).next().with_context(|| format!("a {role:?}"))?;
    world.desk(&account.user).await
}

/// Reports, lets the unit say done, and returns the case with the desk of its unit.
async fn handled(world: &World, wang: &Collector) -> Result<(CaseId, Desk)> {
    let (near, far) = (shot(10), shot(20));
    let photos = [(PhotoRole::Near, near.as_slice()), (PhotoRole::Far, far.as_slice())];
    let fix = here(wang).await?;
    let draft = Draft { category: "event:06010", condition_no: 1, fix, note: "两袋", photos: &photos };
    let saved = wang.report(&draft).await?;
    let unit = saved.unit.context("the rule gives one unit there")?;
    ensure!(wang.sync().await?.left == 0);
    world.clock.pass_minutes(45);
    let unit = world.desk(&world.accounts.of_unit(unit.id.as_str())?.user).await?;
    unit.finish(saved.case, &shot(30), "已清运").await?;
    Ok((saved.case, unit))
}

/// All that the desks read of a case and of what is counted, word for word.
async fn read(desks: &[Desk], case: CaseId) -> Result<Vec<(u16, Value)>> {
    let mut read = Vec::new();
    for desk in desks {
        for path in [
            format!("/api/v1/cases/{case}"),
            format!("/api/v1/cases/{case}/clocks"),
            "/api/v1/cases?limit=200".to_owned(),
            "/api/v1/tasks".to_owned(),
            format!("/api/v1/audit?subject=case%20{case}"),
            "/api/v1/assessment?by=inspector".to_owned(),
            "/api/v1/assessment?by=unit".to_owned(),
        ] {
            let reply = desk.request(Method::GET, &path).send().await?;
            let status = reply.status().as_u16();
            ensure!(status < 500, "{path}: {status}");
            read.push((status, reply.json().await?));
        }
    }
    Ok(read)
}

async fn agreement(desk: &Desk) -> Result<AgreementTable> {
    desk.get("/api/v1/honesty/agreement").await
}

#[test]
fn a_second_inspector_looks_without_a_network_and_nobody_hears_of_it_but_the_statistics() -> Result<()> {
    story(async {
        let (world, area) = where_all_are_looked_at_twice().await?;
        let wang = world.accounts.of(Role::Collector, area.as_str()).next().context("a collector")?.user.clone();
        let wang = world.phone(&wang).await?;
        let (case, unit) = handled(&world, &wang).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let evaluator = world.desk(&world.accounts.first(Role::Evaluator)?.user).await?;

        // The first inspector finds it done, and the case is closed: it waits for nobody.
        let drawn = admin.file(case).await?.draws.last().and_then(|draw| draw.drawn.clone()).context("a draw")?;
        let first = world.phone(&drawn).await?;
        let task = first.tasks().await?.into_iter().find(|task| task.case == case).context("a check")?;
        first.answer(&task, TaskResult::Pass, &shot(40), FIRST_WORDS).await?;
        ensure!(first.sync().await?.left == 0);
        ensure!(first.sync().await?.left == 0, "and hears that the case is closed");
        wang.sync().await?;
        assert_eq!(admin.file(case).await?.case.state, State::Closed);

        // Exactly one other inspector gets a check like any other, with the photos and without the first answer.
        // Whoever works near by may be drawn as well, also from the next jurisdiction.
        let is_other = |user: &str, role: Role| role == Role::Inspector && user != drawn;
        let others = world.accounts.accounts.iter().filter(|account| is_other(&account.user, account.role));
        let mut sent = Vec::new();
        for account in others {
            let phone = world.phone(&account.user).await?;
            if phone.tasks().await?.iter().any(|task| task.case == case) {
                sent.push(phone);
            }
        }
        ensure!(sent.len() == 1, "{} phones have it", sent.len());
        let second = sent.remove(0);
        let task = second.tasks().await?.into_iter().find(|task| task.case == case).context("a check")?;
        assert_eq!((task.kind, task.state, task.result), (TaskKind::Check, TaskState::Open, None));
        assert_eq!((task.before.len(), task.after.len()), (2, 1));
        let told = serde_json::to_string(&task)?;
        ensure!(!told.contains(FIRST_WORDS) && !told.contains("blind"), "{told}");
        ensure!(second.cases().await?.is_empty(), "the phone does not know how the case stands");

        // What everybody reads before the second answer.
        let out = agreement(&evaluator).await?;
        assert_eq!((out.out, out.all.cases), (1, 0));
        server::evidence::turn(world.app()?).await?;
        let mut desks = vec![unit, admin];
        for role in [Role::Acceptor, Role::ShiftLeader, Role::Dispatcher, Role::Supervisor] {
            desks.push(desk(&world, role, &area).await?);
        }
        second.offline();
        second.answer(&task, TaskResult::Pass, &shot(50), "也看过了").await?;
        ensure!(second.sync().await.is_err(), "there is no network");
        world.clock.pass_minutes(20);
        for phone in [&first, &wang] {
            phone.sync().await?;
        }
        let before = read(&desks, case).await?;
        ensure!(before.first().is_some_and(|(status, _)| *status == 200), "the unit reads its case");
        let held = (first.tasks().await?, wang.case(case).await?);

        second.online();
        ensure!(second.sync().await?.left == 0);
        let answered = second.tasks().await?.into_iter().find(|card| card.task == task.task).context("it stays")?;
        assert_eq!((answered.state, answered.result), (TaskState::Answered, Some(TaskResult::Pass)));

        // It agrees, and that is all that came of it.
        let table = agreement(&evaluator).await?;
        assert_eq!((table.out, table.unable, table.all.cases, table.all.agreed), (0, 0, 1, 1));
        let names: Vec<&str> = table.pairs.iter().flat_map(|pair| &pair.people).map(|one| one.user.as_str()).collect();
        ensure!(names.len() == 2 && names.contains(&drawn.as_str()) && names.contains(&second.user.as_str()));
        server::evidence::turn(world.app()?).await?;
        server::honesty::turn::turn(world.app()?).await?;
        let hints: HintList = evaluator.get("/api/v1/honesty/hints?kind=blind").await?;
        ensure!(hints.hints.is_empty(), "who agrees is no hint: {hints:?}");

        assert_eq!(read(&desks, case).await?, before, "not a word of the case, its clocks or any count is another");
        for phone in [&first, &wang] {
            let round = phone.sync().await?;
            assert_eq!((round.pulled, round.left), (0, 0), "{} hears of nothing", phone.user);
        }
        assert_eq!((first.tasks().await?, wang.case(case).await?), held);
        for desk in &desks {
            let reply = desk.request(Method::GET, "/api/v1/honesty/agreement").send().await?;
            ensure!(reply.status().as_u16() == 403, "nobody else is told who agrees with whom");
        }

        // Whoever watches devices sees that the second phone's chain holds, and not whose case was looked at.
        let watched_by = async |user: &str| {
            let area = world.accounts.user(user)?.jurisdiction.parse()?;
            desk(&world, Role::Supervisor, &area).await
        };
        let chain: DeviceChain = watched_by(&second.user).await?.chain(second.core.device()).await?;
        let [link] = chain.links.as_slice() else { anyhow::bail!("one shot: {chain:?}") };
        assert_eq!((link.index, link.case, link.missing_before), (1, None, 0));
        ensure!(link.case_no.is_none() && link.lon.is_none() && link.lat.is_none() && link.reasons.is_empty());
        let chain = watched_by(&drawn).await?.chain(first.core.device()).await?;
        ensure!(chain.links.iter().all(|link| link.case == Some(case)), "the first one's is as ever");
        assert_eq!(all(world.app()?, Depth::Rows).await?.problems, Vec::<String>::new());
        Ok(())
    })
}
