//! Who may hold whose phone.

use anyhow::Result;
use shared::account::Role;
use system_tests::collector::Collector;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report};

#[test]
fn another_person_signs_in_only_when_nothing_is_left_on_the_phone() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 2)?;
        let wang = world.phone(&users[0]).await?;
        report(&wang, 100).await?;
        let li = wang.handed_to(&users[1]);
        let password = world.accounts.user(&li.user)?.password.clone();
        assert!(li.sign_in(&world.url, &password).await.is_err(), "the first person's work would be lost");
        li.sync().await?;
        let start = li.sign_in(&world.url, &password).await?;
        assert_eq!(start.account.map(|account| account.user.to_string()), Some(users[1].clone()));
        Ok(())
    })
}

#[test]
fn a_copied_home_opens_nowhere_else() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        report(&wang, 110).await?;
        drop(wang);
        let copy = world.home("thief");
        copy_folder(&world.home(&user), &copy)?;
        assert!(Collector::with_phone("thief", &copy).is_err(), "the key lies outside the home");
        let database = std::fs::read(copy.join("xunge.db"))?;
        assert!(!database.starts_with(b"SQLite format 3"), "the database is encrypted");
        Ok(())
    })
}

#[test]
fn a_collector_does_not_read_other_peoples_cases() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 2)?;
        let wang = world.phone(&users[0]).await?;
        let case = report(&wang, 120).await?;
        wang.sync().await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let photo = admin.file(case).await?.case.photos.remove(0).working;
        let li = world.desk(&users[1]).await?;
        assert!(li.file(case).await.is_err(), "not Li's case");
        assert!(li.media(&photo).await.is_err(), "knowing a hash is no right");
        Ok(())
    })
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
