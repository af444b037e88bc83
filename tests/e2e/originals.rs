//! Originals travel: by the jurisdiction's setting or because the desk asks, after all working copies, counted apart,
//! and kept on the phone until they may go.

use anyhow::{Context, Result, ensure};
use app_bridge::ask::OriginalsOver;
use app_bridge::told::{TaskCard, Whereabouts};
use app_core::core::PictureSize;
use app_core::ports::Metering;
use shared::account::Role;
use shared::api::cases::CaseFile;
use shared::case::State;
use shared::evidence::OriginalPlace;
use shared::ids::{CaseId, Sha256};
use shared::task::TaskResult;
use system_tests::collector::Collector;
use system_tests::desk::Desk;
use system_tests::line::Weather;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report, shot};

const DAY_MINUTES: i64 = 24 * 60;

/// A city whose first collectors' jurisdiction sends originals without being asked, and one of them.
async fn where_originals_travel() -> Result<(World, Collector)> {
    let mut world = World::begin(MONDAY).await?;
    let user = collectors(&world, 1)?.remove(0);
    let area = world.accounts.user(&user)?.jurisdiction.parse()?;
    world.switch(&area, |settings| settings.send_originals = true).await?;
    let wang = world.phone(&user).await?;
    Ok((world, wang))
}

async fn admin(world: &World) -> Result<Desk> {
    world.desk(&world.accounts.first(Role::Admin)?.user).await
}

fn places(file: &CaseFile) -> Vec<OriginalPlace> {
    file.evidence.iter().map(|photo| photo.original_place).collect()
}

#[test]
fn with_the_setting_on_both_files_of_each_shot_arrive_and_hash_to_what_was_signed() -> Result<()> {
    story(async {
        let (world, wang) = where_originals_travel().await?;
        let case = report(&wang, 140).await?;
        let before = wang.status().await?.originals;
        assert_eq!((before.wanted, before.received, before.kept), (2, 0, 2));
        let round = wang.sync().await?;
        assert_eq!((round.photos_sent, round.originals_sent, round.left), (2, 2, 0));
        let admin = admin(&world).await?;
        let file = admin.file(case).await?;
        assert_eq!(places(&file), [OriginalPlace::Here; 2]);
        for (shown, taken) in file.evidence.iter().zip([shot(140), shot(141)]) {
            let original = admin.media(&shown.original).await?;
            assert_eq!(Sha256::of(&original), shown.original, "the hash that was signed at the shutter");
            ensure!(original == taken, "byte for byte what the camera gave");
            assert_eq!(Sha256::of(&admin.media(&shown.working).await?), shown.working);
        }
        let status = wang.status().await?;
        assert_eq!((status.originals.wanted, status.originals.received), (2, 2));
        ensure!(status.all_arrived);
        assert_eq!(wang.sealed("original")?, 0, "each has its own receipt");
        assert_eq!((wang.sealed("working")?, wang.sealed("thumb")?), (2, 2), "everything else stays");
        let card = wang.case(case).await?;
        assert_eq!((card.photos_received, card.photos_total), (2, 2), "photos are working copies, always");
        Ok(())
    })
}

#[test]
fn on_a_metered_network_originals_wait_and_working_copies_go() -> Result<()> {
    story(async {
        let (world, wang) = where_originals_travel().await?;
        wang.street.set(Metering::Metered);
        let case = report(&wang, 150).await?;
        let round = wang.sync().await?;
        assert_eq!((round.photos_sent, round.originals_sent, round.left), (2, 0, 0));
        let status = wang.status().await?;
        ensure!(status.originals.held && status.originals.waiting_bytes > 0, "it says why they wait");
        ensure!(status.all_arrived, "the case and its photos are there");
        assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
        let board = admin(&world).await?.board().await?;
        let beat =
            &board.devices.iter().find(|row| row.device == wang.core.device()).context("on the board")?.heartbeat;
        assert_eq!((beat.waiting_photos, beat.waiting_originals), (0, 2), "counted apart at the centre too");

        wang.street.set(Metering::Unmetered);
        assert_eq!(wang.sync().await?.originals_sent, 2, "and go with the next Wi-Fi");
        report(&wang, 152).await?;
        wang.street.set(Metering::Metered);
        ensure!(!wang.send_originals_over(OriginalsOver::AnyNetwork).await?.originals.held);
        assert_eq!(wang.sync().await?.originals_sent, 2, "the person's own choice");
        Ok(())
    })
}

#[test]
fn what_the_desk_asks_for_arrives_with_the_next_round_and_nothing_else() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let wang = world.phone(&collectors(&world, 1)?.remove(0)).await?;
        let admin = admin(&world).await?;
        let case = report(&wang, 160).await?;
        assert_eq!(wang.sync().await?.originals_sent, 0, "nobody asked");
        let file = admin.file(case).await?;
        assert_eq!(places(&file), [OriginalPlace::OnPhone; 2]);
        let wanted = file.evidence[1].clone();
        let file = admin.ask_original(case, wanted.photo.context("a signed photo")?).await?;
        assert_eq!(places(&file), [OriginalPlace::OnPhone, OriginalPlace::Asked]);

        let round = wang.sync().await?;
        assert_eq!((round.photos_sent, round.originals_sent, round.left), (0, 1, 0));
        assert_eq!(places(&admin.file(case).await?), [OriginalPlace::OnPhone, OriginalPlace::Here]);
        assert_eq!(Sha256::of(&admin.media(&wanted.original).await?), wanted.original);
        let originals = wang.status().await?.originals;
        assert_eq!((originals.wanted, originals.received, originals.kept), (1, 1, 1));
        assert_eq!(wang.sealed("original")?, 1, "the other one is kept");
        Ok(())
    })
}

