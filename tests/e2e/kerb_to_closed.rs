//! One case, from the kerb to closed.

use anyhow::{Context, Result, ensure};
use app_bridge::told::Whereabouts;
use shared::account::Role;
use shared::case::{ActionKind, State};
use shared::evidence::PhotoRole;
use shared::evidence::chain::Link;
use shared::task::{TaskResult, TaskState};
use system_tests::collector::Draft;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, here, shot};

#[test]
fn wang_reports_offline_the_unit_handles_somebody_else_checks_and_the_case_is_closed() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let wang_user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&wang_user).await?;

        // No network: the phone knows the answer by itself, and says that it is only here.
        wang.offline();
        let fix = here(&wang).await?;
        let (near, far) = (shot(10), shot(20));
        let photos = [(PhotoRole::Near, near.as_slice()), (PhotoRole::Far, far.as_slice())];
        let draft = Draft { category: "event:06010", condition_no: 1, fix, note: "两袋", photos: &photos };
        let saved = wang.report(&draft).await?;
        ensure!(saved.grid.is_some() && saved.deadline.is_some(), "grid and deadline are known offline: {saved:?}");
        let unit = saved.unit.context("the rule gives one unit there")?;
        assert_eq!(wang.case(saved.case).await?.whereabouts, Whereabouts::OnlyHere);
        assert!(wang.sync().await.is_err(), "a round without a network does not succeed");
        assert!(!wang.status().await?.all_arrived);

        // The network is back.
        wang.online();
        let round = wang.sync().await?;
        assert_eq!((round.pushed, round.photos_sent, round.left), (1, 2, 0));
        let card = wang.case(saved.case).await?;
        assert_eq!(card.whereabouts, Whereabouts::Arrived);
        assert_eq!((card.photos_received, card.photos_total), (2, 2));
        assert!(card.case_no.is_some(), "the server gave it a number");

        // The server came to the same answer, filed it and sent it to the unit by itself.
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let file = admin.file(saved.case).await?;
        assert_eq!(file.case.state, State::Handling);
        assert_eq!(file.case.grid, saved.grid, "phone and server run the same rule on the same packs");
        assert_eq!(file.case.unit.as_ref(), Some(&unit.id));
        assert_eq!(file.case.estimate.grid, saved.grid);
        let steps: Vec<ActionKind> = file.flow.iter().map(|record| record.action).collect();
        let expected =
            [ActionKind::Report, ActionKind::Accept, ActionKind::File, ActionKind::Dispatch, ActionKind::Assign];
        assert_eq!(steps, expected, "each automatic step is a record of its own");
        assert!(
            file.evidence.iter().all(|photo| photo.link == Link::Fits),
            "signed and chained from the first photo on"
        );

        // The unit says done, with an after photo; a check is drawn for somebody else.
        world.clock.pass_minutes(45);
        let unit_user = world.accounts.of_unit(unit.id.as_str())?.user.clone();
        let file = world.desk(&unit_user).await?.finish(saved.case, &shot(30), "已清运").await?;
        assert_eq!(file.case.state, State::Checking);
        let li_user = file.draws.last().and_then(|draw| draw.drawn.clone()).context("somebody was drawn")?;
        assert_ne!(li_user, wang_user, "never the reporter");

        // Li gets the task with the before photos, stands there without a network, and answers.
        let li = world.phone(&li_user).await?;
        let tasks = li.tasks().await?;
        let task = tasks.iter().find(|task| task.case == saved.case).context("the task came with the first round")?;
        assert_eq!(task.before.len(), 2, "the before photos are readable offline");
        assert_eq!(task.after.len(), 1, "and what the unit shows");
        li.offline();
        li.answer(task, TaskResult::Pass, &shot(40), "干净了").await?;
        world.clock.pass_minutes(20);
        li.online();
        assert_eq!(li.sync().await?.left, 0);
        assert_eq!(li.tasks().await?.iter().find(|t| t.task == task.task).map(|t| t.state), Some(TaskState::Answered));

        let file = admin.file(saved.case).await?;
        assert_eq!(file.case.state, State::Closed, "a passed check closes the case");
        wang.sync().await?;
        assert_eq!(wang.case(saved.case).await?.state, Some(State::Closed), "the reporter hears of it");

        // The supervisor saw both devices with nothing left on them.
        let board = admin.board().await?;
        for phone in [&wang, &li] {
            let row = board.devices.iter().find(|row| row.device == phone.core.device()).context("on the board")?;
            assert_eq!(row.photos_received, row.photos_total);
            assert_eq!(row.operations_refused, 0);
        }
        Ok(())
    })
}

#[test]
fn the_phone_works_through_a_server_repair() -> Result<()> {
    story(async {
        let mut world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        world.stop().await?;
        let case = crate::people::report(&wang, 50).await?;
        assert!(wang.sync().await.is_err());
        let wang = wang.restarted()?;
        assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::OnlyHere, "a flat battery loses nothing");
        world.start().await?;
        assert_eq!(wang.sync().await?.left, 0);
        assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
        Ok(())
    })
}
