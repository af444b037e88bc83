//! Whom to call: the phone holds what its role may see, finds it offline, and lets it go when it may no longer.

use anyhow::{Context as _, Result, bail};
use app_bridge::ask::Ask;
use app_bridge::directory::DirectoryCard;
use app_bridge::told::Told;
use app_core::ports::Method;
use server::directory::{actions, list};
use shared::account::Role;
use system_tests::clock::PhoneClock;
use system_tests::collector::Collector;
use system_tests::hands::in_phone;
use system_tests::line::Weather;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors};
use crate::scopes::change;

async fn find(phone: &Collector, query: &str) -> Result<DirectoryCard> {
    match phone.core.tell(Ask::Directory { query: query.to_owned() }).await? {
        Told::Directory(card) => Ok(*card),
        other => bail!("asked whom to call, told {other:?}"),
    }
}

/// Counts the people and desks that are found.
async fn found(phone: &Collector, query: &str) -> Result<usize> {
    Ok(find(phone, query).await?.units.iter().map(|unit| unit.people.len()).sum())
}

fn on_phone(phone: &Collector, word: &str) -> Result<i64> {
    let sql = "select count(*) from directory_entries where body like '%' || ?1 || '%'";
    Ok(in_phone(phone.home())?.query_row(sql, [word], |row| row.get(0))?)
}

#[test]
fn a_collector_finds_the_desks_and_units_of_the_city_and_of_their_own_ground_offline() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        wang.offline();
        let area = world.accounts.user(&user)?.jurisdiction.parse()?;
        let name = world.app()?.city().name_of(&area);
        let unit = world.app()?.city().units().find(|unit| unit.jurisdiction == area).context("a unit")?.clone();
        assert!(unit.phone.starts_with("029-0000-"), "a unit of the training city has a number");
        let whole = find(&wang, "").await?;
        assert!(whole.held > 0 && !whole.is_hidden && whole.as_of.is_some());
        for query in ["市监督指挥中心 受理台", &format!("{name} 值班室"), unit.name.as_str(), unit.phone.as_str()]
        {
            assert!(found(&wang, query).await? > 0, "{query}");
        }
        let other = world.app()?.city().units().find(|unit| unit.jurisdiction != area).context("another unit")?.clone();
        assert_eq!(on_phone(&wang, &other.phone)?, 0, "what is elsewhere is not on the phone at all");
        assert_eq!(on_phone(&wang, "督导席")?, 0, "nor what is not for a collector");
        Ok(())
    })
}

#[test]
fn a_list_that_is_replaced_is_fetched_once() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let requests = wang.line.requests();
        wang.sync().await?;
        let quiet = wang.line.requests() - requests;
        let listed = list::read("unit,name,office_phone\n新中心,王建国,029-0000-9001\n")?;
        let app = world.app()?;
        let mut tx = app.db.write().await?;
        let area = world.accounts.user(&user)?.jurisdiction.parse()?;
        actions::replace(&mut tx, &area, "2", &listed, app.clock.now()).await?;
        tx.commit().await?;
        let requests = wang.line.requests();
        wang.sync().await?;
        assert_eq!(wang.line.requests() - requests, quiet + 1, "one more request, for the list");
        assert_eq!(found(&wang, "wjg").await?, 1, "found by the first letters");
        let requests = wang.line.requests();
        wang.sync().await?;
        assert_eq!(wang.line.requests() - requests, quiet);
        Ok(())
    })
}

#[test]
fn another_role_sees_another_part_and_nothing_of_the_old_one_stays() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let grids = world.accounts.user(&user)?.grids.clone();
        let wang = world.phone(&user).await?;
        change(&world, &user, |account| account.role = Role::Supervisor, Some(Vec::new())).await?;
        wang.sync().await?;
        assert_eq!(found(&wang, "督导席").await?, 1);

        change(&world, &user, |account| account.role = Role::Collector, Some(grids)).await?;
        // The hello arrives and nothing behind it.
        wang.line.set(Weather::LosesReplies(Method::Get, 1));
        assert!(wang.sync().await.is_err());
        assert_eq!(find(&wang, "").await?.held, 0, "what the role may no longer see does not wait for the new list");
        wang.online();
        wang.sync().await?;
        assert_eq!((found(&wang, "督导席").await?, on_phone(&wang, "督导席")?), (0, 0));
        assert!(found(&wang, "受理台").await? > 0);
        Ok(())
    })
}

#[test]
fn a_phone_that_nobody_brought_to_a_network_for_a_month_shows_nobodys_number() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let clock = PhoneClock::at("2026-11-23T01:00:00Z")?;
        let wang = world.phone_with(&user, &clock).await?;
        assert!(!find(&wang, "").await?.is_hidden);
        let month = 31 * 24 * 60;
        clock.pass_minutes(month);
        world.clock.pass_minutes(i64::from(month));
        let card = find(&wang, "").await?;
        assert!(card.is_hidden && card.units.is_empty() && card.days == 30, "{card:?}");
        wang.sync().await?;
        assert!(!find(&wang, "").await?.is_hidden, "back after a round");
        Ok(())
    })
}
