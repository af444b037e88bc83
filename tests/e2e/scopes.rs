//! What somebody may see changes: the phone empties its outbox, takes the new scope, and lets the old one go.

use anyhow::{Context as _, Result};
use app_bridge::told::Whereabouts;
use server::accounts::actions;
use server::accounts::caller::Account;
use shared::account::{Actor, Role};
use system_tests::collector::Collector;
use system_tests::hands::in_phone;
use system_tests::world::{World, story};

use crate::both_sides::neighbours;
use crate::people::{MONDAY, report};

/// Changes an account as the command line does.
pub async fn change(
    world: &World,
    user: &str,
    change: impl FnOnce(&mut Account),
    grids: Option<Vec<String>>,
) -> Result<()> {
    let app = world.app()?;
    let by = Actor::System { rule: "command_line".to_owned() };
    let mut tx = app.db.write().await?;
    let mut account = actions::by_user(&mut tx, user).await?.context("the account")?;
    change(&mut account);
    actions::change(app, &mut tx, &account, &by).await?;
    if let Some(grids) = grids {
        actions::assign_grids(&mut tx, &account, &grids).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn count(phone: &Collector, sql: &str) -> Result<i64> {
    Ok(in_phone(phone.home())?.query_row(sql, [], |row| row.get(0))?)
}

/// Returns the version of the scope and the one that the device has acknowledged.
async fn on_the_board(world: &World, user: &str) -> Result<(u64, u64)> {
    let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
    let board = admin.board().await?;
    let row = board.devices.into_iter().find(|row| row.user.as_str() == user).context("a device")?;
    Ok((row.scope_version, row.scope_held))
}

#[test]
fn other_grids_bring_other_neighbours_and_unsent_work_stays() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = neighbours(&world).await?;
        let (wang, li) = (world.phone(&users.0).await?, world.phone(&users.1).await?);
        let sent = report(&wang, 10).await?;
        report(&li, 20).await?;
        li.sync().await?;
        wang.sync().await?;
        assert_eq!(count(&wang, "select count(*) from nearby")?, 1);
        let (version, held) = on_the_board(&world, &users.0).await?;
        assert_eq!(version, held, "the first scope is acknowledged");

        wang.offline();
        let unsent = report(&wang, 30).await?;
        let grids = world.accounts.accounts.iter().find(|one| {
            one.role == Role::Collector
                && one.jurisdiction == world.accounts.user(&users.0).unwrap().jurisdiction
                && !one.grids.is_empty()
                && one.grids.first() != world.accounts.user(&users.0).unwrap().grids.first()
        });
        change(&world, &users.0, |_| {}, Some(grids.context("another beat")?.grids.clone())).await?;
        assert!(wang.sync().await.is_err());
        let (version, held) = on_the_board(&world, &users.0).await?;
        assert!(held < version, "the board shows that the phone has not acknowledged");
        assert_eq!(count(&wang, "select count(*) from nearby")?, 1, "nothing goes before the new scope has come");

        wang.online();
        let round = wang.sync().await?;
        assert_eq!((round.differing, round.left), (0, 0));
        assert_eq!(count(&wang, "select count(*) from nearby")?, 0, "what he may no longer see is gone");
        for case in [sent, unsent] {
            assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
        }
        let (version, held) = on_the_board(&world, &users.0).await?;
        assert_eq!(version, held, "acknowledged in the same round");
        Ok(())
    })
}

#[test]
fn a_snapshot_that_is_cut_is_purged_only_when_it_is_whole() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = neighbours(&world).await?;
        let (wang, li) = (world.phone(&users.0).await?, world.phone(&users.1).await?);
        report(&li, 20).await?;
        li.sync().await?;
        wang.sync().await?;
        change(&world, &users.0, |_| {}, Some(vec!["nowhere".to_owned()])).await?;
        // The hello arrives, the pull does not.
        wang.line.set(system_tests::line::Weather::LosesReplies(app_core::ports::Method::Get, 1));
        assert!(wang.sync().await.is_err());
        assert_eq!(count(&wang, "select count(*) from nearby")?, 1);
        let wang = wang.restarted()?;
        wang.sync().await?;
        assert_eq!(count(&wang, "select count(*) from nearby")?, 0);
        assert_eq!(count(&wang, "select taking from session")?, 0);
        Ok(())
    })
}

