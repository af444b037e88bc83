//! What is being filled in survives whatever ends the program, and goes with the save.

use anyhow::{Context as _, Result, bail, ensure};
use app_bridge::ask::{AnswerForm, Ask, ReportForm, Shot, Subject};
use app_bridge::draft::{DraftOf, Drafts, KeptAnswer, KeptDraft, KeptReport};
use app_bridge::told::Told;
use shared::account::Role;
use shared::case::State;
use shared::evidence::PhotoRole;
use shared::ids::CaseId;
use shared::place::fix::Fix;
use shared::task::TaskResult;
use system_tests::collector::Collector;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, here, report, shot};

async fn drafts(phone: &Collector) -> Result<Drafts> {
    match phone.core.tell(Ask::Drafts).await? {
        Told::Drafts(drafts) => Ok(drafts),
        other => bail!("asked for the drafts, told {other:?}"),
    }
}

async fn only_report(phone: &Collector) -> Result<KeptReport> {
    match drafts(phone).await?.drafts.as_slice() {
        [card] => match &card.draft {
            KeptDraft::Report(report) => Ok(KeptReport::clone(report)),
            KeptDraft::Answer(_) => bail!("an answer"),
        },
        other => bail!("{} drafts", other.len()),
    }
}

async fn keep(phone: &Collector, draft: KeptDraft) -> Result<()> {
    ensure!(phone.core.tell(Ask::KeepDraft(draft)).await? == Told::Kept);
    Ok(())
}

fn near(case: Option<CaseId>, fix: &Fix) -> Shot {
    Shot {
        role: PhotoRole::Near,
        subject: Subject::Draft { case },
        fix: Some(fix.clone()),
        address: String::new(),
        imported: false,
        pair: None,
        poster: None,
    }
}

#[test]
fn a_report_that_the_camera_the_battery_and_a_call_interrupt_arrives_once_as_it_was_meant() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        wang.offline();
        let place = here(&wang).await?;

        // The camera wants the memory: the app is gone before its page has heard of the photo.
        let first = wang.take(near(None, &place), &shot(10)).await?;
        let wang = wang.restarted()?;
        let found = only_report(&wang).await?;
        assert_eq!((found.case, found.photos.len()), (first.draft, 1));
        assert_eq!(found.photos[0].photo, first.photo);

        // The battery is empty in the middle of a word.
        let category = Some("event:06010".parse()?);
        let typed = KeptReport { category, condition_no: Some(1), note: "两".to_owned(), ..found };
        keep(&wang, KeptDraft::Report(Box::new(typed.clone()))).await?;
        let wang = wang.restarted()?;
        assert_eq!(only_report(&wang).await?, typed);

        // A call comes while the second photo is developed; then the person goes on and saves.
        let second = wang.take(near(typed.case, &place), &shot(11)).await?;
        let wang = wang.restarted()?;
        let found = only_report(&wang).await?;
        assert_eq!(found.photos.iter().map(|shot| shot.photo).collect::<Vec<_>>(), [first.photo, second.photo]);
        let form = ReportForm {
            category: found.category.context("a category")?,
            condition_no: found.condition_no.context("a condition")?,
            fix: place,
            note: format!("{}袋", found.note),
            address: found.address,
            photos: found.photos.iter().map(|shot| shot.photo).collect(),
            draft: found.case,
            self_handled: false,
        };
        let saved = wang.save(form).await?;
        assert_eq!(Some(saved.case), first.draft, "the case that its first photo was taken for");
        let wang = wang.restarted()?;
        assert!(drafts(&wang).await?.drafts.is_empty(), "what is saved is no draft any more");

        wang.sync().await?;
        let case = wang.case(saved.case).await?;
        assert_eq!((case.note.as_str(), case.photos_total), ("两袋", 2));
        assert!(case.case_no.is_some(), "the server has it");
        assert_eq!(wang.cases().await?.len(), 1);
        Ok(())
    })
}

#[test]
fn a_save_that_only_the_journal_has_takes_its_draft_with_it() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let place = here(&wang).await?;
        let taken = wang.take(near(None, &place), &shot(20)).await?;
        let (case, photos) = (taken.draft, vec![taken.photo]);
        let begun = KeptReport { case, note: "两袋".to_owned(), photos: vec![taken], ..KeptReport::default() };
        keep(&wang, KeptDraft::Report(Box::new(begun))).await?;
        let home = wang.home().to_owned();
        drop(wang);
        let before = std::fs::read(home.join("xunge.db"))?;

        let wang = Collector::with_phone(&user, &home)?;
        wang.save(ReportForm {
            category: "event:06010".parse()?,
            condition_no: 1,
            fix: place,
            note: "两袋".to_owned(),
            address: String::new(),
            photos,
            draft: case,
            self_handled: false,
        })
        .await?;
        drop(wang);
        // The battery went between the journal and the database.
        std::fs::write(home.join("xunge.db"), before)?;

        let wang = Collector::with_phone(&user, &home)?;
        assert_eq!(wang.cases().await?.len(), 1, "what was saved is there");
        let next = KeptReport { note: "另一件".to_owned(), ..KeptReport::default() };
        keep(&wang, KeptDraft::Report(Box::new(next))).await?;
        assert_eq!(only_report(&wang).await?.note, "另一件", "the next one is not taken for the one that is saved");
        Ok(())
    })
}

