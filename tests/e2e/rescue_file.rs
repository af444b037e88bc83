//! A phone that can no longer send: its work is carried to the desk in a file, and arrives exactly once.

use std::path::Path;

use anyhow::{Context, Result};
use app_bridge::rescue::WithOriginals;
use app_bridge::told::Whereabouts;
use shared::account::Role;
use shared::ids::Sha256;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report};

#[test]
fn a_withdrawn_phone_hands_its_work_in_at_the_desk() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        wang.offline();
        let cases = [report(&wang, 10).await?, report(&wang, 20).await?];
        world.clock.pass_minutes(30);
        admin.withdraw(wang.core.device()).await?;
        wang.online();
        assert!(wang.sync().await.is_err(), "the line is closed to this phone");

        let written = wang.rescue(WithOriginals::IfTheyFit).await?;
        assert_eq!((written.operations, written.photos, written.originals), (2, 4, 4));
        let bytes = std::fs::read(&written.place)?;
        assert_eq!(bytes.len() as u64, written.size_bytes);
        let report = admin.import_rescue(Path::new(&written.place)).await?;
        assert_eq!((report.new, report.not_taken, report.photos_new), (2, 0, 8), "{report:?}");
        for case in cases {
            let file = admin.file(case).await?;
            assert_eq!(file.case.photos.len(), 2);
            for photo in &file.case.photos {
                assert!(photo.received_at.is_some());
                assert_eq!(Sha256::of(&admin.media(&photo.working).await?), photo.working);
            }
        }
        let again = admin.import_rescue(Path::new(&written.place)).await?;
        assert_eq!((again.new, again.known, again.photos_new), (0, 2, 0), "importing twice changes nothing");
        assert_eq!(admin.cases().await?.total, 2);
        assert_eq!(wang.status().await?.unsent_operations, 2, "the phone never claims more than it was told");
        Ok(())
    })
}

#[test]
fn a_phone_that_finds_its_network_after_all_makes_no_second_case() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        wang.offline();
        let case = report(&wang, 30).await?;
        let written = wang.rescue(WithOriginals::None).await?;
        assert_eq!((written.photos, written.originals), (2, 0));
        let imported = admin.import_rescue(Path::new(&written.place)).await?;
        let number = imported.cases.first().and_then(|case| case.case_no.clone()).context("it has its number")?;

        wang.online();
        assert_eq!(wang.sync().await?.left, 0);
        let card = wang.case(case).await?;
        assert_eq!(card.whereabouts, Whereabouts::Arrived);
        assert_eq!(card.case_no, Some(number), "the first outcome, with the first number");
        assert_eq!(admin.cases().await?.total, 1);
        let empty = wang.rescue(WithOriginals::All).await?;
        assert_eq!((empty.operations, empty.photos), (0, 0), "nothing waits any more");
        assert_eq!(empty.originals, 2, "the originals are still here alone");
        Ok(())
    })
}
