//! Two servers on one PostgreSQL and one place for files, and every request goes to the other one than the one before.

mod place;
mod s3;
mod turns;

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use app_bridge::told::Whereabouts;
use serde_json::json;
use shared::account::Role;
use shared::case::State;
use shared::evidence::PhotoRole;
use shared::ids::Sha256;
use shared::task::TaskResult;
use system_tests::collector::Draft;
use system_tests::line::Weather;
use system_tests::relay::Relay;
use system_tests::world::story;

use self::place::{Files, Place};
use crate::people::{busy_shot, here, report, shot};

/// Returns the users of the first jurisdiction with that many collectors.
fn collectors(place: &Place, wanted: usize) -> Result<Vec<String>> {
    let accounts = &place.accounts;
    let areas: BTreeSet<&str> = accounts.accounts.iter().map(|account| account.jurisdiction.as_str()).collect();
    let people = |area: &str| -> Vec<String> {
        accounts.of(Role::Collector, area).take(wanted).map(|account| account.user.clone()).collect()
    };
    areas.iter().map(|area| people(area)).find(|users| users.len() == wanted).context("enough collectors somewhere")
}

/// A case goes from the kerb to closed, and no two requests of it go to the same server.
async fn closed_through_both(files: Files, test: &str) -> Result<()> {
    let Some(place) = Place::begin(files, test).await? else { return Ok(()) };
    assert_eq!(place.is_in_bucket(), files == Files::Bucket);
    let wang_user = collectors(&place, 1)?.remove(0);
    let wang = place.phone(&wang_user, &place.turns.url).await?;
    wang.offline();
    // One photograph of several pieces, so that a cut leaves something to go on from.
    let (near, far) = (busy_shot(3), shot(20));
    let photos = [(PhotoRole::Near, near.as_slice()), (PhotoRole::Far, far.as_slice())];
    let draft =
        Draft { category: "event:06010", condition_no: 1, fix: here(&wang).await?, note: "两袋", photos: &photos };
    let saved = wang.report(&draft).await?;
    let unit = saved.unit.context("the rule gives one unit there")?;
    wang.line.set(Weather::CutsUploadsAt(90_000, 2));
    while wang.sync().await.is_err() {}
    ensure!(wang.sync().await?.left == 0, "all of it arrived");
    assert_eq!(wang.case(saved.case).await?.whereabouts, Whereabouts::Arrived);

    let unit_user = place.accounts.of_unit(unit.id.as_str())?.user.clone();
    let file = place.desk(&unit_user).await?.finish(saved.case, &shot(30), "已清运").await?;
    assert_eq!(file.case.state, State::Checking);
    let li_user = file.draws.last().and_then(|draw| draw.drawn.clone()).context("somebody was drawn")?;
    let li = place.phone(&li_user, &place.turns.url).await?;
    let tasks = li.tasks().await?;
    let task = tasks.iter().find(|task| task.case == saved.case).context("the task came with the first round")?;
    assert_eq!((task.before.len(), task.after.len()), (2, 1), "the pictures came from the place both servers share");
    li.answer(task, TaskResult::Pass, &shot(40), "干净了").await?;
    assert_eq!(li.sync().await?.left, 0);

    let admin = place.desk(&place.accounts.first(Role::Admin)?.user).await?;
    let file = admin.file(saved.case).await?;
    assert_eq!(file.case.state, State::Closed);
    for photo in &file.case.photos {
        assert_eq!(Sha256::of(&admin.media(&photo.working).await?), photo.working, "byte for byte");
    }
    let answered = place.turns.answered();
    ensure!(answered.iter().all(|count| *count >= 10), "both servers had their turns: {answered:?}");
    let found = place.check().await?;
    ensure!(found["problems"] == json!([]) && found["cases"] == 1, "{found}");
    Ok(())
}

#[test]
fn a_case_is_closed_through_two_servers_with_a_shared_folder() -> Result<()> {
    story(closed_through_both(Files::Folder, "a_case_is_closed_through_two_servers_with_a_shared_folder"))
}