#[test]
fn somebody_who_became_a_supervisor_hands_in_what_he_saw_before() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = neighbours(&world).await?;
        let (wang, li) = (world.phone(&users.0).await?, world.phone(&users.1).await?);
        let others = report(&li, 20).await?;
        li.sync().await?;
        wang.offline();
        let before = report(&wang, 40).await?;
        world.clock.pass_minutes(5);
        change(&world, &users.0, |account| account.role = Role::Supervisor, Some(Vec::new())).await?;
        wang.online();
        let round = wang.sync().await?;
        assert_eq!((round.pushed, round.differing, round.left), (1, 0, 0), "{:?}", wang.status().await?);
        assert_eq!(wang.case(before).await?.whereabouts, Whereabouts::Arrived);
        assert_eq!(wang.start().await?.account.context("signed in")?.role, Role::Supervisor);
        let seen = count(&wang, &format!("select count(*) from cases where id = '{others}'"))?;
        assert_eq!(seen, 1, "a supervisor sees the area");
        assert_eq!(count(&wang, "select count(*) from nearby")?, 0);
        Ok(())
    })
}

#[test]
fn somebody_who_moved_takes_the_new_areas_packs_and_drops_the_old_areas_rows() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = neighbours(&world).await?;
        let (wang, li) = (world.phone(&users.0).await?, world.phone(&users.1).await?);
        let own = report(&wang, 10).await?;
        report(&li, 20).await?;
        wang.sync().await?;
        li.sync().await?;
        wang.sync().await?;
        let old = world.accounts.user(&users.0)?.jurisdiction.clone();
        let other = world.accounts.accounts.iter().find(|one| one.role == Role::Collector && one.jurisdiction != old);
        let other = other.context("another jurisdiction")?.clone();
        let area = other.jurisdiction.parse()?;
        change(&world, &users.0, |account| account.jurisdiction = area, Some(other.grids.clone())).await?;
        let round = wang.sync().await?;
        assert_eq!(round.differing, 0);
        assert_eq!(wang.start().await?.account.context("signed in")?.jurisdiction.as_str(), other.jurisdiction);
        let packs = format!(
            "select count(*) from packs where current = 1 and kind = 'boundaries' and jurisdiction_id = '{}'",
            other.jurisdiction
        );
        assert_eq!(count(&wang, &packs)?, 1, "the new area's grids are here");
        assert_eq!(count(&wang, "select count(*) from nearby")?, 0);
        assert_eq!(wang.case(own).await?.whereabouts, Whereabouts::Arrived, "what he saved stays");
        Ok(())
    })
}

#[test]
fn work_of_a_disabled_account_stays_on_the_phone_and_arrives_once_it_is_back() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = neighbours(&world).await?;
        let wang = world.phone(&users.0).await?;
        let case = report(&wang, 50).await?;
        change(&world, &users.0, |account| account.disabled = true, None).await?;
        assert!(wang.sync().await.is_err());
        let status = wang.status().await?;
        assert_eq!((status.unsent_operations, status.photos_waiting), (1, 2));
        assert_eq!(status.last_error.context("why")?.code, "account_disabled");
        assert!(status.set_aside.is_empty(), "nothing was judged");
        change(&world, &users.0, |account| account.disabled = false, None).await?;
        wang.sign_in(&world.url, &world.accounts.user(&users.0)?.password).await?;
        assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
        Ok(())
    })
}

#[test]
fn work_of_a_withdrawn_device_stays_on_the_phone() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = neighbours(&world).await?;
        let wang = world.phone(&users.0).await?;
        let case = report(&wang, 60).await?;
        let app = world.app()?;
        let mut tx = app.db.write().await?;
        let by = Actor::System { rule: "command_line".to_owned() };
        actions::revoke_device(app, &mut tx, wang.core.device(), &by).await?;
        tx.commit().await?;
        for _ in 0..2 {
            assert!(wang.sync().await.is_err());
        }
        let status = wang.status().await?;
        assert_eq!((status.unsent_operations, status.photos_waiting), (1, 2), "all of it is there for the rescue file");
        assert_eq!(status.last_error.context("why")?.code, "device_revoked");
        assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::OnlyHere);
        Ok(())
    })
}
