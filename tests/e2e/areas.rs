//! Boundaries change while phones are out: open cases and tasks follow, and so does what a phone knows by itself.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use server::check::{Depth, all};
use server::grids::actions::{Wish, import};
use shared::account::{Actor, Role};
use shared::case::{ActionKind, State};
use shared::grid::edition::Term;
use shared::grid::geojson::read;
use shared::grid::outline::around;
use shared::ids::GridCode;
use shared::task::{TaskResult, TaskState};
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, here, report, shot};

/// Gives the ground of a grid another number, from a day on, as the command does beside a running server.
async fn renumber(world: &World, old: &GridCode, new: &str, from: &str) -> Result<()> {
    let app = world.app()?;
    let city = app.city();
    let grid = city.index.grid(old).context("the grid")?;
    let outlines = around(&city.index, grid.centre, 1.0);
    let outline = outlines.iter().find(|outline| outline.code == *old).context("its outline")?;
    let beat = grid.duty_grids.first().context("its beat")?;
    let feature = json!({
        "properties": {"code": new, "jurisdiction": grid.jurisdiction, "duty_grid": beat},
        "geometry": {"type": "Polygon", "coordinates": outline.rings},
    });
    let text = json!({"type": "FeatureCollection", "features": [feature]}).to_string();
    let term = Term { version: "renumbered".to_owned(), valid_from: Some(from.parse()?), valid_to: None };
    let by = Actor::System { rule: "command_line".to_owned() };
    let imported = import(app, read(&text)?, term, &by, Wish::Take).await?;
    ensure!(imported.is_taken, "{:#?}", imported.report);
    Ok(())
}

/// Another number in the same community.
fn renumbered(old: &GridCode) -> Result<String> {
    Ok(format!("{}999", old.as_str().get(..12).context("fifteen digits")?))
}

#[test]
fn a_phone_that_was_offline_while_boundaries_changed_has_the_new_grid_in_its_open_task() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let wang = world.phone(&collectors(&world, 1)?.remove(0)).await?;
        let case = report(&wang, 10).await?;
        wang.sync().await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let file = admin.file(case).await?;
        let unit = file.case.unit.clone().context("dispatched")?;
        let unit_user = world.accounts.of_unit(unit.as_str())?.user.clone();
        let file = world.desk(&unit_user).await?.finish(case, &shot(20), "已清运").await?;
        let li = world.phone(&file.draws.last().and_then(|draw| draw.drawn.clone()).context("drawn")?).await?;
        let old = file.case.grid.context("a grid")?;
        let new = renumbered(&old)?;
        let task = |tasks: Vec<app_bridge::told::TaskCard>| tasks.into_iter().find(|task| task.case == case);
        let before = task(li.tasks().await?).context("the task")?;
        let words = |code: &str| format!("{} 网格", code.get(12..).unwrap_or_default());
        ensure!(before.place.ends_with(&words(old.as_str())), "{}", before.place);

        // While Li walks without a network, the ground gets another number.
        li.offline();
        renumber(&world, &old, &new, "2026-11-23").await?;
        ensure!(task(li.tasks().await?) == Some(before.clone()), "a phone without a network knows of nothing");
        ensure!(li.preview(&before.fix, "event:06010", 1).await?.grid == Some(old.clone()));

        li.online();
        let round = li.sync().await?;
        assert_eq!((round.differing, round.left), (0, 0));
        let after = task(li.tasks().await?).context("the task is still Li's")?;
        assert_eq!((after.task, after.state), (before.task, TaskState::Open));
        ensure!(after.place.ends_with(&words(&new)), "{}", after.place);
        let found = li.preview(&after.fix, "event:06010", 1).await?.grid;
        assert_eq!(found, Some(new.parse()?), "the new pack is in use");
        wang.sync().await?;
        assert_eq!(wang.case(case).await?.grid, Some(new.parse()?), "the reporter hears of it, too");

        li.answer(&after, TaskResult::Pass, &shot(30), "干净了").await?;
        assert_eq!(li.sync().await?.left, 0);
        let file = admin.file(case).await?;
        assert_eq!(file.case.state, State::Closed);
        let step = file.flow.iter().find(|step| step.action == ActionKind::Reassign).context("it left a trace")?;
        assert_eq!(step.actor, Actor::System { rule: "areas.edition".to_owned() });
        ensure!(step.opinion.contains(old.as_str()) && step.opinion.contains(&new), "{}", step.opinion);
        assert_eq!(all(world.app()?, Depth::Media).await?.problems, Vec::<String>::new());
        Ok(())
    })
}

#[test]
fn an_answer_given_offline_before_the_change_closes_the_case_after_it() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let wang = world.phone(&collectors(&world, 1)?.remove(0)).await?;
        let case = report(&wang, 40).await?;
        wang.sync().await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let unit = admin.file(case).await?.case.unit.context("dispatched")?;
        let unit_user = world.accounts.of_unit(unit.as_str())?.user.clone();
        let file = world.desk(&unit_user).await?.finish(case, &shot(50), "已清运").await?;
        let li = world.phone(&file.draws.last().and_then(|draw| draw.drawn.clone()).context("drawn")?).await?;
        li.offline();
        let task = li.tasks().await?.into_iter().find(|task| task.case == case).context("the task")?;
        li.answer(&task, TaskResult::Pass, &shot(60), "干净了").await?;
        let unsent = report(&li, 70).await?;
        let old = file.case.grid.context("a grid")?;
        renumber(&world, &old, &renumbered(&old)?, "2026-11-23").await?;
        li.online();
        let round = li.sync().await?;
        assert_eq!((round.differing, round.left), (0, 0));
        assert_eq!(admin.file(case).await?.case.state, State::Closed);
        let file = admin.file(unsent).await?;
        ensure!(
            file.case.estimate.packs.boundaries != file.case.packs.boundaries,
            "the phone answered by the old pack"
        );
        assert_eq!(all(world.app()?, Depth::Media).await?.problems, Vec::<String>::new());
        Ok(())
    })
}

#[test]
fn tomorrow_s_boundaries_reach_phones_tomorrow() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let fix = here(&wang).await?;
        let old = wang.preview(&fix, "event:06010", 1).await?.grid.context("a grid")?;
        let new = renumbered(&old)?;
        renumber(&world, &old, &new, "2026-11-24").await?;
        wang.sync().await?;
        assert_eq!(wang.preview(&fix, "event:06010", 1).await?.grid, Some(old), "not before its day");
        world.clock.pass_minutes(15 * 60 + 1);
        // The server's own job notices within seconds; a test does not wait for it.
        server::grids::editions::turn(world.app()?).await?;
        wang.sync().await?;
        assert_eq!(wang.preview(&fix, "event:06010", 1).await?.grid, Some(new.parse()?));
        Ok(())
    })
}