#[test]
fn a_case_is_closed_through_two_servers_with_a_bucket() -> Result<()> {
    story(closed_through_both(Files::Bucket, "a_case_is_closed_through_two_servers_with_a_bucket"))
}

/// Servers are killed in turn while two phones hand their morning in; every case arrives once.
async fn killed_in_turn(files: Files, test: &str) -> Result<()> {
    let Some(mut place) = Place::begin(files, test).await? else { return Ok(()) };
    let users = collectors(&place, 2)?;
    let mut phones = Vec::new();
    for user in &users {
        phones.push(place.phone(user, &place.turns.url).await?);
    }
    let mut cases = BTreeSet::new();
    for round in 0..6_u8 {
        for (number, phone) in phones.iter().enumerate() {
            cases.insert(report(phone, round * 20 + u8::try_from(number)?).await?);
        }
        // In the middle of a round: the other requests of it still come.
        let (first, second) = (phones[0].sync(), phones[1].sync());
        let killed = place.kill(usize::from(round % 2));
        let (first, second, killed) = tokio::join!(first, second, killed);
        killed?;
        println!("round {round}: {:?}, {:?}", first.is_ok(), second.is_ok());
    }
    for phone in &phones {
        let mut tries = 0;
        while phone.sync().await.map_or(true, |round| round.left > 0) {
            tries += 1;
            ensure!(tries < 40, "{} does not come to an end", phone.user);
        }
        ensure!(phone.status().await?.all_arrived, "{}", phone.user);
    }
    let admin = place.desk(&place.accounts.first(Role::Admin)?.user).await?;
    let held: BTreeSet<_> = admin.cases().await?.cases.iter().map(|case| case.id).collect();
    assert_eq!(held, cases, "each once, and none besides");
    let found = place.check().await?;
    ensure!(found["problems"] == json!([]) && found["cases"] == 12 && found["photos"] == 24, "{found}");
    Ok(())
}

#[test]
fn nothing_is_lost_or_doubled_when_servers_with_a_shared_folder_are_killed() -> Result<()> {
    story(killed_in_turn(Files::Folder, "nothing_is_lost_or_doubled_when_servers_with_a_shared_folder_are_killed"))
}

#[test]
fn nothing_is_lost_or_doubled_when_servers_with_a_bucket_are_killed() -> Result<()> {
    story(killed_in_turn(Files::Bucket, "nothing_is_lost_or_doubled_when_servers_with_a_bucket_are_killed"))
}

/// The connection to one server hangs; the phone goes on through the other, and the hanging one may write no more.
async fn stuck_on_one(files: Files, test: &str) -> Result<()> {
    let Some(place) = Place::begin(files, test).await? else { return Ok(()) };
    let relay = Relay::before(&place.url(0)).await?;
    let wang = place.phone(&collectors(&place, 1)?.remove(0), &relay.url).await?;
    let case = report(&wang, 130).await?;
    relay.hangs_after(3_000);
    wang.line.gives_up_when(relay.hangs());
    ensure!(wang.sync().await.is_err() && relay.has_hung(), "the line hung");
    // The same upload goes on at the other server, while the first still waits for more of it.
    relay.leads_to(&place.url(1))?;
    let round = wang.sync().await?;
    assert_eq!((round.photos_sent, round.left), (2, 0));
    let admin = place.desk(&place.accounts.first(Role::Admin)?.user).await?;
    for photo in admin.file(case).await?.case.photos {
        assert_eq!(Sha256::of(&admin.media(&photo.working).await?), photo.working);
    }
    Ok(())
}

#[test]
fn an_upload_that_hangs_on_one_server_goes_on_at_the_other_in_a_shared_folder() -> Result<()> {
    story(stuck_on_one(Files::Folder, "an_upload_that_hangs_on_one_server_goes_on_at_the_other_in_a_shared_folder"))
}

#[test]
fn an_upload_that_hangs_on_one_server_goes_on_at_the_other_in_a_bucket() -> Result<()> {
    story(stuck_on_one(Files::Bucket, "an_upload_that_hangs_on_one_server_goes_on_at_the_other_in_a_bucket"))
}
