//! Both sides come to hold the same, whatever hole was made in either.

use anyhow::{Context as _, Result};
use app_bridge::told::Whereabouts;
use server::accounts::actions;
use shared::account::Role;
use shared::ids::CaseId;
use system_tests::clock::PhoneClock;
use system_tests::collector::Collector;
use system_tests::hands::{in_phone, in_server};
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, here, report};

/// Wang and Li in the same duty grid, each with a case at the server.
async fn two_neighbours(world: &World) -> Result<(Collector, CaseId, Collector, CaseId)> {
    let users = neighbours(world).await?;
    let (wang, li) = (world.phone(&users.0).await?, world.phone(&users.1).await?);
    let (first, second) = (report(&wang, 10).await?, report(&li, 20).await?);
    wang.sync().await?;
    li.sync().await?;
    wang.sync().await?;
    Ok((wang, first, li, second))
}

/// Two collectors who walk the same duty grids: the second is sent where the first one walks.
pub async fn neighbours(world: &World) -> Result<(String, String)> {
    let users = collectors(world, 2)?;
    let [first, second] = users.as_slice() else { anyhow::bail!("two collectors") };
    let mut tx = world.app()?.db.write().await?;
    let account = actions::by_user(&mut tx, second).await?.context("the second collector")?;
    actions::assign_grids(&mut tx, &account, &world.accounts.user(first)?.grids).await?;
    tx.commit().await?;
    Ok((first.clone(), second.clone()))
}

fn count(phone: &Collector, sql: &str) -> Result<i64> {
    Ok(in_phone(phone.home())?.query_row(sql, [], |row| row.get(0))?)
}

#[test]
fn rows_that_a_hand_removed_or_changed_on_a_phone_are_mended() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (wang, case, _, other) = two_neighbours(&world).await?;
        assert_eq!(wang.sync().await?.mended, 0, "nothing was wrong before");
        let whole = wang.case(case).await?;
        let hand = in_phone(wang.home())?;
        assert_eq!(hand.execute("delete from nearby where id = ?1", [other.to_string()])?, 1);
        assert_eq!(hand.execute("delete from cases where id = ?1", [case.to_string()])?, 1);
        drop(hand);
        let round = wang.sync().await?;
        assert_eq!((round.mended, round.differing, round.left), (2, 0, 0));
        assert_eq!(wang.case(case).await?, whole, "the server's word and what was saved here are back");
        assert_eq!(count(&wang, "select count(*) from nearby")?, 1);

        let hand = in_phone(wang.home())?;
        let changed = "update cases set version = 1, body = json_set(body, '$.state', 'reported', '$.version', 1)";
        assert_eq!(hand.execute(changed, [])?, 1, "a version of long ago");
        assert_eq!(hand.execute("update nearby set body = json_set(body, '$.state', 'void')", [])?, 1);
        drop(hand);
        assert_ne!(wang.case(case).await?.state, whole.state);
        assert_eq!(wang.sync().await?.mended, 2);
        assert_eq!(wang.case(case).await?.state, whole.state);
        assert_eq!(wang.sync().await?.mended, 0);
        Ok(())
    })
}

#[test]
fn rows_that_the_server_does_not_hold_go_and_saved_work_stays() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (wang, case, _, _) = two_neighbours(&world).await?;
        let hand = in_phone(wang.home())?;
        for table in ["cases", "nearby"] {
            let id = if table == "cases" { "id = ?1" } else { "id <> ?1" };
            let columns = match table {
                "cases" => "jurisdiction_id, account_id, saved_ms, body, version, scope_version",
                _ => "jurisdiction_id, category, lon_e7, lat_e7, received_ms, body, version, scope_version",
            };
            let sql = format!(
                "insert into {table} (id, {columns}) select '01935a00-ffff-7000-8000-00000000000f', {columns}
                 from {table} where {id}"
            );
            assert_eq!(hand.execute(&sql, [case.to_string()])?, 1, "{table}");
        }
        drop(hand);
        wang.offline();
        let unsent = report(&wang, 30).await?;
        wang.online();
        let before = wang.cases().await?.len();
        let round = wang.sync().await?;
        assert_eq!((round.mended, round.differing), (2, 0), "both rows are gone, and nothing else was wrong");
        assert_eq!(wang.cases().await?.len(), before - 1);
        assert_eq!(wang.case(unsent).await?.whereabouts, Whereabouts::Arrived);
        assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
        Ok(())
    })
}

