//! One bad record never blocks the queue, and is never silently dropped.

use anyhow::{Context, Result};
use app_bridge::told::Whereabouts;
use shared::account::Role;
use shared::evidence::PhotoRole;
use shared::place::point::Degree;
use shared::refusal::Code;
use system_tests::collector::Draft;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, here, report, shot};

#[test]
fn a_report_outside_the_city_is_sent_back_and_the_others_arrive() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        wang.offline();
        let first = report(&wang, 90).await?;
        let mut far_away = here(&wang).await?;
        far_away.lon = Degree(1_160_000_000);
        let near = shot(91);
        let photos = [(PhotoRole::Near, near.as_slice())];
        let draft =
            Draft { category: "event:06010", condition_no: 1, fix: far_away, note: "在外地", photos: &photos };
        let saved = wang.report(&draft).await?;
        assert!(saved.warnings.iter().any(|warning| warning.code == "outside_packs"), "saved, with a warning");
        let last = report(&wang, 93).await?;
        wang.online();
        wang.sync().await?;

        let Whereabouts::SentBack { code, .. } = wang.case(saved.case).await?.whereabouts else {
            panic!("the bad one says that it was sent back");
        };
        assert_eq!(code, Code::OutsideCity);
        for good in [first, last] {
            assert_eq!(wang.case(good).await?.whereabouts, Whereabouts::Arrived, "one bad record blocks nothing");
        }
        let status = wang.status().await?;
        let aside = status.set_aside.first().context("it can be read and mended")?;
        assert_eq!(aside.code, Code::OutsideCity);
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        assert_eq!(admin.cases().await?.total, 2);
        Ok(())
    })
}
