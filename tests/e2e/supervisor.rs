//! A supervisor on the move: who has not synced and what is overdue, with a network and without one.

use anyhow::{Context as _, Result, bail, ensure};
use app_bridge::ask::Ask;
use app_bridge::assessment::{AssessmentSheet, NumberBehind};
use app_bridge::board::BoardSheet;
use app_bridge::told::{Answer, Told};
use shared::account::Role;
use shared::assessment::{Basis, Counter, Rate};
use shared::standing::{Silence, Urgency, judge_all};
use system_tests::collector::Collector;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report};

async fn board(phone: &Collector, fresh: bool) -> Result<BoardSheet> {
    match phone.core.tell(Ask::Board { fresh }).await? {
        Told::Board(sheet) => Ok(*sheet),
        other => bail!("asked for the board, told {other:?}"),
    }
}

#[test]
fn a_supervisor_reads_the_last_known_board_without_a_network() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let area = world.accounts.user(&user)?.jurisdiction.clone();
        let supervisor = world.accounts.of(Role::Supervisor, &area).next().context("a supervisor there")?.user.clone();
        let wang = world.phone(&user).await?;
        let case = report(&wang, 10).await?;
        wang.sync().await?;
        let phone = world.phone(&supervisor).await?;

        let never = board(&phone, false).await?;
        assert_eq!((never.board, never.failure), (None, None), "nothing is made up before the server ever told");

        world.clock.pass_minutes(60 * 24 * 20);
        let told = board(&phone, true).await?;
        let judged = judge_all(told.board.as_ref().context("a board")?);
        let row = judged.iter().find(|judged| judged.row.user.as_str() == user).context("the phone is on it")?;
        assert_eq!(
            (row.standing.silence, row.standing.urgency),
            (Silence::Silent, Urgency::Late),
            "not heard of for days"
        );
        assert_eq!(told.overdue.iter().map(|one| one.case).collect::<Vec<_>>(), [case], "nobody has dealt with it");
        ensure!(told.overdue.iter().all(|one| !one.name.is_empty() && !one.unit.is_empty()));

        phone.offline();
        let offline = board(&phone, true).await?;
        assert_eq!(offline.failure.map(|why| why.code), Some("offline".to_owned()), "said to be old, and why");
        assert_eq!((offline.board, offline.overdue), (told.board, told.overdue), "and readable all the same");

        let Answer::Failed(failure) = wang.core.handle(Ask::Board { fresh: false }).await else {
            bail!("the board is not a collector's to see")
        };
        assert_eq!(failure.code, "not_allowed");
        Ok(())
    })
}

#[test]
fn a_pause_holds_back_what_goes_by_itself_and_nothing_that_is_asked_for() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let wang = world.phone(&collectors(&world, 1)?.remove(0)).await?;
        let Told::Status(paused) = wang.core.tell(Ask::Pause { minutes: 30 }).await? else {
            bail!("a pause is told as the status")
        };
        ensure!(paused.paused_until.is_some_and(|until| until > wang.core.now()));
        report(&wang, 10).await?;
        let requests = wang.line.requests();
        let core = wang.core.clone();
        let keeping = tokio::task::spawn_local(async move { core.keep_synced().await });
        tokio::time::sleep(std::time::Duration::from_millis(2_500)).await;
        keeping.abort();
        assert_eq!(wang.status().await?.unsent_operations, 1, "nothing went by itself");
        ensure!(wang.line.requests() - requests <= 1, "at most the line that listens was opened");
        assert_eq!(wang.sync().await?.left, 0, "what a person asks for goes");
        let Told::Status(on) = wang.core.tell(Ask::Pause { minutes: 0 }).await? else {
            bail!("a pause is told as the status")
        };
        assert_eq!(on.paused_until, None);
        Ok(())
    })
}

async fn assessment(phone: &Collector, fresh: bool) -> Result<AssessmentSheet> {
    match phone.core.tell(Ask::Assessment { fresh }).await? {
        Told::Assessment(sheet) => Ok(*sheet),
        other => bail!("asked how the area did, told {other:?}"),
    }
}

#[test]
fn a_supervisor_reads_how_the_area_did_and_opens_a_number_only_with_a_network() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let area = world.accounts.user(&user)?.jurisdiction.clone();
        let supervisor = world.accounts.of(Role::Supervisor, &area).next().context("a supervisor there")?.user.clone();
        let wang = world.phone(&user).await?;
        let case = report(&wang, 10).await?;
        wang.sync().await?;
        let phone = world.phone(&supervisor).await?;
        assert_eq!(assessment(&phone, false).await?, AssessmentSheet::default(), "nothing is made up");

        let told = assessment(&phone, true).await?;
        assert_eq!((&told.failure, &told.published), (&None, &None), "no month was published yet");
        let running = told.running.clone().context("the month that runs")?;
        let filed = running.rates.iter().find(|cell| cell.rate == Rate::Inst).context("how much was filed")?;
        assert_eq!((filed.basis, filed.whole), (Basis::Reported, 1), "of the one report of this month");
        let number = NumberBehind {
            month: running.month,
            version: None,
            basis: Basis::Reported,
            counter: Counter::Report,
            unit: None,
        };
        let reports = Ask::AssessedCases { number, after: None };
        let Told::AssessedCases(cases) = phone.core.tell(reports.clone()).await? else {
            bail!("the cases behind a number are told as such")
        };
        assert_eq!(
            cases.cases.iter().map(|one| one.id).collect::<Vec<_>>(),
            [case],
            "the number opens exactly its case"
        );
        assert_eq!(cases.total, 1);

        phone.offline();
        let offline = assessment(&phone, true).await?;
        assert_eq!(offline.failure.map(|why| why.code), Some("offline".to_owned()), "said to be old, and why");
        assert_eq!(offline.running, told.running, "and readable all the same");
        let Answer::Failed(failure) = phone.core.handle(reports).await else { bail!("the cases are not on the phone") };
        assert_eq!(failure.code, "offline");
        Ok(())
    })
}