#[test]
fn a_case_that_the_server_lost_is_offered_again_with_the_same_bytes() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 1)?;
        let wang = world.phone(&users[0]).await?;
        let (lost, kept) = (report(&wang, 40).await?, report(&wang, 50).await?);
        wang.sync().await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let before = admin.file(lost).await?.case;
        for table in ["file_refs", "photos", "draws", "tasks", "case_flow", "operations"] {
            in_server(&world, &format!("delete from {table} where case_id = '{lost}'")).await?;
        }
        assert_eq!(in_server(&world, &format!("delete from cases where id = '{lost}'")).await?, 1);
        assert!(admin.file(lost).await.is_err());
        let round = wang.sync().await?;
        assert_eq!((round.differing, round.left), (0, 0));
        assert!(round.mended > 0 && round.pushed == 1, "{round:?}");
        let after = admin.file(lost).await?.case;
        assert_eq!((after.fix, after.note, after.category), (before.fix, before.note, before.category));
        assert_eq!(after.photos.len(), before.photos.len());
        assert!(after.photos.iter().all(|photo| photo.received_at.is_some()), "its photos too");
        assert_eq!(wang.case(lost).await?.whereabouts, Whereabouts::Arrived);
        assert_eq!(admin.file(kept).await?.case.version, wang_version(&wang, kept)?);
        assert_eq!(wang.sync().await?.mended, 0);
        Ok(())
    })
}

fn wang_version(phone: &Collector, case: CaseId) -> Result<u64> {
    let version: i64 =
        in_phone(phone.home())?
            .query_row("select version from cases where id = ?1", [case.to_string()], |row| row.get(0))?;
    Ok(u64::try_from(version)?)
}

#[test]
fn a_round_that_brings_nothing_is_short() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (wang, ..) = two_neighbours(&world).await?;
        wang.sync().await?;
        wang.line.take_bytes();
        wang.sync().await?;
        let bytes = wang.line.take_bytes();
        let beside: u64 = bytes.iter().filter(|(path, _)| !path.ends_with("hello")).map(|(_, bytes)| bytes).sum();
        println!("a round that brings nothing: {bytes:?}, {beside} bytes beside the hello");
        assert!(bytes.contains_key("api/v1/sync/digest"));
        assert!(beside < 500, "{bytes:?}");
        Ok(())
    })
}

#[test]
fn the_board_says_complete_only_when_both_sides_agree() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 1)?;
        let clock = PhoneClock::at(MONDAY)?;
        let wang = world.phone_with(&users[0], &clock).await?;
        let case = report(&wang, 60).await?;
        wang.sync().await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        // The operation is still known, so that the server answers as before: this hole cannot be mended from here.
        for table in ["file_refs", "photos", "draws", "tasks", "case_flow"] {
            in_server(&world, &format!("delete from {table} where case_id = '{case}'")).await?;
        }
        in_server(&world, &format!("delete from cases where id = '{case}'")).await?;
        let complete =
            async || -> Result<_> { Ok(admin.board().await?.devices.first().context("a device")?.last_complete_at) };
        let before = complete().await?;
        for _ in 0..6 {
            world.clock.pass_minutes(1);
            clock.pass_minutes(1);
            let round = wang.sync().await?;
            assert!(round.differing > 0, "{round:?}");
        }
        assert_eq!(complete().await?, before, "a round in which both sides differ is not complete");
        assert_eq!(wang.case(case).await?.case, case, "what was saved here stays");
        Ok(())
    })
}

#[test]
fn a_look_alike_is_told_before_anything_is_saved() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (wang, own, li, _) = two_neighbours(&world).await?;
        li.sync().await?;
        li.offline();
        let fix = here(&li).await?;
        let preview = li.preview(&fix, "event:06010", 1).await?;
        let told: Vec<(CaseId, bool)> = preview.look_alikes.iter().map(|one| (one.case, one.own)).collect();
        assert_eq!(told.len(), 2, "the neighbour's and the own one: {told:?}");
        assert!(told.contains(&(own, false)));
        assert!(preview.look_alikes.iter().all(|one| one.distance_m < 1.0 && one.state.is_some()));
        assert!(preview.warnings.iter().any(|warning| warning.code == "look_alike"));
        let other = li.preview(&fix, "event:06001", 1).await?;
        assert!(other.look_alikes.is_empty(), "another kind is another problem");
        drop(wang);
        Ok(())
    })
}
