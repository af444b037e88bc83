//! The server begins anew from an older copy: what it lost comes back from the phones that still hold it.

use anyhow::{Context as _, Result};
use app_bridge::told::Whereabouts;
use shared::account::Role;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report, shot};

#[test]
fn a_phone_is_handed_on_only_after_what_the_server_lost_was_handed_in_again() -> Result<()> {
    story(async {
        let mut world = World::begin(MONDAY).await?;
        let users = collectors(&world, 2)?;
        let [first, second] = users.as_slice() else { anyhow::bail!("two collectors") };
        let wang = world.phone(first).await?;
        let kept = world.keep_copy().await?;
        let case = report(&wang, 10).await?;
        wang.sync().await?;
        world.begin_from(&kept).await?;

        // Nobody has told the phone yet; it hears of it when li signs in.
        let li = wang.handed_to(second);
        let password = |user: &str| anyhow::Ok(world.accounts.user(user)?.password.clone());
        let refused =
            li.sign_in(&world.url, &password(second)?).await.err().context("wang's work is lost at the server")?;
        assert!(refused.to_string().contains("1 operations and 2 photos wait"), "{refused}");
        let wang = li.handed_to(first);
        wang.sign_in(&world.url, &password(first)?).await?;
        let round = wang.sync().await?;
        assert_eq!((round.left, round.differing), (0, 0));
        assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
        let li = wang.handed_to(second);
        li.sign_in(&world.url, &password(second)?).await?;
        Ok(())
    })
}

#[test]
fn a_token_that_is_renewed_under_another_name_is_not_taken() -> Result<()> {
    story(async {
        let mut world = World::begin(MONDAY).await?;
        let users = collectors(&world, 2)?;
        let [first, second] = users.as_slice() else { anyhow::bail!("two collectors") };
        let wang = world.phone(first).await?;
        let kept = world.keep_copy().await?;
        let li = wang.handed_to(second);
        li.sign_in(&world.url, &world.accounts.user(second)?.password).await?;
        let case = report(&li, 10).await?;
        world.begin_from(&kept).await?;

        // The server remembers the phone as wang's: under that name li's work would be refused for ever.
        assert!(li.sync().await.is_err());
        let status = li.status().await?;
        assert_eq!((status.unsent_operations, status.photos_waiting), (1, 2));
        assert_eq!(status.last_error.context("why")?.code, "not_signed_in");
        assert!(status.set_aside.is_empty(), "nothing was judged");
        li.sign_in(&world.url, &world.accounts.user(second)?.password).await?;
        li.sync().await?;
        assert_eq!(li.case(case).await?.whereabouts, Whereabouts::Arrived);
        Ok(())
    })
}

#[test]
fn the_word_of_a_restored_server_wins_over_a_newer_one_from_before() -> Result<()> {
    story(async {
        let mut world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let case = report(&wang, 10).await?;
        wang.sync().await?;
        let before = wang.case(case).await?;
        let kept = world.keep_copy().await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let unit = admin.file(case).await?.case.unit.context("the rule gives one unit there")?;
        let desk = world.desk(&world.accounts.of_unit(unit.as_str())?.user).await?;
        desk.finish(case, &shot(30), "已清运").await?;
        wang.sync().await?;
        assert_ne!(wang.case(case).await?.state, before.state);
        world.begin_from(&kept).await?;

        let round = wang.sync().await?;
        assert_eq!((round.left, round.differing, round.mended), (0, 0, 0), "the comparison has nothing to mend");
        assert_eq!(wang.case(case).await?.state, before.state);
        Ok(())
    })
}