#[test]
fn nothing_is_freed_before_its_own_receipt_and_no_byte_is_sent_twice() -> Result<()> {
    story(async {
        let (_world, wang) = where_originals_travel().await?;
        wang.street.set(Metering::Metered);
        report(&wang, 170).await?;
        assert_eq!(wang.sync().await?.photos_sent, 2);
        assert_eq!(wang.sealed("original")?, 2, "the receipts of working copies free no original");
        wang.street.set(Metering::Unmetered);
        wang.line.set(Weather::LosesReceipts(1));
        ensure!(wang.sync().await.is_err(), "the first original arrived, but its receipt was lost");
        assert_eq!(wang.sealed("original")?, 2, "so it is kept");
        let larger = u64::try_from(shot(170).len().max(shot(171).len()))?;
        let round = wang.sync().await?;
        assert_eq!(round.originals_sent, 2);
        ensure!(round.bytes_sent < larger + 5_000, "the one that was there was not sent again: {}", round.bytes_sent);
        assert_eq!(wang.sealed("original")?, 0);
        Ok(())
    })
}

/// Lets a case be handled and checked until it is closed; returns who checked it.
async fn closed(world: &World, wang: &Collector, case: CaseId) -> Result<Collector> {
    let admin = admin(world).await?;
    let unit = admin.file(case).await?.case.unit.context("a unit by rule")?;
    let unit_desk = world.desk(&world.accounts.of_unit(unit.as_str())?.user.clone()).await?;
    let file = unit_desk.finish(case, &shot(30), "已清运").await?;
    let li = world.phone(&file.draws.last().and_then(|draw| draw.drawn.clone()).context("somebody was drawn")?).await?;
    let tasks: Vec<TaskCard> = li.tasks().await?;
    let task = tasks.iter().find(|task| task.case == case).context("the task came with the first round")?;
    li.answer(task, TaskResult::Pass, &shot(40), "干净了").await?;
    li.sync().await?;
    assert_eq!(admin.file(case).await?.case.state, State::Closed);
    li.sync().await?;
    wang.sync().await?;
    Ok(li)
}

#[test]
fn thirty_days_after_the_closing_files_are_freed_and_thumbnails_stay() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let wang = world.phone(&collectors(&world, 1)?.remove(0)).await?;
        let case = report(&wang, 180).await?;
        wang.sync().await?;
        let open = report(&wang, 185).await?;
        wang.sync().await?;
        let li = closed(&world, &wang, case).await?;

        let pass = async |days: i64| {
            world.clock.pass_minutes(days * DAY_MINUTES);
            for phone in [&wang, &li] {
                phone.clock.skip_days(days);
                phone.sync().await?;
            }
            anyhow::Ok(())
        };
        pass(29).await?;
        assert_eq!((wang.sealed("original")?, wang.sealed("working")?), (4, 4), "not a day too early");
        assert_eq!((li.sealed("original")?, li.sealed("working")?), (1, 1));
        pass(2).await?;
        assert_eq!((wang.sealed("original")?, wang.sealed("working")?), (2, 2), "the open case keeps its own");
        assert_eq!((li.sealed("original")?, li.sealed("working")?), (0, 0), "the answer's photo goes as well");
        assert_eq!((wang.sealed("thumb")?, li.sealed("thumb")?), (4, 1), "thumbnails stay");

        let card = wang.case(case).await?;
        assert_eq!((card.photos_received, card.photos_total), (2, 2), "what was freed still counts as arrived");
        let photo = card.photos[0].to_string();
        let shown = wang.core.picture(&photo, PictureSize::Working).await?.context("the server has it")?;
        let admin = admin(&world).await?;
        let file = admin.file(case).await?;
        assert_eq!(Sha256::of(&shown), file.evidence[0].working);
        wang.offline();
        let other = card.photos[1].to_string();
        ensure!(wang.core.picture(&other, PictureSize::Working).await?.is_some(), "offline the thumbnail is shown");

        let gone = file.evidence[0].photo.context("a signed photo")?;
        admin.ask_original(case, gone).await?;
        wang.online();
        assert_eq!(wang.sync().await?.originals_sent, 0, "what was freed cannot be sent, and nothing fails over it");
        assert_eq!(wang.case(open).await?.photos_total, 2);
        Ok(())
    })
}

#[test]
fn what_the_desk_waits_for_is_kept_however_long_ago_the_case_was_closed() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let wang = world.phone(&collectors(&world, 1)?.remove(0)).await?;
        let case = report(&wang, 190).await?;
        wang.sync().await?;
        closed(&world, &wang, case).await?;
        wang.street.set(Metering::Metered);
        let desk = admin(&world).await?;
        let photo = desk.file(case).await?.evidence[0].photo.context("a signed photo")?;
        desk.ask_original(case, photo).await?;
        wang.sync().await?;
        world.clock.pass_minutes(40 * DAY_MINUTES);
        wang.clock.skip_days(40);
        wang.sync().await?;
        assert_eq!(wang.sealed("original")?, 1, "of two only the one that nobody asked for is gone");
        wang.street.set(Metering::Unmetered);
        assert_eq!(wang.sync().await?.originals_sent, 1);
        // After forty days the desk has to sign in anew.
        assert_eq!(places(&admin(&world).await?.file(case).await?)[0], OriginalPlace::Here);
        Ok(())
    })
}