#[test]
fn a_shot_that_only_the_journal_has_stands_in_the_report_that_was_typed_before() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let place = here(&wang).await?;
        let typed = KeptReport { note: "两袋".to_owned(), ..KeptReport::default() };
        keep(&wang, KeptDraft::Report(Box::new(typed))).await?;
        let home = wang.home().to_owned();
        drop(wang);
        let before = std::fs::read(home.join("xunge.db"))?;

        let wang = Collector::with_phone(&user, &home)?;
        let taken = wang.take(near(None, &place), &shot(20)).await?;
        drop(wang);
        // The battery went between the journal and the database.
        std::fs::write(home.join("xunge.db"), before)?;

        let wang = Collector::with_phone(&user, &home)?;
        let found = only_report(&wang).await?;
        assert_eq!((found.note.as_str(), found.case), ("两袋", taken.draft));
        assert_eq!(found.photos.iter().map(|shot| shot.photo).collect::<Vec<_>>(), [taken.photo]);
        Ok(())
    })
}

#[test]
fn whoever_signs_out_with_something_begun_finds_it_on_return_and_nobody_else_does() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let [first, second] = <[String; 2]>::try_from(collectors(&world, 2)?).ok().context("two collectors")?;
        let wang = world.phone(&first).await?;
        let place = here(&wang).await?;
        let taken = wang.take(near(None, &place), &shot(20)).await?;
        let begun =
            KeptReport { case: taken.draft, note: "门口".to_owned(), photos: vec![taken], ..KeptReport::default() };
        keep(&wang, KeptDraft::Report(Box::new(begun.clone()))).await?;
        wang.core.tell(Ask::SignOut).await?;

        let li = wang.handed_to(&second);
        li.sign_in(&world.url, &world.accounts.user(&second)?.password).await?;
        assert!(drafts(&li).await?.drafts.is_empty(), "another one's draft is nobody else's business");
        report(&li, 30).await?;
        li.sync().await?;
        li.core.tell(Ask::SignOut).await?;

        let wang = li.handed_to(&first);
        wang.sign_in(&world.url, &world.accounts.user(&first)?.password).await?;
        let wang = wang.restarted()?;
        assert_eq!(only_report(&wang).await?, begun);
        Ok(())
    })
}

#[test]
fn a_check_that_was_begun_is_found_again_and_goes_with_its_answer() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let case = report(&wang, 40).await?;
        wang.sync().await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let unit = admin.file(case).await?.case.unit.context("a responsible unit")?;
        let unit = world.accounts.of_unit(unit.as_str())?.user.clone();
        let file = world.desk(&unit).await?.finish(case, &shot(41), "已清运").await?;
        let checker = file.draws.last().and_then(|draw| draw.drawn.clone()).context("somebody was drawn")?;
        let li = world.phone(&checker).await?;
        li.offline();
        let task = li.tasks().await?.into_iter().find(|task| task.case == case).context("the check")?;
        let subject = Subject::Task { task: task.task };
        let after = Shot { role: PhotoRole::After, subject, ..near(None, &task.fix) };
        let taken = li.take(after, &shot(42)).await?;
        let begun = KeptAnswer {
            task: task.task,
            corrects: None,
            result: None,
            note: "干净了".to_owned(),
            photos: vec![taken.clone()],
        };
        keep(&li, KeptDraft::Answer(begun.clone())).await?;
        let li = li.restarted()?;
        let found = drafts(&li).await?.drafts;
        assert_eq!(found.iter().map(|card| card.draft.of()).collect::<Vec<_>>(), [DraftOf::Answer(task.task)]);
        assert_eq!(found[0].draft, KeptDraft::Answer(begun));
        li.hand_in(AnswerForm {
            task: task.task,
            result: TaskResult::Pass,
            note: "干净了".to_owned(),
            fix: Some(task.fix.clone()),
            photos: vec![taken.photo],
        })
        .await?;
        let li = li.restarted()?;
        assert!(drafts(&li).await?.drafts.is_empty());
        li.sync().await?;
        assert_eq!(admin.file(case).await?.case.state, State::Closed);
        Ok(())
    })
}
